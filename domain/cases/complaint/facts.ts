/** The facts with which a complaint opens, and everything that is wrong with the request. */
import type { Problem } from '../../errors';
import type { Facts } from '../../policy/rule';
import { deriveFacts } from '../../policy/derive';
import type { Policy } from '../../policy/schema';
import { demoMixed, givenFacts, knownFacts, problem, recordedFields, type KnownRecords } from '../opening-facts';
import type { OpenComplaint } from './request';

/** Facts from the request, else from the records of customer, site and asset. */
export function openingFacts(
  policy: Policy,
  request: OpenComplaint,
  known: KnownRecords,
): { facts: Facts; problems: Problem[] } {
  const { site, asset, customer } = known;
  const region = request.region ?? site?.region ?? customer.region;
  const product = request.product ?? asset?.product;
  const { complaints } = policy;
  if (!complaints) throw new Error(`the policy ${policy.id} has no section complaints`);
  const problems = [
    ...demoMixed(policy, customer.class),
    ...unknown('source', request.source, complaints.sources),
    ...unknown('channel', request.channel, complaints.channels),
    ...unknown('region', request.region, policy.regions),
    ...unknown('product', request.product, policy.products),
    ...unknown('addressedTo', request.addressedTo, complaints.levels),
  ];
  const facts = givenFacts({
    complaintSource: request.source,
    complaintChannel: request.channel,
    region: policy.regions.some(({ id }) => id === region) ? region : undefined,
    product: policy.products.some(({ id }) => id === product) ? product : undefined,
    regulator: request.source === 'regulator' || undefined,
    aboutStaff: request.concernedIds.length > 0 || undefined,
    safety: request.safety || undefined,
    severe: request.severeLoss || undefined,
    urgent: request.urgent || undefined,
    keyAccount: customer.key,
    overRunningCase: request.aboutCase !== undefined || undefined,
    ...knownFacts(recordedFields(known)),
  });
  return { facts: deriveFacts(policy, facts), problems };
}

function unknown(field: string, value: string | undefined, known: readonly { id: string }[]): Problem[] {
  const ids = known.map(({ id }) => id);
  if (value === undefined || ids.includes(value)) return [];
  return [problem(field, `此制度没有这个值:${value}`, `The policy does not know ${value}`, ids)];
}
