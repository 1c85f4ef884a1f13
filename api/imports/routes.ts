/** Files of records: taken in whole or not at all, after a dry run that tells what is wrong with each row; and exports. */
import { createHash, randomUUID } from 'node:crypto';
import { z } from 'zod';
import { dateAt } from '../../domain/calendar/zone';
import type { Language } from '../../domain/calendar/describe';
import { importColumns, importKinds } from '../../domain/imports/columns';
import { readTable, type RowProblem } from '../../domain/imports/read-rows';
import { formatDate } from '../../domain/time/date';
import { tableToXlsx } from '../../documents/xlsx';
import type { Prisma } from '../../prisma/generated/client';
import type { ApiDeps } from '../deps';
import { ApiError, refuse } from '../http/problem';
import { asRefusal } from '../master/resource';
import { route, type Route } from '../route';
import { exportRows, toCsv } from './export';
import { inCodes } from './codes';
import { linkProblems, readKnown, standingProblems, stands } from './known';
import { CSV, readFileBody, readFileTable, ROW_LIMIT, XLSX } from './read-file';
import { takeIn } from './take-in';

/** So many problems are told; whoever has more corrects these first. */
const PROBLEMS_TOLD = 500;
/** A hundred thousand rows take some seconds. */
const TRANSACTION_MS = 120_000;

const kindParams = z.strictObject({ kind: z.enum(importKinds) });

const report = z
  .object({
    kind: z.enum(importKinds),
    dryRun: z.boolean(),
    encoding: z.string().describe('UTF-8, GB18030 or XLSX, as it was told apart'),
    rows: z.int().describe('rows of the file'),
    skipped: z.int().describe('rows that stand already'),
    imported: z.int(),
    importId: z.string().nullable(),
    problemCount: z.int(),
    problems: z.array(
      z.object({
        row: z.int().describe('row of the file; the heading is row 1'),
        column: z.string().nullable(),
        detail: z.string(),
        allowed: z.unknown().optional(),
      }),
    ),
  })
  .meta({ id: 'ImportReport' });

const query = z.strictObject({
  dryRun: z.stringbool().default(true),
  existing: z.enum(['refuse', 'skip']).default('refuse').describe('what to do with rows that stand already'),
  name: z.string().trim().min(1).max(200).default('file'),
});

export function importRoutes({ prisma, policies }: ApiDeps): Route[] {
  return [
    route({
      key: 'POST /v1/imports/:kind',
      tag: 'imports',
      summary: 'Take in a file of records, all rows or none; a dry run (the default) only reports',
      params: kindParams,
      query,
      file: { accepts: [CSV, XLSX], read: readFileBody },
      answers: { 200: report },
      handle: async ({ params: { kind }, query: { dryRun, existing, name }, req, now, language }, actor) => {
        const bytes: unknown = req.body;
        if (!Buffer.isBuffer(bytes) || bytes.length === 0)
          throw refuse('malformed', '文件为空', 'The file is empty', { in: 'file' });
        const { table, encoding, problems: unreadable } = await readFileTable(req.headers['content-type'] ?? '', bytes);
        if (table.length > ROW_LIMIT + 1)
          throw refuse('too_large', `每次最多 ${ROW_LIMIT} 行`, `At most ${ROW_LIMIT} rows at a time`, {
            allowed: ROW_LIMIT,
          });
        const read =
          unreadable.length > 0
            ? { rows: [], problems: unreadable }
            : inCodes(readTable(kind, table, today(now)), policies);
        const sha256 = createHash('sha256').update(bytes).digest('hex');
        const outcome = await prisma
          .$transaction(
            async (db) => {
              if (!dryRun) await insistAlone(db);
              const known = await readKnown(db, read.rows);
              const fresh = read.rows.filter((row) => !stands(kind, row, known));
              const skipped = read.rows.length - fresh.length;
              const problems = [
                ...read.problems,
                ...linkProblems(
                  kind,
                  fresh,
                  known,
                  policies.list().map(({ id }) => id),
                ),
                ...standingProblems(kind, read.rows, known, existing),
              ].sort((a, b) => a.row - b.row);
              if (problems.length > 0 || dryRun) return { problems, skipped, imported: 0, importId: null };
              const importId = randomUUID();
              await keepImport(db, {
                id: importId,
                kind,
                fileName: name,
                sha256,
                encoding,
                rows: read.rows.length,
                skipped,
                by: actor.id,
                at: new Date(now),
              });
              await takeIn(db, kind, fresh, known, importId);
              return { problems, skipped, imported: fresh.length, importId };
            },
            { timeout: TRANSACTION_MS },
          )
          .catch((error: unknown) => {
            throw asRefusal(error);
          });
        if (!dryRun && outcome.problems.length > 0) throw notTaken(outcome.problems);
        const { problems, ...rest } = outcome;
        const body = {
          kind,
          dryRun,
          encoding,
          rows: read.rows.length,
          ...rest,
          problemCount: problems.length,
          problems: problems.slice(0, PROBLEMS_TOLD).map((problem) => inWords(problem, language)),
        };
        return { status: 200, body };
      },
    }),
    route({
      key: 'GET /v1/imports/:kind/columns',
      tag: 'imports',
      summary: 'The columns of a file of records: their headings and which must be filled in',
      params: kindParams,
      answers: {
        200: z.object({
          columns: z.array(
            z.object({ field: z.string(), title: z.object({ zh: z.string(), en: z.string() }), required: z.boolean() }),
          ),
        }),
      },
      handle: ({ params }) => ({
        status: 200,
        body: {
          columns: importColumns[params.kind].map(({ field, title, required = false }) => ({ field, title, required })),
        },
      }),
    }),
    route({
      key: 'GET /v1/exports/:kind',
      tag: 'imports',
      summary: 'All records of a kind as a file in the columns of imports',
      params: kindParams,
      query: z.strictObject({ format: z.enum(['csv', 'xlsx']).default('csv') }),
      produces: CSV,
      answers: { 200: z.string() },
      handle: async ({ params: { kind }, query: { format }, now }) => {
        const { columns, rows } = await exportRows(prisma, kind);
        const table = {
          kind: 'table' as const,
          title: kind,
          columns: columns.map(({ title }) => ({ title: title.zh })),
          rows,
        };
        return {
          status: 200,
          body: format === 'csv' ? toCsv(columns, rows) : await tableToXlsx(table),
          headers: {
            'Content-Type': format === 'csv' ? `${CSV}; charset=utf-8` : XLSX,
            'Content-Disposition': `attachment; filename="${kind}-${today(now)}.${format}"`,
          },
        };
      },
    }),
  ];

  /** The local date by the zone of the policies. */
  function today(now: number): string {
    const [first] = policies.list('repair');
    const zone = first && Object.values(policies.forCase(first.id, 'repair')!.calendars)[0]!.zone;
    return zone ? formatDate(dateAt(zone, now)) : new Date(now).toISOString().slice(0, 10);
  }
}

/** Of all the locks of the database, the one of whoever takes a file in. */
export const IMPORT_LOCK = 5_172_034_611;
/** A file of some thousand rows takes as long, s. */
const RETRY_S = 10;

/** One file at a time: two at once would not see each other's rows, and a second click would wait for the first. */
async function insistAlone(db: Prisma.TransactionClient): Promise<void> {
  const [found] = await db.$queryRaw<{ alone: boolean }[]>`
    SELECT pg_try_advisory_xact_lock(${IMPORT_LOCK}::bigint) AS "alone"`;
  if (found!.alone) return;
  const detail = { zh: '正在录入一份文件，请稍后再试', en: 'A file is being taken in now; try again in a moment' };
  throw new ApiError('unavailable', [{ detail }], RETRY_S);
}

/** The same file twice is one import, told before its rows clash one by one. */
async function keepImport(db: Prisma.TransactionClient, row: Prisma.ImportUncheckedCreateInput): Promise<void> {
  const { kind, sha256 } = row;
  if ((await db.import.count({ where: { kind, sha256 } })) > 0)
    throw refuse('already_done', '此文件已导入', 'This file was taken in before', { in: 'file' });
  await db.import.create({ data: row });
}

function inWords({ row, column, problem }: RowProblem, language: Language): z.infer<typeof report>['problems'][number] {
  const { detail, allowed } = problem;
  return { row, column: column ?? null, detail: detail[language], ...(allowed !== undefined && { allowed }) };
}

function notTaken(problems: readonly RowProblem[]): ApiError {
  const told = problems.slice(0, PROBLEMS_TOLD).map(({ row, column, problem }) => ({
    ...problem,
    in: 'file' as const,
    field: `rows.${row}${column === undefined ? '' : `.${column}`}`,
  }));
  return new ApiError('invalid_request', told);
}
