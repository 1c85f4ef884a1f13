/** The words of evidence sheets. Chinese first. */
import type { Words } from './bilingual';

export const EVIDENCE = {
  title: { zh: '案件证据单', en: 'Evidence sheet' },
  case: { zh: '案件', en: 'Case' },
  policy: { zh: '服务制度', en: 'Policy' },
  opened: { zh: '受理', en: 'Received' },
  status: { zh: '状态', en: 'Status' },
  until: { zh: '历史截至', en: 'History up to' },
  auditor: { zh: '审计程序版本', en: 'Auditor version' },
  run: { zh: '流程历史', en: 'History' },
  archive: { zh: '归档第 {n} 行，链值', en: 'Archive line {n}, chain value' },
  notArchived: { zh: '尚未归档', en: 'not archived yet' },
  scale: {
    zh: '时间轴（按比例；竖线为到期，空白为暂停）',
    en: 'Timeline, to scale; strokes are due times, gaps are pauses',
  },
  zone: { zh: '时间均为当地时间', en: 'All times are local' },
  nothing: { zh: '（无）', en: '(none)' },
  promises: { zh: '时限及其由来', en: 'Promises, and how their due times came about' },
  steps: { zh: '谁在何时做了什么', en: 'Who did what, and when' },
  findings: { zh: '审计结论', en: 'Findings' },
  event: { zh: '事件', en: 'event' },
  clauses: { zh: '条款', en: 'clauses' },
  system: { zh: '系统', en: 'system' },
  note: {
    zh: '本单由流程历史重新计算得出，不取自业务数据库。人员与客户以编号表示。',
    en: 'Computed anew from the workflow history, not taken from the database. People and customers are shown by their ids.',
  },
  kept: { zh: '按时', en: 'kept' },
  late: { zh: '迟办', en: 'late' },
  broken: { zh: '未办', en: 'broken' },
  open: { zh: '未到期', en: 'open' },
  ended: { zh: '不再适用', en: 'ended' },
  reminder: { zh: '提醒', en: 'reminder' },
  paused: { zh: '暂停', en: 'paused' },
  due: { zh: '到期', en: 'due' },
} as const satisfies Record<string, Words>;
