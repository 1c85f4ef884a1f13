/** Requests as people send them: dealers and agents, their costs, reports, settlements and returns. */
import type { RequestExamples } from './types';

export const partnerRequests: RequestExamples = {
  'POST /v1/partners': {
    name: '万州安达电子经营部',
    policyId: 'agent-agreement',
    region: 'wanzhou',
    personId: 'p-liu-fang',
    signedOn: '2026-01-01',
    endsOn: '2026-12-31',
    contact: {
      address: '重庆市万州区白岩路 5 号',
      phone: '023-5812 3456',
      repairLead: '向师傅',
      repairers: ['向师傅', '谭师傅'],
    },
  },
  'POST /v1/partners/:id/changes': {
    what: 'phone',
    value: '023-5812 9999',
    effectiveOn: '2026-04-01',
    toldOn: '2026-03-20',
  },
  'POST /v1/partners/:id/audits': {
    kind: 'regular',
    on: '2026-03-12',
    inspection: 'failed',
    findings: [{ text: '三份维修记录无客户签字' }],
  },
  'POST /v1/partners/:id/audits/:audit/correction': { on: '2026-03-26', correction: '已补签，并指定专人核对' },
  'POST /v1/partners/:id/end': { endsOn: '2026-09-30' },
  'POST /v1/partners/:id/renewal': { endsOn: '2026-12-31', renewed: true },
  'POST /v1/partners/:id/reports': {
    milestone: 'monthly_report',
    month: '2026-02',
    receivedOn: '2026-03-04',
    figures: { repairs: 31, callbacks: 29, satisfied: 28, answered: 29, complaints: 1 },
  },
  'POST /v1/partners/:id/payments': { reference: 'HK-2026-021', paidOn: '2026-03-02', fen: 4_560_000 },
  'POST /v1/partners/:id/costs': {
    reference: 'WX-2026-0302-1',
    kind: 'repair',
    on: '2026-03-02',
    fen: 12_000,
    facts: { inWarranty: true },
  },
  'POST /v1/partners/:id/costs/:cost/complete': { cardNo: 'SB-2026-0311', reason: '三包返厂卡已寄到' },
  'POST /v1/partners/:id/settlement': { on: '2026-03-31' },
  'POST /v1/partners/:id/settlement/confirm': { on: '2026-03-31' },
  'POST /v1/partners/:id/returns': {
    written: true,
    list: [{ model: 'CAM-4MP', quantity: 6, reason: '型号停产，滞销' }],
  },
  'POST /v1/partners/:id/returns/:return/decide': { approved: true },
  'POST /v1/partners/:id/returns/:return/received': { quantity: 6, complete: true, refused: 0 },
  'POST /v1/partners/:id/award': { year: 2025, figures: { satisfied: 322, answered: 340, complaints: 4 } },
};
