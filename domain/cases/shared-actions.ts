/**
 * The actions that the table of every kind has: what must be known above, what a supervisor answers, and what stands
 * around the work. A kind appends them to its own.
 */
import { readyForms } from '../documents/forms';
import { actionsOf, type ActionDef, type AnyAction } from './kind';
import * as ledger from './ledger';
import { ownJob } from './ownership';
import * as papers from './papers';
import type { SystemRole } from './record';
import * as p from './shared-payloads';
import type { CaseState } from './state';
import * as supervision from './supervision';

const action = actionsOf<CaseState>();

const planning: SystemRole[] = ['dispatcher', 'supervisor'];
const staff: SystemRole[] = ['agent', 'dispatcher', 'engineer', 'warehouse', 'supervisor'];

/** Escalations, extensions, excuses, corrections. */
export const supervisionActions: readonly AnyAction[] = [
  action({
    name: 'raise',
    title: { zh: '人工升级', en: 'Escalate' },
    from: 'open',
    roles: staff,
    payload: p.raise,
    guard: supervision.raiseGuard,
    apply: supervision.raise,
  }),
  action({
    name: 'acknowledge',
    title: { zh: '确认升级', en: 'Acknowledge an escalation' },
    from: 'any',
    roles: ['supervisor', 'approver'],
    payload: p.acknowledge,
    guard: supervision.acknowledgeGuard,
    offered: escalated,
    apply: supervision.acknowledge,
  }),
  action({
    name: 'resolveEscalation',
    title: { zh: '处理完升级', en: 'Resolve an escalation' },
    from: 'any',
    roles: ['supervisor', 'approver'],
    payload: p.resolveEscalation,
    guard: supervision.resolveGuard,
    offered: escalated,
    apply: supervision.resolveEscalation,
  }),
  action({
    name: 'extend',
    title: { zh: '延长时限', en: 'Extend a deadline' },
    from: 'open',
    roles: ['supervisor'],
    payload: p.extend,
    guard: supervision.extendGuard,
    apply: supervision.extend,
  }),
  action({
    name: 'excuse',
    title: { zh: '申请免责', en: 'Ask to excuse a breach' },
    from: 'any',
    roles: ['supervisor'],
    payload: p.excuse,
    guard: supervision.excuseGuard,
    apply: supervision.excuse,
  }),
  action({
    name: 'approveExcuse',
    title: { zh: '批准免责', en: 'Approve the excuse' },
    from: 'any',
    roles: ['supervisor', 'approver'],
    payload: p.approveExcuse,
    guard: supervision.approveExcuseGuard,
    apply: supervision.approveExcuse,
  }),
  action({
    name: 'correct',
    title: { zh: '更正时间', en: 'Correct an instant' },
    from: 'any',
    roles: ['supervisor'],
    payload: p.correct,
    guard: supervision.correctGuard,
    apply: supervision.correct,
  }),
];

/** What a kind makes of a step of the ledger where that means more than the entry. */
export interface LedgerSteps<S extends CaseState> {
  confirm: Pick<ActionDef<S, p.ConfirmEntry>, 'guard' | 'apply'>;
  reverse: Pick<ActionDef<S, p.ReverseEntry>, 'guard' | 'apply'>;
}

/** The ledger's second step, and taking back what was wrong. */
export function moneyActions<S extends CaseState>({
  confirm = { guard: ledger.confirmGuard, apply: ledger.confirmEntry },
  reverse = { guard: ledger.reverseGuard, apply: ledger.reverseEntry },
}: Partial<LedgerSteps<S>> = {}): readonly AnyAction[] {
  const action = actionsOf<S>();
  return [
    action({
      name: 'confirmEntry',
      title: { zh: '复核账目', en: 'Confirm an entry' },
      from: 'any',
      roles: ['supervisor', 'approver'],
      payload: p.confirmEntry,
      offered: (state) => ledger.unconfirmed(state.ledger).length > 0,
      ...confirm,
    }),
    action({
      name: 'reverseEntry',
      title: { zh: '冲销账目', en: 'Reverse an entry' },
      from: 'any',
      roles: ['supervisor'],
      payload: p.reverseEntry,
      offered: (state) => state.ledger.entries.length > 0,
      ...reverse,
    }),
  ];
}

/** Notes, another owner, links to other cases. */
export const aroundActions: readonly AnyAction[] = [
  action({
    name: 'note',
    title: { zh: '备注', en: 'Note' },
    from: 'any',
    roles: staff,
    payload: p.note,
    guard: ownJob,
    apply: supervision.addNote,
  }),
  action({
    name: 'issueDocument',
    title: { zh: '印发单据', en: 'Issue a document' },
    from: 'any',
    roles: staff,
    payload: p.issueDocument,
    guard: papers.issueDocumentGuard,
    offered: (state) => readyForms(state).length > 0,
    apply: papers.issueDocument,
  }),
  action({
    name: 'attach',
    title: { zh: '登记附件', en: 'Attach a file' },
    from: 'any',
    roles: staff,
    payload: p.attach,
    guard: papers.attachGuard,
    // Made by the upload, which knows the file's hash.
    offered: () => false,
    apply: papers.attach,
  }),
  action({
    name: 'complained',
    title: { zh: '客户就此案投诉', en: 'The customer complains about it' },
    from: 'open',
    roles: ['agent', ...planning],
    payload: p.complained,
    guard: supervision.complainedGuard,
    apply: supervision.complained,
  }),
  action({
    name: 'handOver',
    title: { zh: '移交', en: 'Hand over' },
    from: 'open',
    roles: planning,
    payload: p.handOver,
    apply: supervision.handOver,
  }),
  action({
    name: 'link',
    title: { zh: '关联', en: 'Link to another case' },
    from: 'any',
    roles: planning,
    payload: p.link,
    guard: supervision.linkGuard,
    apply: supervision.linkCase,
  }),
];

function escalated(state: CaseState): boolean {
  return Object.values(state.escalations).some((e) => e.endedAt === undefined);
}
