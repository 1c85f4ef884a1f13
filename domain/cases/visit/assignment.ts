/** The job is given to an engineer, taken, and handed back. */
import type { z } from 'zod';
import type { CasePolicy } from '../../policy/case-policy';
import { isThirdEdition } from '../../policy/edition';
import { refersTo } from '../../policy/refers';
import type { Actor } from '../record';
import { insist } from '../refuse';
import type * as shared from '../shared-payloads';
import type { CaseState } from '../state';
import type { Work } from '../work';
import type * as p from './payloads';

type In<T extends z.ZodType> = z.infer<T>;

/** Goods that are not accepted are not worked on: a special agreement first, or the case is cancelled (S-2.2-c). */
export function accepted(state: CaseState): void {
  insist(
    state.facts.coverage !== 'not_accepted',
    'requirement_missing',
    '非受理范围:须先有特殊约定',
    'Not accepted: it needs a special agreement first',
    'specialAgreement',
  );
}

/** Whoever assigns an engineer has passed the need on (E-m4.2). */
function handOverFirst(work: Work): void {
  if (handsOver(work.policy) && work.state.done.project_lead_notified === undefined) work.mark('project_lead_notified');
}

/** Before the third edition only where a promise ends with it. */
function handsOver(policy: CasePolicy): boolean {
  if (isThirdEdition(policy)) return refersTo(policy, 'project_lead_notified');
  return policy.milestones.some((m) => m.to.includes('project_lead_notified'));
}

/** A level that is mainly solved remotely is guided first; sending somebody at once is a finding (S-5.16-4a). */
function remoteFirst(work: Work): void {
  const level = work.policy.levels.find((l) => l.id === work.state.facts.level);
  const guided = work.state.done.guidance_given ?? work.state.done.guidance_refused;
  if (level?.remoteFirst && guided === undefined) work.finding('assign', 'remote_guidance', []);
}

export function assign(work: Work, { engineerId, reason }: In<typeof p.assign>): void {
  handOverFirst(work);
  remoteFirst(work);
  const before = work.state.parties.engineerId;
  work.put('parties', { ...work.state.parties, engineerId });
  work.mark('assigned', { engineerId, ...(before ? { before } : {}), ...(reason ? { reason: reason.id } : {}) });
  if (work.state.status === 'received' || work.state.status === 'contacted') work.status('assessed');
}

export function assignGuard(state: CaseState, _actor: Actor, { engineerId, reason }: In<typeof p.assign>): void {
  insist(
    state.parties.engineerId !== engineerId,
    'already_done',
    '该工程师已在此案件上',
    'This engineer has the job already',
    'engineerId',
  );
  insist(
    state.parties.engineerId === undefined || reason !== undefined,
    'invalid_request',
    '改派须说明原因',
    'A transfer needs a reason',
    'reason',
  );
}

export function accept(work: Work): void {
  work.mark('accepted');
}

/** The engineer hands the job back; the dispatcher has to assign it anew. */
export function decline(work: Work, { reason }: In<typeof shared.reason>): void {
  handBackJob(work);
  work.notify('engineer_declined', 'dispatcher', { reason: reason.id });
}

/** Nobody has the job any more: what its assignment had met is owed again, and an agreed visit has nobody to make it. */
export function handBackJob(work: Work): void {
  const { engineerId, ...rest } = work.state.parties;
  work.put('parties', rest);
  work.mark('job_declined', engineerId === undefined ? {} : { engineerId });
}
