/** What recurring duties are called in mails and lists. */
import type { ChoreKind } from '../domain/recurring/chore';
import { CARE_DUTIES } from './care-mails';
import type { WordsOf } from './bilingual';

/** By the kind of the chore. */
export const DUTIES: WordsOf<ChoreKind> = {
  ...CARE_DUTIES,
  publish_plan: { zh: '次日派工计划', en: 'Plan for the next day' },
  record_sheet: { zh: '当日服务记录单', en: 'Record sheet of the day' },
  customer_file: { zh: '客户档案未建全', en: 'Customer file incomplete' },
  part_arrival: { zh: '配件未按期到货', en: 'Part not here on its expected date' },
  old_part: { zh: '旧件未返厂', en: 'Old part not sent back to the maker' },
  reorder: { zh: '被拆整机未补订配件', en: 'Part not reordered for the stock unit' },
  stock_low: { zh: '库存低于订货点，待订货', en: 'Part below its reorder level, to be ordered' },
  loaner_overdue: { zh: '代用机未归还', en: 'Loaner not returned' },
  partner_report: { zh: '合作方月度报表', en: 'Monthly report of a partner' },
  partner_check: { zh: '与合作方按月核对', en: 'Monthly check with a partner' },
  amount_confirm: { zh: '账目待另一人复核', en: 'Entry of money to be confirmed by another person' },
  amount_pay: { zh: '已复核的退款或赔偿待支付', en: 'Confirmed refund or compensation to be paid' },
  amount_collect: { zh: '应收款项待收回或上交', en: 'Money owed to the company to be got in' },
  filing: { zh: '呈报事项待处理', en: 'Filing to be decided' },
  holiday_duty: { zh: '节假日无人值班', en: 'Nobody on duty on a holiday' },
  settlement: { zh: '与合作方结算', en: 'Settlement with a partner' },
  partner_audit: { zh: '合作方服务质量定期调查', en: 'Regular audit of a partner' },
  partner_correction: { zh: '合作方服务调查不合格，待整改', en: 'Correction of what a partner’s audit found' },
  partner_return: { zh: '合作方特殊退货申请待审批', en: 'Special return of a partner to be decided' },
  agreement_renewal: { zh: '合作协议到期续约', en: 'Renewal of a partner’s agreement' },
};

/** What the agreement offers at its end, for so many years: one text for both languages, as duties name things. */
export function renewalOffer(years: string, priority: boolean): string {
  return priority
    ? `优先续约 ${years} 年 Priority for a renewal of ${years} years`
    : `一次续签 ${years} 年 Renewed for ${years} years at a time`;
}
