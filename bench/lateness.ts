/** How late clocks are acted upon while many cases are open: all variants are open at once, their clocks fall due in turns. */
import { setTimeout as sleep } from 'node:timers/promises';
import { percentile } from './statistics';
import type { Variant, VariantName } from './variant';

/** Clocks due a second: a third of what two cores can do, so that what is measured is lateness and not a queue. */
const DUE_PER_SECOND = 25;
const OPEN_AT_ONCE = 50;
/** Clocks that fall due in a turn; three of them lie beyond the p99. The other cases are open and wait. */
const DUE_A_TURN = 300;
/** Between two turns, for what still runs, ms: five times the p99 of an idle machine. */
const PAUSE = 3_000;
/** Due long after the benchmark, ms from now. */
const LATER = 20 * 86_400_000;

export interface Lateness {
  /** ms, one figure a turn. */
  p50: number[];
  p99: number[];
  /** Clocks that were acted upon, of those that fell due. */
  woken: number;
  due: number;
}

/** Opens `openCases` of each variant, then lets the clocks of some fall due in `turns` turns of each. */
export async function measureLateness(
  variants: readonly Variant[],
  { openCases, turns, say }: { openCases: number; turns: number; say: (line: string) => void },
): Promise<Record<VariantName, Lateness>> {
  const perTurn = Math.min(DUE_A_TURN, Math.floor(openCases / turns));
  const turnMs = Math.ceil((perTurn / DUE_PER_SECOND) * 1000);
  const foreseen = await openingTime(variants, openCases);
  const begin = Date.now() + foreseen;
  const turnBegins = (turn: number, at: number): number => begin + (turn * variants.length + at) * (turnMs + PAUSE);

  for (const [at, variant] of variants.entries()) {
    const opened = Date.now();
    await inLanes(openCases, async (index) => {
      if (index >= perTurn * turns) return variant.open(Date.now() + LATER);
      const [turn, place] = [Math.floor(index / perTurn), index % perTurn];
      await variant.open(turnBegins(turn, at) + Math.round((place * 1000) / DUE_PER_SECOND));
    });
    await variant.settled();
    await variant.lateness();
    say(`lateness: ${openCases} cases of ${variant.name} open after ${((Date.now() - opened) / 1000).toFixed(0)} s`);
  }
  if (Date.now() > begin) say('lateness: opening took longer than foreseen, the first clocks fell due meanwhile');

  const empty = (): Lateness => ({ p50: [], p99: [], woken: 0, due: 0 });
  const results: Record<VariantName, Lateness> = { bare: empty(), case: empty(), homeMade: empty() };
  for (let turn = 0; turn < turns; turn++) {
    for (const [at, variant] of variants.entries()) {
      const last = turnBegins(turn, at) + turnMs;
      await sleep(Math.max(0, last - Date.now()));
      const late = await variant.lateness();
      while (late.length < perTurn && Date.now() < last + PAUSE) {
        await sleep(500);
        late.push(...(await variant.lateness()));
      }
      const result = results[variant.name];
      result.p50.push(percentile(late, 0.5));
      result.p99.push(percentile(late, 0.99));
      result.woken += late.length;
      result.due += perTurn;
    }
  }
  return results;
}

/** How long opening that many will take, with a quarter to spare, from the time that a few take, ms. */
async function openingTime(variants: readonly Variant[], openCases: number): Promise<number> {
  const sample = Math.min(100, openCases);
  const begin = Date.now();
  for (const variant of variants) {
    await inLanes(sample, () => variant.open(begin + LATER));
    await variant.settled();
  }
  return Math.ceil(((Date.now() - begin) / sample) * openCases * 1.25) + 5_000;
}

async function inLanes(count: number, run: (index: number) => Promise<unknown>): Promise<void> {
  let next = 0;
  const lane = async (): Promise<void> => {
    for (let index = next++; index < count; index = next++) await run(index);
  };
  await Promise.all(Array.from({ length: OPEN_AT_ONCE }, lane));
}
