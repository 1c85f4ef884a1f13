/** Payloads as people send them: the actions of jobs. A test holds each against its schema. */
import type { PayloadExamples } from './types';

const bothSides = { customerSide: '业主代表周先生', companySide: ['p-wang-qiang'] };

export const jobExamples: PayloadExamples = {
  notifyCustomer: { by: 'phone' },
  checkSite: {
    items: [
      { item: 'power', passed: true },
      { item: 'network', passed: false },
    ],
    text: '弱电间无网口，请先布线',
  },
  agreePosition: { againstStandard: true, riskExplained: true },
  brief: { topics: ['use', 'upkeep'], attendees: 3 },
  goodsArrived: {},
  addDepartment: { name: '财务部 302 室', pieces: 4 },
  deliverToDesk: { department: 1, receivedBy: '财务部王女士' },
  checkGoods: {
    goods: [{ item: 'CAM-4MP', listed: 16, counted: 15, sound: true }],
    ...bothSides,
    text: '少一只摄像机，已报库房补发',
  },
  recordAcceptance: {
    accepted: true,
    tests: [{ item: 'recording', passed: true }],
    signedByCustomer: true,
    signedByCompany: true,
    ...bothSides,
  },
  finish: { done: true, tested: true, text: '十六路摄像机安装完毕，录像正常' },
  reportTest: { items: [{ item: 'viscosity', passed: true }], summary: '所检项目均合格' },
  answerQuestion: { by: 'phone', text: '可外接存储，须为同品牌阵列' },
  signOff: { signed: true, quality: 5, attitude: 5 },
};
