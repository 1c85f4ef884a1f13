/** What staff read of a return or exchange where the software keeps a code. Chinese first. */
import type { returnMarks } from '../domain/cases/return/marks';
import type { ReturnStatus } from '../domain/cases/return/state';
import type { Words } from './bilingual';

type Table<K extends string> = Readonly<Record<K, Words>>;

/** The statuses of a return; those that repairs have too are worded with theirs. */
export const RETURN_STATUSES: Table<
  Exclude<
    ReturnStatus,
    'received' | 'contacted' | 'assessed' | 'waiting_customer' | 'callback_due' | 'closed' | 'completed' | 'cancelled'
  >
> = {
  waiting_approval: { zh: '待审批', en: 'Waiting for approval' },
  authorised: { zh: '已批准', en: 'Approved' },
  waiting_goods: { zh: '待收货', en: 'Waiting for the goods' },
  inspecting: { zh: '验货中', en: 'Inspecting' },
  settling: { zh: '退换办理中', en: 'Being settled' },
};

/** Every mark of a return; those that repairs have too are worded with theirs. */
export const RETURN_MARKS: Table<
  Exclude<
    keyof typeof returnMarks,
    'reported' | 'responded' | 'shipped_back' | 'dissatisfied' | 'closed' | 'reopened' | 'cancelled'
  >
> = {
  documents_asked: { zh: '请客户补齐单据', en: 'Documents asked for' },
  documents_complete: { zh: '销售单据已齐', en: 'Documents complete' },
  applied: { zh: '已填写退换货申请', en: 'Application filled in' },
  remedy_offered: { zh: '已提出其他处理方式', en: 'Another remedy offered' },
  remedy_agreed: { zh: '客户同意处理方式', en: 'Remedy agreed' },
  remedy_declined: { zh: '客户不接受', en: 'Offer declined' },
  large_item_negotiated: { zh: '大件已协商', en: 'Large item negotiated' },
  approval_asked: { zh: '已送审', en: 'Sent for approval' },
  departments_confirmed: { zh: '责任部门已现场确认', en: 'Departments confirmed on site' },
  return_approved: { zh: '退换货已批准', en: 'Return approved' },
  return_refused: { zh: '退换货未获批准', en: 'Return refused' },
  handling_planned: { zh: '处理方案已定', en: 'Handling planned' },
  return_order_issued: { zh: '已开退货单', en: 'Return order issued' },
  pick_up_arranged: { zh: '已安排取货', en: 'Pick-up arranged' },
  goods_reminded: { zh: '已提醒客户', en: 'Customer reminded' },
  goods_returned: { zh: '已收货', en: 'Goods came in' },
  quantity_differs: { zh: '实收数量与清单不符', en: 'Count differs from the list' },
  goods_inspected: { zh: '已逐件验货', en: 'Goods inspected' },
  item_refused: { zh: '货品被拒收', en: 'Item refused' },
  goods_refused: { zh: '全部拒收', en: 'All goods refused' },
  exchange_accepted: { zh: '换货已受理', en: 'Exchange accepted' },
  refund_proposed: { zh: '已提出退款', en: 'Refund proposed' },
  refunded: { zh: '已退款', en: 'Refunded' },
  refund_recovered: { zh: '已按更正后的退款结清，多付的已收回', en: 'Amended refund settled, any surplus recovered' },
  replacement_shipped: { zh: '换货已发出', en: 'Replacement sent' },
  replacement_delivered: { zh: '客户已收到换货', en: 'Replacement delivered' },
  warranty_restarted: { zh: '保修期重新起算', en: 'Warranty starts anew' },
  passed_to_repair: { zh: '已转维修', en: 'Passed to a repair' },
  supplier_claimed: { zh: '已向供方索赔', en: 'Supplier claimed on' },
  supplier_settled: { zh: '供方已答复', en: 'Supplier answered' },
  return_completed: { zh: '退换货已办结', en: 'Return completed' },
  withdrawn: { zh: '客户撤回', en: 'Withdrawn by the customer' },
  lapsed: { zh: '逾期未寄回或未答复，自动结束', en: 'Lapsed: neither goods nor an answer' },
};

/** Events of returns beside the marks. */
export const RETURN_EVENTS = {
  approval_decided: { zh: '审批意见', en: 'Decision on the approval' },
  item_inspected: { zh: '货品已验', en: 'Item inspected' },
} as const satisfies Readonly<Record<string, Words>>;

/** Fields of actions and events. */
export const RETURN_FIELDS: Readonly<Record<string, Words>> = {
  salesDocuments: { zh: '销售单据齐全', en: 'Sales documents complete' },
  warrantyCertificate: { zh: '已出示保修凭证', en: 'Warranty certificate shown' },
  paymentSettled: { zh: '货款已结清', en: 'Fully paid' },
  sale: { zh: '销售单据', en: 'Sales document' },
  documentNo: { zh: '单据号', en: 'Document number' },
  'fileApplication.lines': { zh: '售出货品', en: 'Goods sold' },
  'fileApplication.items': { zh: '退换货品', en: 'Goods to come back' },
  'receiveGoods.items': { zh: '实收货品', en: 'Goods received' },
  'shipReplacement.lines': { zh: '换货明细', en: 'Replacement' },
  'fileApplication.serialNo': { zh: '序列号', en: 'Serial number' },
  'shipReplacement.serialNo': { zh: '序列号', en: 'Serial number' },
  'fileApplication.reason': { zh: '退换原因', en: 'Reason' },
  line: { zh: '行号', en: 'Line' },
  model: { zh: '型号', en: 'Model' },
  batchNo: { zh: '批号', en: 'Batch' },
  wants: { zh: '客户要求', en: 'What the customer wants' },
  stage: { zh: '发现阶段', en: 'Where it was found out' },
  saleDate: { zh: '销售日期', en: 'Date of sale' },
  deliveredOn: { zh: '交付日期', en: 'Date of delivery' },
  exchangedOn: { zh: '换货日期', en: 'Date of an earlier exchange' },
  contractWarrantyMonths: { zh: '合同质保期（月）', en: 'Contract warranty (months)' },
  packagingComplete: { zh: '包装齐全', en: 'Packaging complete' },
  accessoriesComplete: { zh: '配件无缺漏', en: 'Accessories complete' },
  serialMatches: { zh: '编号无误', en: 'Number matches' },
  internalsUntouched: { zh: '内部无更换拆卸', en: 'Internals untouched' },
  misuse: { zh: '人为操作不当', en: 'Misuse' },
  forceMajeure: { zh: '不可抗力', en: 'Force majeure' },
  resalable: { zh: '不影响再次销售', en: 'Can be sold again' },
  conformsToContract: { zh: '符合合同', en: 'As contracted' },
  discontinued: { zh: '已停产', en: 'No longer made' },
  transportDamage: { zh: '运输损坏', en: 'Damaged in transport' },
  repairTried: { zh: '已先行维修', en: 'Repair tried' },
  repairable: { zh: '可修', en: 'Repairable' },
  manufacturerConfirmed: { zh: '厂家已确认', en: 'Maker confirmed' },
  suppliedBy: { zh: '采购人要求的供货时间', en: 'When the purchaser wants the goods' },
  majorBatch: { zh: '重大批量', en: 'Major batch' },
  weightKg: { zh: '重量（公斤）', en: 'Weight (kg)' },
  volumeM3: { zh: '体积（立方米）', en: 'Volume (m³)' },
  'answerOffer.accepted': { zh: '客户接受', en: 'The customer accepts' },
  onSite: { zh: '已到现场确认', en: 'Confirmed on site' },
  liable: { zh: '责任方', en: 'Liable party' },
  cause: { zh: '原因分析', en: 'Cause' },
  plan: { zh: '处理方案', en: 'Plan' },
  corrective: { zh: '纠正措施', en: 'Corrective action' },
  orderNo: { zh: '退货单号', en: 'Return order' },
  route: { zh: '退货方式', en: 'Way of the goods' },
  freightPayer: { zh: '运费承担方', en: 'Freight paid by' },
  'arrangePickUp.at': { zh: '取货时间', en: 'Pick-up time' },
  received: { zh: '实收数量', en: 'Received' },
  'inspectItem.accepted': { zh: '合格数量', en: 'Accepted' },
  'inspectItem.refused': { zh: '拒收数量', en: 'Refused' },
  refused: { zh: '拒收数量', en: 'Refused' },
  refusal: { zh: '拒收理由', en: 'Why refused' },
  'inspectItem.explained': { zh: '已向客户讲明', en: 'The customer was told' },
  'inspectItem.condition': { zh: '货品状况', en: 'Condition' },
  'proposeRefund.amountFen': { zh: '退款金额（元）', en: 'Refund (yuan)' },
  deductions: { zh: '扣款', en: 'Deductions' },
  'proposeRefund.fen': { zh: '扣款金额（元）', en: 'Amount (yuan)' },
  'payRefund.slipNo': { zh: '付款凭证号', en: 'Payment number' },
  priceFen: { zh: '单价（元）', en: 'Price of one (yuan)' },
  of: { zh: '向谁索赔', en: 'Claim on' },
  claimedFen: { zh: '索赔金额（元）', en: 'Claimed (yuan)' },
  oldGoodsSent: { zh: '旧货已寄回换新', en: 'Old goods sent for new' },
  claim: { zh: '索赔序号', en: 'Claim' },
  'settleClaim.fen': { zh: '追偿金额（元）', en: 'Recovered (yuan)' },
  remedies: { zh: '可选处理方式', en: 'Remedies' },
  remedy: { zh: '处理方式', en: 'Remedy' },
  failed: { zh: '不符合的条款', en: 'Clauses not met' },
  deduction: { zh: '扣款项', en: 'Deduction' },
};

/** Values of choices. */
export const RETURN_VALUES: Readonly<Record<string, Words>> = {
  return: { zh: '退货', en: 'Return' },
  exchange: { zh: '换货', en: 'Exchange' },
  warranty_repair: { zh: '保修', en: 'Repair in warranty' },
  paid_repair: { zh: '收费维修', en: 'Chargeable repair' },
  pending: { zh: '资料不足', en: 'Not known yet' },
  accept_on_spot: { zh: '当场受理', en: 'Accepted on the spot' },
  return_and_resupply: { zh: '退货并补供', en: 'Returned and resupplied' },
  substitute: { zh: '等价替换', en: 'Substitute at equal price' },
  'reason.quality': { zh: '质量问题', en: 'Quality' },
  'reason.missing': { zh: '缺少', en: 'Missing' },
  'reason.dirty': { zh: '脏污', en: 'Dirty' },
  wrong_model: { zh: '型号错误', en: 'Wrong model' },
  wrong_quantity: { zh: '数量错误', en: 'Wrong quantity' },
  unsatisfied: { zh: '不满意', en: 'Not satisfied' },
  not_as_contracted: { zh: '不符合合同', en: 'Not as contracted' },
  transport_damage: { zh: '运输损坏', en: 'Damaged in transport' },
  no_reason: { zh: '无理由', en: 'No reason' },
  acceptance: { zh: '验收时', en: 'At acceptance' },
  delivery: { zh: '交货时', en: 'At delivery' },
  pick_up: { zh: '上门取货', en: 'Picked up' },
  'route.carry_in': { zh: '客户送来', en: 'Carried in' },
  'route.send_in': { zh: '客户寄回', en: 'Sent in' },
  negotiated: { zh: '协商的方式', en: 'As negotiated' },
  on_delivery: { zh: '随送货退回', en: 'With the delivery' },
  'liable.customer': { zh: '客户', en: 'The customer' },
  'freightPayer.customer': { zh: '客户', en: 'The customer' },
  paid: { zh: '已赔付', en: 'Paid' },
  replaced: { zh: '已换新', en: 'Replaced' },
  not_resalable: { zh: '非生产原因且不可再售', en: 'Not resalable and not our fault' },
};
