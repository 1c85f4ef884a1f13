/** From the first call to what is to be done: record, grading, remote help. */
import type { z } from 'zod';
import { isOwed, milestoneOf } from '../../sla/clock';
import type { CasePolicy } from '../../policy/case-policy';
import { newCase } from '../opening';
import { insist, insistKnown } from '../refuse';
import type { Actor } from '../record';
import type { Work } from '../work';
import { decide } from './decisions';
import { factsGuard } from './established';
import type { RepairInput } from './opening';
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

export function passToLead(work: RepairWork): void {
  work.mark('project_lead_notified');
}
