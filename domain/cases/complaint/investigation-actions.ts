/** The actions of the investigation: the departments' shares, lots and recalls, the finding, corrective actions. */
import { actionsOf, type AnyAction } from '../kind';
import type { SystemRole } from '../record';
import * as batch from './batch';
import * as investigation from './investigation';
import * as p from './payloads';
import { openCorrections, openRecalls, type ComplaintState } from './state';
import * as tasks from './tasks';

const action = actionsOf<ComplaintState>();

const desk: SystemRole[] = ['agent', 'dispatcher', 'supervisor'];
const planning: SystemRole[] = ['dispatcher', 'supervisor'];
/** Whose duty it is decides the policy's role; a department may have any of these accounts. */
const anybody: SystemRole[] = ['agent', 'dispatcher', 'engineer', 'warehouse', 'supervisor', 'approver'];

/** From the first share that is given out to the last corrective action that was found effective. */
export const investigationActions: readonly AnyAction[] = [
  action({
    name: 'assignTask',
    title: { zh: '指定承办人', en: 'Give a category to somebody' },
    from: 'open',
    roles: planning,
    payload: p.assignTask,
    guard: tasks.assignTaskGuard,
    offered: hasTasks,
    apply: tasks.assignTask,
  }),
  action({
    name: 'takeTask',
    title: { zh: '承办', en: 'Take a category' },
    from: 'open',
    roles: anybody,
    payload: p.takeTask,
    guard: tasks.takeTaskGuard,
    offered: hasTasks,
    apply: tasks.takeTask,
  }),
  action({
    name: 'passTask',
    title: { zh: '转交其他部门', en: 'Pass a category on' },
    from: 'open',
    roles: anybody,
    payload: p.passTask,
    guard: tasks.passTaskGuard,
    offered: hasTasks,
    apply: tasks.passTask,
  }),
  action({
    name: 'answerTask',
    title: { zh: '答复类别事项', en: 'Answer a category' },
    from: 'open',
    roles: anybody,
    payload: p.answerTask,
    guard: tasks.answerTaskGuard,
    offered: hasTasks,
    apply: tasks.answerTask,
  }),
  action({
    name: 'checkBatch',
    title: { zh: '查同批号库存', en: 'Check stock of the lot' },
    from: 'open',
    roles: anybody,
    payload: p.checkBatch,
    guard: batch.checkBatchGuard,
    offered: batchOrdered,
    apply: batch.checkBatch,
  }),
  action({
    name: 'testSample',
    title: { zh: '抽检', en: 'Test a sample' },
    from: 'open',
    roles: anybody,
    payload: p.testSample,
    guard: batch.testSampleGuard,
    offered: batchOrdered,
    apply: batch.testSample,
  }),
  action({
    name: 'listAffected',
    title: { zh: '列出并通知受影响客户', en: 'List and tell affected customers' },
    from: 'open',
    roles: desk,
    payload: p.listAffected,
    guard: batch.listAffectedGuard,
    offered: recalling,
    apply: batch.listAffected,
  }),
  action({
    name: 'settleAffected',
    title: { zh: '登记召回结果', en: 'Record how it ended with a customer' },
    from: 'open',
    roles: [...desk, 'warehouse'],
    payload: p.settleAffected,
    guard: batch.settleAffectedGuard,
    offered: recalling,
    apply: batch.settleAffected,
  }),
  action({
    name: 'conclude',
    title: { zh: '调查结论', en: 'Conclude the investigation' },
    from: ['assessed', 'investigating'],
    roles: anybody,
    payload: p.conclude,
    guard: investigation.concludeGuard,
    apply: investigation.conclude,
  }),
  action({
    name: 'planCorrection',
    title: { zh: '制定整改措施', en: 'Plan a corrective action' },
    from: 'open',
    roles: desk,
    payload: p.planCorrection,
    guard: investigation.planCorrectionGuard,
    apply: investigation.planCorrection,
  }),
  action({
    name: 'reportCorrection',
    title: { zh: '报告整改完成', en: 'Report a corrective action' },
    from: 'any',
    roles: anybody,
    payload: p.reportCorrection,
    guard: investigation.reportCorrectionGuard,
    offered: correcting,
    apply: investigation.reportCorrection,
  }),
  action({
    name: 'verifyCorrection',
    title: { zh: '验证整改', en: 'Verify a corrective action' },
    from: 'any',
    roles: [...desk, 'approver'],
    payload: p.verifyCorrection,
    guard: investigation.verifyCorrectionGuard,
    offered: correcting,
    apply: investigation.verifyCorrection,
  }),
];

function hasTasks({ tasks: all }: ComplaintState): boolean {
  return Object.values(all).some(({ status }) => status !== 'answered');
}

function batchOrdered({ done }: ComplaintState): boolean {
  return done.batch_check_ordered !== undefined;
}

function recalling(state: ComplaintState): boolean {
  return openRecalls(state).length > 0;
}

function correcting(state: ComplaintState): boolean {
  return openCorrections(state).length > 0;
}
