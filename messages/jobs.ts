/** What staff read of a job where the software keeps a code; the words of the visit are a repair's. */
import type { Words } from './bilingual';

/** The moments of a job that repairs do not have. */
export const JOB_MARKS = {
  customer_notified: { zh: '已提前通知客户', en: 'Customer told in advance' },
  site_checked: { zh: '已检查现场', en: 'Site checked' },
  site_unfit: { zh: '现场条件不合格', en: 'Site not fit' },
  position_agreed: { zh: '已商定安装位置', en: 'Place agreed' },
  maintenance_briefed: { zh: '已讲解维护保养', en: 'Upkeep explained' },
  work_finished: { zh: '工作已完成', en: 'Work finished' },
  installed: { zh: '已安装调试', en: 'Installed and commissioned' },
  work_unfinished: { zh: '本次未完成', en: 'Not finished on this visit' },
} as const satisfies Record<string, Words>;

export const JOB_FIELDS: Readonly<Record<string, Words>> = {
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
  'open.work': { zh: '工作性质', en: 'Kind of work' },
};

export const JOB_VALUES: Readonly<Record<string, Words>> = {
  site_preparation: { zh: '现场布置', en: 'Site preparation' },
  site_check: { zh: '现场检查', en: 'Site check' },
  demonstration: { zh: '设备演示', en: 'Demonstration' },
  installation: { zh: '安装调试', en: 'Installation' },
  training: { zh: '培训', en: 'Training' },
  maintenance: { zh: '定期保养', en: 'Planned maintenance' },
  inspection: { zh: '巡检', en: 'Inspection visit' },
  letter: { zh: '信函', en: 'letter' },
};
