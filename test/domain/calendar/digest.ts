import { createHash } from 'node:crypto';
import { describeDerivation } from '../../../domain/calendar/describe';
import { computeDue, shareOf, type TargetRule } from '../../../domain/calendar/due';
import { formatInstant } from '../../../domain/time/instant';
import { cn, cnWork, everyDay, HOUR } from './fixtures';

/** Prints a hash over many due times and their words; run in processes of several time zones. */
const rules: TargetRule[] = [
  { kind: 'elapsed', ms: 5 * HOUR },
  { kind: 'workingTime', ms: 11 * HOUR },
  { kind: 'workingDays', days: 3 },
  { kind: 'dates', months: 1, days: 2 },
  { kind: 'monthEnd', months: 1 },
  { kind: 'dayEnd', which: 'same' },
  { kind: 'dayEnd', which: 'nextWorking' },
  { kind: 'at', at: cn('2026-10-03 14:00'), offsetMs: -HOUR },
];
const berlin = everyDay([[60, 160], [1380, 1500]], 'Europe/Berlin'); // prettier-ignore
const hash = createHash('sha256');
for (const calendar of [cnWork, berlin]) {
  hash.update(JSON.stringify(calendar));
  for (let start = cn('2026-01-01 00:00'); start < cn('2027-01-02 00:00'); start += 37 * HOUR) {
    for (const rule of rules) {
      const pauses = [{ from: start + HOUR, to: start + 3 * HOUR }];
      const { due, derivation } = computeDue(rule, start, pauses, calendar);
      hash.update(formatInstant(due) + shareOf(rule, start, pauses, calendar, 0.8));
      hash.update(describeDerivation(derivation, 'zh', calendar.zone).join());
    }
  }
}
process.stdout.write(`${hash.digest('hex')} ${new Date(2026, 0, 1).getTime()}`);
