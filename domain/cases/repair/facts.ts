/**
 * The facts with which a repair opens: what the request says, else what is known of site, asset and customer. Whether
 * the warranty covers the purchase is decided on the local date of the request.
 */
import type { LocalDate } from '../../time/date';
import { parseDate } from '../../time/date';
import { parseDuration } from '../../time/duration';
import type { Facts } from '../../policy/rule';
import { deriveFacts } from '../../policy/derive';
import type { Policy } from '../../policy/schema';
import type { Problem } from '../../errors';
import * as checks from '../opening-facts';
import type { KnownRecords } from '../opening-facts';
import type { OpenRepair } from './request';

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
  const has = knownFields(request, known);
  const problems = [
    ...checks.demoMixed(policy, customer.class),
    ...checks.unknownNames(policy, { ...request, product }),
    ...checks.missingFields(policy, has),
    ...checks.impossiblePurchase(purchase, request.purchaseDate === undefined ? 'assetId' : 'purchaseDate', today),
  ];
  const facts = checks.givenFacts({
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
    purchaseDate: problems.length > 0 ? undefined : purchase,
    warrantyMonths: asset?.warrantyMonths ?? monthsOf(policy, product),
    inWarranty: problems.length > 0 ? undefined : checks.inWarranty(policy, product, asset, purchase, today),
    contractActive: asset?.contractUntil === undefined ? undefined : parseDate(asset.contractUntil) >= today,
    keyAccount: customer.key,
    recordComplete: true,
    ...checks.knownFacts(has),
  });
  return { facts: deriveFacts(policy, facts), problems };
}

/** The product's warranty in months, where it is one of whole months. */
function monthsOf(policy: Policy, product: string | undefined): number | undefined {
  const term = policy.products.find(({ id }) => id === product)?.warranty;
  const { months, days } = term === undefined ? { months: 0, days: 0 } : parseDuration(term);
  return months > 0 && days === 0 ? months : undefined;
}

/** Which fields of an intake record are known, from the request or the records. */
function knownFields(request: OpenRepair, known: KnownRecords): Record<string, boolean> {
  const recorded = checks.recordedFields(known);
  return {
    ...recorded,
    model: recorded.model === true || request.product !== undefined,
    region: recorded.region === true || Boolean(request.region),
    purchaseDate: recorded.purchaseDate === true || Boolean(request.purchaseDate),
    level: request.level !== undefined,
    fault: true,
    wish: request.wish !== undefined,
    trackingNo: request.trackingNo !== undefined,
  };
}
