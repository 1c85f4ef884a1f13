/**
 * Compliance over the archive: counted by a dimension, month by month, the promises behind each figure, and the report
 * of a period as PDF, workbook or CSV. Read only; every reading by an auditor stands in the access log.
 */
import { z } from 'zod';
import { ArchiveFolder } from '../../audit/archive/folder';
import { VerdictStore, type KeptVerdict } from '../../audit/archive/verdicts';
import { Compliance, dimensions, rate, type PromiseRow, type Tally } from '../../audit/compliance';
import { csvHead, csvRow } from '../../audit/csv';
import { namesOf, policiesOf } from '../../audit/names';
import { periodReport, WorstPromises } from '../../audit/period-report';
import { toPdf } from '../../documents/pdf';
import { toXlsx } from '../../documents/xlsx';
import { formatInstant, parseInstant, type Instant } from '../../domain/time/instant';
import type { ApiDeps } from '../deps';
import { cursor, nextOf, readCursor } from '../master/resource';
import { route, type Route } from '../route';

const at = z.iso.datetime({ offset: true });
const count = z.int().nonnegative();

const tallyView = z.object({
  kept: count,
  late: count,
  broken: count,
  open: count,
  excused: count,
  extended: count,
  overMs: count,
  rate: z.number().nullable().describe('kept of all that were due; excused breaches count as broken'),
});

const complianceView = z
  .object({
    cases: count,
    alarmed: z.array(z.string()).describe('cases with an alarm: their figures are not to be trusted'),
    unjudged: z.array(z.string()).describe('cases that the auditor cannot judge: their promises are not counted'),
    total: tallyView,
    rows: z.array(tallyView.extend({ value: z.string() })),
  })
  .meta({ id: 'Compliance' });

const trendView = z
  .object({
    months: z.array(z.string()).describe('local months in which promises fell due, oldest first'),
    rows: z.array(
      z.object({
        value: z.string(),
        byMonth: z.array(tallyView.nullable()).describe('one for each month; null: nothing fell due'),
      }),
    ),
  })
  .meta({ id: 'ComplianceTrend' });

const promiseView = z
  .object({
    caseId: z.string(),
    promise: z.string(),
    outcome: z.string(),
    dueAt: at,
    metAt: at.nullable(),
    overMs: count.nullable(),
    excused: z.boolean(),
    clauses: z.array(z.string()),
    by: z.record(z.enum(dimensions), z.string()),
  })
  .meta({ id: 'PromiseRow' });

/** What a report may be read as. */
const formats = {
  pdf: 'application/pdf',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  csv: 'text/csv; charset=utf-8',
} as const;

/** Filters by exact value; every figure can be narrowed to the promises behind it. */
const filters = {
  from: at.optional(),
  to: at.optional(),
  ...Object.fromEntries(dimensions.map((dimension) => [dimension, z.string().max(64).optional()])),
};

/** Where a promise stands in its list: the longest overdue first, then by what names it. */
interface PromisePlace {
  over: number;
  id: string;
}

const placeOf = ({ overMs, caseId, promise, dueAt }: PromiseRow): PromisePlace => ({
  over: overMs ?? 0,
  id: `${caseId} ${promise} ${dueAt}`,
});

function inOrder(a: PromisePlace, b: PromisePlace): number {
  return a.over === b.over ? (a.id < b.id ? -1 : Number(a.id > b.id)) : b.over - a.over;
}

function placeIn(cursor: string): PromisePlace {
  const [over, id] = readCursor(cursor, 'overMs');
  return { over: Number(over), id };
}

/** The routes of compliance; they answer nothing where this process knows no archive. */
export function complianceRoutes(deps: ApiDeps): Route[] {
  const folder = deps.config.archiveFolder;
  const shared = { tag: 'audit' };
  const chosen = (query: Period): Chosen => choose(folder, query);
  return [
    route({
      ...shared,
      key: 'GET /v1/audit/compliance',
      summary: 'Kept and broken promises of archived cases that fell due in a period, by one dimension',
      query: z.strictObject({ ...filters, by: z.enum(dimensions).default('milestone') }),
      answers: { 200: complianceView },
      handle: ({ query }) => {
        const { compliance } = chosen(query);
        const { cases, alarmed, unjudged, total } = compliance;
        const rows = compliance.table(query.by).map(([value, tally]) => ({ value, ...view(tally) }));
        return { status: 200, body: { cases, alarmed, unjudged, total: view(total), rows } };
      },
    }),
    route({
      ...shared,
      key: 'GET /v1/audit/trend',
      summary: 'The same month by month: how each value of a dimension went',
      query: z.strictObject({ ...filters, by: z.enum(dimensions).default('milestone') }),
      answers: { 200: trendView },
      handle: ({ query }) => {
        const { compliance } = chosen(query);
        const rows = compliance
          .trend(query.by)
          .map(([value, byMonth]) => ({ value, byMonth: byMonth.map((tally) => (tally ? view(tally) : null)) }));
        return { status: 200, body: { months: compliance.months(), rows } };
      },
    }),
    route({
      ...shared,
      key: 'GET /v1/audit/promises',
      summary: 'The single promises behind a figure of the compliance report, the longest overdue first',
      query: z.strictObject({
        ...filters,
        outcome: z.enum(['kept', 'late', 'broken', 'open']).optional(),
        cursor,
        limit: z.coerce.number().int().min(1).max(1000).default(200),
      }),
      answers: { 200: z.object({ promises: z.array(promiseView), next: z.string().nullable() }) },
      handle: ({ query }) => {
        const past = query.cursor === undefined ? undefined : placeIn(query.cursor);
        const rows = chosen(query)
          .rows.filter((row) => query.outcome === undefined || row.outcome === query.outcome)
          .map((row) => ({ ...row, place: placeOf(row) }))
          .sort((a, b) => inOrder(a.place, b.place))
          .filter(({ place }) => past === undefined || inOrder(past, place) < 0);
        const next = nextOf(rows, query.limit, ({ place: { over, id } }) => [String(over), id]);
        const promises = rows
          .slice(0, query.limit)
          .map(({ caseId, promise, outcome, dueAt, metAt, overMs, excused, clauses, by }) => ({
            ...{ caseId, promise, outcome, excused, clauses, by },
            dueAt: formatInstant(dueAt),
            metAt: metAt === undefined ? null : formatInstant(metAt),
            overMs: overMs ?? null,
          }));
        return { status: 200, body: { promises, next } };
      },
    }),
    route({
      ...shared,
      key: 'GET /v1/audit/report/:format',
      summary: 'The report of a period: PDF with charts, workbook, or every promise as CSV',
      params: z.object({ format: z.enum(['pdf', 'xlsx', 'csv']) }),
      query: z.strictObject(filters),
      answers: { 200: z.string() },
      produces: 'application/octet-stream',
      handle: async ({ params: { format }, query, now, res }) => {
        const picked = chosen(query);
        const body =
          format === 'csv'
            ? Buffer.from(`\uFEFF${[csvHead, ...picked.rows.map(csvRow)].join('\r\n')}\r\n`)
            : await document(deps, picked, format, now);
        res.attachment(`audit.${format}`).type(formats[format]);
        return { status: 200, body };
      },
    }),
  ];
}

const view = (tally: Tally): Tally & { rate: number | null } => ({ ...tally, rate: rate(tally) ?? null });

/** As the query has it: ISO 8601 with an offset. */
interface Period {
  from?: string | undefined;
  to?: string | undefined;
}

/** What a query picked out: the figures, and the promises that they count. */
interface Chosen {
  compliance: Compliance;
  rows: PromiseRow[];
  from: Instant | undefined;
  to: Instant | undefined;
  folder: string | undefined;
}

function choose(folder: string | undefined, query: Period): Chosen {
  const [from, to] = [query.from, query.to].map((text) => (text === undefined ? undefined : parseInstant(text)));
  const compliance = new Compliance(from, to);
  const rows: PromiseRow[] = [];
  for (const { caseId, rows: all, alarms, judged } of keptVerdicts(folder)) {
    const wanted = all.filter((row) => matches(row, query));
    for (const row of compliance.addRows(caseId, wanted, { alarmed: alarms.length > 0, judged })) rows.push(row);
  }
  return { compliance, rows, from, to, folder };
}

function keptVerdicts(folder: string | undefined): Iterable<KeptVerdict> {
  return folder === undefined ? [] : new VerdictStore(folder).verdicts();
}

function matches({ by }: PromiseRow, query: object): boolean {
  const wanted = query as Partial<Record<(typeof dimensions)[number], string>>;
  return dimensions.every((dimension) => wanted[dimension] === undefined || by[dimension] === wanted[dimension]);
}

/** Engineers by name: whoever may read this may read the directory of staff. */
async function document(
  { prisma, policies }: ApiDeps,
  { compliance, rows, from, to, folder }: Chosen,
  format: 'pdf' | 'xlsx',
  now: Instant,
): Promise<Buffer> {
  const worst = new WorstPromises();
  worst.add(rows);
  const last = folder === undefined ? undefined : new ArchiveFolder(folder).last();
  const ids = compliance.table('engineer').map(([id]) => id);
  const pinned = compliance.table('policy').map(([id]) => id);
  const people = await prisma.person.findMany({ where: { id: { in: ids } }, select: { id: true, name: true } });
  const content = periodReport(
    compliance,
    worst,
    { from, to, archive: last && { lines: last.n, head: last.chain } },
    namesOf(policiesOf(policies.source().all(), pinned), new Map(people.map(({ id, name }) => [id, name]))),
  );
  return format === 'pdf' ? toPdf(content, new Date(now)) : toXlsx(content);
}
