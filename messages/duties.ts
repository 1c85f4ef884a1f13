/** What recurring duties are called in mails and lists. */
import type { ChoreKind } from '../domain/recurring/chore';
import { CARE_DUTIES } from './care-mails';
import type { Words } from './bilingual';

/** By the kind of the chore. */
export const DUTIES: Readonly<Record<ChoreKind, Words>> = {
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
  settlement: { zh: '与合作方结算', en: 'Settlement with a partner' },
};
