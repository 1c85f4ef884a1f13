/** The money of a case as the auditor enters it from the actions: who owes whom, entered by whom, confirmed by whom. */
import type { LedgerRow } from '../domain/cases/record';

interface Entry {
  no: number;
  type: string;
  fen: number;
  from: string;
  to: string;
  by: string;
  reverses?: number;
  confirmedBy?: string;
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
  post(entry: Omit<Entry, 'no' | 'confirmedBy'>): number | undefined {
    if (entry.fen === 0) return undefined;
    const no = this.entries.length + 1;
    this.entries.push({ ...entry, no });
    this.touched.add(no);
    return no;
  }

  confirm(no: number, by: string): void {
    const found = this.entry(no);
    if (!found) return;
    found.confirmedBy = by;
    this.touched.add(no);
  }

  reverse(no: number, by: string): void {
    const found = this.entry(no);
    if (found) this.post({ type: found.type, fen: found.fen, from: found.to, to: found.from, by, reverses: no });
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

  /** Whether an entry was taken back. */
  reversed(no: number): boolean {
    return this.entries.some(({ reverses }) => reverses === no);
  }

  /** Entries that the recorded rows of a step tell otherwise, as `[number, recorded, derived]`. */
  differences(rows: readonly LedgerRow[] = []): [no: number, claimed: string, derived: string][] {
    const numbers = new Set([...this.touched, ...rows.map(({ no }) => no)]);
    return [...numbers].flatMap((no) => {
      const row = rows.find((r) => r.no === no);
      const entry = this.touched.has(no) ? this.entry(no) : undefined;
      const [claimed, derived] = [row ? inWords(row) : '', entry ? inWords(entry) : ''];
      return claimed === derived ? [] : [[no, claimed, derived] as [number, string, string]];
    });
  }
}

function inWords({ type, fen, from, to, by, reverses, confirmedBy }: Omit<Entry, 'no'>): string {
  return `${type} ${fen} ${from}→${to} ${by} ${reverses ?? ''} ${confirmedBy ?? ''}`.trim();
}
