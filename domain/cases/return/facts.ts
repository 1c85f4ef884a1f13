/** The facts with which a return opens: what the request says, else what is known of customer and asset. */
import { Refusal, type Problem } from '../../errors';
import type { Facts } from '../../policy/rule';
import { deriveFacts } from '../../policy/derive';
import type { Policy } from '../../policy/schema';
import { formatDate, type LocalDate } from '../../time/date';
import * as checks from '../opening-facts';
import type { KnownRecords } from '../opening-facts';
import { checkItems } from './items';
import type { OpenReturn } from './request';

/** The facts, and everything that is wrong with the request; `today` is the local date of the receipt. */
export function openingFacts(
  policy: Policy,
  request: OpenReturn,
  known: KnownRecords,
  today: LocalDate,
): { facts: Facts; problems: Problem[] } {
  const { site, asset, customer } = known;
  const region = request.region ?? site?.region ?? customer.region;
  const product = request.product ?? asset?.product;
  const saleDate = request.saleDate ?? asset?.saleDate;
  const has = {
    ...checks.recordedFields(known),
    model: asset !== undefined || request.product !== undefined || request.sale !== undefined,
    purchaseDate: saleDate !== undefined,
    fault: true,
    wish: request.wish !== undefined,
  };
  const problems = [
    ...checks.demoMixed(policy, customer.class),
    ...checks.unknownNames(policy, { source: request.source, region: request.region, product }),
    ...checks.missingFields(policy, has),
    ...checks.impossiblePurchase(saleDate, request.saleDate === undefined ? 'assetId' : 'saleDate', today),
    ...checks.impossiblePurchase(request.deliveredOn, 'deliveredOn', today),
    ...itemProblems(request),
  ];
  const facts = checks.givenFacts({
    source: request.source,
    region: policy.regions.some((r) => r.id === region) ? region : undefined,
    product: policy.products.some((p) => p.id === product) ? product : undefined,
    customerWants: request.wants,
    reason: request.items?.[0]?.reason,
    stage: request.stage,
    requestDate: formatDate(today),
    saleDate,
    deliveredOn: request.deliveredOn,
    warrantyMonths: asset?.warrantyMonths,
    exchangedOn: asset?.exchangedOn,
    soldByUs: request.soldByUs ?? asset?.soldByUs,
    qualityProblem: request.qualityProblem,
    weightKg: request.weightKg ?? asset?.weightKg,
    volumeM3: request.volumeM3 ?? asset?.volumeM3,
    keyAccount: customer.key,
    ...checks.knownFacts(has),
  });
  return { facts: deriveFacts(policy, facts), problems };
}

/** What is wrong with the goods named in the request. */
function itemProblems({ sale, items = [] }: OpenReturn): Problem[] {
  try {
    checkItems(sale, items);
    return [];
  } catch (error) {
    if (error instanceof Refusal) return [error.problem];
    throw error;
  }
}
