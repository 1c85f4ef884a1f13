/** Where the read model and the histories part: which tables are compared, and what one difference is. */
import type { EventRef } from './timeline';

export const tables = ['case', 'step', 'clock', 'escalation', 'notice'] as const;
export type Table = (typeof tables)[number];
export const fileTables = ['document', 'attachment'] as const;
export type FileTable = (typeof fileTables)[number];

export type DifferenceKind =
  'row_missing' | 'row_added' | 'row_changed' | 'mail_never_sent' | 'bytes_missing' | 'bytes_changed';

export interface RowDifference {
  kind: DifferenceKind;
  caseId: string;
  table: Table | FileTable;
  key: string;
  field?: string;
  history?: string;
  database?: string;
  /** The event that says what the row should be. */
  source?: EventRef;
}
