/**
 * Reads a table of cells as records: the heading names the columns, each row is checked by itself and against the other
 * rows of the file. Everything that is wrong is told, row by row; nothing is guessed.
 */
import type { Problem } from '../errors';
import type { CellValue } from './cells';
import { importColumns, type ImportColumn, type ImportKind } from './columns';

/** A record: its row in the file, the heading being row 1. */
export interface ImportRow {
  row: number;
  values: Readonly<Record<string, CellValue>>;
}

/** Something wrong with a row; row 1 is the heading, 0 the file as a whole. */
export interface RowProblem {
  row: number;
  column?: string;
  problem: Omit<Problem, 'field'>;
}

export interface ReadTable {
  rows: readonly ImportRow[];
  problems: readonly RowProblem[];
}

/** Fields that may stand once in a file, and what they are called. */
const unique: Readonly<Record<ImportKind, readonly string[]>> = {
  customers: ['ref'],
  sites: ['customerRef+name'],
  assets: ['serialNo'],
  sales: ['documentNo', 'serialNo'],
};

/** @param today the local date, YYYY-MM-DD */
export function readTable(kind: ImportKind, table: readonly (readonly string[])[], today: string): ReadTable {
  const [heading = [], ...body] = table;
  const { columns, problems } = readHeading(importColumns[kind], heading);
  if (problems.length > 0) return { rows: [], problems };
  const rows: ImportRow[] = [];
  const wrong: RowProblem[] = [];
  body.forEach((cells, index) => {
    if (cells.every((cell) => cell.trim() === '')) return;
    const row = index + 2;
    const read = readRow(columns, cells, today);
    wrong.push(...read.problems.map((problem) => ({ row, ...problem })));
    if (cells.slice(columns.length).some((cell) => cell.trim() !== ''))
      wrong.push({
        row,
        problem: { detail: { zh: '单元格多于表头', en: 'More cells than headings' }, allowed: columns.length },
      });
    rows.push({ row, values: read.values });
  });
  if (rows.length === 0) wrong.push({ row: 0, problem: { detail: { zh: '没有数据行', en: 'There are no rows' } } });
  return { rows, problems: [...wrong, ...twice(kind, rows)].sort((a, b) => a.row - b.row) };
}

function readHeading(
  known: readonly ImportColumn[],
  heading: readonly string[],
): { columns: ImportColumn[]; problems: RowProblem[] } {
  const problems: RowProblem[] = [];
  const wrong = (column: string, zh: string, en: string, allowed?: unknown): void =>
    void problems.push({ row: 1, column, problem: { detail: { zh, en }, ...(allowed !== undefined && { allowed }) } });
  const titles = known.map(({ title }) => title.zh);
  const columns: ImportColumn[] = [];
  const named = trimEnd(heading);
  for (const text of named) {
    const found = known.find((column) => namesOf(column).includes(text.trim().toLowerCase()));
    if (!found) wrong(text.trim(), '不认识的列', 'An unknown column', titles);
    else if (columns.includes(found)) wrong(text.trim(), '此列出现两次', 'This column stands twice');
    else columns.push(found);
  }
  for (const { title } of known.filter((column) => column.required && !columns.includes(column)))
    wrong(title.zh, '缺少必填列', 'A required column is missing', titles);
  return { columns, problems };
}

/** Blank headings at the end are what spreadsheets leave behind. */
function trimEnd(heading: readonly string[]): readonly string[] {
  const last = heading.findLastIndex((text) => text.trim() !== '');
  return heading.slice(0, last + 1);
}

function namesOf({ field, title, also = [] }: ImportColumn): string[] {
  return [field, title.zh, title.en, ...also].map((name) => name.toLowerCase());
}

function readRow(
  columns: readonly ImportColumn[],
  cells: readonly string[],
  today: string,
): { values: Record<string, CellValue>; problems: Omit<RowProblem, 'row'>[] } {
  const values: Record<string, CellValue> = {};
  const problems: Omit<RowProblem, 'row'>[] = [];
  columns.forEach((column, index) => {
    const text = (cells[index] ?? '').trim();
    const { field, title, required } = column;
    if (text === '') {
      if (required)
        problems.push({ column: title.zh, problem: { detail: { zh: '不能为空', en: 'Must not be blank' } } });
      return;
    }
    const read = column.read(text, today);
    if ('value' in read) values[field] = read.value;
    else problems.push({ column: title.zh, problem: read.problem });
  });
  return { values, problems };
}

/** The same number twice in a file: told at every row but the first. */
function twice(kind: ImportKind, rows: readonly ImportRow[]): RowProblem[] {
  return unique[kind].flatMap((fields) => {
    const first = new Map<string, number>();
    const names = fields.split('+');
    return rows.flatMap(({ row, values }): RowProblem[] => {
      const parts = names.map((name) => values[name]);
      if (parts.includes(undefined)) return [];
      const key = JSON.stringify(parts);
      const before = first.get(key);
      if (before === undefined) {
        first.set(key, row);
        return [];
      }
      const column = importColumns[kind].find(({ field }) => field === names.at(-1))!.title.zh;
      return [
        { row, column, problem: { detail: { zh: `与第 ${before} 行重复`, en: `The same as in row ${before}` } } },
      ];
    });
  });
}
