/** Payloads as people send them: the actions of returns. A test holds each against its schema. */
import type { PayloadExamples } from './types';

const sale = {
  documentNo: '销字〔2026〕18号',
  lines: [{ line: 1, model: 'BL-2200', quantity: 2, unitFen: 128_000, serialNo: 'BL2200-26-00871' }],
};

export const returnExamples: PayloadExamples = {
  checkDocuments: { salesDocuments: true, warrantyCertificate: true, paymentSettled: true },
  fileApplication: {
    sale,
    items: [{ line: 1, quantity: 1, reason: 'quality' }],
    wants: 'exchange',
    text: '举升时有异响，第二天不能锁止',
  },
  assess: {
    saleDate: '2026-02-25',
    soldByUs: true,
    packagingComplete: true,
    accessoriesComplete: true,
    misuse: false,
    qualityProblem: true,
    weightKg: 68,
  },
  answerOffer: { accepted: true },
  negotiate: { text: '大件，由我司安排车辆上门取回' },
  submit: {},
  decideReturn: { decision: 'approved', duty: 'salesperson', onSite: false },
  planHandling: {
    liable: 'maker',
    cause: '锁止块热处理不合格',
    plan: '换新并向厂家索赔',
    corrective: '该批次入库加验硬度',
  },
  issueOrder: { orderNo: 'TH-2026-0012', route: 'pick_up', freightPayer: 'company' },
  arrangePickUp: { at: '2026-03-04T09:00:00+08:00', trackingNo: 'DB7700123456' },
  receiveGoods: { items: [{ line: 1, received: 1 }], trackingNo: 'DB7700123456' },
  inspectItem: { line: 1, accepted: 1, refused: 0, condition: '外观完好，附件齐全' },
  sendBack: { trackingNo: 'DB7700123999' },
  proposeRefund: { amountFen: 128_000 },
  payRefund: { slipNo: 'FK-20260306-03' },
  shipReplacement: {
    lines: [{ line: 1, model: 'BL-2200', quantity: 1, serialNo: 'BL2200-26-00903' }],
    trackingNo: 'DB7700124001',
  },
  claimSupplier: { of: 'maker', claimedFen: 128_000, oldGoodsSent: true },
  settleClaim: { claim: 1, outcome: 'replaced' },
  withdraw: { reason: '客户决定继续使用' },
};
