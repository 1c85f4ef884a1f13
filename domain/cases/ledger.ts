/**
 * The money of a case: who owes whom how much, by which clause, approved by whom. Entries are only ever added; one that
 * was wrong is reversed by another. No money moves here: finance exports what a second person has confirmed.
 */
import type { z } from 'zod';
import type { CasePolicy } from '../policy/case-policy';
import { isSecondEdition } from '../policy/edition';
import { holdsDuty } from './duty';
import { isConfirmed, isReversed, type Ledger, type LedgerEntry } from './ledger-rows';
import type { Actor } from './record';
import { insist, insistRole } from './refuse';
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

/** By another person; where the policy says whose duty it is, by somebody who holds that. */
export function confirmGuard(
  state: CaseState,
  actor: Actor,
  { entry }: In<typeof p.confirmEntry>,
  policy: CasePolicy,
): void {
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
  insistConfirmer(state, actor, policy);
  if (!isSecondEdition(policy)) return;
  const first = open.filter(({ reverses, type, no }) => reverses !== undefined && type === found.type && no < entry);
  insist(
    first.length === 0,
    'requirement_missing',
    `须先复核冲销：${numbers(first).join('、')}，以免重复付款`,
    `What takes money back is confirmed first, or it would be paid twice: ${numbers(first).join(', ')}`,
    'entry',
    numbers(first),
  );
}

function insistConfirmer({ facts }: CaseState, actor: Actor, { money, pins }: CasePolicy): void {
  if (!money) return;
  const region = typeof facts.region === 'string' ? facts.region : undefined;
  insistRole(holdsDuty(actor, money.confirmedBy, pins[0]!.id, region), 'forbidden', money.confirmedBy, {
    zh: `账目由{named}复核（${money.clauses.join('、')}）`,
    en: `Entries are for {named} to confirm (${money.clauses.join(', ')})`,
  });
}

/** Takes an entry back by its opposite, with the reason; both stay. What was confirmed is confirmed anew. */
export function reverseEntry(work: Work, { entry, reason }: In<typeof p.reverseEntry>): void {
  reverse(work, work.state.ledger.entries[entry - 1]!, reason.id, []);
}

/**
 * Takes back, each by its opposite, the entries that still stand, because what follows takes their place.
 * @param because id of the text that says why
 * @param approvedBy who approved what takes their place
 */
export function takeBack(
  work: Work,
  which: (entry: LedgerEntry) => boolean,
  because: string,
  approvedBy: readonly string[],
): void {
  const { ledger } = work.state;
  const standing = ledger.entries.filter((e) => e.reverses === undefined && !isReversed(ledger, e.no));
  for (const entry of standing.filter(which)) reverse(work, entry, because, approvedBy);
}

function reverse(work: Work, entry: LedgerEntry, reason: string, approvedBy: readonly string[]): void {
  const { type, fen, from, to, clauses, no } = entry;
  const wasConfirmed = isConfirmed(work.state.ledger, no);
  post(work, { type, fen, from: to, to: from, clauses, approvedBy, reverses: no });
  work.event('entry_reversed', { entry: no, reason, wasConfirmed });
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
