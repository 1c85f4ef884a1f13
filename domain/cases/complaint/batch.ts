/**
 * Whether others have the same trouble (O-10.3): stock of the lot is looked for at once, a sample is tested at once, and
 * where it shows the same problem the lot is recalled: every affected customer is listed, told, and followed to the end.
 */
import type { z } from 'zod';
import type { CasePolicy } from '../../policy/case-policy';
import { isThirdEdition } from '../../policy/edition';
import { holdsDuty } from '../duty';
import type { Actor } from '../record';
import { insist, insistRole } from '../refuse';
import type * as p from './payloads';
import { regionOf, rulesOf, type ComplaintWork } from './rules';
import type { ComplaintState, LotCheck, Recall } from './state';

type In<T extends z.ZodType> = z.infer<T>;

/** A quality complaint: the lots on the form have to be looked for, in the step that gives it to its owner (O-10.3-a). */
export function orderBatchCheck(work: ComplaintWork): void {
  const { batch } = rulesOf(work.policy);
  if (!batch) return;
  work.mark('batch_check_ordered', { lots: work.state.form.lots.length });
  work.notify('batch_check', batch.checker, { lot: work.state.form.lots.join(' ') }, batch.clauses);
}

function putLot(work: ComplaintWork, lot: string, check: LotCheck): void {
  work.put('lots', { ...work.state.lots, [lot]: check });
}

/** O-10.3-a: is there stock of the lot? O-10.3-b: then a sample is ordered in the same step. R-O-NOSTOCK: else it is clear. */
export function checkBatch(work: ComplaintWork, { lot, inStock }: In<typeof p.checkBatch>): void {
  const { batch } = rulesOf(work.policy);
  if (lot === undefined) {
    work.put('withoutLot', { at: work.at, by: work.by });
    work.mark('stock_checked', { inStock: false });
    return clear(work);
  }
  const tester = inStock && isThirdEdition(work.policy) ? batch?.tester : undefined;
  putLot(work, lot, { inStock, checkedBy: work.by, checkedAt: work.at, ...(tester !== undefined && { tester }) });
  work.mark('stock_checked', { lot, inStock });
  if (!inStock) return clear(work, lot);
  work.mark('sample_ordered', { lot });
  if (batch) work.notify('sample_test', batch.tester, { lot }, batch.clauses);
}

export function checkBatchGuard(
  state: ComplaintState,
  actor: Actor,
  { lot, inStock }: In<typeof p.checkBatch>,
  policy: CasePolicy,
): void {
  insistDuty(state, actor, policy, 'checker');
  insist(
    state.done.batch_check_ordered !== undefined,
    'illegal_transition',
    '此投诉无需查批号库存',
    'Nothing asks for a check of stock here',
  );
  insist(
    lot === undefined || state.lots[lot] === undefined,
    'already_done',
    '此批号已查',
    'This lot was checked already',
    'lot',
  );
  insist(lot !== undefined || !inStock, 'invalid_request', '有库存须填批号', 'Stock has a lot number', 'lot');
  insist(
    lot !== undefined || state.form.lots.length === 0,
    'invalid_request',
    '投诉单上有批号',
    'The form names lots',
    'lot',
    state.form.lots,
  );
}

/** O-10.3-c: the same problem means the lot is recalled; O-10.3-d: none means an opinion with customer and sales. */
export function testSample(work: ComplaintWork, { lot, size, similar, text }: In<typeof p.testSample>): void {
  const check = work.state.lots[lot]!;
  putLot(work, lot, { ...check, sample: { similar, size, by: work.by, at: work.at, ...(text && { text }) } });
  if (isThirdEdition(work.policy)) work.mark('sample_tested', { lot, size, similar });
  if (!similar) return clear(work, lot);
  work.mark('sample_bad', { lot, size });
  openRecall(work, lot);
}

export function testSampleGuard(
  state: ComplaintState,
  actor: Actor,
  { lot }: In<typeof p.testSample>,
  policy: CasePolicy,
): void {
  insistDuty(state, actor, policy, 'tester');
  const waiting = Object.keys(state.lots).filter((id) => state.lots[id]!.inStock && !state.lots[id]!.sample);
  insist(waiting.includes(lot), 'not_found', '此批号没有待检样品', 'No sample of this lot waits', 'lot', waiting);
}

function clear(work: ComplaintWork, lot?: string): void {
  const { batch } = rulesOf(work.policy);
  work.mark('batch_clear', lot === undefined ? {} : { lot });
  if (batch) work.notify('batch_clear', batch.settles, { lot: lot ?? null }, batch.clauses);
}

/** The customer who complained is the first of the affected, and asked for the goods at once. */
function openRecall(work: ComplaintWork, lot: string): void {
  const { customerId } = work.state.parties;
  const clauses = rulesOf(work.policy).batch?.clauses ?? [];
  const recall: Recall = { openedAt: work.at, customers: { [customerId]: { toldAt: work.at } } };
  putLot(work, lot, { ...work.state.lots[lot]!, recall });
  work.mark('recall_opened', { lot });
  work.notify('return_goods', 'customer', { lot }, clauses);
  work.notify('find_owners', `lot:${lot}`, { lot }, clauses);
  if (work.policy.complaints?.batch)
    work.notify('recall_opened', work.policy.complaints.batch.settles, { lot }, clauses);
}

/** Each affected customer is told in the step that lists them. */
export function listAffected(work: ComplaintWork, { lot, customerIds, complete }: In<typeof p.listAffected>): void {
  const check = work.state.lots[lot]!;
  const known = check.recall!.customers;
  const fresh = [...new Set(customerIds)].filter((id) => known[id] === undefined);
  const customers = { ...known, ...Object.fromEntries(fresh.map((id) => [id, { toldAt: work.at }])) };
  const clauses = rulesOf(work.policy).batch?.clauses ?? [];
  for (const id of fresh) work.notify('recall_notice', `customer:${id}`, { lot }, clauses);
  putLot(work, lot, { ...check, recall: { ...check.recall!, customers, ...(complete && { listedAt: work.at }) } });
  work.event('affected_told', { lot, customers: fresh.length }, clauses);
  if (complete) work.mark('affected_listed', { lot, customers: Object.keys(customers).length });
  endRecall(work, lot);
}

/** How it ended with one of them. */
export function settleAffected(work: ComplaintWork, { lot, affectedId, outcome }: In<typeof p.settleAffected>): void {
  const check = work.state.lots[lot]!;
  const { recall } = check;
  const customers = { ...recall!.customers, [affectedId]: { ...recall!.customers[affectedId]!, outcome } };
  putLot(work, lot, { ...check, recall: { ...recall!, customers } });
  work.event('affected_settled', { lot, customerId: affectedId, outcome });
  endRecall(work, lot);
}

function endRecall(work: ComplaintWork, lot: string): void {
  const check = work.state.lots[lot]!;
  const recall = check.recall!;
  const settled = Object.values(recall.customers).every(({ outcome }) => outcome !== undefined);
  if (!settled || recall.listedAt === undefined || recall.doneAt !== undefined) return;
  putLot(work, lot, { ...check, recall: { ...recall, doneAt: work.at } });
  work.mark('recall_completed', { lot, customers: Object.keys(recall.customers).length });
}

export function recallGuard(state: ComplaintState, _actor: Actor, { lot }: { lot: string }): void {
  const open = Object.keys(state.lots).filter((id) => state.lots[id]!.recall && !state.lots[id]!.recall.doneAt);
  insist(open.includes(lot), 'not_found', '此批号没有进行中的召回', 'This lot is not being recalled', 'lot', open);
}

export function listAffectedGuard(state: ComplaintState, actor: Actor, payload: In<typeof p.listAffected>): void {
  recallGuard(state, actor, payload);
  const recall = state.lots[payload.lot]!.recall!;
  insist(
    payload.complete || payload.customerIds.some((id) => recall.customers[id] === undefined),
    'already_done',
    '这些客户已在名单上',
    'These customers are listed already',
    'customerIds',
  );
}

export function settleAffectedGuard(state: ComplaintState, actor: Actor, payload: In<typeof p.settleAffected>): void {
  recallGuard(state, actor, payload);
  const { customers } = state.lots[payload.lot]!.recall!;
  insist(
    customers[payload.affectedId] !== undefined,
    'not_found',
    '名单上没有此客户',
    'This customer is not on the list',
    'affectedId',
    Object.keys(customers),
  );
}

/** The check and the test are for those whom the policy names, so that nobody clears a lot of their own. */
function insistDuty(state: ComplaintState, actor: Actor, policy: CasePolicy, part: 'checker' | 'tester'): void {
  const role = rulesOf(policy).batch?.[part];
  insist(role !== undefined, 'illegal_transition', '此制度不查批号', 'This policy checks no lots');
  insistRole(
    actor.role === 'supervisor' || holdsDuty(actor, role, policy.pins[0]!.id, regionOf(state)),
    'forbidden',
    role,
    { zh: '由{named}处理', en: 'This is for {named}' },
    'lot',
  );
}
