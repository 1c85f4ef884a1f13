/** Gathers what a case's papers name: the case as last recorded, its customer and unit, people, texts, the policy's words. */
import type { Call, CaseFile } from '../../documents/forms/case-file';
import type { RepairState } from '../../domain/cases/repair/state';
import type { CaseState } from '../../domain/cases/state';
import type { PolicyPin } from '../../domain/policy/case-policy';
import { parseInstant } from '../../domain/time/instant';
import type { Words } from '../../messages/bilingual';
import { layOver } from '../../messages/policy-titles';
import type { Case, PrismaClient, Step } from '../../prisma/generated/client';
import { publishedTitles } from '../../prisma/published-titles';
import { loanerConditions } from './loaner-conditions';

export type Company = CaseFile['company'];

/** The file of a case; undefined where the read model does not have it. */
export async function readCaseFile(
  prisma: PrismaClient,
  caseId: string,
  company: Company,
): Promise<CaseFile | undefined> {
  const found = await prisma.case.findUnique({ where: { id: caseId } });
  if (!found) return undefined;
  const steps = await prisma.step.findMany({
    where: { caseId },
    orderBy: { seq: 'asc' },
    select: { events: true, actorId: true },
  });
  const last = new Map(
    steps.flatMap(({ events }) => (events as unknown as RecordedEvent[]).map((e) => [e.type, e.data ?? {}] as const)),
  );
  const calls = steps.flatMap(callsOf);
  const named = stringsIn([found.state, [...last.values()], calls]);
  const [policy, customer, site, asset, people, texts, loaner] = await Promise.all([
    policyOf(prisma, found),
    prisma.customer.findUnique({ where: { id: found.customerId } }),
    found.siteId === null ? null : prisma.site.findUnique({ where: { id: found.siteId } }),
    found.assetId === null ? null : prisma.asset.findUnique({ where: { id: found.assetId } }),
    prisma.person.findMany({ where: { id: { in: named } }, select: { id: true, name: true } }),
    prisma.text.findMany({ where: { id: { in: named } }, select: { id: true, body: true } }),
    loanerOf(prisma, found),
  ]);
  return {
    state: stateOf(found),
    company,
    policy: await withProduct(prisma, policy, asset?.product),
    customer: customer ?? undefined,
    site: site ?? undefined,
    asset: asset ? { ...asset, saleDate: asset.saleDate?.toISOString().slice(0, 10) ?? null } : undefined,
    ...(loaner && { loaner }),
    people: new Map(people.map(({ id, name }) => [id, name])),
    texts: new Map(texts.map(({ id, body }) => [id, body])),
    last,
    calls,
  };
}

/** The attempts to call the customer that a step recorded. */
function callsOf({ events, actorId }: Pick<Step, 'events' | 'actorId'>): Call[] {
  return (events as unknown as RecordedEvent[])
    .filter(({ type }) => type === 'callback_attempted')
    .map(({ at, data }) => ({
      ...(data as Pick<Call, 'callback' | 'attempts' | 'reached' | 'satisfied' | 'text'>),
      ...{ at: parseInstant(at), by: actorId ?? 'system' },
    }));
}

/** The policy's words, with the name of a product that another policy knows: a complaint may be about a unit of any. */
async function withProduct(
  prisma: PrismaClient,
  policy: CaseFile['policy'],
  product: string | undefined,
): Promise<CaseFile['policy']> {
  if (product === undefined || policy.titles.has(product)) return policy;
  const [found] = await prisma.$queryRaw<{ title: Words }[]>`
    SELECT p->'title' AS "title" FROM master."PolicyVersion" v, jsonb_array_elements(v."body"->'products') p
    WHERE p->>'id' = ${product} ORDER BY v."publishedAt" DESC, v."hash" LIMIT 1`;
  return found ? { ...policy, titles: new Map([...policy.titles, [product, found.title]]) } : policy;
}

/** The lent unit with its conditions at the hand-out and at the return; undefined where the pool does not have it. */
async function loanerOf(prisma: PrismaClient, { id, state }: Case): Promise<CaseFile['loaner']> {
  const { loaner } = state as unknown as Partial<RepairState>;
  if (loaner?.unitId === undefined) return undefined;
  const unit = await prisma.loanerUnit.findUnique({
    where: { id: loaner.unitId },
    include: { checks: { orderBy: [{ at: 'asc' }, { id: 'asc' }] } },
  });
  if (!unit) return undefined;
  const { product, model, serialNo, checks } = unit;
  const noted = checks.map((check) => ({ ...check, at: check.at.getTime() }));
  return { product, model, serialNo, ...loanerConditions(noted, loaner, id) };
}

interface RecordedEvent {
  type: string;
  at: string;
  data?: Readonly<Record<string, unknown>>;
}

/** The sections with the columns that say where the case stands. */
function stateOf(found: Case): CaseState {
  const sections = found.state as unknown as CaseState;
  return {
    ...sections,
    clocks: {},
    escalations: {},
    parties: {
      ...sections.parties,
      customerId: found.customerId,
      dispatcherId: found.dispatcherId ?? undefined,
      engineerId: found.engineerId ?? undefined,
    },
  };
}

async function policyOf(prisma: PrismaClient, found: Case): Promise<CaseFile['policy']> {
  const { pins = [] } = found.state as { pins?: readonly PolicyPin[] };
  const hashes = [...new Set([found.policyHash, ...pins.map(({ hash }) => hash)])];
  const titles = await publishedTitles(prisma, hashes);
  const { title, zone, hotline, of } = layOver(hashes.flatMap((hash) => titles.get(hash) ?? []));
  return {
    id: found.policyId,
    version: found.policyVersion,
    title,
    zone,
    hotline,
    titles: new Map(Object.values(of).flatMap((section) => [...section])),
  };
}

/** Every text that may be an id: what is no id of a person or text finds nothing. */
function stringsIn(value: unknown): string[] {
  const found = new Set<string>();
  const visit = (inner: unknown): void => {
    if (typeof inner === 'string' && inner.length <= 64) found.add(inner);
    else if (typeof inner === 'object' && inner !== null) Object.values(inner).forEach(visit);
  };
  visit(value);
  return [...found];
}
