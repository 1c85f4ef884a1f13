/** What the standard repair may cost, beside the bare workflow of the same run. Printed as met or not, never a test. */
import type { Results } from './results';
import { median } from './statistics';

export interface Aim {
  title: string;
  /** What was measured. */
  value: number;
  limit: number;
  unit: string;
  met: boolean;
}

const atMost = (title: string, value: number, limit: number, unit = ''): Aim => ({
  title,
  value,
  limit,
  unit,
  met: value <= limit,
});
const atLeast = (title: string, value: number, limit: number, unit = ''): Aim => ({
  title,
  value,
  limit,
  unit,
  met: value >= limit,
});

/** The aims in the order of the report. */
export function judge({ bursts, history, lateness, recovery }: Results): Aim[] {
  const ratios = (pick: (b: Results['bursts'][number]) => number, atOnce: number): number => {
    const of = (variant: string) => bursts.filter((b) => b.variant === variant && b.atOnce === atOnce);
    // Within a round first: the machine's mood then falls on both sides.
    return median(of('case').map((b, round) => pick(b) / pick(of('bare')[round]!)));
  };
  const levels = [...new Set(bursts.map((b) => b.atOnce))];
  return [
    ...levels.map((atOnce) =>
      atLeast(
        `cases/s at ${atOnce} at once, (b) to (a)`,
        ratios((b) => b.casesPerSecond, atOnce),
        0.7,
      ),
    ),
    atMost(
      'a lone action’s p50, (b) to (a)',
      ratios((b) => b.actionP50, levels[0]!),
      1.5,
    ),
    atMost('history events of the standard repair', history.case.events, 150),
    atMost(
      'timer lateness p99, (b) to (a)',
      // Those that were not acted upon in time to be counted are the latest of all.
      lateness.case.woken < lateness.case.due
        ? Infinity
        : median(lateness.case.p99.map((p99, turn) => p99 / lateness.bare.p99[turn]!)),
      1.5,
    ),
    atMost('all cases move again after SIGKILL', recovery.case.standstillMax / 1000, 5, ' s'),
  ];
}
