/** What recurring duties are called in mails and lists. */
import type { Words } from './words';

/** By the kind of the chore. */
export const DUTIES: Readonly<Record<string, Words>> = {
  publish_plan: { zh: '次日派工计划', en: 'Plan for the next day' },
  record_sheet: { zh: '当日服务记录单', en: 'Record sheet of the day' },
};
