/**
 * What auditors read: a case judged from its histories, its evidence sheet, compliance over the archive with the promises
 * behind each figure, and the archive's head. Read only; every reading by an auditor stands in the access log.
 */
import { z } from 'zod';
import { ArchiveFolder } from '../../audit/archive/folder';
import { VerdictStore } from '../../audit/archive/verdicts';
import { auditCase, type CaseAudit } from '../../audit/audit-case';
import { Compliance, dimensions, rate, type PromiseRow } from '../../audit/compliance';
import { evidenceSheet } from '../../audit/evidence';
import { explain } from '../../audit/explain';
import type { Run } from '../../audit/history';
import type { Published } from '../../audit/pinned';
import { runsOfServer } from '../../audit/server';
import { formatInstant, parseInstant, type Instant } from '../../domain/time/instant';
import { policyHash } from '../../policies/loader/hash';
import type { ApiDeps } from '../deps';
import { refuse } from '../http/problem';
import { route, type Route } from '../route';

const at = z.iso.datetime({ offset: true });
const count = z.int().nonnegative();
const event = z.object({ run: count, event: count });

const verdictView = z
  .object({
    promise: z.string(),
    outcome: z.enum(['kept', 'late', 'broken', 'open', 'ended', 'reminder']),
    clauses: z.array(z.string()),
    startedAt: at,
    dueAt: at.nullable(),
    metAt: at.nullable(),
    overMs: count.nullable(),
    excused: z.boolean(),
    extendedMs: count,
    events: z.array(event),
  })
  .meta({ id: 'Verdict' });

const findingView = z
  .object({
    kind: z.string(),
    severity: z.enum(['note', 'breach', 'irregular', 'alarm']),
    text: z.string().describe('in the language of the request'),
    events: z.array(event),
    clauses: z.array(z.string()),
    at: at.nullable(),
    until: at.nullable(),
    data: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
  })
  .meta({ id: 'Finding' });

const caseAuditView = z
  .object({
    caseId: z.string(),
    status: z.string(),
    ending: z.string(),
    auditor: z.string(),
    runs: z.array(z.string()),
    verdicts: z.array(verdictView),
    findings: z.array(findingView),
  })
  .meta({ id: 'CaseAudit' });

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
    total: tallyView,
    rows: z.array(tallyView.extend({ value: z.string() })),
  })
  .meta({ id: 'Compliance' });

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

const archiveView = z
  .object({ runs: count, head: z.string().nullable(), newestClosedAt: at.nullable() })
  .meta({ id: 'Archive' });

const id = z.object({ id: z.string().max(64) });
/** Filters by exact value; every figure can be narrowed to the promises behind it. */
const filters = {
  from: at.optional(),
  to: at.optional(),
  ...Object.fromEntries(dimensions.map((dimension) => [dimension, z.string().max(64).optional()])),
};

export function auditRoutes(deps: ApiDeps): Route[] {
  const folder = deps.config.archiveFolder;
  const read = verdictReader(folder);
  return [
    route({
      key: 'GET /v1/audit/cases/:id',
      tag: 'audit',
      summary:
        'A case judged anew from its workflow histories: every promise, every finding with the events that prove it',
      params: id,
      answers: { 200: caseAuditView },
      handle: async ({ params, language, now }) => {
        const audit = await audited(deps, params.id, now);
        const { caseId, status, ending, auditor, runs } = audit;
        const findings = audit.findings.map((f) => ({
          ...f,
          text: explain(f, language),
          at: iso(f.at),
          until: iso(f.until),
        }));
        const verdicts = audit.verdicts.map(
          ({ key, outcome, clauses, startedAt, dueAt, metAt, overMs, excused, extendedMs, events }) => ({
            ...{ promise: key, outcome, clauses, excused, extendedMs },
            startedAt: formatInstant(startedAt),
            dueAt: iso(dueAt),
            metAt: iso(metAt),
            overMs: overMs ?? null,
            events: Object.values(events),
          }),
        );
        return { status: 200, body: { caseId, status, ending, auditor, runs, verdicts, findings } };
      },
    }),
    route({
      key: 'GET /v1/audit/cases/:id/evidence',
      tag: 'audit',
      summary: 'The evidence sheet of a case as PDF; it holds ids only, no personal data',
      params: id,
      answers: { 200: z.string() },
      produces: 'application/pdf',
      handle: async ({ params, language, now, res }) => {
        const audit = await audited(deps, params.id, now);
        const lines = folder === undefined ? [] : new ArchiveFolder(folder).manifest().lines;
        const sheet = await evidenceSheet(audit, { language, lines: lines.filter((l) => l.caseId === params.id) });
        res.status(200).type('application/pdf').send(sheet);
        return { status: 200 };
      },
    }),
    route({
      key: 'GET /v1/audit/compliance',
      tag: 'audit',
      summary: 'Kept and broken promises of archived cases that fell due in a period, by one dimension',
      query: z.strictObject({ ...filters, by: z.enum(dimensions).default('milestone') }),
      answers: { 200: complianceView },
      handle: ({ query }) => {
        const { from, to } = period(query);
        const compliance = new Compliance(from, to);
        for (const { caseId, rows, alarms } of read().values())
          compliance.addRows(
            caseId,
            rows.filter((row) => matches(row, query)),
            alarms.length > 0,
          );
        const view = (tally: typeof compliance.total) => ({ ...tally, rate: rate(tally) ?? null });
        const rows = compliance.table(query.by).map(([value, tally]) => ({ value, ...view(tally) }));
        const { cases, alarmed, total } = compliance;
        return { status: 200, body: { cases, alarmed, total: view(total), rows } };
      },
    }),
    route({
      key: 'GET /v1/audit/promises',
      tag: 'audit',
      summary: 'The single promises behind a figure of the compliance report, the longest overdue first',
      query: z.strictObject({
        ...filters,
        outcome: z.enum(['kept', 'late', 'broken', 'open']).optional(),
        limit: z.coerce.number().int().min(1).max(1000).default(200),
      }),
      answers: { 200: z.object({ promises: z.array(promiseView) }) },
      handle: ({ query }) => {
        const { from, to } = period(query);
        const promises = [...read().values()]
          .flatMap(({ rows }) => rows)
          .filter((row) => row.dueAt >= from && row.dueAt < to && matches(row, query))
          .filter((row) => query.outcome === undefined || row.outcome === query.outcome)
          .sort((a, b) => (b.overMs ?? 0) - (a.overMs ?? 0))
          .slice(0, query.limit)
          .map(({ caseId, promise, outcome, dueAt, metAt, overMs, excused, clauses, by }) => ({
            ...{ caseId, promise, outcome, excused, clauses, by },
            dueAt: formatInstant(dueAt),
            metAt: iso(metAt),
            overMs: overMs ?? null,
          }));
        return { status: 200, body: { promises } };
      },
    }),
    route({
      key: 'GET /v1/audit/archive',
      tag: 'audit',
      summary: 'The archive’s chain head, to be written down elsewhere',
      answers: { 200: archiveView },
      handle: () => {
        const lines = folder === undefined ? [] : new ArchiveFolder(folder).manifest().lines;
        const last = lines.at(-1);
        return {
          status: 200,
          body: { runs: lines.length, head: last?.chain ?? null, newestClosedAt: last?.closedAt ?? null },
        };
      },
    }),
  ];
}

const iso = (instant: Instant | undefined): string | null => (instant === undefined ? null : formatInstant(instant));

function period({ from, to }: { from?: string; to?: string }): { from: Instant; to: Instant } {
  return {
    from: from === undefined ? -Infinity : parseInstant(from),
    to: to === undefined ? Infinity : parseInstant(to),
  };
}

function matches({ by }: PromiseRow, query: object): boolean {
  const wanted = query as Partial<Record<(typeof dimensions)[number], string>>;
  return dimensions.every((dimension) => wanted[dimension] === undefined || by[dimension] === wanted[dimension]);
}

/** The kept verdicts; empty where this process knows no archive. */
function verdictReader(folder: string | undefined): () => ReturnType<VerdictStore['read']> {
  return () => (folder === undefined ? new Map() : new VerdictStore(folder).read());
}

/** From the archive and the server together: closed runs may be in both, open ones are on the server only. */
async function audited(deps: ApiDeps, caseId: string, now: Instant): Promise<CaseAudit> {
  const runs = await runsOf(deps, caseId);
  if (runs.length === 0)
    throw refuse('not_found', `没有案件 ${caseId} 的流程历史`, `There is no history of the case ${caseId}`);
  const published = await publishedTexts(deps);
  return auditCase(runs, { caseId, asOf: now, derivations: true, published });
}

async function runsOf({ config, temporal }: ApiDeps, caseId: string): Promise<Run[]> {
  const archive = config.archiveFolder === undefined ? undefined : new ArchiveFolder(config.archiveFolder);
  const lines = archive?.manifest().lines.filter((line) => line.caseId === caseId) ?? [];
  const kept = lines.map((line) => archive!.run(line));
  const served = await runsOfServer(temporal, caseId).catch((error: unknown) => {
    // Beyond retention a case is in the archive only.
    if ((error as Error).name === 'WorkflowNotFoundError') return [];
    throw error;
  });
  return [...kept, ...served.filter((run) => !kept.some((k) => k.runId === run.runId))];
}

/** The texts of all published policies, each hashed anew: a row that was altered shows. */
async function publishedTexts({ prisma }: ApiDeps): Promise<Published> {
  const rows = await prisma.policyVersion.findMany({ select: { hash: true, body: true } });
  const hashes = new Map(rows.map(({ hash, body }) => [hash, policyHash(body)]));
  return { hashOf: ({ hash }) => hashes.get(hash), compiled: () => undefined };
}
