/** Writes a document as a workbook: the first sheet says what it is, each table and each chart gets a sheet of its own. */
import writeXlsxFile from 'write-excel-file/node';
import { NOTHING, type CellValue, type Chart, type Column, type DocumentContent, type Table } from './content';
import { addCharts } from './xlsx-charts';

interface Cell {
  value: string | number | undefined;
  type?: StringConstructor | NumberConstructor;
  format?: string;
  fontWeight?: 'bold';
  wrap?: boolean;
}

/** Excel's formats of numbers by kind of column; milliseconds become hours, fen become yuan. */
const FORMATS = { percent: '0.0%', yuan: '0.00', hours: '0.0" h"', number: '0.00', count: '0' } as const;

/** The workbook as bytes: tables first, then the charts beside the figures that they draw. */
export async function toXlsx(content: DocumentContent): Promise<Buffer> {
  const tables = content.blocks.filter((block) => block.kind === 'table');
  const charts = content.blocks.filter((block) => block.kind === 'chart').filter(({ bars }) => bars.length > 0);
  const cover = [
    [{ value: content.title, fontWeight: 'bold' }],
    ...content.subtitle.map((value) => [{ value, wrap: true }]),
    [],
    ...content.blocks.flatMap((block) =>
      block.kind === 'lines' ? block.lines.map((value) => [{ value, wrap: true }]) : [],
    ),
    [{ value: content.footer }],
  ] satisfies Cell[][];
  const figures = [...tables, ...charts.map(figuresOf)];
  const sheets = [cover, ...figures.map((table) => (table.rows.length > 0 ? sheetOf(table) : emptySheet(table)))];
  const names = sheetNames(['说明 Cover', ...figures.map(({ title }) => title)]);
  const widths = [[{ width: 80 }], ...figures.map(widthsOf)];
  const book = await writeXlsxFile(
    // The heading stays in sight while a long table is read.
    sheets.map((data, index) => ({
      data,
      sheet: names[index]!,
      columns: widths[index]!,
      ...(index > 0 && { stickyRowsCount: 1 }),
    })),
  ).toBuffer();
  return addCharts(
    book,
    charts.map(({ title, bars, as }, index) => {
      const sheet = 2 + tables.length + index;
      return { sheet, sheetName: names[sheet - 1]!, rows: bars.length, title, format: FORMATS[as] };
    }),
  );
}

/** The figures of a chart as a table of two columns; the bars' targets, where any has one, as a third. */
function figuresOf({ title, as, bars }: Chart): Table {
  const targets = bars.some(({ target }) => target !== undefined);
  const columns: Column[] = [
    { title: '', width: 3 },
    { title, as },
    ...(targets ? [{ title: '目标 Target', as }] : []),
  ];
  return {
    kind: 'table',
    title,
    columns,
    rows: bars.map(({ label, value, target }) => [label, value, ...(targets ? [target ?? null] : [])]),
  };
}

/** A table alone, its heading in the first row, as programs read it in again. */
export async function tableToXlsx(table: Table): Promise<Buffer> {
  const [sheet] = sheetNames([table.title]);
  return writeXlsxFile([{ data: sheetOf(table), sheet: sheet!, columns: widthsOf(table) }]).toBuffer();
}

function widthsOf({ columns }: Table): { width: number }[] {
  return columns.map(({ width = 1 }) => ({ width: 10 + 8 * width }));
}

function sheetOf({ columns, rows }: Table): Cell[][] {
  const head: Cell[] = columns.map(({ title }) => ({ value: title, fontWeight: 'bold', wrap: true }));
  return [head, ...rows.map((row) => columns.map((column, index) => cellOf(row[index] ?? null, column)))];
}

/** A table of nothing says so under its heading. */
function emptySheet(table: Table): Cell[][] {
  return [...sheetOf(table), [{ value: NOTHING, type: String }]];
}

function cellOf(value: CellValue, { as = 'text' }: Column): Cell {
  if (value === null) return { value: undefined };
  // Text stays text: a serial number such as 0012 keeps its zeros, and what begins with = is no formula.
  if (typeof value === 'string' || as === 'text') return { value: String(value), type: String, wrap: true };
  const scaled = as === 'yuan' ? value / 100 : as === 'hours' ? value / 3_600_000 : value;
  return { value: scaled, type: Number, format: FORMATS[as] };
}

/** Names that Excel takes: at most 31 characters, none of []:*?/\, each once. */
function sheetNames(titles: readonly string[]): string[] {
  const used = new Set<string>();
  return titles.map((title) => {
    const plain = cut(title.replace(/[[\]:*?/\\]/g, ' ').trim()) || 'Sheet';
    let name = plain;
    for (let n = 2; used.has(name.toLowerCase()); n++) name = `${plain} ${n}`;
    used.add(name.toLowerCase());
    return name;
  });
}

/** At most 28 characters, so that a number fits behind; between two words where there are several. */
function cut(title: string): string {
  if (title.length <= 28) return title;
  const end = title.lastIndexOf(' ', 28);
  return title.slice(0, end > 0 ? end : 28).trim();
}
