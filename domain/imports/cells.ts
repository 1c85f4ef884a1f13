/** How a cell of a file of records is read: its text, or what is wrong with it and what is allowed. */
import type { Problem } from '../errors';
import { formatDate, parseDate } from '../time/date';

export type CellValue = string | number | boolean;
export type Read = { value: CellValue } | { problem: Omit<Problem, 'field'> };

/** Reads the trimmed text of a cell that is not blank. `today` is the local date, YYYY-MM-DD. */
export type Reader = (text: string, today: string) => Read;

const wrong = (zh: string, en: string, allowed?: unknown): Read => ({
  problem: { detail: { zh, en }, ...(allowed !== undefined && { allowed }) },
});

/** A text of at most so many characters, without control characters. */
export function textCell(most: number): Reader {
  return (text) => {
    // A control character or a replacement character is the trace of a wrong encoding.
    if (/[\p{Cc}\uFFFD]/u.test(text.replace(/[\r\n\t]/g, ' ')))
      return wrong(
        '含有乱码或控制字符，请检查文件编码',
        'Has broken or control characters: look at the encoding of the file',
      );
    return text.length > most
      ? wrong(`最多 ${most} 个字符`, `At most ${most} characters`, { maximum: most })
      : { value: text };
  };
}

export const phoneCell: Reader = (text) =>
  /^\+?[0-9() -]{3,30}$/.test(text) ? { value: text } : wrong('不是电话号码', 'Not a phone number', '+86 23 6300 1234');

export const emailCell: Reader = (text) =>
  /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text) && text.length <= 254
    ? { value: text }
    : wrong('不是邮箱地址', 'Not an e-mail address', 'name@example.com');

/** One of these words; alternatives map further spellings to them. */
export function choiceCell(values: readonly string[], also: Readonly<Record<string, string>> = {}): Reader {
  return (text) => {
    const found = also[text.toLowerCase()] ?? text;
    return values.includes(found)
      ? { value: found }
      : wrong('没有这个选项', 'There is no such choice', [...values, ...Object.keys(also)]);
  };
}

const yes = ['是', '有', 'y', 'yes', 'true', '1', '√'];
const no = ['否', '无', 'n', 'no', 'false', '0', '×'];

export const booleanCell: Reader = (text) => {
  const word = text.toLowerCase();
  if (yes.includes(word)) return { value: true };
  return no.includes(word) ? { value: false } : wrong('须填是或否', 'Yes or no', ['是', '否', 'yes', 'no']);
};

/** A number between two bounds, whole where it is said so. */
export function numberCell({ from, to, whole }: { from: number; to: number; whole: boolean }): Reader {
  return (text) => {
    const value = /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : NaN;
    const fits = value >= from && value <= to && (!whole || Number.isInteger(value));
    return fits
      ? { value }
      : wrong(
          `须为 ${from} 至 ${to} 的${whole ? '整数' : '数'}`,
          `A ${whole ? 'whole ' : ''}number from ${from} to ${to}`,
          {
            minimum: from,
            maximum: to,
          },
        );
  };
}

/** No record of ours is older; a smaller year is a slip. */
const firstYear = 1980;
const datePattern =
  /^(\d{4})(?:-(\d{1,2})-(\d{1,2})|\/(\d{1,2})\/(\d{1,2})|\.(\d{1,2})\.(\d{1,2})|年(\d{1,2})月(\d{1,2})日)$/;
const spellings = ['2026-03-01', '2026/3/1', '2026.3.1', '2026年3月1日'];

/** A date that exists, as YYYY-MM-DD; `past` refuses those after today. */
export function dateCell({ past }: { past: boolean }): Reader {
  return (text, today) => {
    const parts = datePattern
      .exec(text)
      ?.slice(1)
      .filter((part) => part !== undefined);
    if (!parts) return wrong('不是日期', 'Not a date', spellings);
    const [year = '', month = '', day = ''] = parts;
    const iso = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
    if (!exists(iso)) return wrong('没有这一天', 'There is no such day', spellings);
    if (Number(year) < firstYear)
      return wrong(`早于 ${firstYear} 年`, `Before ${firstYear}`, { minimum: `${firstYear}-01-01` });
    if (past && iso > today) return wrong('日期在将来', 'The date lies in the future', { maximum: today });
    return { value: iso };
  };
}

function exists(iso: string): boolean {
  try {
    return formatDate(parseDate(iso)) === iso;
  } catch {
    return false;
  }
}
