/** How the API shows a case: instants as ISO 8601 in UTC, personal data only for the roles that need it. */
import { z } from 'zod';
import type { Actor } from '../../domain/cases/record';
import type { Asset, Case, Customer, PrismaClient, Site } from '../../prisma/generated/client';
import { mayCall, seesCustomers } from '../roles';
import { linksOf, linkView } from './links';
import { words } from './titles/event-lines';
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
