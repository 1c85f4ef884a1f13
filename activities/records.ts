/** The record lane: one step of a case into the read model, once. */
import type { ApplicationFailure } from '@temporalio/common';
import type { RecordOutcome, StepRecord } from '../domain/cases/record';
import type { PrismaClient } from '../prisma/generated/client';
import { raiseAlarm, type AlarmDeps } from './alarms';
import { canonicalJson, sha256 } from './canonical';
import { databaseFailure } from './database';

/** The channel that says which case changed: `{"caseId","seq","position"}`, the last as in `Step.position`. */
export const CHANGES_CHANNEL = 'sanbao_changes';

/**
 * Writes one step in one statement, and so in one round trip and one transaction.
 * A step that was seen before with the same content does nothing (`same`); with other content it changes nothing and
 * raises an alarm (`different`). A step older than what the case shows adds its row, events and notices to the
 * timeline, and leaves the newer head, clocks and escalations alone: a gap holds nothing up.
 * @throws ApplicationFailure `Unrecordable` (not retried) for content that the database refuses, after an alarm;
 *   `DatabaseUnavailable` (retried) otherwise.
 */
export async function recordStep(deps: AlarmDeps, step: StepRecord): Promise<RecordOutcome> {
  const content = canonicalJson(step);
  const hash = sha256(content);
  try {
    const [row] = await insertStep(deps.prisma, content, hash);
    if (row?.inserted) return { result: 'recorded' };
    // The statement sees what was committed before it began: a twin that ran beside it is read afterwards.
    const stored = row?.stored ?? (await storedHash(deps.prisma, step));
    if (stored === hash) return { result: 'same' };
    await raiseAlarm(deps, {
      key: `record/${step.caseId}/${step.seq}/different/${hash}`,
      kind: 'record_different',
      caseId: step.caseId,
      at: step.recordedAt,
      detail: { seq: step.seq, cause: step.cause.name, storedHash: stored ?? null, givenHash: hash },
    });
    return { result: 'different' };
  } catch (error) {
    const failure = databaseFailure(error);
    if (failure.nonRetryable) await alarmUnrecorded(deps, step, hash, failure);
    throw failure;
  }
}

async function alarmUnrecorded(
  deps: AlarmDeps,
  step: StepRecord,
  hash: string,
  failure: ApplicationFailure,
): Promise<void> {
  try {
    await raiseAlarm(deps, {
      key: `record/${step.caseId}/${step.seq}/unrecorded/${hash}`,
      kind: 'step_unrecorded',
      caseId: step.caseId,
      at: step.recordedAt,
      detail: { seq: step.seq, cause: step.cause.name, givenHash: hash, why: failure.message },
    });
  } catch {
    // The same content that spoiled the step may spoil the alarm; the workflow marks the step unrecorded all the same.
    deps.log.error({ caseId: step.caseId, seq: step.seq }, 'a step and its alarm could not be recorded');
  }
}

async function storedHash(prisma: PrismaClient, step: StepRecord): Promise<string | undefined> {
  const row = await prisma.step.findUnique({
    where: { caseId_seq: { caseId: step.caseId, seq: step.seq } },
    select: { hash: true },
  });
  return row?.hash;
}

/** The statement begins with `PREPARED`. `newest` is empty where the case already shows a later step. */
function insertStep(
  prisma: PrismaClient,
  content: string,
  hash: string,
): Promise<{ inserted: boolean; stored: string | null }[]> {
  return prisma.$queryRaw`/* prepared */
WITH given AS MATERIALIZED (SELECT ${content}::jsonb AS s),
step AS (
  INSERT INTO cases."Step" ("caseId", "seq", "hash", "recordedAt", "causeType", "causeName", "actorId", "actorRole",
    "requestId", "receivedAt", "occurredAt", "events")
  SELECT s->>'caseId', (s->>'seq')::int, ${hash}, (s->>'recordedAt')::timestamptz, s->'cause'->>'type', s->'cause'->>'name',
    s->'cause'->'actor'->>'id', s->'cause'->'actor'->>'role', s->'cause'->>'requestId',
    (s->'cause'->>'receivedAt')::timestamptz, (s->'cause'->>'occurredAt')::timestamptz, s->'events'
  FROM given
  ON CONFLICT ("caseId", "seq") DO NOTHING
  RETURNING "caseId", "seq", "recordedAt", "position"
),
newest AS MATERIALIZED (
  SELECT s, step.* FROM given, step
  WHERE NOT EXISTS (SELECT FROM cases."Case" c WHERE c."id" = step."caseId" AND c."seq" > step."seq")
),
head AS (
  INSERT INTO cases."Case" ("id", "kind", "status", "policyId", "policyVersion", "policyHash", "level", "region",
    "customerId", "siteId", "assetId", "dispatcherId", "engineerId", "openedAt", "closedAt", "nextDueAt", "nextDueClock",
    "breached", "escalationLevel", "seq", "state", "updatedAt")
  SELECT n."caseId", h."kind", h."status", h."policyId", h."policyVersion", h."policyHash", h."level", h."region",
    h."customerId", h."siteId", h."assetId", h."dispatcherId", h."engineerId", h."openedAt", h."closedAt", h."nextDueAt",
    h."nextDueClock", h."breached", h."escalationLevel", n."seq", n.s->'changed', n."recordedAt"
  FROM newest n, jsonb_to_record(n.s->'head') AS h("kind" text, "status" text, "policyId" text, "policyVersion" text,
    "policyHash" text, "level" text, "region" text, "customerId" text, "siteId" text, "assetId" text,
    "dispatcherId" text, "engineerId" text, "openedAt" timestamptz, "closedAt" timestamptz, "nextDueAt" timestamptz,
    "nextDueClock" text, "breached" boolean, "escalationLevel" int)
  ON CONFLICT ("id") DO UPDATE SET "status" = excluded."status", "policyId" = excluded."policyId",
    "policyVersion" = excluded."policyVersion", "policyHash" = excluded."policyHash", "level" = excluded."level",
    "region" = excluded."region", "customerId" = excluded."customerId", "siteId" = excluded."siteId",
    "assetId" = excluded."assetId", "dispatcherId" = excluded."dispatcherId", "engineerId" = excluded."engineerId",
    "openedAt" = excluded."openedAt", "closedAt" = excluded."closedAt", "nextDueAt" = excluded."nextDueAt",
    "nextDueClock" = excluded."nextDueClock", "breached" = excluded."breached",
    "escalationLevel" = excluded."escalationLevel", "seq" = excluded."seq", "state" = "Case"."state" || excluded."state",
    "updatedAt" = excluded."updatedAt"
  WHERE "Case"."seq" < excluded."seq"
),
clocks AS (
  INSERT INTO cases."Clock" ("caseId", "key", "milestone", "status", "startedAt", "warnAt", "dueAt", "warnedAt",
    "breachedAt", "metAt", "stoppedBecause", "provisional", "pauses", "extendedMs", "clauses", "target")
  SELECT n."caseId", c.*
  FROM newest n, jsonb_to_recordset(n.s->'clocks') AS c("key" text, "milestone" text, "status" text,
    "startedAt" timestamptz, "warnAt" timestamptz, "dueAt" timestamptz, "warnedAt" timestamptz, "breachedAt" timestamptz,
    "metAt" timestamptz, "stoppedBecause" text, "provisional" boolean, "pauses" jsonb, "extendedMs" bigint,
    "clauses" text[], "target" jsonb)
  ON CONFLICT ("caseId", "key") DO UPDATE SET "milestone" = excluded."milestone", "status" = excluded."status",
    "startedAt" = excluded."startedAt", "warnAt" = excluded."warnAt", "dueAt" = excluded."dueAt",
    "warnedAt" = excluded."warnedAt", "breachedAt" = excluded."breachedAt", "metAt" = excluded."metAt",
    "stoppedBecause" = excluded."stoppedBecause", "provisional" = excluded."provisional", "pauses" = excluded."pauses",
    "extendedMs" = excluded."extendedMs", "clauses" = excluded."clauses", "target" = excluded."target"
),
escalations AS (
  INSERT INTO cases."Escalation" ("caseId", "key", "cause", "subject", "clock", "ladder", "level", "role", "status",
    "raisedAt", "people", "acknowledgedBy", "acknowledgedAt", "endedAt", "endedBecause", "repeats", "nextAt", "clauses")
  SELECT n."caseId", e.*
  FROM newest n, jsonb_to_recordset(n.s->'escalations') AS e("key" text, "cause" text, "subject" text, "clock" text,
    "ladder" text, "level" int, "role" text, "status" text, "raisedAt" timestamptz, "people" text[],
    "acknowledgedBy" text, "acknowledgedAt" timestamptz, "endedAt" timestamptz, "endedBecause" text, "repeats" int,
    "nextAt" timestamptz, "clauses" text[])
  ON CONFLICT ("caseId", "key") DO UPDATE SET "cause" = excluded."cause", "subject" = excluded."subject",
    "clock" = excluded."clock", "ladder" = excluded."ladder", "level" = excluded."level", "role" = excluded."role",
    "status" = excluded."status", "raisedAt" = excluded."raisedAt", "people" = excluded."people",
    "acknowledgedBy" = excluded."acknowledgedBy", "acknowledgedAt" = excluded."acknowledgedAt",
    "endedAt" = excluded."endedAt", "endedBecause" = excluded."endedBecause", "repeats" = excluded."repeats",
    "nextAt" = excluded."nextAt", "clauses" = excluded."clauses"
),
notices AS (
  INSERT INTO cases."Notice" ("key", "caseId", "seq", "template", "to", "params", "clauses", "createdAt")
  SELECT o."key", step."caseId", step."seq", o."template", o."to", o."params", o."clauses", step."recordedAt"
  FROM given, step, jsonb_to_recordset(s->'notices') AS o("key" text, "template" text, "to" text, "params" jsonb,
    "clauses" text[])
  ON CONFLICT ("key") DO NOTHING
),
ledger AS (
  INSERT INTO cases."LedgerEntry" ("caseId", "no", "at", "by", "type", "fen", "from", "to", "clauses", "approvedBy",
    "reverses", "confirmedBy", "confirmedAt")
  SELECT step."caseId", l.*
  FROM given, step, jsonb_to_recordset(coalesce(s->'ledger', '[]')) AS l("no" int, "at" timestamptz, "by" text,
    "type" text, "fen" bigint, "from" text, "to" text, "clauses" text[], "approvedBy" text[], "reverses" int,
    "confirmedBy" text, "confirmedAt" timestamptz)
  ON CONFLICT ("caseId", "no") DO UPDATE SET
    "confirmedBy" = coalesce(excluded."confirmedBy", "LedgerEntry"."confirmedBy"),
    "confirmedAt" = coalesce(excluded."confirmedAt", "LedgerEntry"."confirmedAt")
),
told AS (
  SELECT pg_notify('sanbao_changes', json_build_object('caseId', "caseId", 'seq', "seq", 'position', "position")::text)
  FROM step
)
SELECT EXISTS (SELECT FROM step) AS "inserted", (SELECT count(*) FROM told) AS "told",
  (SELECT p."hash" FROM cases."Step" p, given WHERE p."caseId" = s->>'caseId' AND p."seq" = (s->>'seq')::int) AS "stored"`;
}
