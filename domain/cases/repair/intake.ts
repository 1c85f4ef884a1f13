/** From the first call to the job given to an engineer: record, grading and coverage, response, remote help, assignment. */
import type { z } from 'zod';
import { isOwed, milestoneOf } from '../../sla/clock';
import { parseInstant } from '../../time/instant';
import type { CasePolicy } from '../../policy/case-policy';
import { insist, insistKnown } from '../refuse';
import type { Actor } from '../record';
import type { Work } from '../work';
import { decideCoverage } from './coverage';
import type { RepairInput } from './opening';
import type * as p from './payloads';
import type { RepairState } from './state';

export type RepairWork = Work<RepairState>;
type In<T extends z.ZodType> = z.infer<T>;

/** The state before the first step. */
export function newRepair(input: RepairInput): RepairState {
  return {
    caseId: input.caseId,
    kind: 'repair',
    status: 'new',
    seq: 0,
    openedAt: parseInstant(input.receivedAt),
    pins: input.policy.pins,
    parties: input.parties,
    facts: {},
    done: {},
    paused: {},
    clocks: {},
    escalations: {},
    findings: [],
    notes: [],
    links: [],
    texts: input.texts,
    intake: input.intake,
    visit: { count: 0, moves: 0, noShows: 0 },
    parts: { waits: [], items: [], oldPartsReturned: 0 },
    workshop: { accessories: input.intake.accessories },
    help: [],
    callbacks: {},
  };
}

/** The request came in: clocks start with it, and a severe loss is told to leadership in the same step. */
export function open(work: RepairWork, input: RepairInput): void {
  work.facts(input.facts);
  work.status('received');
  decide(work);
  work.mark('reported');
  if (input.facts.recordComplete === true) work.mark('record_completed');
  if (input.severeLoss) work.mark('severe_loss');
}

/** Decides anew who bears the work and keeps the reasons. A supervisor's goodwill stands. */
export function decide(work: RepairWork): void {
  if (work.state.coverage?.coverage === 'goodwill') return;
  const decision = decideCoverage(work.policy, work.state.facts);
  if (!decision) return;
  if (JSON.stringify(decision) === JSON.stringify(work.state.coverage)) return;
  work.put('coverage', decision);
  work.facts({ coverage: decision.coverage, chargeable: decision.chargeable });
  work.event(
    'coverage_decided',
    { coverage: decision.coverage, chargeable: decision.chargeable, askFor: decision.askFor },
    decision.clauses,
  );
}

export function completeRecord(work: RepairWork, payload: In<typeof p.completeRecord>): void {
  const { purchaseDate, ...facts } = payload;
  work.facts({ ...facts, ...(purchaseDate === undefined ? {} : { purchaseDateKnown: true }), recordComplete: true });
  decide(work);
  work.mark('record_completed');
}

/** Grades the fault and settles what is known; milestones whose target depends on it are reckoned anew. */
export function assess(work: RepairWork, payload: In<typeof p.assess>): void {
  work.facts(payload);
  decide(work);
  work.event('assessed', payload);
  if (work.state.status === 'received' || work.state.status === 'contacted') work.status('assessed');
}

export function assessGuard(state: RepairState, actor: Actor, payload: In<typeof p.assess>, policy: CasePolicy): void {
  insistKnown(
    payload.level,
    policy.levels.map((l) => l.id),
    'level',
  );
  insistKnown(payload.region, policy.regions, 'region');
  const regrading =
    payload.level !== undefined && state.facts.level !== undefined && payload.level !== state.facts.level;
  insist(
    !regrading || actor.role !== 'engineer',
    'forbidden',
    '改级由派工员或主管决定',
    'Regrading is for a dispatcher or supervisor',
    'level',
  );
}

export function respond(work: RepairWork, { by, opinion }: In<typeof p.respond>): void {
  work.mark('responded', { by, ...(opinion ? { opinion: opinion.id } : {}) });
  if (work.state.status === 'received') work.status('contacted');
}

/** Nobody has answered the customer yet, or not since the case was reopened. */
function owesResponse({ state, policy }: RepairWork): boolean {
  const owed = Object.values(state.clocks).filter(isOwed);
  return (
    state.done.responded === undefined || owed.some((c) => milestoneOf(policy, c.milestone).to.includes('responded'))
  );
}

/** Remote help: solved ends the work without a visit; every guided customer gets the policy's callback. */
export function guide(work: RepairWork, { outcome }: In<typeof p.guide>): void {
  if (owesResponse(work)) work.mark('responded', { by: 'phone' });
  if (outcome === 'refused') {
    work.mark('guidance_refused');
    work.facts({ channel: 'on_site' });
  } else {
    work.mark('guidance_given', { outcome });
  }
  if (work.state.status === 'received') work.status('contacted');
  if (outcome !== 'solved') return;
  work.facts({ remoteOnly: true, resolved: true, tested: true });
  work.put('outcome', {
    round: (work.state.outcome?.round ?? 0) + 1,
    resolved: true,
    tested: true,
    completedAt: work.at,
  });
  work.mark('repaired');
  work.status('callback_due');
}

export function passToLead(work: RepairWork): void {
  work.mark('project_lead_notified');
}

export function assign(work: RepairWork, { engineerId, reason }: In<typeof p.assign>): void {
  const before = work.state.parties.engineerId;
  work.put('parties', { ...work.state.parties, engineerId });
  work.mark('assigned', { engineerId, ...(before ? { before } : {}), ...(reason ? { reason: reason.id } : {}) });
  if (work.state.status === 'received' || work.state.status === 'contacted') work.status('assessed');
}

export function assignGuard(state: RepairState, _actor: Actor, { engineerId, reason }: In<typeof p.assign>): void {
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

export function accept(work: RepairWork): void {
  work.mark('accepted');
}

/** The engineer hands the job back; the dispatcher has to assign it anew. */
export function decline(work: RepairWork, { reason }: In<typeof p.reason>): void {
  const { engineerId, ...rest } = work.state.parties;
  work.put('parties', rest);
  work.event('job_declined', { engineerId, reason: reason.id });
  work.notify('engineer_declined', 'dispatcher', { reason: reason.id });
}

/** An engineer acts on their own case only; who plans or supervises acts on any. */
export function ownJob(state: RepairState, actor: Actor): void {
  insist(
    actor.role !== 'engineer' || state.parties.engineerId === actor.id,
    'forbidden',
    '只能操作派给自己的案件',
    'An engineer acts on their own cases only',
  );
}
