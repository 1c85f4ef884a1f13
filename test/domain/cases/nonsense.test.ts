/**
 * The action tables under nonsense: whoever sends whatever, a case answers with a declared problem or takes the step.
 * Nothing is changed by a refusal, and the money of a case stays within what was paid, agreed or allowed.
 */
import fc from 'fast-check';
import { allowedActions } from '../../../domain/cases/kind';
import { isConfirmed, isReversed, type EntryType, type LedgerEntry } from '../../../domain/cases/ledger-rows';
import type { RepairState } from '../../../domain/cases/repair/state';
import { acceptedGoods, type ReturnState } from '../../../domain/cases/return/state';
import type { CaseState } from '../../../domain/cases/state';
import { Refusal } from '../../../domain/errors';
import type { CaseKind } from '../../../domain/policy/rule';
import { days, hours, minutes, simulate, type CaseSimulator } from './case-simulator';
import { distorted } from './nonsense';
import { one, payloadFor, rarely, runs, type Gen, type Walk } from './walk';
import { someOf } from './walk-any';

const steps = 70;
const seen = { taken: 0, refused: 0 };
/** What ends a case is tried now and then only, so that much happens before. */
const ends = ['cancel', 'merge', 'withdraw', 'close'];

/** Somebody tries something, as often with an odd payload as not. */
function attempt<S extends CaseState>(gen: Gen, sim: CaseSimulator<S>, walk: Walk<S>): void {
  const actor = rarely(gen, 3) ? one(gen, walk.everybody) : one(gen, walk.usual(sim));
  const offered = allowedActions(walk.table, sim.state, actor).filter(
    ({ name }) => !walk.seldom.includes(name) || rarely(gen, 6),
  );
  const from = offered.length > 0 && !rarely(gen, 6) ? offered : walk.table.actions;
  const { name } = one(gen, from);
  if (ends.includes(name) && !rarely(gen, 20)) return;
  const good = payloadFor(gen, name, sim, walk);
  const payload = rarely(gen, 3) ? distorted(gen, good) : good;
  const [before, written] = [sim.state, sim.steps.length];
  try {
    sim.act(actor, name, payload);
    seen.taken++;
  } catch (error) {
    if (!(error instanceof Refusal)) throw new Error(`${name} ${JSON.stringify(payload)}`, { cause: error });
    expect(sim.state).toBe(before);
    expect(sim.steps.length).toBe(written);
    seen.refused++;
  }
}

/** What was entered for a purpose and not taken back. */
function standing({ ledger }: CaseState, type: EntryType): LedgerEntry[] {
  return ledger.entries.filter((e) => e.type === type && e.reverses === undefined && !isReversed(ledger, e.no));
}

/** What finance was told to pay for a purpose: confirmed entries, less those that take them back and are confirmed too. */
function confirmedFen({ ledger }: CaseState, type: EntryType): number {
  const confirmed = ledger.entries.filter((e) => e.type === type && isConfirmed(ledger, e.no));
  return confirmed.reduce((sum, e) => sum + (e.reverses === undefined ? e.fen : -e.fen), 0);
}

const total = (entries: readonly LedgerEntry[]): number => entries.reduce((sum, { fen }) => sum + fen, 0);

/** What holds of any ledger: whole positive amounts, each taken back once at most and by the same amount. */
function sound({ ledger: { entries, confirmed } }: CaseState): void {
  expect(entries.map(({ no }) => no)).toEqual(entries.map((_, i) => i + 1));
  for (const { no, fen, from, to, reverses } of entries) {
    expect(Number.isSafeInteger(fen) && fen > 0).toBe(true);
    if (reverses === undefined) continue;
    expect(entries[reverses - 1]).toMatchObject({ fen, from: to, to: from });
    expect(reverses).toBeLessThan(no);
  }
  const taken = entries.flatMap(({ reverses }) => reverses ?? []);
  expect(new Set(taken).size).toBe(taken.length);
  for (const { entry, by } of confirmed) expect(entries[entry - 1]!.by).not.toBe(by);
}

/** Refunds and deductions against what the accepted goods had cost. */
function refunds(state: ReturnState): void {
  const { fen } = acceptedGoods(state);
  const refunded = total(standing(state, 'refund'));
  expect(refunded).toBeLessThanOrEqual(fen);
  expect(total(standing(state, 'deduction'))).toBeLessThanOrEqual(refunded);
  expect(confirmedFen(state, 'refund')).toBeLessThanOrEqual(fen);
  const claimed = state.claims.reduce((sum, { claimedFen }) => sum + claimedFen, 0);
  expect(total(standing(state, 'recovery'))).toBeLessThanOrEqual(claimed);
}

/** Compensation against the most that anybody may approve in one case. */
function compensation<S extends CaseState>({ state, policy }: CaseSimulator<S>): void {
  const most = Math.max(0, ...(policy.complaints?.compensation?.limits ?? []).map(({ upToFen }) => upToFen));
  expect(total(standing(state, 'compensation'))).toBeLessThanOrEqual(most);
  expect(confirmedFen(state, 'compensation')).toBeLessThanOrEqual(most);
}

/** Fees against the quotes that the customer accepted, each charged once; deposits given back against those taken. */
function charges(state: RepairState, accepted: Map<number, number>): void {
  const { quote } = state;
  if (quote?.answer === 'accepted') accepted.set(quote.sentAt, quote.customerFen);
  const agreed = [...accepted.values()].reduce((sum, fen) => sum + fen, 0);
  expect(total(standing(state, 'fee'))).toBeLessThanOrEqual(agreed);
  expect(total(standing(state, 'deposit_returned'))).toBeLessThanOrEqual(total(standing(state, 'deposit')));
}

test.each([
  ['repair', 15],
  ['return', 25],
  ['complaint', 25],
  ['job', 15],
] as [CaseKind, number][])(
  'a %s answers nonsense with declared problems, unchanged, its money in bounds',
  (kind, numRuns) => {
    Object.assign(seen, { taken: 0, refused: 0 });
    fc.assert(
      fc.property(fc.gen(), (gen) => {
        someOf[kind](gen, simulate, (sim, walk) => {
          const accepted = new Map<number, number>();
          // A quote that was accepted on the way here may be replaced by the first step.
          if (sim.state.kind === 'repair') charges(sim.state as CaseState as RepairState, accepted);
          for (let step = 0; step < steps; step++) {
            if (rarely(gen, 8)) sim.pass(one(gen, [minutes, 3 * hours, days, 8 * days]));
            attempt(gen, sim, walk);
            sound(sim.state);
            if (sim.state.kind === 'return') refunds(sim.state as CaseState as ReturnState);
            if (sim.state.kind === 'complaint') compensation(sim);
            if (sim.state.kind === 'repair') charges(sim.state as CaseState as RepairState, accepted);
          }
        });
      }),
      { numRuns: numRuns * runs, endOnFailure: true },
    );
    expect(seen.taken).toBeGreaterThan(5 * numRuns);
    expect(seen.refused).toBeGreaterThan(5 * numRuns);
  },
);
