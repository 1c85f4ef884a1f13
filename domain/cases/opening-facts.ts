/**
 * What the requests of all kinds are checked for at opening: demonstrations apart from real customers, names that the
 * policy knows, fields that it asks for, dates that can be. Dates are local calendar dates (R-START, R-MONTH: the day of
 * sale is not counted, the last day is).
 */
import type { Problem } from '../errors';
import type { FactValue, Facts } from '../policy/rule';
import type { Policy } from '../policy/schema';
import { addMonths, parseDate, type LocalDate } from '../time/date';
import { parseDuration } from '../time/duration';

/** What master data know of the customer, site and asset; dates as `YYYY-MM-DD`. */
export interface KnownRecords {
  customer: { phone?: string; address?: string; region?: string; key: boolean; class: string };
  site?: { address?: string; phone?: string; region?: string; outOfTown: boolean; travelMinutes?: number };
  asset?: {
    product: string;
    model: string;
    serialNo: string;
    soldByUs: boolean;
    saleDate?: string;
    warrantyFrom?: string;
    exchangedOn?: string;
    warrantyMonths?: number;
    contractUntil?: string;
    weightKg?: number;
    volumeM3?: number;
  };
}

/** Undefined where the term or the start is not known: then it is asked for, never guessed. */
export function inWarranty(
  policy: Policy,
  product: string | undefined,
  asset: KnownRecords['asset'],
  purchase: string | undefined,
  today: LocalDate,
): boolean | undefined {
  const start = asset?.warrantyFrom ?? purchase;
  if (start === undefined) return undefined;
  const term = policy.products.find((p) => p.id === product)?.warranty;
  if (asset?.warrantyMonths !== undefined) return today <= addMonths(parseDate(start), asset.warrantyMonths);
  if (term === undefined) return undefined;
  const { months, days } = parseDuration(term);
  return today <= addMonths(parseDate(start), months) + days;
}

/** One thing that is wrong with a request. */
export function problem(field: string, zh: string, en: string, allowed?: unknown): Problem {
  return { field, detail: { zh, en }, allowed };
}

/** The class of invented customers: only they, and they only, come under a demonstration policy. */
const demoClass = 'demo';

/** A demonstration policy for a real customer, or the other way round. */
export function demoMixed(policy: Policy, customerClass: string): Problem[] {
  if (policy.demo === (customerClass === demoClass)) return [];
  return policy.demo
    ? [problem('policy', '演示制度不得用于真实客户', 'A demonstration policy serves demo customers only')]
    : [problem('policy', '演示客户只能使用演示制度', 'A demo customer comes under a demonstration policy only')];
}

/** Values of a request that must be names of the policy. */
export interface Named {
  source: string;
  level?: string;
  region?: string;
  product?: string;
  channel?: string;
}

/** A source that the policy refuses, with its advice; or names that it does not have. */
export function unknownNames(policy: Policy, named: Named): Problem[] {
  const refused = policy.intake?.refused.find((r) => r.id === named.source);
  if (refused) return [{ field: 'source', detail: refused.advice, allowed: policy.intake?.sources.map((s) => s.id) }];
  const lists: [string, string | undefined, readonly string[]][] = [
    ['source', named.source, policy.intake?.sources.map((s) => s.id) ?? []],
    ['level', named.level, policy.levels.map((l) => l.id)],
    ['region', named.region, policy.regions.map((r) => r.id)],
    ['product', named.product, policy.products.map((p) => p.id)],
    ['channel', named.channel, policy.channels.map((c) => c.id)],
  ];
  return lists
    .filter(
      ([field, value, allowed]) =>
        value !== undefined &&
        !allowed.includes(value) &&
        (field === 'level' || field === 'region' || allowed.length > 0),
    )
    .map(([field, value, allowed]) =>
      problem(field, `此制度没有这个值:${value}`, `The policy does not know ${value}`, allowed),
    );
}

/** The fields that the policy wants at opening, where neither the request nor the records have them. */
export function missingFields(policy: Policy, has: Readonly<Record<string, boolean>>): Problem[] {
  return (policy.intake?.required ?? [])
    .filter((r) => r.before === 'open' && has[r.field] === false)
    .map((r) =>
      problem(
        r.field,
        `登记须有此项(${[r.clause ?? []].flat().join('、')})`,
        `The intake record needs this field (${[r.clause ?? []].flat().join(', ')})`,
      ),
    );
}

/** Which fields of an intake record the records of customer, site and asset have. */
export function recordedFields({ customer, site, asset }: KnownRecords): Record<string, boolean> {
  return {
    address: Boolean(site?.address ?? customer.address),
    phone: Boolean(site?.phone ?? customer.phone),
    model: asset !== undefined,
    serial: asset !== undefined,
    region: Boolean(site?.region ?? customer.region),
    purchaseDate: Boolean(asset?.saleDate),
  };
}

/** For each field that is known, a fact that says so. */
export function knownFacts(has: Readonly<Record<string, boolean>>): Facts {
  return Object.fromEntries(
    Object.entries(has)
      .filter(([, known]) => known)
      .map(([field]) => [`${field}Known`, true]),
  );
}

/** A purchase that lies after the request; `field` is where its date came from. */
export function impossiblePurchase(purchase: string | undefined, field: string, today: LocalDate): Problem[] {
  if (purchase === undefined || parseDate(purchase) <= today) return [];
  return [problem(field, '购买日期晚于报修日期', 'The purchase date lies after the request')];
}

/** The facts that are known, the others left out. */
export function givenFacts(facts: Readonly<Record<string, FactValue | undefined>>): Facts {
  return Object.fromEntries(
    Object.entries(facts).filter((entry): entry is [string, FactValue] => entry[1] !== undefined),
  );
}
