/**
 * What auditors read of a case: judged from its histories, its evidence sheet; and the archive's head. Read only; every
 * reading by an auditor stands in the access log.
 */
import { z } from 'zod';
import { ArchiveFolder } from '../../audit/archive/folder';
import { auditCase, procedures, type CaseAudit } from '../../audit/audit-case';
import { evidenceSheet, type EvidenceWords } from '../../audit/evidence';
import { explain } from '../../audit/explain';
import { readRun } from '../../audit/history';
import type { Published } from '../../audit/pinned';
import { historiesOfServer } from '../../audit/server';
import { formatInstant, type Instant } from '../../domain/time/instant';
import { policyHash } from '../../policies/loader/hash';
import type { ApiDeps } from '../deps';
import { Terms } from '../cases/titles/terms';
import { titlesOfCases } from '../cases/titles/published';
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

const historiesView = z
  .object({
    caseId: z.string(),
    runs: z.array(
      z.object({
        runId: z.string(),
        history: z.unknown().describe('proto3 JSON `{ events: [...] }`: saved as a file, Temporal’s UI imports it'),
      }),
    ),
  })
  .meta({ id: 'CaseHistories' });

const archiveView = z
  .object({ runs: count, head: z.string().nullable(), newestClosedAt: at.nullable(), newestExportedAt: at.nullable() })
  .meta({ id: 'Archive' });

const id = z.object({ id: z.string().max(64) });
export function auditRoutes(deps: ApiDeps): Route[] {
  const folder = deps.config.archiveFolder;
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
      key: 'GET /v1/audit/cases/:id/histories',
      tag: 'audit',
      summary: 'The workflow histories of a case, open or closed, as Temporal’s tools import them; no personal data',
      params: id,
      answers: { 200: historiesView },
      handle: async ({ params }) => {
        const runs = await historiesOf(deps, params.id);
        return { status: 200, body: { caseId: params.id, runs } };
      },
    }),
    route({
      key: 'GET /v1/audit/cases/:id/evidence',
      tag: 'audit',
      summary: 'The evidence sheet of a case as PDF; it holds ids only, no personal data',
      params: id,
      answers: { 200: z.string() },
      produces: 'application/pdf',
      handle: async ({ params, language, now }) => {
        const audit = await audited(deps, params.id, now);
        const sheet = await evidenceSheet(audit, {
          language,
          lines: folder === undefined ? [] : new ArchiveFolder(folder).ofCase(params.id),
          words: await wordsOf(deps, audit),
        });
        return { status: 200, headers: { 'Content-Type': 'application/pdf' }, body: Buffer.from(sheet) };
      },
    }),
    route({
      key: 'GET /v1/audit/archive',
      tag: 'audit',
      summary: 'The archive’s chain head, to be written down elsewhere',
      answers: { 200: archiveView },
      handle: () => {
        const last = folder === undefined ? undefined : new ArchiveFolder(folder).last();
        return {
          status: 200,
          body: {
            runs: last?.n ?? 0,
            head: last?.chain ?? null,
            newestClosedAt: last?.closedAt ?? null,
            newestExportedAt: last?.exportedAt ?? null,
          },
        };
      },
    }),
  ];
}

const iso = (instant: Instant | undefined): string | null => (instant === undefined ? null : formatInstant(instant));

async function audited(deps: ApiDeps, caseId: string, now: Instant): Promise<CaseAudit> {
  const runs = (await historiesOf(deps, caseId)).map(({ runId, history }) => readRun(history, runId));
  const published = await publishedTexts(deps);
  return auditCase(runs, { caseId, asOf: now, derivations: true, published });
}

/**
 * From the archive and the server together: closed runs may be in both, open ones are on the server only. Refuses where
 * neither has any.
 */
async function historiesOf(
  { config, temporal }: ApiDeps,
  caseId: string,
): Promise<{ runId: string; history: unknown }[]> {
  const archive = config.archiveFolder === undefined ? undefined : new ArchiveFolder(config.archiveFolder);
  const lines = archive?.ofCase(caseId) ?? [];
  const kept = lines.map((line) => ({ runId: line.runId, history: archive!.history(line) }));
  const served = await historiesOfServer(temporal, caseId).catch((error: unknown) => {
    // Beyond retention a case is in the archive only.
    if ((error as Error).name === 'WorkflowNotFoundError') return [];
    throw error;
  });
  const runs = [...kept, ...served.filter((run) => !kept.some((k) => k.runId === run.runId))];
  if (runs.length === 0)
    throw refuse('not_found', `没有案件 ${caseId} 的流程历史`, `There is no history of the case ${caseId}`);
  return runs.map(({ runId, history }) => ({ runId, history }));
}

/** What the policies that the case pinned call their things; no text and no name of a person. */
async function wordsOf({ prisma }: ApiDeps, { caseId, kind, policy }: CaseAudit): Promise<EvidenceWords> {
  const pinned = (await prisma.case.findUnique({
    where: { id: caseId },
    select: { policyHash: true, state: true },
  })) ?? {
    policyHash: policy?.hash ?? '',
    state: {},
  };
  const titles = (await titlesOfCases(prisma, [pinned])).get(pinned)!;
  const terms = new Terms({ policy: titles, kind: procedures[kind]?.table, people: new Map(), texts: new Map() });
  return Object.assign(terms, { policy: titles.title });
}

/** The texts of all published policies, each hashed anew: a row that was altered shows. */
async function publishedTexts({ prisma }: ApiDeps): Promise<Published> {
  const rows = await prisma.policyVersion.findMany({ select: { hash: true, body: true } });
  const hashes = new Map(rows.map(({ hash, body }) => [hash, policyHash(body)]));
  return { hashOf: ({ hash }) => hashes.get(hash), compiled: () => undefined };
}
