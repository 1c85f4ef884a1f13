/** How the API shows a case: instants as ISO 8601 in UTC, personal data only for the roles that need it. */
import { z } from 'zod';
import type { Actor } from '../../domain/cases/record';
import type {
  Asset,
  Case,
  Clock,
  Customer,
  Escalation,
  Notice,
  PrismaClient,
  Site,
  Step,
} from '../../prisma/generated/client';
import { mayCall, seesCustomers } from '../roles';
import { linksOf, linkView } from './links';
import { detail, detailsOf, words } from './titles/event-lines';
import { askFor, clausesOfDecisions, decisionsOf, decisionView, toAskFor, toDecisions } from './decisions-view';
import { clauseTexts, textsOfClauses } from './titles/clause-texts';
import type { Terms } from './titles/terms';

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
    zone: z.string().describe('IANA name of the policy’s zone, in which its local times are read'),
    titles: z
      .object({
        status: words,
        policy: words.optional(),
        level: words.optional(),
        region: words.optional(),
        nextDue: words.optional(),
        customer: words.optional().describe('the customer’s name, for the roles that need it'),
        engineer: words.optional().describe('the engineer’s name, for the roles that may know it'),
        dispatcher: words.optional(),
      })
      .describe('what people read in place of the codes and ids, Chinese and English'),
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
    asset: z
      .object({ id: z.string(), product: z.string(), title: words, model: z.string(), serialNo: z.string() })
      .optional()
      .describe('for the roles that may read assets'),
    texts: z
      .object({
        fault: z.string().optional(),
        reason: z.string().optional(),
        complaint: z.string().optional(),
        task: z.string().optional(),
        wish: z.string().optional(),
        diagnosis: z.string().optional(),
      })
      .describe('what was written into the case, for the roles that read texts'),
    coverage: z
      .object({ title: words, chargeable: z.boolean(), clauses: z.array(z.string()) })
      .optional()
      .describe('who bears the work'),
    decisions: z.array(decisionView).describe('what the policy decided, in the order in which it is asked'),
    askFor,
    waiting: z.array(z.object({ reason: z.string(), title: words, since: at })).describe('what stops the clocks now'),
    appointmentAt: at.optional(),
    links: z.array(linkView).describe('cases that hang together with this one, in both directions'),
    clauseTexts,
  })
  .meta({ id: 'Case' });

/** The columns as lists show them, and their words. */
export function toRow(c: Case, terms: Terms, customer?: string): z.infer<typeof caseRow> {
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
    zone: terms.known.policy.zone,
    titles: {
      status: terms.status(c.status),
      policy: terms.known.policy.title,
      level: c.level === null ? undefined : terms.named('levels', c.level),
      region: c.region === null ? undefined : terms.named('regions', c.region),
      nextDue: c.nextDueClock === null ? undefined : terms.clock(c.nextDueClock),
      customer: customer === undefined ? undefined : { zh: customer, en: customer },
      engineer: c.engineerId === null ? undefined : terms.person(c.engineerId),
      dispatcher: c.dispatcherId === null ? undefined : terms.person(c.dispatcherId),
    },
  };
}

/** Sections with a page of their own, and those whose columns say it already. */
const elsewhere = ['clocks', 'escalations', 'caseId', 'kind', 'status', 'seq', 'parties', 'pins', 'decisions'];

/** What the view says of the sections in words. */
interface Sections {
  facts?: { coverage?: string; chargeable?: boolean };
  paused?: Record<string, { since: number }>;
  visit?: { appointment?: number };
  /** By the names of the opening’s free texts. */
  texts?: Record<string, { id: string } | undefined>;
  diagnosis?: { text: { id: string } };
}

/** The whole case for this actor. */
export async function toView(
  prisma: PrismaClient,
  c: Case,
  actor: Actor,
  terms: Terms,
): Promise<z.infer<typeof caseView>> {
  const mayKnow = seesCustomers.includes(actor.role);
  const mayReadAssets = mayCall('GET /v1/assets/:id', actor.role);
  const [decisions, customer, site, asset] = await Promise.all([
    decisionsOf(prisma, c.id),
    mayKnow ? prisma.customer.findUnique({ where: { id: c.customerId } }) : null,
    mayKnow && c.siteId ? prisma.site.findUnique({ where: { id: c.siteId } }) : null,
    mayReadAssets && c.assetId ? prisma.asset.findUnique({ where: { id: c.assetId } }) : null,
  ]);
  const sections = Object.entries(c.state as Record<string, unknown>).filter(([name]) => !elsewhere.includes(name));
  const { facts, paused, visit, texts, diagnosis } = c.state as Sections;
  const { coverage, chargeable = false } = facts ?? {};
  const textOf = (ref: { id: string } | undefined): string | undefined => ref && terms.known.texts.get(ref.id);
  return {
    ...toRow(c, terms, customer?.name),
    policyHash: c.policyHash,
    state: Object.fromEntries(sections),
    customer: customer ? toParty(customer) : undefined,
    site: site ? toParty(site) : undefined,
    asset: asset ? toUnit(asset, terms) : undefined,
    texts: {
      ...Object.fromEntries(Object.entries(texts ?? {}).map(([name, ref]) => [name, textOf(ref)])),
      diagnosis: textOf(diagnosis?.text),
    },
    coverage:
      coverage === undefined
        ? undefined
        : { title: terms.coverage(coverage), chargeable, clauses: [...(decisions.entitlement?.clauses ?? [])] },
    decisions: toDecisions(decisions, terms),
    askFor: toAskFor(c.kind, decisions),
    waiting: Object.entries(paused ?? {}).map(([reason, { since }]) => ({
      reason,
      title: terms.pause(reason),
      since: new Date(since).toISOString(),
    })),
    appointmentAt: visit?.appointment === undefined ? undefined : new Date(visit.appointment).toISOString(),
    links: await linksOf(prisma, c, actor),
    clauseTexts: textsOfClauses(clausesOfDecisions(decisions)),
  };
}

function toUnit({ id, product, model, serialNo }: Asset, terms: Terms): z.infer<typeof caseView>['asset'] {
  return { id, product, title: terms.named('products', product), model, serialNo };
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
    events: z.array(
      z.looseObject({
        type: z.string(),
        title: words,
        details: z.array(detail),
        clauses: z.array(z.string()).optional(),
      }),
    ),
    titles: z.object({
      cause: words,
      role: words.optional(),
      actor: words.optional().describe('the name, for the roles that may know it'),
    }),
  })
  .meta({ id: 'Step' });

/** An event as the step's row keeps it. */
interface RecordedEvent {
  type: string;
  data?: Record<string, unknown>;
  clauses?: string[];
}

export function toStep(s: Step, terms: Terms): z.infer<typeof stepView> {
  return {
    seq: s.seq,
    recordedAt: s.recordedAt.toISOString(),
    cause: { type: s.causeType, name: s.causeName, actorId: s.actorId, actorRole: s.actorRole },
    requestId: s.requestId,
    receivedAt: s.receivedAt?.toISOString() ?? null,
    occurredAt: s.occurredAt?.toISOString() ?? null,
    writtenAt: s.writtenAt.toISOString(),
    events: (s.events as unknown as RecordedEvent[]).map((e) => ({
      ...e,
      title: terms.event(e.type),
      details: detailsOf(e.type, e.data ?? {}, terms),
    })),
    titles: {
      cause: terms.cause(s.causeType, s.causeName),
      role: s.actorRole === null ? undefined : terms.role(s.actorRole),
      actor: s.actorId === null || !terms.known.people.has(s.actorId) ? undefined : terms.person(s.actorId),
    },
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
    pauses: z.array(z.looseObject({ reason: z.string(), title: words, from: z.string(), to: z.string().optional() })),
    extendedMs: z.number(),
    clauses: z.array(z.string()),
    derivation: z
      .array(z.string())
      .describe('how the due time came about, in the language of the caller; empty where it has none'),
    titles: z.object({ clock: words, status: words, stoppedBecause: words.optional() }),
  })
  .meta({ id: 'Clock' });

interface RecordedPause {
  reason: string;
  from: string;
  to?: string;
}

export function toClock(c: Clock, derivation: string[], terms: Terms): z.infer<typeof clockView> {
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
    pauses: (c.pauses as unknown as RecordedPause[]).map((p) => ({ ...p, title: terms.pause(p.reason) })),
    extendedMs: Number(c.extendedMs),
    clauses: c.clauses,
    derivation,
    titles: {
      clock: terms.clock(c.key),
      status: terms.clockStatus(c.status),
      stoppedBecause: c.stoppedBecause === null ? undefined : terms.ending(c.stoppedBecause),
    },
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

/** An escalation among those of its case, with its words. */
export const titledEscalationView = escalationView
  .extend({
    titles: z.object({
      subject: words,
      role: words,
      status: words,
      endedBecause: words.optional(),
      acknowledgedBy: words.optional(),
      people: z.array(words),
    }),
  })
  .meta({ id: 'CaseEscalation' });

export function toTitledEscalation(e: Escalation, terms: Terms): z.infer<typeof titledEscalationView> {
  return {
    ...toEscalation(e),
    titles: {
      subject: terms.subject(e.cause, e.subject),
      role: terms.role(e.role),
      status: terms.escalationStatus(e.status),
      endedBecause: e.endedBecause === null ? undefined : terms.ending(e.endedBecause),
      acknowledgedBy: e.acknowledgedBy === null ? undefined : terms.person(e.acknowledgedBy),
      people: e.people.map((id) => terms.person(id)),
    },
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
    titles: z.object({ template: words, to: words, status: words }),
  })
  .meta({ id: 'Notice' });

export function toNotice(n: Notice, terms: Terms): z.infer<typeof noticeView> {
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
    titles: {
      template: terms.template(n.template, n.to),
      to: terms.recipient(n.to),
      status: terms.noticeStatus(n.status),
    },
  };
}
