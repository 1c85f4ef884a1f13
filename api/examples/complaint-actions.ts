/** Payloads as people send them: the actions of complaints. A test holds each against its schema. */
import type { PayloadExamples } from './types';

const remedy = {
  solution: '退回同批次剩余货物并全额补发',
  remedy: 'resupply',
  compensation: [{ basis: 'goods', amountFen: 48_000, unitFen: 4_000, quantity: 12 }],
};

export const complaintExamples: PayloadExamples = {
  acknowledgeReceipt: { channel: 'phone', words: '已登记，今日内由专人联系您' },
  completeForm: { known: ['lot'], lots: ['20260118-B'] },
  logContact: { channel: 'phone', text: '客户补充：共十二桶有沉淀，均未开封' },
  addStatement: { text: '当日按流程交货，客户已清点签收' },
  assess: { severity: 'serious', categories: ['product'], lots: ['20260118-B'], product: 'lubricant' },
  reportDanger: { what: 'customer_loss', preserveScene: true, text: '设备因润滑不良停机两小时' },
  nameConcerned: { concernedIds: ['p-zhao-lei'], reason: '客户指明送货人' },
  assignHandler: { handlerId: 'p-liu-fang' },
  assignTask: { category: 'product', taskPersonId: 'p-chen-jie' },
  takeTask: { category: 'product' },
  passTask: { category: 'product', role: 'main_warehouse', reason: '须先核对库存批号' },
  answerTask: { category: 'product', answer: '该批次留样复检，粘度低于标准' },
  checkBatch: { lot: '20260118-B', inStock: true },
  testSample: { lot: '20260118-B', size: 3, similar: true, text: '三桶中两桶有沉淀' },
  listAffected: { lot: '20260118-B', customerIds: ['c-huaxin', 'c-dongfang'], complete: true },
  settleAffected: { lot: '20260118-B', affectedId: 'c-dongfang', outcome: 'returned' },
  conclude: { analysis: '灌装前未过滤', cause: 'production', liability: 'maker', outcome: 'upheld' },
  planCorrection: { what: '入库逐批抽检并留样', correctionOwnerId: 'p-chen-jie', dueOn: '2026-03-20' },
  reportCorrection: { correction: 1, evidence: '三月各批抽检记录已归档' },
  verifyCorrection: { correction: 1, effective: true },
  propose: remedy,
  decideCompensation: { decision: 'approved', duty: 'customer_centre_manager' },
  answerDecision: { accepted: false, by: 'phone', text: '客户要求同时赔偿停机损失' },
  appeal: { text: '停机损失应一并赔偿' },
  rule: { outcome: 'confirmed', text: '停机损失无凭据，维持原处理决定' },
  carryOut: { text: '十二桶已补发，旧货已取回' },
  close: { result: '经查该批次不合格，已补发并整改' },
  withdraw: { reason: '客户表示不再追究' },
};
