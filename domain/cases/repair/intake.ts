/** From the first call to the job given to an engineer: record, grading, response, remote help, assignment. */
import type { z } from 'zod';
import { isOwed, milestoneOf } from '../../sla/clock';
import type { CasePolicy } from '../../policy/case-policy';
import { newCase } from '../opening';
import { insist, insistKnown } from '../refuse';
import type { Actor } from '../record';
import type { CaseState } from '../state';
import type { Work } from '../work';
import { decide } from './decisions';
import { factsGuard } from './established';
import type { RepairInput } from './opening';
import type * as shared from '../shared-payloads';
import type * as p from './payloads';
import type { RepairState } from './state';

export type RepairWork = Work<RepairState>;
type In<T extends z.ZodType> = z.infer<T>;

/** The state before the first step. */
export function newRepair(input: RepairInput): RepairState {
  return {
    ...newCase(input, 'repair'),
    texts: input.texts,
    intake: input.intake,
    decisions: {},
    established: {},
    visit: { count: 0, moves: 0, noShows: 0 },
    parts: { waits: [], items: [], oldPartsReturned: 0 },
    workshop: { accessories: input.intake.accessories },
    help: [],
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

export function completeRecord(work: RepairWork, payload: In<typeof p.completeRecord>): void {
  const { known, ...facts } = payload;
  const { purchaseDate } = facts;
  const fields = [...known, ...(purchaseDate === undefined ? [] : ['purchaseDate'])];
  work.facts({ ...facts, ...Object.fromEntries(fields.map((field) => [`${field}Known`, true])), recordComplete: true });
  decide(work);
  if (work.state.done.record_completed === undefined) work.mark('record_completed');
  else work.event('record_amended', { fields });
}

/** Grades the fault and settles what is known; milestones whose target depends on it are reckoned anew. */
export function assess(work: RepairWork, payload: In<typeof p.assess>): void {
  const { reason, established, ...facts } = payload;
  work.facts(facts);
  if (Object.keys(established).length > 0) work.put('established', { ...work.state.established, ...established });
  decide(work);
  work.event('assessed', { ...facts, ...established, ...(reason ? { reason: reason.id } : {}) });
  if (work.state.status === 'received' || work.state.status === 'contacted') work.status('assessed');
}

export function assessGuard(state: RepairState, actor: Actor, payload: In<typeof p.assess>, policy: CasePolicy): void {
  insistKnown(
    payload.level,
    policy.levels.map((l) => l.id),
    'level',
  );
  insistKnown(payload.region, policy.regions, 'region');
  insistKnown(payload.channel, policy.channels, 'channel');
  insistKnown(payload.product, policy.products, 'product');
  factsGuard(state, payload.established, policy);
  const moved = moving.filter((fact) => payload[fact] !== undefined && payload[fact] !== state.facts[fact]);
  insist(
    moved.length === 0 || actor.role !== 'engineer',
    'forbidden',
    '等级、区域、方式与路程由派工员或主管决定',
    'Level, region, channel and travel are for a dispatcher or supervisor',
    moved[0],
  );
  const known = [
    ...moved.filter((fact) => state.facts[fact] !== undefined),
    ...Object.keys(payload.established).filter((fact) => state.established[fact] !== undefined),
  ];
  insist(
    known.length === 0 || actor.role !== 'agent',
    'forbidden',
    '改级由派工员或主管决定',
    'Regrading is for a dispatcher or supervisor',
    known[0],
  );
  insist(
    known.length === 0 || payload.reason !== undefined,
    'invalid_request',
    '改动已知事项须说明原因',
    'Changing what was known needs a reason',
    'reason',
  );
}

/** Facts on which deadlines depend. */
const moving = ['level', 'region', 'channel', 'kind', 'outOfTown', 'travelTime'] as const;

export function respond(work: Work, { by, opinion }: In<typeof shared.respond>): void {
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
export function guide(work: RepairWork, { outcome, advice }: In<typeof p.guide>): void {
  if (owesResponse(work)) work.mark('responded', { by: 'phone' });
  if (outcome === 'refused') {
    work.mark('guidance_refused');
    work.facts({ channel: 'on_site' });
    decide(work);
  } else {
    work.mark('guidance_given', { outcome, ...(advice ? { advice: advice.id } : {}) });
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

/** Goods that are not accepted are not worked on: a special agreement first, or the case is cancelled (S-2.2-c). */
export function accepted(state: RepairState): void {
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
  const handedOver = work.policy.milestones.some((m) => m.to.includes('project_lead_notified'));
  if (handedOver && work.state.done.project_lead_notified === undefined) work.mark('project_lead_notified');
}

/** A level that is mainly solved remotely is guided first; sending somebody at once is a finding (S-5.16-4a). */
function remoteFirst(work: Work): void {
  const level = work.policy.levels.find((l) => l.id === work.state.facts.level);
  const guided = work.state.done.guidance_given ?? work.state.done.guidance_refused;
  if (level?.remoteFirst && guided === undefined) work.finding('assign', 'remote_guidance', []);
}

export function passToLead(work: RepairWork): void {
  work.mark('project_lead_notified');
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
