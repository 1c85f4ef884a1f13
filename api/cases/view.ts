/** How the API shows a case: instants as ISO 8601 in UTC, personal data only for the roles that need it. */
import { z } from 'zod';
import type { Actor } from '../../domain/cases/record';
import type {
  Case,
  Clock,
  Customer,
  Escalation,
  Notice,
  PrismaClient,
  Site,
  Step,
} from '../../prisma/generated/client';
import { seesCustomers } from '../roles';

const at = z.iso.datetime();

export const caseRow = z
  .object({
    id: z.string(),
    kind: z.string(),
    status: z.string(),
    policyId: z.string(),
    policyVersion: z.string(),
    level: z.string().nullable(),
    region: z.string().nullable(),
    customerId: z.string(),
    siteId: z.string().nullable(),
    assetId: z.string().nullable(),
    dispatcherId: z.string().nullable(),
    engineerId: z.string().nullable(),
    openedAt: at,
    closedAt: at.nullable(),
    nextDueAt: at.nullable(),
    nextDueClock: z.string().nullable(),
    breached: z.boolean(),
    escalationLevel: z.int(),
    seq: z.int().describe('number of the last recorded step; for If-Match and expectedSeq'),
    updatedAt: at,
  })
  .meta({ id: 'CaseRow' });

const party = z.object({
  id: z.string(),
  name: z.string(),
  phone: z.string().nullable(),
  address: z.string().nullable(),
});

export const caseView = caseRow
  .extend({
    policyHash: z.string(),
    /** Sections of the state that the kind keeps beyond the columns above. */
    state: z.record(z.string(), z.unknown()),
    customer: party.optional().describe('for the roles that need it'),
    site: party.optional().describe('for the roles that need it'),
  })
  .meta({ id: 'Case' });

/** The columns as lists show them. */
export function toRow(c: Omit<Case, 'state' | 'policyHash'>): z.infer<typeof caseRow> {
  const iso = (d: Date | null): string | null => d?.toISOString() ?? null;
  return {
    id: c.id,
    kind: c.kind,
    status: c.status,
    policyId: c.policyId,
    policyVersion: c.policyVersion,
    level: c.level,
    region: c.region,
    customerId: c.customerId,
    siteId: c.siteId,
    assetId: c.assetId,
    dispatcherId: c.dispatcherId,
    engineerId: c.engineerId,
    openedAt: c.openedAt.toISOString(),
    closedAt: iso(c.closedAt),
    nextDueAt: iso(c.nextDueAt),
    nextDueClock: c.nextDueClock,
    breached: c.breached,
    escalationLevel: c.escalationLevel,
    seq: c.seq,
    updatedAt: c.updatedAt.toISOString(),
  };
}

/** Sections with a page of their own, and those whose columns say it already. */
const elsewhere = ['clocks', 'escalations', 'caseId', 'kind', 'status', 'seq', 'parties', 'pins'];

/** The whole case for this actor. */
export async function toView(prisma: PrismaClient, c: Case, actor: Actor): Promise<z.infer<typeof caseView>> {
  const sections = Object.entries(c.state as Record<string, unknown>).filter(([name]) => !elsewhere.includes(name));
  const view = { ...toRow(c), policyHash: c.policyHash, state: Object.fromEntries(sections) };
  if (!seesCustomers.includes(actor.role)) return view;
  const [customer, site] = await Promise.all([
    prisma.customer.findUnique({ where: { id: c.customerId } }),
    c.siteId ? prisma.site.findUnique({ where: { id: c.siteId } }) : null,
  ]);
  return { ...view, customer: customer ? toParty(customer) : undefined, site: site ? toParty(site) : undefined };
}

function toParty({ id, name, phone, address }: Customer | Site): z.infer<typeof party> {
  return { id, name, phone, address };
}

export const stepView = z
  .object({
    seq: z.int(),
    recordedAt: at,
    cause: z.object({
      type: z.string(),
      name: z.string(),
      actorId: z.string().nullable(),
      actorRole: z.string().nullable(),
    }),
    requestId: z.string().nullable(),
    receivedAt: at.nullable(),
    occurredAt: at.nullable(),
    writtenAt: at.describe('by the clock of the database; later than recordedAt where it was away'),
    events: z.array(z.unknown()),
  })
  .meta({ id: 'Step' });

export function toStep(s: Step): z.infer<typeof stepView> {
  return {
    seq: s.seq,
    recordedAt: s.recordedAt.toISOString(),
    cause: { type: s.causeType, name: s.causeName, actorId: s.actorId, actorRole: s.actorRole },
    requestId: s.requestId,
    receivedAt: s.receivedAt?.toISOString() ?? null,
    occurredAt: s.occurredAt?.toISOString() ?? null,
    writtenAt: s.writtenAt.toISOString(),
    events: s.events as unknown[],
  };
}

export const clockView = z
  .object({
    key: z.string(),
    milestone: z.string(),
    status: z.string(),
    startedAt: at.nullable(),
    warnAt: at.nullable(),
    dueAt: at.nullable(),
    warnedAt: at.nullable(),
    breachedAt: at.nullable(),
    metAt: at.nullable(),
    stoppedBecause: z.string().nullable(),
    provisional: z.boolean(),
    pauses: z.array(z.unknown()),
    extendedMs: z.number(),
    clauses: z.array(z.string()),
    derivation: z
      .array(z.string())
      .describe('how the due time came about, in the language of the caller; empty where it has none'),
  })
  .meta({ id: 'Clock' });

export function toClock(c: Clock, derivation: string[]): z.infer<typeof clockView> {
  const iso = (d: Date | null): string | null => d?.toISOString() ?? null;
  return {
    key: c.key,
    milestone: c.milestone,
    status: c.status,
    startedAt: iso(c.startedAt),
    warnAt: iso(c.warnAt),
    dueAt: iso(c.dueAt),
    warnedAt: iso(c.warnedAt),
    breachedAt: iso(c.breachedAt),
    metAt: iso(c.metAt),
    stoppedBecause: c.stoppedBecause,
    provisional: c.provisional,
    pauses: c.pauses as unknown[],
    extendedMs: Number(c.extendedMs),
    clauses: c.clauses,
    derivation,
  };
}

export const escalationView = z
  .object({
    key: z.string(),
    caseId: z.string(),
    cause: z.string(),
    subject: z.string(),
    clock: z.string().nullable(),
    level: z.int(),
    role: z.string(),
    status: z.string(),
    raisedAt: at,
    people: z.array(z.string()),
    acknowledgedBy: z.string().nullable(),
    acknowledgedAt: at.nullable(),
    endedAt: at.nullable(),
    endedBecause: z.string().nullable(),
    repeats: z.int(),
    nextAt: at.nullable(),
    clauses: z.array(z.string()),
  })
  .meta({ id: 'Escalation' });

export function toEscalation(e: Escalation): z.infer<typeof escalationView> {
  return {
    key: e.key,
    caseId: e.caseId,
    cause: e.cause,
    subject: e.subject,
    clock: e.clock,
    level: e.level,
    role: e.role,
    status: e.status,
    raisedAt: e.raisedAt.toISOString(),
    people: e.people,
    acknowledgedBy: e.acknowledgedBy,
    acknowledgedAt: e.acknowledgedAt?.toISOString() ?? null,
    endedAt: e.endedAt?.toISOString() ?? null,
    endedBecause: e.endedBecause,
    repeats: e.repeats,
    nextAt: e.nextAt?.toISOString() ?? null,
    clauses: e.clauses,
  };
}

export const noticeView = z
  .object({
    key: z.string(),
    caseId: z.string().nullable().describe('absent for mails of a desk'),
    seq: z.int().nullable(),
    template: z.string(),
    to: z.string().describe('customer, engineer, dispatcher, role:<policy role> or person:<id>; never an address'),
    status: z.string(),
    reason: z.string().nullable(),
    attempts: z.int(),
    sentAt: at.nullable(),
    createdAt: at,
    clauses: z.array(z.string()),
  })
  .meta({ id: 'Notice' });

export function toNotice(n: Notice): z.infer<typeof noticeView> {
  return {
    key: n.key,
    caseId: n.caseId,
    seq: n.seq,
    template: n.template,
    to: n.to,
    status: n.status,
    reason: n.reason,
    attempts: n.attempts,
    sentAt: n.sentAt?.toISOString() ?? null,
    createdAt: n.createdAt.toISOString(),
    clauses: n.clauses,
  };
}
