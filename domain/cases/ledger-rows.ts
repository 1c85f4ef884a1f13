/** What a ledger consists of, and how the read model keeps it. What is done to it stands in `ledger.ts`. */
import type { Clauses } from '../policy/rule';
import type { Instant } from '../time/instant';
import type { LedgerRow } from './record';

/** What an entry is for. */
export const entryTypes = [
  'refund',
  'deduction',
  'fee',
  'freight',
  'deposit',
  'deposit_returned',
  'compensation',
  'recovery',
] as const;
export type EntryType = (typeof entryTypes)[number];

/** Between whom money is owed. */
export const moneyParties = ['customer', 'company', 'maker', 'dealer', 'agent', 'carrier', 'fund'] as const;
export type MoneyParty = (typeof moneyParties)[number];

export interface LedgerEntry {
  /** Numbered from 1 within the case. */
  no: number;
  at: Instant;
  by: string;
  type: EntryType;
  /** Positive whole fen that `from` owes `to`. */
  fen: number;
  from: MoneyParty;
  to: MoneyParty;
  clauses: Clauses;
  /** Who approved it before it was entered. */
  approvedBy: readonly string[];
  /** The entry that this one takes back. */
  reverses?: number;
}

export interface Ledger {
  entries: readonly LedgerEntry[];
  /** Which entries a second person confirmed. */
  confirmed: readonly { entry: number; at: Instant; by: string }[];
}

export const emptyLedger: Ledger = { entries: [], confirmed: [] };

/** Whether an entry was taken back by another. */
export function isReversed({ entries }: Ledger, no: number): boolean {
  return entries.some((e) => e.reverses === no);
}

export function isConfirmed({ confirmed }: Ledger, no: number): boolean {
  return confirmed.some((c) => c.entry === no);
}

/** What one party owes another in a case, all entries between the two taken together. */
export interface Owed {
  from: string;
  to: string;
  fen: number;
  /** By the entries that a second person confirmed: what finance knows. Negative where `to` owes `from` by those. */
  confirmedFen: number;
}

type Counted = Pick<LedgerEntry, 'fen'> & { from: string; to: string; confirmed: boolean };

/** The balance between each two parties; nothing of those who are quits by all entries and by the confirmed ones. */
export function owedOf(entries: readonly Counted[]): Owed[] {
  const sums = new Map<string, Owed>();
  for (const { from, to, fen, confirmed } of entries) {
    const found = sums.get(`${from} ${to}`) ?? sums.get(`${to} ${from}`) ?? { from, to, fen: 0, confirmedFen: 0 };
    const signed = found.from === from ? fen : -fen;
    const confirmedFen = found.confirmedFen + (confirmed ? signed : 0);
    sums.set(`${found.from} ${found.to}`, { ...found, fen: found.fen + signed, confirmedFen });
  }
  return [...sums.values()].filter(({ fen, confirmedFen }) => fen !== 0 || confirmedFen !== 0).map(forwards);
}

/** The same balance told from the side that owes. */
function forwards({ from, to, fen, confirmedFen }: Owed): Owed {
  return fen < 0 || (fen === 0 && confirmedFen < 0)
    ? { from: to, to: from, fen: 0 - fen, confirmedFen: 0 - confirmedFen }
    : { from, to, fen, confirmedFen };
}

/** What became new in a step, as the read model keeps it. */
export function ledgerRows(before: Ledger, after: Ledger, iso: (at: Instant) => string): LedgerRow[] {
  if (before === after) return [];
  const changed = after.entries.filter(
    (e) => e.no > before.entries.length || isConfirmed(before, e.no) !== isConfirmed(after, e.no),
  );
  return changed.map((e) => {
    const confirmed = after.confirmed.find((c) => c.entry === e.no);
    return {
      ...{ no: e.no, by: e.by, type: e.type, fen: e.fen, from: e.from, to: e.to },
      at: iso(e.at),
      clauses: e.clauses,
      approvedBy: e.approvedBy,
      reverses: e.reverses,
      confirmedBy: confirmed?.by,
      confirmedAt: confirmed && iso(confirmed.at),
    };
  });
}
