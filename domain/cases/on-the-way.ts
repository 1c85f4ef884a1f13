/** What an engineer does on the way to a customer, the same in every kind that visits: repairs and jobs. */
import { actionsOf, both } from './kind';
import { ownJob } from './ownership';
import type { SystemRole } from './record';
import * as intake from './repair/intake';
import * as p from './repair/payloads';
import type { VisitState } from './repair/state';
import * as visit from './repair/visit';
import * as shared from './shared-payloads';

const action = actionsOf<VisitState>();

const field: SystemRole[] = ['engineer', 'dispatcher'];
/** Before anybody is at the customer or at the bench. */
export const planned = ['received', 'contacted', 'assessed', 'scheduled'] as const;

export const accept = action({
  name: 'accept',
  title: { zh: '接单', en: 'Accept the job' },
  from: 'open',
  roles: ['engineer'],
  payload: shared.none,
  guard: ownJob,
  offered: owns,
  apply: intake.accept,
});

export const decline = action({
  name: 'decline',
  title: { zh: '退单', en: 'Decline the job' },
  from: planned,
  roles: ['engineer'],
  payload: shared.reason,
  guard: ownJob,
  offered: owns,
  apply: intake.decline,
});

export const depart = action({
  name: 'depart',
  title: { zh: '出发', en: 'Depart' },
  from: ['assessed', 'scheduled'],
  roles: ['engineer'],
  payload: p.depart,
  guard: both(intake.accepted, ownJob),
  offered: owns,
  apply: visit.depart,
});

export const reportDelay = action({
  name: 'reportDelay',
  title: { zh: '报告路上延误', en: 'Report a delay' },
  from: ['scheduled', 'dispatched'],
  roles: field,
  payload: p.reportDelay,
  guard: ownJob,
  apply: visit.reportDelay,
});

export const entryRefused = action({
  name: 'entryRefused',
  title: { zh: '客户拒绝入户', en: 'Entry refused' },
  from: ['dispatched', 'scheduled', 'on_site'],
  roles: field,
  payload: shared.reason,
  guard: ownJob,
  apply: visit.entryRefused,
});

/** The engineer of the case. */
export function owns(state: VisitState, actor: { id: string }): boolean {
  return state.parties.engineerId === actor.id;
}
