/** What staff read of a job where the software keeps a code; the words of the visit are a repair's. */
import type { WordsOf } from './bilingual';

/** The moments of a job that repairs do not have. */
export const JOB_MARKS = {
  customer_notified: { zh: '已提前通知客户', en: 'Customer told in advance' },
  site_checked: { zh: '已检查现场', en: 'Site checked' },
  site_unfit: { zh: '现场条件不合格', en: 'Site not fit' },
  position_agreed: { zh: '已商定安装位置', en: 'Place agreed' },
  maintenance_briefed: { zh: '已讲解维护保养', en: 'Upkeep explained' },
  work_finished: { zh: '工作已完成', en: 'Work finished' },
  installed: { zh: '已安装调试', en: 'Installed and commissioned' },
  stock_arrived: { zh: '非常规商品已到货', en: 'Special goods came in' },
  delivered: { zh: '已送达', en: 'Delivered' },
  work_unfinished: { zh: '本次未完成', en: 'Not finished on this visit' },
  department_served: { zh: '已送到部门桌面', en: 'Delivered to the desk of a department' },
  departments_served: { zh: '各部门均已送到', en: 'Every department has its part' },
  goods_checked: { zh: '用户已清点货物', en: 'The user counted the goods' },
  goods_differ: { zh: '货物缺少或损坏', en: 'Goods missing or damaged' },
  acceptance_recorded: { zh: '双方已验收', en: 'Joint acceptance recorded' },
  acceptance_signed: { zh: '验收合格，双方已签字', en: 'Accepted and signed by both' },
  acceptance_refused: { zh: '验收未通过', en: 'Not accepted' },
  test_reported: { zh: '已出检测总结', en: 'Test summed up' },
  consultation_answered: { zh: '已解答咨询', en: 'Question answered' },
} as const satisfies WordsOf;

/** What else a job records. */
export const JOB_EVENTS = {
  department_added: { zh: '登记分送部门', en: 'Department listed' },
} as const satisfies WordsOf;

export const JOB_FIELDS: WordsOf = {
  task: { zh: '工作内容', en: 'What is wanted' },
  againstStandard: { zh: '位置不符合标准', en: 'Place against the standard' },
  riskExplained: { zh: '已说明风险', en: 'Risk explained' },
  topics: { zh: '讲解内容', en: 'What was explained' },
  attendees: { zh: '参加人数', en: 'How many took part' },
  'finish.done': { zh: '已完成', en: 'Done' },
  'checkSite.items': { zh: '检查项目', en: 'What was checked' },
  'checkSite.text': { zh: '须整改的内容', en: 'What has to be put right' },
  'finish.text': { zh: '完成情况', en: 'What was done, or why not' },
  passed: { zh: '合格', en: 'Passed' },
  item: { zh: '项目', en: 'Item' },
  department: { zh: '部门序号', en: 'Department' },
  'addDepartment.name': { zh: '部门与桌位', en: 'Department and desk' },
  pieces: { zh: '件数', en: 'Pieces' },
  receivedBy: { zh: '签收人', en: 'Received by' },
  goods: { zh: '货物清单', en: 'Goods' },
  listed: { zh: '清单数量', en: 'On the list' },
  counted: { zh: '清点数量', en: 'Counted' },
  sound: { zh: '外观完好', en: 'Looks sound' },
  complete: { zh: '齐全完好', en: 'Complete and sound' },
  'checkGoods.text': { zh: '缺少或损坏的情况', en: 'What is missing or damaged' },
  customerSide: { zh: '客户方在场人员', en: 'Present for the customer' },
  companySide: { zh: '我方在场人员', en: 'Present for the company' },
  'recordAcceptance.accepted': { zh: '验收合格', en: 'Accepted' },
  tests: { zh: '各项测试', en: 'Tests' },
  signedByCustomer: { zh: '客户已签字', en: 'Signed by the customer' },
  signedByCompany: { zh: '我方已签字', en: 'Signed by the company' },
  'recordAcceptance.text': { zh: '验收意见', en: 'Remarks' },
  'reportTest.items': { zh: '检测项目', en: 'What was tested' },
  summary: { zh: '检测总结', en: 'Summary' },
  'answerQuestion.text': { zh: '解答内容', en: 'The answer' },
  order: { zh: '订单类别', en: 'Kind of order' },
  'open.order': { zh: '订单类别（配送）', en: 'Kind of order (deliveries)' },
  'open.work': { zh: '工作性质', en: 'Kind of work' },
};

export const JOB_VALUES: WordsOf = {
  site_preparation: { zh: '现场布置', en: 'Site preparation' },
  site_check: { zh: '现场检查', en: 'Site check' },
  demonstration: { zh: '设备演示', en: 'Demonstration' },
  installation: { zh: '安装调试', en: 'Installation' },
  training: { zh: '培训', en: 'Training' },
  maintenance: { zh: '定期保养', en: 'Planned maintenance' },
  inspection: { zh: '巡检', en: 'Inspection visit' },
  'work.delivery': { zh: '配送', en: 'Delivery' },
  'work.test': { zh: '产品检测', en: 'Product test' },
  'work.consultation': { zh: '产品咨询', en: 'Consultation' },
  'order.regular': { zh: '常规商品', en: 'Regular goods' },
  'order.urgent': { zh: '紧急订单', en: 'Urgent order' },
  'order.special': { zh: '非常规商品（须先进货）', en: 'Special goods, to be got first' },
  letter: { zh: '信函', en: 'letter' },
};
