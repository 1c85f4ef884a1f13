/** The words of a partner's settlement: Chinese first, English second, as one text, for both parties read it. */
import type { SettlementLine } from '../domain/partners/settlement';
import type { CostKind } from '../domain/partners/costs';

export const SETTLEMENT_WORDS = {
  title: '结算单 Settlement',
  agreement: '协议 Agreement',
  settleBy: '结算日 To be settled by',
  money: '金额单位：人民币元 Amounts in CNY',
  preview: '试算，尚未结算 Preview, not settled yet; as of',
  made: '已结算 Settled',
  unconfirmed: '待另一人确认 Waits for a second person to confirm it',
  confirmed: '已确认 Confirmed',
  totals: '合计 Totals',
  item: '项目 Item',
  amount: '金额 Amount',
  principalOwes: '甲方应付乙方 Principal owes partner',
  partnerOwes: '乙方应付甲方 Partner owes principal',
  unsettled: '未结（待补资料） Left open',
  fund: '专项维修费用 Repair fund',
  payments: '本期回款 Payments of the period',
  fundOf: '本期专项费用 Fund of the period',
  carriedIn: '上期结转 Carried in',
  spent: '本期已用 Spent',
  overrun: '超出，乙方支付 Overrun, paid by the partner',
  carryOut: '结转下期 Carried out',
  lines: '明细 Lines',
  on: '日期 Date',
  reference: '单号 Reference',
  case: '案件号 Case',
  kind: '项目 Kind',
  principal: '甲方 Principal',
  partner: '乙方 Partner',
  drawn: '专项 Fund',
  user: '用户 User',
  open: '未结 Open',
  card: '返厂卡 Card',
  clauses: '条款 Clauses',
  remarks: '备注 Remarks',
  earlier: '补结（原结算日）Settled late, was to be settled by',
  orOthers: '等 or others instead',
  sum: '合计 Total',
  signatures: '签章 Signed and sealed',
  principalParty: '甲方 Principal',
  partnerParty: '乙方 Partner',
} as const;

export const COST_KINDS: Readonly<Record<CostKind, string>> = {
  repair: '维修费 Repair',
  part: '配件 Part',
  return: '退货返修 Return',
  freight: '运费 Freight',
  training: '培训 Training',
};

/** Why a line is not settled yet; the facts that are missing follow. */
export const OPEN_LINES: Readonly<Record<NonNullable<SettlementLine['open']>, string>> = {
  card_missing: '缺三包返厂卡 Return card missing',
  facts_missing: '缺资料 Facts missing',
};
