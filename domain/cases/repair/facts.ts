/**
 * The facts with which a repair opens: what the request says, else what is known of site, asset and customer. Dates are
 * local calendar dates; whether the warranty covers the purchase is decided on the local date of the request
 * (R-START, R-MONTH: the day of sale is not counted, the last day is).
 */
import { addMonths, parseDate, type LocalDate } from '../../time/date';
import { parseDuration } from '../../time/duration';
import type { Facts, FactValue } from '../../policy/case-policy';
import { deriveFacts } from '../../policy/derive';
import type { Policy } from '../../policy/schema';
import type { Problem } from '../../errors';
import type { OpenRepair } from './opening';

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
    warrantyMonths?: number;
    contractUntil?: string;
    weightKg?: number;
    volumeM3?: number;
  };
}

/** The facts, and everything that is wrong with the request; `today` is the local date of the receipt. */
export function openingFacts(
  policy: Policy,
  request: OpenRepair,
  known: KnownRecords,
  today: LocalDate,
): { facts: Facts; problems: Problem[] } {
  const { site, asset, customer } = known;
  const purchase = request.purchaseDate ?? asset?.saleDate;
  const region = request.region ?? site?.region ?? customer.region;
  const product = request.product ?? asset?.product;
  const problems = [
    ...demoMixed(policy, customer.class),
    ...unknownNames(policy, request, product, request.region),
    ...missingFields(policy, request, known),
    ...impossibleDates(request, purchase, today),
  ];
  const given: Record<string, FactValue | undefined> = {
    level: request.level,
    region: policy.regions.some((r) => r.id === region) ? region : undefined,
    channel: request.channel,
    source: request.source,
    kind: request.kind,
    work: request.work,
    product: policy.products.some((p) => p.id === product) ? product : undefined,
    outOfTown: request.outOfTown ?? site?.outOfTown,
    travelTime: request.travelTime ?? (site?.travelMinutes === undefined ? undefined : `PT${site.travelMinutes}M`),
    weightKg: request.weightKg ?? asset?.weightKg,
    volumeM3: request.volumeM3 ?? asset?.volumeM3,
    soldByUs: request.soldByUs ?? asset?.soldByUs,
    proofShown: request.proofShown,
    inWarranty: problems.length > 0 ? undefined : inWarranty(policy, product, asset, purchase, today),
    contractActive: asset?.contractUntil === undefined ? undefined : parseDate(asset.contractUntil) >= today,
    keyAccount: customer.key,
    recordComplete: true,
    ...Object.fromEntries(
      Object.entries(knownFields(request, known))
        .filter(([, has]) => has)
        .map(([field]) => [`${field}Known`, true]),
    ),
  };
  const facts = Object.fromEntries(
    Object.entries(given).filter((entry): entry is [string, FactValue] => entry[1] !== undefined),
  );
  return { facts: deriveFacts(policy, facts), problems };
}

/** Undefined where the term or the start is not known: then it is asked for, never guessed. */
function inWarranty(
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

function problem(field: string, zh: string, en: string, allowed?: unknown): Problem {
  return { field, detail: { zh, en }, allowed };
}

/** The class of invented customers: only they, and they only, come under a demonstration policy. */
const demoClass = 'demo';

function demoMixed(policy: Policy, customerClass: string): Problem[] {
  if (policy.demo === (customerClass === demoClass)) return [];
  return policy.demo
    ? [problem('policy', '演示制度不得用于真实客户', 'A demonstration policy serves demo customers only')]
    : [problem('policy', '演示客户只能使用演示制度', 'A demo customer comes under a demonstration policy only')];
}

function unknownNames(
  policy: Policy,
  request: OpenRepair,
  product: string | undefined,
  region: string | undefined,
): Problem[] {
  const refused = policy.intake?.refused.find((r) => r.id === request.source);
  if (refused) return [{ field: 'source', detail: refused.advice, allowed: policy.intake?.sources.map((s) => s.id) }];
  const lists: [string, string | undefined, readonly string[]][] = [
    ['source', request.source, policy.intake?.sources.map((s) => s.id) ?? []],
    ['level', request.level, policy.levels.map((l) => l.id)],
    ['region', region, policy.regions.map((r) => r.id)],
    ['product', product, policy.products.map((p) => p.id)],
    ['channel', request.channel, policy.channels.map((c) => c.id)],
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

/** Which fields of an intake record are known, from the request or the records. */
function knownFields(request: OpenRepair, { customer, site, asset }: KnownRecords): Record<string, boolean> {
  return {
    address: Boolean(site?.address ?? customer.address),
    phone: Boolean(site?.phone ?? customer.phone),
    model: asset !== undefined || request.product !== undefined,
    serial: asset !== undefined,
    region: Boolean(request.region ?? site?.region ?? customer.region),
    level: request.level !== undefined,
    fault: true,
    wish: request.wish !== undefined,
    purchaseDate: Boolean(request.purchaseDate ?? asset?.saleDate),
    trackingNo: request.trackingNo !== undefined,
  };
}

/** The fields that the policy wants at opening, where neither the request nor the records have them. */
function missingFields(policy: Policy, request: OpenRepair, known: KnownRecords): Problem[] {
  const has = knownFields(request, known);
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

function impossibleDates(request: OpenRepair, purchase: string | undefined, today: LocalDate): Problem[] {
  if (purchase === undefined || parseDate(purchase) <= today) return [];
  const field = request.purchaseDate === undefined ? 'assetId' : 'purchaseDate';
  return [problem(field, '购买日期晚于报修日期', 'The purchase date lies after the request')];
}
