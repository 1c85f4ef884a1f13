/** What staff read of a complaint where the software keeps a code. Chinese first. */
import type { complaintMarks } from '../domain/cases/complaint/marks';
import type { ComplaintStatus } from '../domain/cases/complaint/state';
import type { WordsOf } from './bilingual';

/** The statuses of a complaint; those that repairs have too are worded with theirs. */
export const COMPLAINT_STATUSES: WordsOf<
  Exclude<ComplaintStatus, 'received' | 'assessed' | 'closed' | 'completed' | 'cancelled'>
> = {
  acknowledged: { zh: '已向客户确认', en: 'Acknowledged' },
  investigating: { zh: '调查中', en: 'Investigating' },
  responding: { zh: '拟定答复', en: 'Response being prepared' },
  communicated: { zh: '已告知决定，待客户答复', en: 'Decision told, answer awaited' },
  in_review: { zh: '申诉复核中', en: 'In review' },
  carrying_out: { zh: '方案执行中', en: 'Being carried out' },
  follow_up: { zh: '跟进回访', en: 'Follow-up' },
};

/** Every mark of a complaint; those that other kinds have too are worded with theirs. */
export const COMPLAINT_MARKS: WordsOf<
  Exclude<
    keyof typeof complaintMarks,
    | 'reported'
    | 'responded'
    | 'severe_loss'
    | 'company_loss'
    | 'incident_reported'
    | 'scene_preserved'
    | 'compensation_requested'
    | 'accepted'
    | 'dissatisfied'
    | 'withdrawn'
    | 'closed'
    | 'reopened'
    | 'cancelled'
  >
> = {
  form_completed: { zh: '投诉处理单已填完并提交', en: 'Complaint form complete and passed on' },
  acknowledged: { zh: '已向客户确认收到投诉', en: 'Receipt acknowledged to the customer' },
  assessed: { zh: '已评估与分类', en: 'Assessed' },
  urgent_reported: { zh: '紧急事项', en: 'Urgent matter' },
  safety_reported: { zh: '存在人身或财产危险', en: 'Danger to people or things' },
  regulator_referred: { zh: '监管部门转办', en: 'Referred by a regulator' },
  staff_concerned: { zh: '投诉涉及本公司人员', en: 'It is about members of the staff' },
  routed: { zh: '已转交责任部门', en: 'Given to the department' },
  answered: { zh: '责任部门已答复', en: 'Department answered' },
  all_answered: { zh: '各类别均已答复', en: 'Every category answered' },
  batch_check_ordered: { zh: '要求查同批号库存', en: 'Check of the lot ordered' },
  stock_checked: { zh: '已查同批号库存', en: 'Stock of the lot checked' },
  sample_ordered: { zh: '要求抽检', en: 'Sample test ordered' },
  sample_tested: { zh: '已抽检', en: 'Sample tested' },
  sample_bad: { zh: '抽检有类似问题', en: 'Sample shows the same problem' },
  batch_clear: { zh: '同批号没有类似问题', en: 'No similar problem in the lot' },
  recall_opened: { zh: '启动召回', en: 'Recall opened' },
  affected_listed: { zh: '受影响客户已全部列出并通知', en: 'All affected customers listed and told' },
  recall_completed: { zh: '召回完成', en: 'Recall completed' },
  investigated: { zh: '调查结论已定', en: 'Investigation concluded' },
  correction_planned: { zh: '整改措施已定', en: 'Corrective action planned' },
  correction_done: { zh: '整改已完成', en: 'Corrective action done' },
  correction_verified: { zh: '整改已验证有效', en: 'Corrective action verified' },
  correction_overdue: { zh: '整改逾期', en: 'Corrective action overdue' },
  proposed: { zh: '已提出处理方案', en: 'Solution proposed' },
  compensation_approved: { zh: '赔付已批准', en: 'Compensation approved' },
  compensation_refused: { zh: '赔付未获批准', en: 'Compensation refused' },
  decided: { zh: '处理决定已作出并告知客户', en: 'Decided and told to the customer' },
  rejected: { zh: '客户不接受决定', en: 'Decision not accepted' },
  appealed: { zh: '客户向上一级申诉', en: 'Customer appealed' },
  ruled: { zh: '已裁定', en: 'Ruled' },
  ruled_final: { zh: '最终裁定', en: 'Final ruling' },
  carried_out: { zh: '方案已执行', en: 'Carried out' },
  satisfied: { zh: '客户满意', en: 'Customer satisfied' },
  written_result: { zh: '书面结果已发出', en: 'Written result sent' },
  weekly_written: { zh: '已书面通报各部门', en: 'Written account to the departments' },
  archived: { zh: '已归档', en: 'Archived' },
};

/** Marks of a category or of a level of review, whose title follows. */
export const COMPLAINT_MARKS_OF = {
  routed: { zh: '已转交责任部门', en: 'Given to the department' },
  answered: { zh: '责任部门已答复', en: 'Department answered' },
  appealed: { zh: '已申诉至', en: 'Appealed to' },
  ruled: { zh: '已裁定', en: 'Ruled' },
} as const satisfies WordsOf;

/** Events of complaints beside the marks. */
export const COMPLAINT_EVENTS = {
  complained: { zh: '客户就此案投诉', en: 'The customer complains about it' },
  form_amended: { zh: '投诉处理单已补充', en: 'Form amended' },
  contact_logged: { zh: '来电来信来访已登记', en: 'Contact logged' },
  statement_given: { zh: '被投诉人已陈述', en: 'Statement given' },
  handler_assigned: { zh: '已指定处理人', en: 'Handler assigned' },
  task_taken: { zh: '已承办', en: 'Category taken' },
  task_passed: { zh: '已转交其他部门', en: 'Category passed on' },
  affected_told: { zh: '已通知受影响客户', en: 'Affected customers told' },
  affected_settled: { zh: '受影响客户已办结', en: 'Affected customer settled' },
  correction_not_effective: { zh: '整改无效，须重做', en: 'Corrective action not effective' },
  compensation_decided: { zh: '赔付审批意见', en: 'Decision on compensation' },
} as const satisfies WordsOf;

/** Timers of complaints. */
export const COMPLAINT_CAUSES: WordsOf = {
  correction: { zh: '整改到期', en: 'Corrective action due' },
  account: { zh: '书面通报时间到', en: 'Written account due' },
};

/** Fields of actions and events. */
export const COMPLAINT_FIELDS: WordsOf = {
  complaint: { zh: '投诉单号', en: 'Complaint' },
  source: { zh: '投诉来源', en: 'Source' },
  words: { zh: '告知客户的内容', en: 'What the customer was told' },
  'acknowledgeReceipt.channel': { zh: '联系方式', en: 'How' },
  'logContact.channel': { zh: '联系方式', en: 'How' },
  'logContact.text': { zh: '客户所述与答复', en: 'What was said and answered' },
  'addStatement.text': { zh: '陈述', en: 'Statement' },
  lot: { zh: '批号', en: 'Lot' },
  lots: { zh: '批号（每行一个）', en: 'Lots, one a line' },
  'batch_check_ordered.lots': { zh: '批号数', en: 'Lots' },
  'routed.to': { zh: '责任部门', en: 'Department' },
  severity: { zh: '严重程度', en: 'Severity' },
  categories: { zh: '投诉类别', en: 'Categories' },
  category: { zh: '类别', en: 'Category' },
  urgent: { zh: '紧急', en: 'Urgent' },
  'reportDanger.what': { zh: '情况', en: 'What' },
  concernedIds: { zh: '被投诉人', en: 'Whom it is about' },
  handlerId: { zh: '处理人', en: 'Handler' },
  taskPersonId: { zh: '承办人', en: 'Who looks into it' },
  personId: { zh: '承办人', en: 'Who looks into it' },
  role: { zh: '部门', en: 'Department' },
  answer: { zh: '调查与答复', en: 'Findings and answer' },
  inStock: { zh: '有同批号库存', en: 'There is stock of the lot' },
  size: { zh: '抽样数量', en: 'Sample size' },
  similar: { zh: '有类似问题', en: 'Shows the same problem' },
  customerIds: { zh: '受影响客户', en: 'Affected customers' },
  customers: { zh: '客户数', en: 'Customers' },
  affectedId: { zh: '受影响客户', en: 'Affected customer' },
  'listAffected.complete': { zh: '名单已完整', en: 'The list is complete' },
  analysis: { zh: '调查分析', en: 'Analysis' },
  'conclude.cause': { zh: '原因', en: 'Cause' },
  liability: { zh: '责任', en: 'Liability' },
  'planCorrection.what': { zh: '整改内容', en: 'What has to be done' },
  correctionOwnerId: { zh: '整改责任人', en: 'Its owner' },
  dueOn: { zh: '完成日期', en: 'Done by' },
  correction: { zh: '整改措施序号', en: 'Corrective action' },
  evidence: { zh: '完成情况与证据', en: 'What was done, with evidence' },
  effective: { zh: '有效', en: 'Effective' },
  solution: { zh: '处理方案', en: 'Solution' },
  'propose.compensation': { zh: '赔付', en: 'Compensation' },
  'rule.compensation': { zh: '赔付', en: 'Compensation' },
  basis: { zh: '赔付项目', en: 'What is paid for' },
  'answerDecision.accepted': { zh: '客户接受决定', en: 'The customer accepts' },
  'answerDecision.by': { zh: '答复方式', en: 'How the customer answered' },
  'appeal.text': { zh: '申诉内容', en: 'What the customer says' },
  'appeal.level': { zh: '申诉至', en: 'Level' },
  'rule.text': { zh: '裁定说明', en: 'Reasons of the ruling' },
  'carryOut.text': { zh: '执行情况', en: 'What was done' },
  result: { zh: '书面结果', en: 'Written result' },
  no: { zh: '序号', en: 'Number' },
  round: { zh: '第几轮', en: 'Round' },
  tasks: { zh: '未答复事项', en: 'Unanswered' },
  corrections: { zh: '未完成整改', en: 'Open corrective actions' },
  since: { zh: '投诉时间', en: 'Since' },
};

/** Values of choices. */
export const COMPLAINT_VALUES: WordsOf = {
  call: { zh: '来电', en: 'Call' },
  letter: { zh: '信函', en: 'Letter' },
  'source.visit': { zh: '来访', en: 'Visit' },
  mailbox: { zh: '意见箱', en: 'Mailbox' },
  'source.callback': { zh: '回访', en: 'Callback' },
  survey: { zh: '满意度调查', en: 'Survey' },
  regulator: { zh: '监管部门', en: 'Regulator' },
  other: { zh: '其他', en: 'Other' },
  fax: { zh: '传真', en: 'Fax' },
  oral: { zh: '口述', en: 'Word of mouth' },
  minor: { zh: '一般', en: 'Minor' },
  serious: { zh: '严重', en: 'Serious' },
  critical: { zh: '重大', en: 'Critical' },
  safety: { zh: '人身或财产危险', en: 'Danger to people or things' },
  customer_loss: { zh: '客户严重损失', en: 'Severe loss for the customer' },
  company_loss: { zh: '公司将受损失', en: 'Loss for the company' },
  staff_held: { zh: '人员或工具被扣、受攻击', en: 'Staff or tools held, or attacked' },
  'what.urgent': { zh: '紧急事项', en: 'Urgent matter' },
  'outcome.returned': { zh: '已退回', en: 'Returned' },
  kept: { zh: '客户保留', en: 'Kept' },
  used_up: { zh: '已用完', en: 'Used up' },
  unreached: { zh: '联系不上', en: 'Not reached' },
  design: { zh: '设计', en: 'Design' },
  material: { zh: '材料', en: 'Material' },
  production: { zh: '生产', en: 'Production' },
  transport: { zh: '运输', en: 'Transport' },
  storage: { zh: '储存', en: 'Storage' },
  'cause.installation': { zh: '安装', en: 'Installation' },
  service: { zh: '服务', en: 'Service' },
  use: { zh: '客户使用', en: 'Use' },
  unknown: { zh: '不明', en: 'Unknown' },
  'liability.customer': { zh: '客户', en: 'The customer' },
  shared: { zh: '共同责任', en: 'Shared' },
  nobody: { zh: '无责任方', en: 'Nobody' },
  unclear: { zh: '责任不清', en: 'Unclear' },
  upheld: { zh: '投诉成立', en: 'Upheld' },
  partly_upheld: { zh: '部分成立', en: 'Partly upheld' },
  not_upheld: { zh: '不成立', en: 'Not upheld' },
  explanation: { zh: '解释说明', en: 'Explanation' },
  apology: { zh: '道歉', en: 'Apology' },
  resupply: { zh: '补供', en: 'Resupply' },
  confirmed: { zh: '维持原决定', en: 'The decision stands' },
  amended: { zh: '改变决定', en: 'Another decision' },
  'known.customer': { zh: '客户信息', en: 'Customer' },
  lot: { zh: '批号', en: 'Lot' },
  recorder: { zh: '登记人', en: 'Recorder' },
};
