/** Short words for the blocks of a document, so that a form reads as its boxes and columns. */
import type { Block, CellValue, Column, Fields, Table } from './content';

/** A column of words; its share of the width. */
export const text = (title: string, width = 1): Column => ({ title, width });
/** A column of whole numbers. */
export const count = (title: string, width = 1): Column => ({ title, width, as: 'count' });
/** A column of numbers as they were given. */
export const number = (title: string): Column => ({ title, as: 'number' });
/** A column of rates from 0 to 1. */
export const percent = (title: string): Column => ({ title, as: 'percent' });
/** A column of milliseconds, written as hours. */
export const hours = (title: string): Column => ({ title, as: 'hours' });
/** A column of whole fen, written as yuan. */
export const yuan = (title: string): Column => ({ title, width: 1.6, as: 'yuan' });

/** A table, also where it has no rows: that there was none is said. */
export function table(title: string, columns: readonly Column[], rows: readonly CellValue[][]): Table {
  return { kind: 'table', title, columns, rows };
}

/** A table of what there is; nothing where there is none. */
export function tableIfAny<T>(
  title: string,
  columns: readonly Column[],
  of: readonly T[],
  row: (one: T) => CellValue[],
): Block[] {
  return of.length === 0 ? [] : [table(title, columns, of.map(row))];
}

/** The boxes of a form under a heading. */
export function fields(title: string, boxes: Fields['fields']): Fields {
  return { kind: 'fields', title, fields: boxes };
}

/** A box of a form; one that is `wide` has the row to itself. */
export function field(label: string, value: string, wide = false): Fields['fields'][number] {
  return { label, value, ...(wide && { wide }) };
}
