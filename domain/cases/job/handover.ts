/**
 * Equipment or goods handed over: to the desk of each department (O-3.1-a), counted and looked over by the user
 * (C-SEC-1.1-b), accepted jointly and signed by both sides (C-SEC-1.3, O-8.1). What the policy makes of an acceptance,
 * such as the beginning of the warranty, is the policy's.
 */
import type { z } from 'zod';
import { dateAt } from '../../calendar/zone';
import type { CasePolicy } from '../../policy/case-policy';
import { formatDate } from '../../time/date';
import type { Instant } from '../../time/instant';
import type { Actor } from '../record';
import { insist } from '../refuse';
import type { Work } from '../work';
import type * as p from './handover-payloads';
import { insistListed, itemOf } from './listed';
import type { JobState } from './state';

type JobStep = Work<JobState>;
type In<T extends z.ZodType> = z.infer<T>;

/** Works that bring something to the customer. */
const bringing: readonly unknown[] = ['delivery', 'installation'];

/** Whether something is handed over by this job. */
export function brings({ facts }: Pick<JobState, 'facts'>): boolean {
  return bringing.includes(facts.work);
}

/** Whether goods that have to be got first are still to come (O-2.3). */
export function awaitsGoods({ facts, done }: Pick<JobState, 'facts' | 'done'>): boolean {
  return facts.order === 'special' && done.stock_arrived === undefined;
}

/** O-2.3-b: the goods that had to be got are here; from now on they are to be brought. */
export function goodsArrived(work: JobStep): void {
  work.mark('stock_arrived');
}

export function goodsArrivedGuard(state: JobState): void {
  insist(awaitsGoods(state), 'illegal_transition', '没有待到货的商品', 'No goods are waited for');
}

/** O-3.1-a: the next department that gets its part at the desk. */
export function addDepartment(work: JobStep, { name, pieces }: In<typeof p.addDepartment>): void {
  const departments = work.state.departments ?? [];
  const no = departments.length + 1;
  work.put('departments', [...departments, { no, name, pieces }]);
  work.event('department_added', { department: no, pieces, name: name.id });
}

export function addDepartmentGuard(state: JobState): void {
  const { departments = [], outcome } = state;
  bringsSomething(state);
  insist(outcome?.resolved !== true, 'illegal_transition', '已完成,不能再加部门', 'The work is done already');
  insist(
    departments.length < 200,
    'invalid_request',
    '一次配送至多 200 个部门',
    'A delivery has at most 200 departments',
  );
}

/** O-3.1-a: put on the desk of that department. */
export function deliverToDesk(work: JobStep, { department, receivedBy }: In<typeof p.deliverToDesk>): void {
  const departments = work.state.departments!.map((one) =>
    one.no === department ? { ...one, deliveredAt: work.at, ...(receivedBy && { receivedBy }) } : one,
  );
  work.put('departments', departments);
  work.mark('department_served', { department, ...(receivedBy && { receivedBy: receivedBy.id }) });
  if (departments.every(({ deliveredAt }) => deliveredAt !== undefined)) work.mark('departments_served');
}

export function deliverToDeskGuard(
  { departments = [] }: JobState,
  _actor: Actor,
  { department }: In<typeof p.deliverToDesk>,
): void {
  const open = undelivered(departments);
  insist(
    open.includes(department),
    'invalid_request',
    '清单中没有此部门,或已送到',
    'No such department on the list, or it has been served',
    'department',
    open,
  );
}

/** The numbers of the departments that have nothing yet. */
export function undelivered(departments: JobState['departments'] = []): number[] {
  return departments.filter(({ deliveredAt }) => deliveredAt === undefined).map(({ no }) => no);
}

/** C-SEC-1.1-b: counted and looked over by the user while both sides are there. */
export function checkGoods(work: JobStep, { goods, customerSide, companySide, text }: In<typeof p.checkGoods>): void {
  const complete = goods.every(isRight);
  work.put('goodsCheck', { at: work.at, complete, goods, customerSide, companySide, ...(text && { text }) });
  work.mark('goods_checked', { complete });
  if (!complete) work.mark('goods_differ', text ? { text: text.id } : {});
}

export function checkGoodsGuard(state: JobState, _actor: Actor, { goods, text }: In<typeof p.checkGoods>): void {
  bringsSomething(state);
  insist(
    text !== undefined || goods.every(isRight),
    'invalid_request',
    '请写明缺少或损坏的情况',
    'Say what is missing or damaged',
    'text',
  );
}

function isRight({ listed, counted, sound }: In<typeof p.checkGoods>['goods'][number]): boolean {
  return sound && counted === listed;
}

/** C-SEC-1.3, O-8.1: accepted by both sides together; what is refused has to be done again. */
export function recordAcceptance(
  work: JobStep,
  { accepted, tests, customerSide, companySide, text }: In<typeof p.recordAcceptance>,
): void {
  work.put('acceptance', { at: work.at, accepted, tests, customerSide, companySide, ...(text && { text }) });
  work.mark('acceptance_recorded', { accepted, ...(text && { text: text.id }) });
  if (accepted) {
    work.mark('acceptance_signed');
    return startWarranty(work);
  }
  work.put('outcome', undefined);
  work.facts({ resolved: false, tested: false });
  work.mark('acceptance_refused');
}

/** C-SEC-1.3, C-SEC-2-e: master data of the unit say from when its warranty runs. */
function startWarranty(work: JobStep): void {
  const rule = work.policy.jobs?.warrantyFromAcceptance;
  if (!rule) return;
  const { parties, outcome } = work.state;
  if (parties.assetId === undefined) return work.finding('recordAcceptance', 'unit', rule.clauses);
  work.notify(
    'warranty_started',
    'unit',
    {
      assetId: parties.assetId,
      warrantyFrom: localDate(work, work.at),
      installedOn: localDate(work, outcome?.finishedAt ?? work.at),
    },
    rule.clauses,
  );
}

/** The date of an instant in the zone of the policy, `YYYY-MM-DD`. */
function localDate({ policy }: JobStep, at: Instant): string {
  const { zone } = Object.values(policy.calendars)[0]!;
  return formatDate(dateAt(zone, at));
}

export function recordAcceptanceGuard(
  state: JobState,
  _actor: Actor,
  payload: In<typeof p.recordAcceptance>,
  policy: CasePolicy,
): void {
  const { outcome, acceptance } = state;
  const { accepted, tests, signedByCustomer, signedByCompany, text } = payload;
  bringsSomething(state);
  insistListed(
    policy,
    'recordAcceptance',
    tests.map(({ item }) => item),
    itemOf('tests'),
  );
  insist(acceptance?.accepted !== true, 'illegal_transition', '已经验收', 'It has been accepted already');
  if (!accepted)
    return insist(text !== undefined, 'invalid_request', '不予验收须说明原因', 'Say why it is not accepted', 'text');
  insist(
    outcome?.resolved === true && tests.every(({ passed }) => passed),
    'requirement_missing',
    '工作完成、各项测试合格后方可验收',
    'Accepted only when the work is done and every test passed',
    'tests',
  );
  insist(
    signedByCustomer && signedByCompany,
    'requirement_missing',
    '验收须双方签字',
    'Both sides sign the acceptance',
    signedByCustomer ? 'signedByCompany' : 'signedByCustomer',
  );
}

function bringsSomething(state: JobState): void {
  insist(
    brings(state),
    'illegal_transition',
    '此项工作没有交付与验收',
    'Nothing is handed over by this work',
    undefined,
    bringing,
  );
}
