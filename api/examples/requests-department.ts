/** Requests as people send them: the department's day – plans, duties, care, parts, loaners, filings. */
import type { RequestExamples } from './types';

export const departmentRequests: RequestExamples = {
  'POST /v1/plans/:id/lines': {
    version: 3,
    caseId: 'R2026-000123',
    engineerId: 'p-wang-qiang',
    startAt: '2026-03-03T09:00:00+08:00',
    endAt: '2026-03-03T10:30:00+08:00',
  },
  'POST /v1/plans/:id/confirm': { version: 4 },
  'POST /v1/plans/:id/publish': { version: 5 },
  'POST /v1/chores/acknowledge': { key: 'old_part/5f0c9d3a-7e21-4c5b-9a35-2f1b8d6e4c07' },
  'POST /v1/chores/done': { key: 'customer_file/8d1e6b52-3c4f-4a7e-b0d9-6f5a2c1e7b38' },

  'POST /v1/care/tasks/:id/attempts': {
    reached: true,
    satisfied: true,
    note: '系统运行正常，客户要求年底前再巡检一次',
  },
  'POST /v1/care/tasks/:id/complete': { signedBy: '周店长', note: '已清洁镜头并校时' },
  'POST /v1/care/tasks/:id/skip': { reason: '客户已停业' },
  'POST /v1/surveys/:id/record': { by: 'phone', answers: { satisfied: true, advice: '希望周末也能上门' } },

  'POST /v1/parts': {
    policyId: 'security-projects-chongqing',
    partNo: 'HDD-4T',
    name: '监控硬盘 4 TB',
    reorderLevel: 4,
    onHand: 10,
  },
  'PATCH /v1/parts/:id': { reorderLevel: 6 },
  'POST /v1/parts/:id/draws': { slipNo: 'LL-20260302-03', quantity: 1, caseId: 'R2026-000123' },
  'POST /v1/parts/:id/counts': { slipNo: 'PD-2026-03', onHand: 9 },
  'POST /v1/parts/requests': {
    policyId: 'security-projects-chongqing',
    caseId: 'R2026-000123',
    partNo: 'HDD-4T',
    quantity: 1,
    reason: 'urgent',
    expectedAt: '2026-03-04T12:00:00+08:00',
    oldPartDue: true,
  },
  'POST /v1/parts/requests/:id/expect': { expectedAt: '2026-03-05T12:00:00+08:00' },
  'POST /v1/parts/requests/:id/deliveries': { quantity: 1, correct: false, fault: 'wrong_part' },
  'POST /v1/parts/requests/:id/old-part': { cardNo: 'SB-2026-0311' },
  'POST /v1/loaners': { serialNo: 'DVR8-240101-0007', product: 'recorder', model: 'DVR-8', depositFen: 30_000 },
  'POST /v1/loaners/:id/checks': { condition: 'good', caseId: 'R2026-000123' },

  'POST /v1/filings': {
    policyId: 'security-projects-chongqing',
    kind: 'conduct',
    personId: 'p-zhao-lei',
    ground: 'taking',
    caseId: 'R2026-000123',
    text: '客户来电称工程师收受香烟一条',
    occurredOn: '2026-03-02',
  },
  'POST /v1/filings/:id/decide': { approved: true, answer: '属实，按制度扣罚并书面检讨' },
};
