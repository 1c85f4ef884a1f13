/** The words of the daily plan: why somebody goes, what speaks against it, and the columns of its table. */
import type { ReasonCode } from '../domain/planning/types';
import type { CallbackRun } from '../domain/cases/state';
import type { Words, WordsOf } from './bilingual';

/** Reasons and conflicts of a plan's lines. */
export const PLAN_REASONS: WordsOf<ReasonCode | 'nobody_can_go'> = {
  nobody_can_go: { zh: '无人可派', en: 'Nobody can go' },
  not_qualified: { zh: '未经培训合格', en: 'Not qualified' },
  certificate_missing: { zh: '缺少资质证书', en: 'Certificate missing' },
  certificate_expired: { zh: '资质证书已过期', en: 'Certificate expired' },
  absent: { zh: '当时请假或外出', en: 'Away at that time' },
  not_working: { zh: '当时不上班', en: 'Not at work then' },
  overlap: { zh: '与另一安排时间重叠', en: 'Overlaps with another visit' },
  overload: { zh: '当日超负荷', en: 'Overloaded on that day' },
  no_time: { zh: '当日没有足够的空闲时间', en: 'Not enough free time on that day' },
  late: { zh: '晚于到场时限', en: 'After the arrival deadline' },
  has_job: { zh: '已派给此人', en: 'Has the job' },
  knows_customer: { zh: '服务过该客户', en: 'Has served this customer' },
  region: { zh: '负责该区域', en: 'Serves the region' },
  other_region: { zh: '负责其他区域', en: 'Serves other regions' },
  skill: { zh: '熟悉该产品或工作', en: 'Knows the product or work' },
  no_skill: { zh: '不熟悉该产品或工作', en: 'Does not know the product or work' },
  certified: { zh: '持有所需证书', en: 'Holds the certificate' },
  load: { zh: '当日已有工作量', en: 'Load on that day' },
};

export const TABLE_TITLES = {
  table: { zh: '人员动向和回访情况表', en: 'Movements and callbacks' },
  movements: { zh: '人员动向', en: 'Movements' },
  callbacks: { zh: '回访情况', en: 'Callbacks' },
} as const satisfies WordsOf;

export const MOVEMENT_COLUMNS: readonly Words[] = [
  { zh: '工程师', en: 'Engineer' },
  { zh: '单号', en: 'Case' },
  { zh: '客户', en: 'Customer' },
  { zh: '地点', en: 'Place' },
  { zh: '时间', en: 'Time' },
  { zh: '状态', en: 'Status' },
];

export const CALLBACK_COLUMNS: readonly Words[] = [
  { zh: '回访', en: 'Callback' },
  { zh: '单号', en: 'Case' },
  { zh: '客户', en: 'Customer' },
  { zh: '应回访', en: 'Due' },
  { zh: '已回访', en: 'Done' },
  { zh: '次数', en: 'Attempts' },
  { zh: '结果', en: 'Result' },
];

/** How a callback ended, as it stands in the table. */
export const CALLBACK_RESULTS: WordsOf<NonNullable<CallbackRun['result']>> = {
  satisfied: { zh: '满意', en: 'Satisfied' },
  dissatisfied: { zh: '不满意', en: 'Dissatisfied' },
  unreached: { zh: '未联系上', en: 'Not reached' },
  waived: { zh: '不再需要', en: 'Not needed any more' },
};

/** Sentences of a published plan, in the language that staff read first. */
export const PLAN_MAIL = {
  calendar: (date: string): string => `派工计划 ${date}`,
  event: (caseId: string, customer: string | undefined): string => [caseId, customer].filter(Boolean).join(' '),
  transfer: (date: string): string => `按 ${date} 派工计划调整 / by the plan of ${date}`,
};

/** What stands beside a case in lists of the day. */
export const PLAN_SUBJECTS: WordsOf = {
  left_over: { zh: '遗留工作', en: 'Left over' },
  visit_gone: { zh: '不再由您上门', en: 'Not yours any more' },
  planned_visit: { zh: '计划上门', en: 'Planned visit' },
  sheet_missing: { zh: '记录单未交', en: 'Record sheet missing' },
  amount_reconciles: { zh: '金额与记录不符', en: 'Amount differs from the record' },
};
