/** What a document holds, whatever it is printed as: a title, and blocks of lines, tables and charts. */

export type CellValue = string | number | null;

/** One column of a table. */
export interface Column {
  title: string;
  /** Share of the width; 1 where it is not given. */
  width?: number;
  /** How numbers are written: `count` whole, `percent` a rate from 0 to 1, `yuan` whole fen, `hours` milliseconds. */
  as?: 'text' | 'count' | 'percent' | 'yuan' | 'hours' | 'number';
}

export interface Table {
  kind: 'table';
  title: string;
  columns: readonly Column[];
  rows: readonly (readonly CellValue[])[];
}

/** Bars side by side; values are drawn with the words of `as`. */
export interface Chart {
  kind: 'chart';
  title: string;
  as: 'count' | 'percent' | 'hours' | 'number';
  /** A target is drawn as a mark across its bar. */
  bars: readonly { label: string; value: number; target?: number }[];
  /** Under the bars, such as what the marks mean. */
  note?: string;
}

/** Lines of plain text under a heading. */
export interface Lines {
  kind: 'lines';
  title?: string;
  lines: readonly string[];
}

/** The boxes of a form: a label and what was filled in, two in a row; one that is `wide` has the row to itself. */
export interface Fields {
  kind: 'fields';
  title?: string;
  fields: readonly { label: string; value: string; wide?: boolean }[];
}

/** Places to sign and date, side by side. */
export interface Signatures {
  kind: 'signatures';
  title?: string;
  parties: readonly string[];
}

export type Block = Table | Chart | Lines | Fields | Signatures;

export interface DocumentContent {
  title: string;
  /** Under the title: period, policy, when it was made. */
  subtitle: readonly string[];
  blocks: readonly Block[];
  /** Pages lie across, for tables of many columns. */
  landscape?: true;
  /** At the foot of each page, before the page number. */
  footer: string;
}

/** What stands under the heading of a table or chart that has nothing to show. */
export const NOTHING = '（无 / none）';

/** A value as it is printed; nothing for null, where nothing was measured. */
export function cellText(value: CellValue, as: Column['as'] = 'text'): string {
  if (value === null) return '–';
  if (typeof value === 'string') return value;
  switch (as) {
    case 'percent':
      return `${(value * 100).toFixed(1)} %`;
    case 'yuan':
      return (value / 100).toFixed(2);
    case 'hours':
      return `${(value / 3_600_000).toFixed(1)} h`;
    case 'number':
      return String(Math.round(value * 100) / 100);
    default:
      return String(value);
  }
}
