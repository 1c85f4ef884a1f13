/** The actions with which a case of any kind comes to its end, or goes on after it. A kind says what each changes. */
import { callBackGuard } from './callbacks';
import { actionsOf, both, type ActionDef, type AnyAction } from './kind';
import { ownJob } from './ownership';
import type { SystemRole } from './record';
import * as p from './shared-payloads';
import type { CaseState } from './state';

const desk: SystemRole[] = ['agent', 'dispatcher', 'supervisor'];
const planning: SystemRole[] = ['dispatcher', 'supervisor'];

/** A call to the customer, by the desk or by the engineer of the case. */
export function callBack<S extends CaseState>(apply: ActionDef<S, p.CallBack>['apply']): AnyAction {
  return actionsOf<S>()({
    name: 'callBack',
    title: { zh: '回访', en: 'Call back' },
    from: 'open',
    roles: [...desk, 'engineer'],
    payload: p.callBack,
    guard: both(ownJob, callBackGuard),
    apply,
  });
}

type Ending<S extends CaseState> = Pick<ActionDef<S, p.Reason>, 'guard' | 'apply'>;

/** Closed by hand, given up, or opened again inside the reopen window; each with a reason. */
export function endingActions<S extends CaseState>(kind: {
  close: Ending<S>;
  cancel: Ending<S>;
  reopen: Ending<S>['apply'];
}): readonly AnyAction[] {
  const action = actionsOf<S>();
  return [
    action({
      name: 'close',
      title: { zh: '结案', en: 'Close' },
      from: 'open',
      roles: planning,
      payload: p.reason,
      ...kind.close,
    }),
    action({
      name: 'cancel',
      title: { zh: '撤销', en: 'Cancel' },
      from: 'open',
      roles: planning,
      payload: p.reason,
      ...kind.cancel,
    }),
    action({
      name: 'reopen',
      title: { zh: '重开', en: 'Reopen' },
      from: ['closed'],
      roles: desk,
      payload: p.reason,
      apply: kind.reopen,
    }),
  ];
}
