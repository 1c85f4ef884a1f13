/** What staff read where the software keeps a code: statuses, causes, roles, coverage, reasons. Chinese first. */
import type { ClockRow, EscalationRow, SystemRole } from '../domain/cases/record';
import type { ComplaintStatus } from '../domain/cases/complaint/state';
import type { ReturnStatus } from '../domain/cases/return/state';
import type { Coverage, RepairStatus } from '../domain/cases/repair/state';
import type { pauseReasons } from '../domain/policy/names';
import { COMPLAINT_CAUSES, COMPLAINT_STATUSES } from './complaints';
import { RETURN_STATUSES } from './returns';
import type { WordsOf } from './bilingual';

/** The statuses of all kinds of case; one that several have means the same in each. */
export const STATUSES: WordsOf<RepairStatus | ReturnStatus | ComplaintStatus> = {
  ...COMPLAINT_STATUSES,
  ...RETURN_STATUSES,
  received: { zh: '已受理', en: 'Received' },
  contacted: { zh: '已联系客户', en: 'Customer contacted' },
  assessed: { zh: '已判定', en: 'Assessed' },
  scheduled: { zh: '已约上门', en: 'Visit agreed' },
  dispatched: { zh: '工程师在途', en: 'Engineer on the way' },
  on_site: { zh: '现场服务中', en: 'On site' },
  in_repair: { zh: '维修中', en: 'In repair' },
  waiting_customer: { zh: '等待客户', en: 'Waiting for the customer' },
  waiting_parts: { zh: '等配件', en: 'Waiting for parts' },
  at_factory: { zh: '返厂维修中', en: 'At the maker' },
  repaired: { zh: '已修复', en: 'Repaired' },
  ready: { zh: '待取机', en: 'Ready for the customer' },
  callback_due: { zh: '待回访', en: 'Callback due' },
  closed: { zh: '已结案（可重开）', en: 'Closed, may be reopened' },
  completed: { zh: '已完成', en: 'Completed' },
  cancelled: { zh: '已撤销', en: 'Cancelled' },
};

export const CLOCK_STATUSES: WordsOf<ClockRow['status']> = {
  pending: { zh: '未开始', en: 'Not started' },
  running: { zh: '计时中', en: 'Running' },
  paused: { zh: '暂停', en: 'Paused' },
  met: { zh: '按时完成', en: 'Met in time' },
  breached: { zh: '已超时', en: 'Breached' },
  waived: { zh: '不再计时', en: 'Waived' },
  cancelled: { zh: '已取消', en: 'Cancelled' },
};

export const ESCALATION_STATUSES: WordsOf<EscalationRow['status']> = {
  open: { zh: '待确认', en: 'Unanswered' },
  acknowledged: { zh: '已确认', en: 'Acknowledged' },
  resolved: { zh: '已解决', en: 'Resolved' },
  settled: { zh: '已了结', en: 'Settled' },
};

export const ESCALATION_CAUSES: WordsOf<EscalationRow['cause']> = {
  breach: { zh: '超时', en: 'Breach' },
  alert: { zh: '重大情况', en: 'Alert' },
  partsCap: { zh: '等件到上限', en: 'Parts wait at its cap' },
  person: { zh: '人工升级', en: 'Raised by a person' },
  mail: { zh: '邮件未送达', en: 'Mail not delivered' },
  callback: { zh: '回访不满意或联系不上', en: 'Callback failed' },
  wait: { zh: '等待客户', en: 'Waiting for the customer' },
};

export const NOTICE_STATUSES: WordsOf<'pending' | 'sent' | 'refused' | 'nobody'> = {
  pending: { zh: '待发送', en: 'To be sent' },
  sent: { zh: '已发送', en: 'Sent' },
  refused: { zh: '被拒收', en: 'Refused' },
  nobody: { zh: '无收件人', en: 'Nobody to send it to' },
};

export const SYSTEM_ROLES: WordsOf<SystemRole> = {
  agent: { zh: '客服', en: 'Customer service' },
  dispatcher: { zh: '调度', en: 'Dispatcher' },
  engineer: { zh: '工程师', en: 'Engineer' },
  warehouse: { zh: '仓库', en: 'Warehouse' },
  supervisor: { zh: '主管', en: 'Supervisor' },
  approver: { zh: '审批人', en: 'Approver' },
  auditor: { zh: '审计', en: 'Auditor' },
  administrator: { zh: '管理员', en: 'Administrator' },
};

/** Whom a notice goes to where it is no role and no person. */
/** What a case owes beside mails. */
export const OWED: WordsOf = {
  issue_document: { zh: '印发单据', en: 'Document to be made' },
  open_case: { zh: '开立后续案件', en: 'Case that follows' },
  complained: { zh: '转告所投诉的案件', en: 'The case complained about is told' },
  absorb: { zh: '并入', en: 'Merged into it' },
  find_owners: { zh: '查找同批号客户', en: 'Owners of the lot to be found' },
  warranty_started: { zh: '登记质保起始日', en: 'The start of the warranty is entered' },
  unit_exchanged: { zh: '登记换出的设备', en: 'The unit given in exchange is entered' },
};

export const RECIPIENTS: WordsOf<'customer' | 'engineer' | 'dispatcher' | 'unit'> = {
  customer: { zh: '客户', en: 'Customer' },
  engineer: { zh: '工程师', en: 'Engineer' },
  dispatcher: { zh: '调度', en: 'Dispatcher' },
  unit: { zh: '设备档案', en: 'Records of units' },
};

export const COVERAGES: WordsOf<Coverage> = {
  warranty: { zh: '保修', en: 'Warranty' },
  contract: { zh: '维保合同', en: 'Maintenance contract' },
  free: { zh: '免费', en: 'Free of charge' },
  paid: { zh: '收费', en: 'Paid by the customer' },
  goodwill: { zh: '通融免费', en: 'Goodwill' },
  pending_proof: { zh: '待提供凭证', en: 'Proof to be shown' },
  not_accepted: { zh: '不予受理', en: 'Not accepted' },
};

/** Where the policy gives a pause no title of its own. */
export const PAUSES: WordsOf<(typeof pauseReasons)[number]> = {
  waiting_parts: { zh: '等配件', en: 'Waiting for parts' },
  quote: { zh: '等客户答复报价', en: 'Waiting for the answer to the quote' },
  documents: { zh: '等资料', en: 'Waiting for documents' },
  customer_side: { zh: '客户原因', en: 'On the customer’s side' },
};

/** Why a clock stopped or an escalation ended, where it was no mark of the case. */
export const ENDINGS: WordsOf = {
  done: { zh: '事情已完成', en: 'It was done' },
  system_was_slow: { zh: '系统延迟，实际未超时', en: 'The system was slow; the deadline was kept' },
  does_not_apply: { zh: '此时限不再适用', en: 'The deadline does not apply any more' },
  regraded: { zh: '重新判定后时限改变', en: 'Reckoned anew after a change' },
  moved: { zh: '时间已改约', en: 'Moved to another time' },
  excused: { zh: '超时已免责', en: 'The breach was excused' },
  corrected: { zh: '记录已更正', en: 'The record was corrected' },
  reminded: { zh: '已提醒', en: 'Reminded' },
  merged: { zh: '已并入另一案件', en: 'It passed on to another case' },
  dissatisfied: { zh: '客户不满意，继续处理', en: 'The customer is not satisfied; the work goes on' },
  refund_taken_back: {
    zh: '退款已冲销，重新结清后再回访',
    en: 'The refund was taken back; asked anew once it is settled',
  },
  withdrawn: { zh: '客户撤回', en: 'Withdrawn by the customer' },
  customer_satisfied: { zh: '客户满意', en: 'The customer is satisfied' },
  case_closed: { zh: '已结案', en: 'The case was closed' },
  case_cancelled: { zh: '已撤销', en: 'The case was cancelled' },
  case_completed: { zh: '案件已完成', en: 'The case was completed' },
};

/** Timers and signals that made a step, by the first part of their name; what they are about follows. */
export const CAUSES: WordsOf = {
  ...COMPLAINT_CAUSES,
  open: { zh: '登记案件', en: 'Case opened' },
  'clock:warning': { zh: '时限预警', en: 'Deadline warning' },
  'clock:due': { zh: '时限到期', en: 'Deadline reached' },
  'parts:warning': { zh: '等件预警', en: 'Warning: the parts wait nears its cap' },
  'parts:expected': { zh: '配件预计到货日已过', en: 'The day on which the parts were expected has come' },
  'parts:cap': { zh: '等件到上限', en: 'The parts wait reached its cap' },
  callback: { zh: '再次回访时间到', en: 'Time to call back again' },
  wait: { zh: '等待客户', en: 'Waiting for the customer' },
  ladder: { zh: '升级无人确认', en: 'Escalation unanswered' },
  closing: { zh: '可重开期结束', en: 'The reopen window ended' },
  customer: { zh: '仍在等待客户', en: 'Still waiting for the customer' },
  calendarYear: { zh: '公布了新的节假日', en: 'A new calendar year was announced' },
  call_out: { zh: '通知责任人', en: 'People called' },
  delivery: { zh: '邮件投递结果', en: 'Result of a mail' },
};
