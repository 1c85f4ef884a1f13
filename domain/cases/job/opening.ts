/** What it takes to open a job: the service request form as sales or the desk fill it in (N-2.6-1e to 1j). */
import { z } from 'zod';
import type { Problem } from '../../errors';
import type { Facts } from '../../policy/rule';
import type { Policy } from '../../policy/schema';
import type { LocalDate } from '../../time/date';
import { newCase, openingOf, openRequest, requiredText, type CaseInput } from '../opening';
import * as checks from '../opening-facts';
import type { KnownRecords } from '../opening-facts';
import { code, spanText, textRef } from '../payload';
import type { TextRef } from '../record';
import type { Work } from '../work';
import type { JobState } from './state';
import { jobWorks, orderClasses, type JobWork } from './works';

/** The request, with the free texts as references (see `clientPayload`). */
export const openJobSchema = openRequest.extend({
  work: z.enum(jobWorks).describe('what is to be done'),
  product: code.optional().describe('product family of the policy; from the asset where one is given'),
  region: code.optional().describe('region of the policy; from the site where one is given'),
  order: z.enum(orderClasses).optional().describe('what a delivery is of; `regular` where it is not said'),
  task: textRef.describe('what is wanted'),
  wish: textRef.optional().describe('requested time and special requirements'),
  outOfTown: z.boolean().optional(),
  travelTime: spanText.optional(),
  collectPayment: z.boolean().default(false),
  signatureNeeded: z.boolean().default(true),
  salespersonAccompanies: z.boolean().default(false),
  filledBy: z.enum(['customer', 'salesperson', 'agent']).default('agent'),
});
export type OpenJob = z.infer<typeof openJobSchema>;

/** The input of a job's workflow. Instants ISO 8601 UTC. */
export interface JobInput extends CaseInput {
  texts: { task: TextRef; wish?: TextRef };
  intake: { source: string; filledBy: string };
}

function openingFacts(policy: Policy, request: OpenJob, known: KnownRecords): { facts: Facts; problems: Problem[] } {
  const { site, asset, customer } = known;
  const region = request.region ?? site?.region ?? customer.region;
  const product = request.product ?? asset?.product;
  const recorded = checks.recordedFields(known);
  const has = {
    ...recorded,
    model: recorded.model === true || request.product !== undefined,
    region: recorded.region === true || request.region !== undefined,
    fault: true,
    wish: request.wish !== undefined,
  };
  const problems = [
    ...checks.demoMixed(policy, customer.class),
    ...checks.unknownNames(policy, { ...request, product }),
    ...checks.missingFields(policy, has),
    ...notOffered(policy, request.work),
    ...orderOfNothing(request),
  ];
  const facts = checks.givenFacts({
    work: request.work,
    order: request.work === 'delivery' ? (request.order ?? 'regular') : undefined,
    channel: request.work === 'consultation' ? 'remote' : 'on_site',
    source: request.source,
    product: policy.products.some((p) => p.id === product) ? product : undefined,
    region: policy.regions.some((r) => r.id === region) ? region : undefined,
    outOfTown: request.outOfTown ?? site?.outOfTown,
    travelTime: request.travelTime ?? (site?.travelMinutes === undefined ? undefined : `PT${site.travelMinutes}M`),
    keyAccount: customer.key,
    collectPayment: request.collectPayment,
    signatureNeeded: request.signatureNeeded,
    salespersonAccompanies: request.salespersonAccompanies,
    recordComplete: true,
    ...checks.knownFacts(has),
  });
  return { facts, problems };
}

/** Work that the policy's department does not take on, where the policy says which it does. */
function notOffered({ jobs }: Policy, work: JobWork): Problem[] {
  const offered = jobs?.works?.map(({ id }) => id);
  if (!offered || offered.includes(work)) return [];
  return [checks.problem('work', '此制度不提供这项工作', 'This policy offers no such work', offered)];
}

/** An order class of work that delivers nothing. */
function orderOfNothing({ work, order }: OpenJob): Problem[] {
  if (order === undefined || work === 'delivery') return [];
  return [checks.problem('order', '只有配送才有订单类别', 'Only a delivery is of an order', ['delivery'])];
}

/** How a job is opened. */
export const jobOpening = openingOf<OpenJob>({
  kind: 'job',
  prefix: 'J',
  workflowType: 'job',
  title: { zh: '其他服务单', en: 'Other work order' },
  schema: openJobSchema,
  facts: (policy, request, known, _today: LocalDate) => openingFacts(policy, request, known),
  input: ({ request, texts, base }): JobInput => ({
    ...base,
    texts: { task: requiredText(texts, 'task'), wish: texts.wish },
    intake: { source: request.source, filledBy: request.filledBy },
  }),
});

/** The state before the first step. */
export function newJob(input: JobInput): JobState {
  return {
    ...newCase(input, 'job'),
    texts: input.texts,
    intake: input.intake,
    visit: { count: 0, moves: 0, noShows: 0 },
  };
}

/** The request came in: the clocks start with it. */
export function open(work: Work<JobState>, input: JobInput): void {
  work.facts(input.facts);
  work.status('received');
  work.mark('reported');
}
