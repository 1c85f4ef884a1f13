/**
 * What a supervisor does on any kind of case: answer escalations, extend, excuse and correct with a reason. A breach is
 * never erased: an extension works before the breach only, an excuse needs a second person, a correction says what was
 * there before.
 */
import type { z } from 'zod';
import { isOwed, milestoneOf, reckon } from '../sla/clock';
import { durationMs } from '../time/duration';
import { formatInstant, parseInstant } from '../time/instant';
import type { CasePolicy } from '../policy/case-policy';
import { ladderOf, type Escalation } from '../sla/escalation';
import { holdsDuty } from './duty';
import type { Clock } from '../sla/clock';
import type { Actor } from './record';
import type { CaseState } from './state';
import type { Work } from './work';
import type * as p from './shared-payloads';
import { insist } from './refuse';

type In<T extends z.ZodType> = z.infer<T>;

export function openEscalation(state: CaseState, key: string): Escalation {
  const open = Object.values(state.escalations).filter((e) => e.endedAt === undefined);
  const found = open.find((e) => e.key === key);
  insist(
    found !== undefined,
    'not_found',
    '没有这个未结的升级',
    'There is no open escalation of that key',
    'escalation',
    open.map((e) => e.key),
  );
  return found;
}

function clockOf(state: CaseState, key: string): Clock {
  const found = state.clocks[key];
  insist(
    found !== undefined,
    'not_found',
    '没有这个计时',
    'There is no clock of that key',
    'clock',
    Object.keys(state.clocks),
  );
  return found;
}

/**
 * A supervisor has seen it: it stops climbing; the desks of all who were told are cleared. Where the case was cancelled
 * meanwhile nothing is left to be done about it, and the answer ends it.
 */
export function acknowledge(work: Work, { escalation }: In<typeof p.acknowledge>): void {
  const open = openEscalation(work.state, escalation);
  work.setEscalation({
    ...open,
    status: 'acknowledged',
    acknowledgedBy: work.by,
    acknowledgedAt: work.at,
    nextAt: undefined,
  });
  work.event('escalation_acknowledged', { escalation });
  if (work.state.status === 'cancelled') work.settle((e) => e.key === escalation, 'case_cancelled');
}

export function acknowledgeGuard(
  state: CaseState,
  actor: Actor,
  { escalation }: In<typeof p.acknowledge>,
  policy: CasePolicy,
): void {
  const open = openEscalation(state, escalation);
  insist(open.status === 'open', 'already_done', '已由他人确认', 'It was acknowledged already', 'escalation');
  mayAnswer(state, actor, open, policy);
}

/** The matter is dealt with, with the reason. */
export function resolveEscalation(work: Work, { escalation, reason }: In<typeof p.resolveEscalation>): void {
  const open = openEscalation(work.state, escalation);
  const acknowledged = open.acknowledgedBy ? {} : { acknowledgedBy: work.by, acknowledgedAt: work.at };
  work.setEscalation({
    ...open,
    ...acknowledged,
    status: 'resolved',
    endedAt: work.at,
    endedBecause: reason.id,
    nextAt: undefined,
  });
  work.event('escalation_resolved', { escalation, reason: reason.id });
}

export function resolveGuard(
  state: CaseState,
  actor: Actor,
  { escalation }: In<typeof p.resolveEscalation>,
  policy: CasePolicy,
): void {
  mayAnswer(state, actor, openEscalation(state, escalation), policy);
}

/**
 * Whoever was told, deputies too, or holds a role of the ladder for this policy and region (design §4); where nobody
 * could be told, any supervisor.
 */
function mayAnswer(state: CaseState, actor: Actor, open: Escalation, policy: CasePolicy): void {
  const region = typeof state.facts.region === 'string' ? state.facts.region : undefined;
  const roles = ladderOf(policy, open.ladder).map((step) => step.role);
  const held = roles.some((role) => holdsDuty(actor, role, policy.pins[0]!.id, region));
  const nobodyTold = open.told.length === 0 && actor.role === 'supervisor';
  insist(
    held || nobodyTold || open.told.includes(actor.id),
    'forbidden',
    '此升级不归您处理',
    'This escalation is for others to answer',
    'escalation',
    roles,
  );
}

/** A person raises an escalation, whatever the clocks say. */
export function raise(work: Work, { ladder, reason }: In<typeof p.raise>): void {
  work.escalate({ key: `person:${work.state.seq}`, cause: 'person', subject: reason.id, ladder, clauses: [] });
}

export function raiseGuard(_state: CaseState, _actor: Actor, { ladder }: In<typeof p.raise>, policy: CasePolicy): void {
  const ladders = Object.keys(policy.ladders);
  insist(
    ladders.includes(ladder),
    'invalid_request',
    '未知的升级路线',
    'The policy has no such ladder',
    'ladder',
    ladders,
  );
}

/** More time for a promise that still runs, with a reason; as often as the policy allows. */
export function extend(work: Work, { clock: key, by, reason }: In<typeof p.extend>): void {
  const clock = clockOf(work.state, key);
  const extended = {
    ...clock,
    extensions: [...clock.extensions, { at: work.at, ms: durationMs(by), by: work.by, reason: reason.id }],
  };
  work.setClock(reckon(extended, work.policy, work.state.facts, work.now));
  work.event('clock_extended', { clock: key, by, reason: reason.id });
}

export function extendGuard(
  state: CaseState,
  _actor: Actor,
  { clock: key, by }: In<typeof p.extend>,
  policy: CasePolicy,
): void {
  const clock = clockOf(state, key);
  insist(
    isOwed(clock) && clock.breachedAt === undefined,
    'illegal_transition',
    '只能延长尚未超时的计时;已超时请用「申请免责」',
    'Only a clock that runs and is not breached can be extended; excuse a breach instead',
    'clock',
  );
  const allowed = milestoneOf(policy, clock.milestone).extensions;
  insist(
    clock.extensions.length < allowed,
    'illegal_transition',
    `此计时最多延长 ${allowed} 次`,
    `This clock may be extended ${allowed} time(s)`,
    'clock',
  );
  const { capMs } = milestoneOf(policy, clock.milestone).targets[clock.row] ?? {};
  const latest = capMs === undefined ? undefined : clock.startedAt + capMs;
  insist(
    latest === undefined || (clock.dueAt ?? 0) + durationMs(by) <= latest,
    'illegal_transition',
    '不得超过绝对上限',
    'Not past the absolute limit',
    'by',
    latest === undefined ? undefined : { until: formatInstant(latest) },
  );
  insist(durationMs(by) > 0, 'invalid_request', '延长时间必须为正', 'The extension must be positive', 'by');
}

/** Asks that a breach be excused; a second person decides. */
export function excuse(work: Work, { clock: key, reason }: In<typeof p.excuse>): void {
  const clock = clockOf(work.state, key);
  work.setClock({ ...clock, excuse: { reason: reason.id, askedBy: work.by } });
  work.event('excuse_requested', { clock: key, reason: reason.id });
}

export function excuseGuard(state: CaseState, _actor: Actor, { clock: key }: In<typeof p.excuse>): void {
  const clock = clockOf(state, key);
  insist(clock.breachedAt !== undefined, 'illegal_transition', '此计时没有超时', 'This clock is not breached', 'clock');
  insist(clock.excuse === undefined, 'already_done', '已申请免责', 'An excuse was asked for already', 'clock');
}

export function approveExcuse(work: Work, { clock: key }: In<typeof p.approveExcuse>): void {
  const clock = clockOf(work.state, key);
  work.setClock({ ...clock, excuse: { ...clock.excuse!, approvedBy: work.by } });
  work.event('breach_excused', { clock: key });
  work.settle((e) => e.clock === key, 'excused');
}

export function approveExcuseGuard(state: CaseState, actor: Actor, { clock: key }: In<typeof p.approveExcuse>): void {
  const { excuse: asked } = clockOf(state, key);
  insist(asked !== undefined, 'illegal_transition', '没有待批准的免责申请', 'No excuse was asked for', 'clock');
  insist(asked.approvedBy === undefined, 'already_done', '免责已批准', 'The excuse was approved already', 'clock');
  insist(asked.askedBy !== actor.id, 'forbidden', '不能批准自己的申请', 'Nobody approves what they asked for');
}

/** The instant at which a promise was kept was recorded wrongly: the right one, with the reason; both stay visible. */
export function correct(work: Work, { clock: key, metAt, reason }: In<typeof p.correct>): void {
  const clock = clockOf(work.state, key);
  const at = parseInstant(metAt);
  const late = clock.dueAt !== undefined && at > clock.dueAt;
  const corrected: Clock = {
    ...clock,
    metAt: at,
    status: late ? 'breached' : 'met',
    breachedAt: late ? clock.dueAt : undefined,
    corrected: { from: clock.metAt!, by: work.by },
  };
  work.setClock(corrected, 'corrected');
  work.event('clock_corrected', {
    clock: key,
    from: formatInstant(clock.metAt!),
    to: formatInstant(at),
    reason: reason.id,
  });
}

export function correctGuard(state: CaseState, _actor: Actor, { clock: key, metAt }: In<typeof p.correct>): void {
  const clock = clockOf(state, key);
  insist(clock.metAt !== undefined, 'illegal_transition', '此计时尚未完成', 'The clock is not met yet', 'clock');
  const at = parseInstant(metAt);
  insist(
    at >= clock.startedAt && at <= clock.metAt,
    'time_refused',
    '只能更正为计时开始之后、原记录之前的时间',
    'A correction lies between the clock’s start and the recorded instant',
    'metAt',
    {
      from: formatInstant(clock.startedAt),
      to: formatInstant(clock.metAt),
    },
  );
}

export function addNote(work: Work, { text }: In<typeof p.note>): void {
  work.put('notes', [...work.state.notes, { at: work.at, by: work.by, text }]);
  work.event('noted', { text: text.id });
}

/** Another dispatcher owns the case from now on. */
export function handOver(work: Work, { dispatcherId }: In<typeof p.handOver>): void {
  work.put('parties', { ...work.state.parties, dispatcherId });
  work.event('handed_over', { to: dispatcherId });
}

/** A complaint over a running case makes it urgent: its ladder is told, and the two are linked both ways. */
export function complained(work: Work, { complaint }: In<typeof p.complained>): void {
  work.put('links', [...work.state.links, { caseId: complaint, relation: 'complaint', at: work.at }]);
  work.event('complained', { complaint });
  const [ladder] = Object.keys(work.policy.ladders);
  if (ladder === undefined) return;
  work.escalate({ key: `complaint:${complaint}`, cause: 'alert', subject: 'complained', ladder, clauses: [] });
}

export function complainedGuard(state: CaseState, _actor: Actor, { complaint }: In<typeof p.complained>): void {
  insist(complaint !== state.caseId, 'invalid_request', '不能关联自身', 'A case is not linked to itself', 'complaint');
  const known = state.links.some(({ caseId, relation }) => caseId === complaint && relation === 'complaint');
  insist(!known, 'already_done', '已登记此投诉', 'This complaint is known already', 'complaint');
}

export function linkCase(work: Work, { caseId, relation }: In<typeof p.link>): void {
  work.put('links', [...work.state.links, { caseId, relation, at: work.at }]);
  work.event('linked', { caseId, relation });
}

export function linkGuard(state: CaseState, _actor: Actor, { caseId }: In<typeof p.link>): void {
  insist(caseId !== state.caseId, 'invalid_request', '不能关联自身', 'A case is not linked to itself', 'caseId');
}
