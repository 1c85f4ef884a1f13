/** The names of values, and of the words that values take, in both languages. */
import type { Language } from '../domain/calendar/describe';
import type { Words, WordsOf } from './bilingual';
import { DUTIES } from './duties';
import { PLAN_REASONS, PLAN_SUBJECTS } from './plan-words';

interface Label extends Words {
  /** Customers may read it; all others are for staff only. */
  customer?: true;
}

/** Labels of template values, in the order in which mails list them. A value without one is listed for staff by name. */
export const LABELS: Readonly<Record<string, Label>> = {
  subject: { zh: '事项', en: 'About' },
  milestone: { zh: '时限', en: 'Milestone' },
  clock: { zh: '时限', en: 'Clock' },
  callback: { zh: '回访', en: 'Callback' },
  level: { zh: '级别', en: 'Level' },
  role: { zh: '责任角色', en: 'Role' },
  dueAt: { zh: '到期时间', en: 'Due' },
  breachedAt: { zh: '超时时间', en: 'Breached' },
  appointmentAt: { zh: '上门时间', en: 'Visit', customer: true },
  previousAt: { zh: '原定时间', en: 'Before', customer: true },
  expectedAt: { zh: '预计时间', en: 'Expected', customer: true },
  promisedAt: { zh: '承诺完成时间', en: 'Promised for', customer: true },
  returnDue: { zh: '代用机归还时间', en: 'Loaner due back', customer: true },
  raisedAt: { zh: '升级时间', en: 'Raised' },
  nextAt: { zh: '下次升级或提醒', en: 'Next climb or repeat' },
  acknowledgedAt: { zh: '确认时间', en: 'Acknowledged' },
  endedAt: { zh: '解除时间', en: 'Ended' },
  engineerId: { zh: '工程师', en: 'Engineer', customer: true },
  before: { zh: '原工程师', en: 'Engineer before' },
  customerFen: { zh: '费用合计', en: 'You pay', customer: true },
  amountFen: { zh: '金额', en: 'Amount', customer: true },
  depositFen: { zh: '押金', en: 'Deposit', customer: true },
  paper: { zh: '凭据', en: 'Paper', customer: true },
  invoiceNo: { zh: '发票或收据号码', en: 'Invoice or receipt no.', customer: true },
  unitId: { zh: '代用机编号', en: 'Loaner unit', customer: true },
  ticketNo: { zh: '维修单号', en: 'Repair ticket', customer: true },
  trackingNo: { zh: '快递单号', en: 'Tracking number', customer: true },
  carrier: { zh: '快递公司', en: 'Carrier', customer: true },
  coverage: { zh: '费用责任', en: 'Who bears it', customer: true },
  reasons: { zh: '理由', en: 'Because', customer: true },
  askFor: { zh: '须查明', en: 'To be found out' },
  remedies: { zh: '可选处理方式', en: 'You may have', customer: true },
  orderNo: { zh: '退货单号', en: 'Return order', customer: true },
  route: { zh: '退货方式', en: 'How to send it', customer: true },
  lapsesAt: { zh: '最迟', en: 'At the latest', customer: true },
  opinion: { zh: '处理意见', en: 'Our answer', customer: true },
  solution: { zh: '处理决定', en: 'Our decision', customer: true },
  result: { zh: '处理结果', en: 'The result', customer: true },
  lot: { zh: '批号', en: 'Lot', customer: true },
  source: { zh: '投诉来源', en: 'Source' },
  category: { zh: '类别', en: 'Category' },
  correction: { zh: '整改措施序号', en: 'Corrective action' },
  dueOn: { zh: '完成日期', en: 'Done by' },
  reason: { zh: '原因', en: 'Reason' },
  because: { zh: '原因', en: 'Because' },
  offers: { zh: '可选措施', en: 'Options' },
  serialNo: { zh: '序列号', en: 'Serial number' },
  count: { zh: '数量', en: 'Quantity' },
  outcome: { zh: '结果', en: 'Outcome' },
  by: { zh: '方式', en: 'By' },
  stage: { zh: '阶段', en: 'Stage' },
  tier: { zh: '到达情况', en: 'Arrival' },
  latenessMs: { zh: '晚到', en: 'Late by' },
  waitedMs: { zh: '已等待', en: 'Waited' },
  capMs: { zh: '等件上限', en: 'Cap' },
  repeats: { zh: '提醒次数', en: 'Repeats' },
  attempts: { zh: '尝试次数', en: 'Attempts' },
  template: { zh: '邮件', en: 'Mail' },
  notice: { zh: '通知编号', en: 'Notice' },
  resolved: { zh: '故障已排除', en: 'Fault cleared' },
  tested: { zh: '已试机', en: 'Test run done' },
  briefed: { zh: '已向客户说明', en: 'Customer briefed' },
  solved: { zh: '已解决', en: 'Solved' },
  answered: { zh: '已接听', en: 'Answered' },
  customerTold: { zh: '已告知客户', en: 'Customer told' },
  repairableHere: { zh: '现场可修', en: 'Repairable on site' },
  partNeeded: { zh: '需要配件', en: 'Part needed' },
  faultConfirmed: { zh: '故障已确认', en: 'Fault confirmed' },
  slipNo: { zh: '汇款底单号', en: 'Remittance slip' },
  escalation: { zh: '升级编号', en: 'Escalation' },
  plannedDate: { zh: '日期', en: 'Date', customer: true },
  surveyLink: { zh: '作答链接', en: 'Link', customer: true },
  report: { zh: '报表', en: 'Report' },
  chainHead: { zh: '链头', en: 'Chain head' },
  archiveLines: { zh: '归档行数', en: 'Lines of the archive' },
  archivedAt: { zh: '归档时间', en: 'Exported' },
};

/** Values that are words of the software. What is not here comes from the policy or is shown as it is. */
export const VALUES: WordsOf = {
  audit_finding: { zh: '调查所见', en: 'Found by the audit' },
  ...DUTIES,
  ...PLAN_REASONS,
  ...PLAN_SUBJECTS,
  useStockUnit: { zh: '从库存机拆取配件', en: 'take the part from a stock unit' },
  requestLoaner: { zh: '申请代用机', en: 'ask for a loaner' },
  sendToMaker: { zh: '返厂维修', en: 'send it to the maker' },
  receiveParts: { zh: '配件到货', en: 'the part arrives' },
  parts_cap_reached: { zh: '等件已达上限', en: 'Parts wait at its cap' },
  system_was_slow: { zh: '系统延迟，实际未超时', en: 'the system was slow; the deadline was kept' },
  refused: { zh: '被对方服务器拒收', en: 'refused by the receiving server' },
  nobody: { zh: '没有可用的收件人', en: 'nobody to send it to' },
  done: { zh: '已完成', en: 'done' },
  met: { zh: '已完成', en: 'met' },
  breached: { zh: '已超时', en: 'breached' },
  cancelled: { zh: '已取消', en: 'cancelled' },
  excused: { zh: '已免责', en: 'excused' },
  on_time: { zh: '准时', en: 'on time' },
  early: { zh: '提前', en: 'early' },
  late_under_tier: { zh: '晚到（较短）', en: 'late, lower tier' },
  late_over_tier: { zh: '晚到（较长）', en: 'late, upper tier' },
  phone: { zh: '电话', en: 'phone' },
  email: { zh: '邮件', en: 'e-mail' },
  message: { zh: '短信', en: 'message' },
  signature: { zh: '签字', en: 'signature' },
};

/** The lines of an engineer's job sheet. */
export const SHEET = {
  customer: { zh: '客户', en: 'Customer' },
  phone: { zh: '电话', en: 'Phone' },
  site: { zh: '地点', en: 'Site' },
  address: { zh: '地址', en: 'Address' },
  contact: { zh: '现场联系人', en: 'Contact on site' },
  product: { zh: '设备', en: 'Equipment' },
  serialNo: { zh: '序列号', en: 'Serial number' },
  fault: { zh: '故障现象', en: 'Fault' },
  wish: { zh: '客户要求', en: 'Wishes' },
} as const satisfies WordsOf;

export type SheetLine = keyof typeof SHEET;

/** The fixed words of the page around a message. */
export const PAGE: Readonly<
  Record<
    Language,
    Record<
      | 'caseNo'
      | 'next'
      | 'clauses'
      | 'open'
      | 'yes'
      | 'no'
      | 'address'
      | 'addressUnknown'
      | 'hotline'
      | 'level'
      | 'footer'
      | 'colon'
      | 'list'
      | 'between',
      string
    >
  >
> = {
  zh: {
    caseNo: '服务单号',
    next: '下一步',
    clauses: '依据条款',
    open: '打开服务单',
    yes: '是',
    no: '否',
    address: '送修地址',
    addressUnknown: '请致电服务热线询问',
    hotline: '服务热线',
    level: '级',
    footer: '本邮件由系统自动发送，请勿直接回复。',
    colon: '：',
    list: '、',
    between: '；',
  },
  en: {
    caseNo: 'Case',
    next: 'What to do next',
    clauses: 'Clauses',
    open: 'Open the case',
    yes: 'yes',
    no: 'no',
    address: 'Address',
    addressUnknown: 'please ask our service hotline',
    hotline: 'Hotline',
    level: 'level',
    footer: 'This mail was sent automatically; please do not reply.',
    colon: ': ',
    list: ', ',
    between: '; ',
  },
};
