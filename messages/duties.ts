/** What recurring duties are called in mails and lists. */
import { CARE_DUTIES } from './care-mails';
import type { Words } from './words';

/** By the kind of the chore. */
export const DUTIES: Readonly<Record<string, Words>> = {
  ...CARE_DUTIES,
  publish_plan: { zh: '次日派工计划', en: 'Plan for the next day' },
  record_sheet: { zh: '当日服务记录单', en: 'Record sheet of the day' },
};
