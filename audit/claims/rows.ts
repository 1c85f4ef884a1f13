/** The rows that a case recorded in one table, held against what the auditor has under the same keys. */
import type { Ledger } from '../ledger';
import type { Tell } from './comparison';

/** A row as a case records it. */
interface RecordedRow {
  key: string;
  status: string;
}

/** How the rows of a table are compared with what the auditor derived: `Own`. */
export interface RowTable<Row extends RecordedRow, Own extends object> {
  name: string;
  statusOf(own: Own): string;
  /** The row, and what of the auditor's own a step may change. */
  parts(row: Row, own: Own): readonly unknown[];
  /** Tells the fields that differ. */
  compare(row: Row, own: Own, ledger: Ledger, tell: Tell): void;
}

/** Takes a difference: its place, the row's key, what was recorded, what was derived. */
export type Differs = (what: string, key: string, claimed: unknown, derived: unknown) => void;

/** The last row that the case recorded under each key. */
export class RecordedRows<Row extends RecordedRow, Own extends object> {
  private readonly last = new Map<string, Row>();
  private readonly compared = new Map<Own, readonly unknown[]>();

  constructor(private readonly table: RowTable<Row, Own>) {}

  take(rows: readonly Row[]): void {
    for (const row of rows) this.last.set(row.key, row);
  }

  /** Compares everything as it stands after a step; a row is looked at only where it or the auditor's own has moved. */
  compare(derived: ReadonlyMap<string, Own>, ledger: Ledger, differs: Differs): void {
    const { table } = this;
    for (const [key, row] of this.last) {
      const own = derived.get(key);
      if (!own) differs(table.name, key, row.status, undefined);
      else if (this.moved(own, table.parts(row, own)))
        table.compare(row, own, ledger, (field, a, b) => differs(`${table.name}.${field}`, key, a, b));
    }
    for (const [key, own] of derived) if (!this.last.has(key)) differs(table.name, key, undefined, table.statusOf(own));
  }

  /** Whether what was recorded or what was derived is other than when the two were last held against each other. */
  private moved(own: Own, parts: readonly unknown[]): boolean {
    const before = this.compared.get(own);
    this.compared.set(own, parts);
    if (before === undefined) return true;
    for (let index = 0; index < parts.length; index++) if (parts[index] !== before[index]) return true;
    return false;
  }
}
