/** Publishing a plan: each case gets its engineer, each engineer the day by mail and as a calendar file. */
import { createHash, randomUUID } from 'node:crypto';
import {
  WorkflowNotFoundError,
  WorkflowUpdateFailedError,
  WorkflowUpdateStage,
  type WorkflowClient,
} from '@temporalio/client';
import type { ActionEnvelope } from '../../domain/cases/envelope';
import { formatDate, DAY_MS } from '../../domain/time/date';
import { formatInstant } from '../../domain/time/instant';
import { toIcs, type CalendarEvent } from '../../documents/calendar-file';
import { PLAN_MAIL } from '../../messages/plan-words';
import type { MailSetting } from '../../messages/render';
import type { Prisma } from '../../prisma/generated/client';
import { databaseFailure } from '../database';
import { keepFile } from '../files';
import { finishChore } from '../recurring/chores';
import { oweNotices } from '../recurring/owed-notices';
import type { DispatchActivities, PublishRequest } from './contract';
import { planChore, type PlanDeps } from './draft';

export interface PublishDeps extends PlanDeps {
  temporal: Pick<WorkflowClient, 'getHandle'>;
  mail: MailSetting;
}

const withLines = { lines: { orderBy: { position: 'asc' } } } as const satisfies Prisma.PlanInclude;
type PlanWithLines = Prisma.PlanGetPayload<{ include: typeof withLines }>;

/** See `DispatchActivities.publishPlan`. Repeated, it changes nothing: Updates and notices go by their keys. */
export async function publishPlan(
  deps: PublishDeps,
  request: PublishRequest,
): ReturnType<DispatchActivities['publishPlan']> {
  const { prisma } = deps;
  const batch = `publishPlan/${request.planId}/${request.at}`;
  try {
    const plan = await prisma.plan.findUniqueOrThrow({ where: { id: request.planId }, include: withLines });
    const outcome = await assignAll(deps, plan, request);
    const told = await tellEngineers(deps, plan, request, batch);
    await finishChore(prisma, planChore(plan.policyId, dateText(plan)), request.at, request.by.id);
    return { ...outcome, told, batch };
  } catch (error) {
    throw databaseFailure(error);
  }
}

function dateText(plan: PlanWithLines): string {
  return formatDate(plan.date.getTime() / DAY_MS);
}

/** A case that refuses (it ended meanwhile, somebody else has it now) stays as it is; the plan shows who has it. */
async function assignAll(
  { prisma, temporal }: PublishDeps,
  plan: PlanWithLines,
  { at, by }: PublishRequest,
): Promise<{ assigned: number; refused: number }> {
  const cases = await prisma.case.findMany({
    where: { id: { in: plan.lines.map(({ caseId }) => caseId) } },
    select: { id: true, engineerId: true },
  });
  const outcome = { assigned: 0, refused: 0 };
  for (const { caseId, engineerId } of plan.lines) {
    const found = cases.find(({ id }) => id === caseId);
    if (!found || engineerId === null || found.engineerId === engineerId) continue;
    const reason = found.engineerId === null ? undefined : await reasonText(prisma, caseId, by.id, dateText(plan));
    const payload = { engineerId, ...(reason && { reason }) };
    const updateId = `${by.id}:plan-${plan.id}-${plan.version}-${engineerId}`;
    const envelope: ActionEnvelope = {
      payload,
      actor: by,
      requestId: updateId,
      receivedAt: at,
      fingerprint: createHash('sha256')
        .update(JSON.stringify(['assign', caseId, by.id, engineerId]))
        .digest('hex'),
    };
    try {
      const update = await temporal.getHandle(caseId).startUpdate('assign', {
        updateId,
        args: [envelope],
        waitForStage: WorkflowUpdateStage.ACCEPTED,
      });
      await update.result();
      outcome.assigned++;
    } catch (error) {
      if (!(error instanceof WorkflowUpdateFailedError) && !(error instanceof WorkflowNotFoundError)) throw error;
      outcome.refused++;
    }
  }
  return outcome;
}

/** A transfer needs a reason: the plan is one, the same text however often it is tried. */
async function reasonText(
  prisma: PublishDeps['prisma'],
  caseId: string,
  authorId: string,
  date: string,
): Promise<{ id: string; sha256: string }> {
  const body = PLAN_MAIL.transfer(date);
  const sha256 = createHash('sha256').update(body).digest('hex');
  const known = await prisma.text.findFirst({ where: { caseId, kind: 'reason', sha256 }, select: { id: true } });
  const id = known?.id ?? randomUUID();
  if (!known) await prisma.text.create({ data: { id, caseId, kind: 'reason', body, sha256, authorId } });
  return { id, sha256 };
}

/** Whom the plan names has their visits; whom an earlier publication named learns what is not theirs any more. */
async function tellEngineers(
  { prisma, mail }: PublishDeps,
  plan: PlanWithLines,
  { at }: PublishRequest,
  batch: string,
): Promise<number> {
  const told = await toldBefore(prisma, plan.id, batch);
  const caseIds = [...plan.lines.map(({ caseId }) => caseId), ...[...told.values()].flatMap((of) => [...of.keys()])];
  const cases = await prisma.$queryRaw<AboutCase[]>`
    SELECT c."id", u."name" AS "customer", coalesce(s."address", u."address") AS "place", coalesce(s."phone", u."phone") AS "phone"
    FROM cases."Case" c JOIN master."Customer" u ON u."id" = c."customerId" LEFT JOIN master."Site" s ON s."id" = c."siteId"
    WHERE c."id" = ANY(${caseIds}::text[])`;
  const engineers = [...new Set([...plan.lines.flatMap(({ engineerId }) => engineerId ?? []), ...told.keys()])];
  const domain = new URL(mail.publicUrl).hostname;
  const date = dateText(plan);
  const eventOf = (caseId: string, from: Date, until: Date): CalendarEvent => {
    const about = cases.find(({ id }) => id === caseId);
    return {
      // Versions count within a day's plan, and what it takes off must not take out the same case's visit of another day.
      uid: `${caseId}.${date}@${domain}`,
      sequence: plan.version,
      from,
      until,
      title: PLAN_MAIL.event(caseId, about?.customer),
      ...(about?.place && { place: about.place }),
      ...(about?.phone && { text: about.phone }),
      url: `${mail.publicUrl}/cases/${caseId}`,
    };
  };
  let mails = 0;
  for (const engineerId of engineers) {
    const lines = plan.lines.filter((l) => l.engineerId === engineerId && l.startAt !== null && l.endAt !== null);
    const gone = [...(told.get(engineerId) ?? [])].filter(([caseId]) => !lines.some((l) => l.caseId === caseId));
    if (lines.length === 0 && gone.length === 0) continue;
    const events = [
      ...lines.map(({ caseId, startAt, endAt }) => eventOf(caseId, startAt!, endAt!)),
      ...gone.map(([caseId, from]) => ({ ...eventOf(caseId, from, from), cancelled: true })),
    ];
    const file = await keepFile(prisma, {
      id: `${batch}/${engineerId}`,
      name: `plan-${date}.ics`,
      type: 'text/calendar; charset=utf-8; method=PUBLISH',
      body: Buffer.from(toIcs(PLAN_MAIL.calendar(date), events, new Date(at)), 'utf8'),
    });
    mails++;
    await oweNotices(prisma, [
      {
        key: `${batch}/${engineerId}`,
        batch,
        template: 'plan_published',
        to: `person:${engineerId}`,
        policyId: plan.policyId,
        params: { plannedDate: date, count: lines.length },
        entries: [
          ...lines.map(({ caseId, startAt, leftOver }) => ({
            caseId,
            subject: leftOver ? 'left_over' : 'planned_visit',
            at: formatInstant(startAt!.getTime()),
          })),
          ...gone.map(([caseId, from]) => ({ caseId, subject: GONE, at: formatInstant(from.getTime()) })),
        ],
        clauses: [],
        files: [file],
        at,
      },
    ]);
  }
  return mails;
}

interface AboutCase {
  id: string;
  customer: string;
  place: string | null;
  phone: string | null;
}

/** What an entry of a mail says of a visit that is not its reader's any more. */
const GONE = 'visit_gone';

interface ToldEntries {
  entries?: readonly { caseId: string; subject: string; at: string }[];
}

/** The visits that each engineer was last told of by earlier publications of the plan: case and time. */
async function toldBefore(
  prisma: PublishDeps['prisma'],
  planId: string,
  batch: string,
): Promise<Map<string, Map<string, Date>>> {
  const notices = await prisma.notice.findMany({
    where: { template: 'plan_published', batch: { startsWith: `publishPlan/${planId}/`, not: batch } },
    orderBy: [{ createdAt: 'asc' }, { key: 'asc' }],
    select: { to: true, params: true },
  });
  return new Map(
    notices.map(({ to, params }) => {
      const { entries = [] } = params as unknown as ToldEntries;
      const theirs = entries.filter(({ subject }) => subject !== GONE);
      return [to.slice('person:'.length), new Map(theirs.map(({ caseId, at }) => [caseId, new Date(at)]))];
    }),
  );
}
