/** The money of a case as the auditor enters it from the actions: who owes whom, entered by whom, confirmed by whom. */
import type { Ledger } from '../domain/cases/ledger-rows';
import type { LedgerRow } from '../domain/cases/record';
import { formatInstant, type Instant } from '../domain/time/instant';

interface Entry {
  no: number;
  at: Instant;
  type: string;
  fen: number;
  from: string;
  to: string;
  by: string;
  clauses: readonly string[];
  approvedBy: readonly string[];
  reverses?: number | undefined;
  confirmedBy?: string | undefined;
  confirmedAt?: Instant | undefined;
}

/** Entries are only ever added; what a step added or confirmed is held against what the case recorded of it. */
export class Book {
  private readonly entries: Entry[] = [];
  private touched = new Set<number>();

  /** A step begins. */
  begin(): void {
    this.touched = new Set();
  }

  /** Nothing is entered for nothing. Answers the number of the entry. */
  post(entry: Omit<Entry, 'no' | 'confirmedBy' | 'confirmedAt'>): number | undefined {
    if (entry.fen === 0) return undefined;
    const no = this.entries.length + 1;
    this.entries.push({ ...entry, no });
    this.touched.add(no);
    return no;
  }

  confirm(no: number, by: string, at: Instant): void {
    const found = this.entry(no);
    if (!found) return;
    found.confirmedBy = by;
    found.confirmedAt = at;
    this.touched.add(no);
  }

  /** Answers what it entered. */
  reverse(no: number, by: string, at: Instant, approvedBy: readonly string[]): Readonly<Entry> | undefined {
    const found = this.entry(no);
    if (!found) return undefined;
    const { type, fen, from, to, clauses } = found;
    const back = this.post({ type, fen, from: to, to: from, clauses, approvedBy, by, at, reverses: no });
    return back === undefined ? undefined : this.entry(back);
  }

  entry(no: number): Entry | undefined {
    return this.entries[no - 1];
  }

  /** Whether another person has confirmed an entry, and nobody took it back. */
  stands(no: number): boolean {
    return this.entry(no)?.confirmedBy !== undefined && !this.reversed(no);
  }

  /** Entries of a type that nobody took back, and that take nothing back. */
  standing(type: string): number[] {
    return this.entries
      .filter((e) => e.type === type && e.reverses === undefined && !this.reversed(e.no))
      .map(({ no }) => no);
  }

  /** Reversals of confirmed money of the same type that stand before an entry and that nobody has confirmed. */
  owedBefore(no: number): number[] {
    const type = this.entry(no)?.type;
    return this.entries
      .filter((e) => e.no < no && e.type === type && e.reverses !== undefined && e.confirmedBy === undefined)
      .filter((e) => this.entry(e.reverses!)?.confirmedBy !== undefined)
      .map((e) => e.no);
  }

  /** Reversals of confirmed money that nobody has confirmed. */
  get unconfirmedReversals(): number[] {
    return this.entries
      .filter((e) => e.reverses !== undefined && e.confirmedBy === undefined)
      .filter((e) => this.entry(e.reverses!)?.confirmedBy !== undefined)
      .map((e) => e.no);
  }

  /** Whether an entry was taken back. */
  reversed(no: number): boolean {
    return this.entries.some(({ reverses }) => reverses === no);
  }

  /** Entries that the case keeps otherwise, as `[number, kept, derived]`: all of them, with who confirmed them. */
  otherwise({ entries, confirmed }: Ledger): [no: number, claimed: string, derived: string][] {
    const confirmations = new Map(confirmed.map((one) => [one.entry, one]));
    const count = Math.max(entries.length, this.entries.length);
    return Array.from({ length: count }, (_, index) => index + 1).flatMap((no) => {
      const kept = entries.find((one) => one.no === no);
      const entry = this.entry(no);
      const { by: confirmedBy, at: confirmedAt } = confirmations.get(no) ?? {};
      const claimed = kept ? inWords(rowOf({ ...kept, confirmedBy, confirmedAt })) : '';
      const derived = entry ? inWords(rowOf(entry)) : '';
      return claimed === derived ? [] : [[no, claimed, derived] as [number, string, string]];
    });
  }

  /** Entries that the recorded rows of a step tell otherwise, as `[number, recorded, derived]`. */
  differences(rows: readonly LedgerRow[] = []): [no: number, claimed: string, derived: string][] {
    const numbers = new Set([...this.touched, ...rows.map(({ no }) => no)]);
    return [...numbers].flatMap((no) => {
      const row = rows.find((r) => r.no === no);
      const entry = this.touched.has(no) ? this.entry(no) : undefined;
      const [claimed, derived] = [row ? inWords(row) : '', entry ? inWords(rowOf(entry)) : ''];
      return claimed === derived ? [] : [[no, claimed, derived] as [number, string, string]];
    });
  }
}

/** An entry as a case writes it. */
function rowOf(entry: Entry): Recorded {
  const { at, confirmedAt } = entry;
  return {
    ...entry,
    at: formatInstant(at),
    confirmedAt: confirmedAt === undefined ? undefined : formatInstant(confirmedAt),
  };
}

type Recorded = Omit<LedgerRow, 'confirmedAt'> & { confirmedAt?: string | undefined };

function inWords({ at, type, fen, from, to, by, reverses, confirmedBy, confirmedAt, ...grounds }: Recorded): string {
  const { clauses, approvedBy } = grounds;
  const second = `${reverses ?? ''} ${confirmedBy ?? ''} ${confirmedAt ?? ''}`;
  return `${at} ${type} ${fen} ${from}→${to} ${by} ${clauses.join()} ${approvedBy.join()} ${second}`.trim();
}
