/**
 * The money of a case: who owes whom how much, by which clause, approved by whom. Entries are only ever added; one that
 * was wrong is reversed by another. No money moves here: finance exports what a second person has confirmed.
 */
import type { z } from 'zod';
import { isConfirmed, isReversed, type Ledger, type LedgerEntry } from './ledger-rows';
import type { Actor } from './record';
import { insist } from './refuse';
import type * as p from './shared-payloads';
import type { CaseState } from './state';
import type { Work } from './work';

type In<T extends z.ZodType> = z.infer<T>;

/** Enters an amount and answers its number; nothing is entered for nothing. */
export function post(
  work: Work,
  entry: Omit<LedgerEntry, 'no' | 'at' | 'by' | 'approvedBy'> & { approvedBy?: readonly string[] },
): number | undefined {
  if (entry.fen === 0) return undefined;
  const { ledger } = work.state;
  const no = ledger.entries.length + 1;
  const posted: LedgerEntry = { approvedBy: [], ...entry, no, at: work.at, by: work.by };
  work.put('ledger', { ...ledger, entries: [...ledger.entries, posted] });
  const { type, fen, from, to } = posted;
  work.event('entry_posted', { entry: no, type, amountFen: fen, payer: from, payee: to }, posted.clauses);
  return no;
}

/** Entries that wait for a second person; what takes back an unconfirmed entry needs none. */
export function unconfirmed(ledger: Ledger): LedgerEntry[] {
  const moot = (e: LedgerEntry): boolean => e.reverses !== undefined && !isConfirmed(ledger, e.reverses);
  return ledger.entries.filter((e) => !isConfirmed(ledger, e.no) && !isReversed(ledger, e.no) && !moot(e));
}

/** The second of the two steps: another person confirms an entry, and finance may export it. */
export function confirmEntry(work: Work, { entry }: In<typeof p.confirmEntry>): void {
  const { ledger } = work.state;
  work.put('ledger', { ...ledger, confirmed: [...ledger.confirmed, { entry, at: work.at, by: work.by }] });
  work.event('entry_confirmed', { entry });
}

export function confirmGuard(state: CaseState, actor: Actor, { entry }: In<typeof p.confirmEntry>): void {
  const open = unconfirmed(state.ledger);
  const found = state.ledger.entries.find((e) => e.no === entry);
  insist(found !== undefined, 'not_found', '没有这笔账', 'There is no such entry', 'entry', numbers(open));
  insist(
    open.includes(found),
    'already_done',
    '该笔已确认或冲销',
    'It is confirmed or reversed',
    'entry',
    numbers(open),
  );
  insist(found.by !== actor.id, 'forbidden', '须由另一人确认', 'Another person confirms an entry', 'entry');
}

/** Takes an entry back by its opposite, with the reason; both stay. What was confirmed is confirmed anew. */
export function reverseEntry(work: Work, { entry, reason }: In<typeof p.reverseEntry>): void {
  const { type, fen, from, to, clauses, no } = work.state.ledger.entries[entry - 1]!;
  const wasConfirmed = isConfirmed(work.state.ledger, no);
  post(work, { type, fen, from: to, to: from, clauses, reverses: no });
  work.event('entry_reversed', { entry, reason: reason.id, wasConfirmed });
}

export function reverseGuard(state: CaseState, _actor: Actor, { entry }: In<typeof p.reverseEntry>): void {
  const { ledger } = state;
  const found = ledger.entries.find((e) => e.no === entry);
  insist(found !== undefined, 'not_found', '没有这笔账', 'There is no such entry', 'entry');
  const final = found.reverses !== undefined || isReversed(ledger, entry);
  insist(!final, 'already_done', '该笔已冲销', 'It is reversed already, or a reversal itself', 'entry');
  const back = givenBack(ledger, found);
  insist(
    back === undefined,
    'requirement_missing',
    `押金已退还，请先冲销第 ${back} 笔`,
    `The deposit was given back: reverse entry ${back} first`,
    'entry',
    [back],
  );
}

/** The entry that gave a deposit back, where it stands. */
function givenBack(ledger: Ledger, { no, type }: LedgerEntry): number | undefined {
  if (type !== 'deposit') return undefined;
  const next = ledger.entries.find((e) => e.no > no && e.reverses === undefined && e.type.startsWith('deposit'));
  return next?.type === 'deposit_returned' && !isReversed(ledger, next.no) ? next.no : undefined;
}

function numbers(entries: readonly LedgerEntry[]): number[] {
  return entries.map((e) => e.no);
}
