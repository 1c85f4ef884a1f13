/** A file of records as it was sent, CSV or XLSX, as a table of texts. */
import { raw, type Request, type Response } from 'express';
import { parse } from 'csv-parse/sync';
import { unzipSync } from 'fflate';
import readWorkbook from 'read-excel-file/node';
import type { RowProblem } from '../../domain/imports/read-rows';
import { refuse } from '../http/problem';
import { decodeText, type Encoding } from './encoding';

export const CSV = 'text/csv';
export const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** A hundred thousand customers take about so much; more is sent in parts. */
const FILE_LIMIT = '20mb';
/** A workbook unpacks to about ten times its size; far more is made to fill the memory. */
const UNPACKED_LIMIT = 200 * 1024 * 1024;
/** Rows that one transaction takes in within its time. */
export const ROW_LIMIT = 100_000;

const readBytes = raw({ limit: FILE_LIMIT, type: [CSV, XLSX] });

/** Reads the body as bytes into `req.body`. Rejects with a refusal for another content type or more than the limit. */
export async function readFileBody(req: Request, res: Response): Promise<void> {
  if (!req.is([CSV, XLSX])) {
    throw refuse('unsupported_media', '只接受 CSV 或 XLSX 文件', 'Only CSV and XLSX files are taken', {
      allowed: [CSV, XLSX],
    });
  }
  await new Promise<void>((done, failed) => {
    readBytes(req, res, (error?: Error) => (error ? failed(error) : done()));
  });
}

export interface FileTable {
  table: string[][];
  encoding: Encoding | 'XLSX';
  /** Lines that cannot be read; the table is empty then. */
  problems: RowProblem[];
}

/** Throws a refusal where the file is no CSV or workbook at all. */
export async function readFileTable(type: string, bytes: Buffer): Promise<FileTable> {
  return type.startsWith(CSV) ? readCsv(bytes) : { table: await readXlsx(bytes), encoding: 'XLSX', problems: [] };
}

/** Problems of single lines are told up to here; a file with more is broken as a whole. */
const linesTold = 50;

function readCsv(bytes: Buffer): FileTable {
  const decoded = decodeText(bytes);
  if ('text' in decoded) return { table: cellsOf(decoded.text), encoding: decoded.encoding, problems: [] };
  const mixed = 'mixed' in decoded;
  const problems = (mixed ? decoded.mixed : decoded.unreadable).slice(0, linesTold).map((row) => ({
    row,
    problem: {
      detail: mixed
        ? {
            zh: '此行的编码与其他行不同（UTF-8 与 GBK 混用）',
            en: 'Encoded differently from the other lines (UTF-8 and GBK mixed)',
          }
        : { zh: '此行既不是 UTF-8 也不是 GBK', en: 'Neither UTF-8 nor GBK' },
      allowed: ['UTF-8', 'GBK'],
    },
  }));
  return { table: [], encoding: 'UTF-8', problems };
}

function cellsOf(text: string): string[][] {
  try {
    // Blank lines stay, so that row numbers are those of the file.
    const rows = parse(text, {
      relax_column_count: true,
      skip_empty_lines: false,
      to: ROW_LIMIT + 2,
      delimiter: delimiterOf(text),
    });
    return rows.map((cells) => cells.map(unescaped));
  } catch (error) {
    const line = error instanceof Error && 'lines' in error ? Number(error.lines) : undefined;
    throw refuse('malformed', `CSV 第 ${line ?? '?'} 行无法解析`, `Line ${line ?? '?'} of the CSV cannot be read`, {
      in: 'file',
    });
  }
}

/** An export marks what a spreadsheet would take for a formula, such as a phone in `+86`, with an apostrophe. */
const unescaped = (cell: string): string => cell.replace(/^'(?=[=+\-@\t\r\uff1d\uff0b\uff0d\uff20])/, '');

/** Spreadsheets of some locales separate by semicolons or tabs: the heading shows it. */
function delimiterOf(text: string): string {
  const heading = text.slice(0, text.indexOf('\n') < 0 ? undefined : text.indexOf('\n'));
  const count = (mark: string): number => heading.split(mark).length;
  return [',', ';', '\t'].reduce((best, mark) => (count(mark) > count(best) ? mark : best));
}

async function readXlsx(bytes: Buffer): Promise<string[][]> {
  try {
    let unpacked = 0;
    // Nothing is unpacked here: only the sizes are looked at.
    unzipSync(bytes, { filter: ({ originalSize }) => ((unpacked += originalSize), false) });
    if (unpacked > UNPACKED_LIMIT)
      throw refuse('too_large', '表格解压后过大', 'The workbook is too large when unpacked');
    const [sheet] = await readWorkbook(bytes);
    return (sheet?.data ?? []).map((row) => row.map(textOf));
  } catch (error) {
    if (error instanceof Error && error.name === 'ApiError') throw error;
    throw refuse('malformed', '不是可读的 XLSX 文件', 'Not a readable XLSX file', { in: 'file' });
  }
}

/** Dates of workbooks come as midnight UTC of the date. */
function textOf(cell: unknown): string {
  if (cell === null || cell === undefined) return '';
  if (cell instanceof Date) return cell.toISOString().slice(0, 10);
  return typeof cell === 'string' || typeof cell === 'number' || typeof cell === 'boolean' ? String(cell) : '';
}
