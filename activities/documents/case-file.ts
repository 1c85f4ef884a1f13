/** Gathers what a case's papers name: the case as last recorded, its customer and unit, people, texts, the policy's words. */
import type { Call, CaseFile } from '../../documents/forms/case-file';
import type { RepairState } from '../../domain/cases/repair/state';
import type { CaseState } from '../../domain/cases/state';
import type { PolicyPin } from '../../domain/policy/case-policy';
import { parseInstant } from '../../domain/time/instant';
import type { Words } from '../../messages/bilingual';
import { layOver } from '../../messages/policy-titles';
import type { PrismaClient } from '../../prisma/generated/client';
import { publishedTitles } from '../../prisma/published-titles';
import { loanerConditions } from './loaner-conditions';

export type Company = CaseFile['company'];

/** What the read model and the records have of a case, in one row. */
interface FoundCase {
  id: string;
  policyId: string;
  policyVersion: string;
  policyHash: string;
  customerId: string;
  dispatcherId: string | null;
  engineerId: string | null;
  state: object;
  steps: FoundStep[];
  customer: NonNullable<CaseFile['customer']> | null;
  site: NonNullable<CaseFile['site']> | null;
  asset: NonNullable<CaseFile['asset']> | null;
}

interface FoundStep {
  events: RecordedEvent[];
  actorId: string | null;
}

/** The file of a case; undefined where the read model does not have it. */
export async function readCaseFile(
  prisma: PrismaClient,
  caseId: string,
  company: Company,
): Promise<CaseFile | undefined> {
  const found = await findCase(prisma, caseId);
  if (!found) return undefined;
  const { steps, customer, site, asset } = found;
  const last = new Map(steps.flatMap(({ events }) => events.map((e) => [e.type, e.data ?? {}] as const)));
  const calls = steps.flatMap(callsOf);
  const [policy, names, loaner] = await Promise.all([
    policyOf(prisma, found),
    namesOf(prisma, stringsIn([found.state, [...last.values()], calls])),
    loanerOf(prisma, found),
  ]);
  return {
    state: stateOf(found),
    company,
    policy: await withProduct(prisma, policy, asset?.product),
    customer: customer ?? undefined,
    site: site ?? undefined,
    asset: asset ?? undefined,
    ...(loaner && { loaner }),
    ...names,
    last,
    calls,
  };
}

async function findCase(prisma: PrismaClient, caseId: string): Promise<FoundCase | undefined> {
  const [row] = await prisma.$queryRaw<FoundCase[]>`/* prepared */
    SELECT c."id", c."policyId", c."policyVersion", c."policyHash", c."customerId", c."dispatcherId", c."engineerId", c."state",
      (SELECT coalesce(jsonb_agg(jsonb_build_object('events', s."events", 'actorId', s."actorId") ORDER BY s."seq"), '[]')
        FROM cases."Step" s WHERE s."caseId" = c."id") AS "steps",
      CASE WHEN cu."id" IS NOT NULL THEN
        jsonb_build_object('name', cu."name", 'phone', cu."phone", 'address', cu."address") END AS "customer",
      CASE WHEN si."id" IS NOT NULL THEN
        jsonb_build_object('name', si."name", 'address', si."address", 'contact', si."contact", 'phone', si."phone")
        END AS "site",
      CASE WHEN a."id" IS NOT NULL THEN
        jsonb_build_object('product', a."product", 'model', a."model", 'serialNo', a."serialNo",
          'saleDate', to_char(a."saleDate", 'YYYY-MM-DD')) END AS "asset"
    FROM cases."Case" c
    LEFT JOIN master."Customer" cu ON cu."id" = c."customerId"
    LEFT JOIN master."Site" si ON si."id" = c."siteId"
    LEFT JOIN master."Asset" a ON a."id" = c."assetId"
    WHERE c."id" = ${caseId}`;
  return row;
}

/** The people and texts among these ids; what is no such id finds nothing. */
async function namesOf(prisma: PrismaClient, ids: readonly string[]): Promise<Pick<CaseFile, 'people' | 'texts'>> {
  const rows = await prisma.$queryRaw<{ person: boolean; id: string; words: string }[]>`/* prepared */
    SELECT true AS "person", "id", "name" AS "words" FROM master."Person" WHERE "id" = ANY (${ids})
    UNION ALL SELECT false, "id", "body" FROM master."Text" WHERE "id" = ANY (${ids})`;
  const of = (person: boolean) => new Map(rows.filter((row) => row.person === person).map((r) => [r.id, r.words]));
  return { people: of(true), texts: of(false) };
}

/** The attempts to call the customer that a step recorded. */
function callsOf({ events, actorId }: FoundStep): Call[] {
  return events
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
async function loanerOf(prisma: PrismaClient, { id, state }: FoundCase): Promise<CaseFile['loaner']> {
  const { loaner } = state as Partial<RepairState>;
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
function stateOf(found: FoundCase): CaseState {
  const sections = found.state as CaseState;
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

async function policyOf(prisma: PrismaClient, found: FoundCase): Promise<CaseFile['policy']> {
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
