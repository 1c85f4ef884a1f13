import { readFileSync } from 'node:fs';
import { isNode, LineCounter, parseDocument, type Document } from 'yaml';
import { z } from 'zod';
import { parseDate, yearOf } from '../domain/time/date';

const date = z.string().refine(isDate, 'a date YYYY-MM-DD');
const window = z.string().regex(/^\d\d:[0-5]\d-\d\d:[0-5]\d$/, "'HH:mm-HH:mm', past midnight as '22:00-30:00'");
const windows = z.array(window);
const bilingual = z.strictObject({ zh: z.string(), en: z.string() });

const calendarSchema = z.strictObject({
  id: z.string().regex(/^[\w-]+$/),
  version: z.string().regex(/^[\w.-]+$/),
  name: bilingual,
  /** Which table of statutory holidays applies; none = every year counts as known. */
  statutory: z.string(),
  week: z.strictObject({ 1: windows, 2: windows, 3: windows, 4: windows, 5: windows, 6: windows, 7: windows }),
  workday: windows,
  /** The company's own exceptions: half days, works holidays. They go before the statutory table. */
  days: z.record(date, z.union([z.enum(['off', 'work']), windows])).default({}),
});

const statutorySchema = z.strictObject({
  id: z.string(),
  version: z.string().regex(/^[\w.-]+$/),
  source: z.string(),
  years: z.record(
    z.string().regex(/^\d{4}$/, 'a year'),
    z.strictObject({
      notice: z.string(),
      published: date,
      holidays: z.array(
        z.strictObject({
          name: z.string(),
          off: z.string().refine((text) => text.split('..').every(isDate), 'one date, or first..last'),
          work: z.array(date),
        }),
      ),
    }),
  ),
});

/** A working calendar as its YAML file defines it, for any zone and years. */
export type CalendarDefinition = z.infer<typeof calendarSchema>;

/** Statutory holidays and make-up days of one country, by announced year. */
export type StatutoryTable = z.infer<typeof statutorySchema>;

/** What a file of the calendars folder defines. */
export type CalendarFile =
  { kind: 'calendar'; definition: CalendarDefinition } | { kind: 'statutory'; definition: StatutoryTable };

/** Reads a calendar's or a statutory table's YAML file. Throws an Error with file, line and path of all that is wrong. */
export function readCalendarFile(file: string): CalendarFile {
  const lines = new LineCounter();
  const document = parseDocument(readFileSync(file, 'utf8'), { lineCounter: lines });
  const broken = document.errors[0];
  if (broken) throw new Error(`${file}:${lines.linePos(broken.pos[0]).line}: ${broken.message}`, { cause: broken });
  return readCalendar(document.toJS(), file, (path) => `${file}:${lineOf(document, lines, path)}`);
}

/** The same from a published body; `name` says where it stands. */
export function readCalendar(
  source: unknown,
  name: string,
  placeOf: (path: readonly PropertyKey[]) => string = () => name,
): CalendarFile {
  const isTable = typeof source === 'object' && source !== null && 'years' in source;
  const result = isTable ? statutorySchema.safeParse(source) : calendarSchema.safeParse(source);
  if (!result.success) {
    const problems = result.error.issues.map(({ path, message }) => `${placeOf(path)}: ${path.join('.')}: ${message}`);
    throw new Error(problems.join('\n'), { cause: result.error });
  }
  if (!isTable) return { kind: 'calendar', definition: result.data as CalendarDefinition };
  const table = result.data as StatutoryTable;
  for (const [year, { holidays }] of Object.entries(table.years)) {
    const stray = holidays
      .flatMap(({ off, work }) => [...off.split('..'), ...work])
      .find((day) => yearOf(parseDate(day)) !== Number(year) && !day.startsWith(`${Number(year) - 1}-12`));
    if (stray) throw new Error(`${placeOf(['years', year])}: years.${year}: ${stray} belongs to another year's notice`);
  }
  return { kind: 'statutory', definition: table };
}

function isDate(text: string): boolean {
  try {
    parseDate(text);
    return true;
  } catch {
    return false;
  }
}

/** The line of the value at a path, or of the nearest value around it. */
function lineOf(document: Document, lines: LineCounter, path: readonly PropertyKey[]): number {
  for (let depth = path.length; depth > 0; depth--) {
    const keys = path.slice(0, depth).map((key) => (/^\d+$/.test(String(key)) ? Number(key) : key));
    const node = document.getIn(keys, true);
    if (isNode(node) && node.range) return lines.linePos(node.range[0]).line;
  }
  return 1;
}
