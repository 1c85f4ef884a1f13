/**
 * The papers of a case: which forms there are, for which kinds of case, and from when on there is something to print.
 * The sources name them (S-5.3, S-5.10, S-5.12, S-6.2, O-9, O-10.2, O-10.3, O-11.1, O-11.3, N-2.6, E-3.2, C-SEC-1.3); what each holds stands in `documents/forms/`.
 */
import type { CaseKind } from '../policy/rule';
import type { ComplaintState } from '../cases/complaint/state';
import type { JobState } from '../cases/job/state';
import type { RepairState } from '../cases/repair/state';
import type { ReturnState } from '../cases/return/state';
import type { CaseState } from '../cases/state';
import { formNames, type FormName } from './form-names';

interface Form {
  title: { zh: string; en: string };
  kinds: readonly CaseKind[];
  /** Whether the case has what the form is about. Absent: from the opening on. */
  ready?(state: CaseState): boolean;
}

const repair = (has: (state: RepairState) => boolean) => (state: CaseState) => has(state as RepairState);
const job = (has: (state: JobState) => boolean) => (state: CaseState) => has(state as JobState);
const complaint = (has: (state: ComplaintState) => boolean) => (state: CaseState) => has(state as ComplaintState);
const goods = (has: (state: ReturnState) => boolean) => (state: CaseState) => has(state as ReturnState);

/** Every form by name. */
export const forms: Readonly<Record<FormName, Form>> = {
  service_request: { title: { zh: '服务申请单', en: 'Service request' }, kinds: ['repair', 'job'] },
  repair_ticket: {
    title: { zh: '维修单', en: 'Repair ticket' },
    kinds: ['repair'],
    ready: repair(({ workshop }) => workshop.ticketNo !== undefined),
  },
  quote: {
    title: { zh: '维修报价单', en: 'Quotation' },
    kinds: ['repair'],
    ready: repair(({ quote }) => quote !== undefined),
  },
  loaner_agreement: {
    title: { zh: '代用机使用协议', en: 'Loaner agreement' },
    kinds: ['repair'],
    ready: repair(({ loaner }) => loaner !== undefined && loaner.status !== 'refused'),
  },
  service_report: {
    title: { zh: '售后服务联系卡', en: 'Service report' },
    kinds: ['repair', 'job'],
    ready: repair(({ outcome }) => outcome !== undefined),
  },
  return_application: {
    title: { zh: '退换货处理申请表', en: 'Return and exchange application' },
    kinds: ['return'],
    ready: goods(({ items }) => items.length > 0),
  },
  handling_plan: {
    title: { zh: '退换货处理方案', en: 'Handling plan' },
    kinds: ['return'],
    ready: goods(({ plan }) => plan !== undefined),
  },
  return_order: {
    title: { zh: '退货单', en: 'Return order' },
    kinds: ['return'],
    ready: goods(({ order }) => order !== undefined),
  },
  goods_in_record: {
    title: { zh: '退货验收记录', en: 'Goods-in record' },
    kinds: ['return'],
    ready: goods(({ goods: { receivedAt } }) => receivedAt !== undefined),
  },
  complaint_form: { title: { zh: '客户投诉处理单', en: 'Complaint handling form' }, kinds: ['complaint'] },
  sample_test: {
    title: { zh: '抽检单', en: 'Sample test' },
    kinds: ['complaint'],
    ready: complaint(({ lots }) => Object.values(lots).some(({ inStock }) => inStock)),
  },
  dispatch_order: {
    title: { zh: '派工单', en: 'Dispatch order' },
    kinds: ['repair', 'job'],
    ready: ({ parties }) => parties.engineerId !== undefined,
  },
  desk_delivery: {
    title: { zh: '分部门配送单', en: 'Delivery by department' },
    kinds: ['job'],
    ready: job(({ departments = [] }) => departments.length > 0),
  },
  goods_check: {
    title: { zh: '货物清点单', en: 'Goods check' },
    kinds: ['job'],
    ready: job(({ goodsCheck }) => goodsCheck !== undefined),
  },
  acceptance_certificate: {
    title: { zh: '验收合格书', en: 'Acceptance certificate' },
    kinds: ['job'],
    ready: job(({ acceptance }) => acceptance?.accepted === true),
  },
  acceptance_record: {
    title: { zh: '验收记录', en: 'Acceptance record' },
    kinds: ['job'],
    ready: job(({ acceptance }) => acceptance !== undefined),
  },
  test_report: {
    title: { zh: '产品检测总结', en: 'Test report' },
    kinds: ['job'],
    ready: job(({ testReport }) => testReport !== undefined),
  },
  callback_record: {
    title: { zh: '回访记录', en: 'Callback record' },
    kinds: ['repair', 'return', 'complaint', 'job'],
    ready: ({ callbacks }) => Object.keys(callbacks).length > 0,
  },
};

/** The forms that a case can have printed as it now stands. */
export function readyForms(state: CaseState): FormName[] {
  return formNames.filter((name) => {
    const form = forms[name];
    return form.kinds.includes(state.kind) && (form.ready?.(state) ?? true);
  });
}
