/** Payloads as people send them: the actions that several kinds of case have. A test holds each against its schema. */
import type { PayloadExamples } from './types';

const sha256 = '5d41402abc4b2a76b9719d911017c5920b1d3f1d9d1b0c2f3a4e5d6c7b8a9f00';

/** What every kind has. */
export const sharedExamples: PayloadExamples = {
  note: { text: '客户要求下午三点以后再打电话' },
  issueDocument: { form: 'service_report' },
  attach: { attachment: { id: 'a-7c9e6679f4', sha256 }, about: 'damage' },
  handOver: { dispatcherId: 'p-liu-fang' },
  link: { caseId: 'R2026-000117', relation: 'related' },
  merge: { into: 'R2026-000117', reason: '同一故障重复报修' },
  respond: { by: 'phone', opinion: '已电话联系，初步判断为硬盘故障，安排上门' },
  callBack: { callback: 'follow_up', reached: true, satisfied: true, text: '对维修结果满意' },
  reopen: { reason: '客户来电，同一故障再次出现' },
  cancel: { reason: '客户已自行解决，不再需要服务' },
  close: { reason: '客户长期联系不上，两次回访未接' },
  complained: { complaint: 'C2026-000018' },
  raise: { ladder: 'department', reason: '客户情绪激动，请主管出面' },
  acknowledge: { escalation: 'breach:response' },
  resolveEscalation: { escalation: 'breach:response', reason: '已与客户联系并致歉，约定今日上门' },
  extend: { clock: 'arrival', by: 'PT4H', reason: '客户要求改到下午' },
  excuse: { clock: 'arrival', reason: '道路因事故封闭，有交管公告' },
  approveExcuse: { clock: 'arrival' },
  correct: { clock: 'arrival', metAt: '2026-03-02T10:05:00+08:00', reason: '工程师已按时到场，漏点「到达」' },
  confirmEntry: { entry: 1 },
  reverseEntry: { entry: 1, reason: '金额录错' },
};

/** The visit, in repairs and jobs alike. */
export const visitExamples: PayloadExamples = {
  assign: { engineerId: 'p-wang-qiang', reason: '熟悉该型号录像机' },
  decline: { reason: '今日已有两单，赶不到' },
  schedule: { at: '2026-03-02T14:30:00+08:00', customerRequested: true },
  reschedule: { at: '2026-03-03T09:30:00+08:00', consent: true, reason: '前一单延误' },
  hold: { reason: 'power_cut', until: '2026-03-02T17:00:00+08:00', text: '小区停电，下午恢复' },
  depart: { checklist: ['contact_card', 'badge', 'tools'] },
  reportDelay: { expectedAt: '2026-03-02T15:10:00+08:00', customerTold: true },
  arrive: { customerPresent: true, apology: 'not_needed' },
  phoneFromDoor: { answered: false },
  reportNoShow: { neighboursAsked: true, cardLeft: true, centreTold: true },
  entryRefused: { reason: '物业要求先办施工证' },
  endVisit: { briefed: true },
  fileSheet: { amountFen: 16_000 },
  reportIncident: { incident: 'compensation_request', text: '客户称搬动时划伤了柜门，要求赔偿' },
};
