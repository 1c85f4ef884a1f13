/**
 * The visit: appointment agreed, moved with consent, departure, lateness tiers, nobody at home, arrival, end. What is
 * early, late and owed is the visit policy's; here is what happens.
 */
import type { z } from 'zod';
import { isOwed } from '../../sla/clock';
import { formatInstant, parseInstant, type Instant } from '../../time/instant';
import type { CasePolicy } from '../../policy/case-policy';
import { insist, instantAfter } from '../refuse';
import type { Actor } from '../record';
import type { Work } from '../work';
import { handBackJob } from './intake';
import type * as shared from '../shared-payloads';
import type * as p from './payloads';
import type { Visit, VisitState } from './state';

/** A step of any case with visits. */
type VisitWork = Work<VisitState>;

type In<T extends z.ZodType> = z.infer<T>;

function setAppointment(work: VisitWork, at: Instant, changes: Partial<Visit>): void {
  work.put('visit', {
    ...work.state.visit,
    appointment: at,
    arrivedAt: undefined,
    doorAt: undefined,
    departedAt: undefined,
    ...changes,
  });
  work.resume('customer_side');
  work.facts({ appointment: at });
  // A visit agreed for when the part is there: the case goes on waiting until then.
  if (work.state.status !== 'waiting_parts') work.status('scheduled');
}

export function schedule(work: VisitWork, { at }: In<typeof p.schedule>): void {
  setAppointment(work, parseInstant(at), {});
  work.mark('appointed', { appointmentAt: formatInstant(parseInstant(at)) });
}

/** S-5.1-d: the agreed time lies within the arrival deadline, unless the customer wants it later. */
export function scheduleGuard(
  state: VisitState,
  _actor: Actor,
  { at, customerRequested }: In<typeof p.schedule>,
  policy: CasePolicy,
  now: Instant,
): void {
  const appointment = instantAfter(at, now, 'at');
  insist(
    state.visit.appointment === undefined || state.visit.endedAt !== undefined || state.status !== 'scheduled',
    'illegal_transition',
    '已有约定时间,请用「改约」',
    'A visit time is agreed already: use reschedule',
    'at',
  );
  const arrival = Object.values(state.clocks).find(
    (c) =>
      isOwed(c) &&
      policy.milestones.some(
        (m) => m.id === c.milestone && m.to.includes('on_site_arrival') && !m.from.includes('appointed'),
      ),
  );
  // While the customer lets wait, the deadline moves on until a time is agreed.
  const inTime = arrival?.dueAt === undefined || arrival.status !== 'running' || appointment <= arrival.dueAt;
  insist(
    inTime || customerRequested,
    'requirement_missing',
    '约定时间晚于到场时限;如系客户要求请注明',
    'The time lies after the arrival deadline; say so if the customer asked for it',
    'at',
    {
      latest: arrival?.dueAt === undefined ? null : formatInstant(arrival.dueAt),
    },
  );
}

/** Moved with the customer's consent; refused, the job goes to another engineer or back to the dispatcher. */
export function reschedule(work: VisitWork, { at, consent, reason }: In<typeof p.reschedule>): void {
  if (!consent) {
    work.mark('reschedule_refused', { reason: reason.id });
    if (work.policy.visit.rescheduleRefused === 'reassign') handBackJob(work);
    return;
  }
  setAppointment(work, parseInstant(at!), { moves: work.state.visit.moves + 1 });
  work.mark('rescheduled', { appointmentAt: formatInstant(parseInstant(at!)), reason: reason.id });
}

export function rescheduleGuard(
  state: VisitState,
  _actor: Actor,
  { at, consent }: In<typeof p.reschedule>,
  _policy: CasePolicy,
  now: Instant,
): void {
  insist(
    state.visit.appointment !== undefined,
    'illegal_transition',
    '尚未约定上门时间',
    'No visit time is agreed yet',
  );
  insist(!consent || at !== undefined, 'invalid_request', '请给出新的时间', 'Give the new time', 'at');
  insist(
    at === undefined || instantAfter(at, now, 'at') !== state.visit.appointment,
    'invalid_request',
    '新时间与原时间相同',
    'The new time is the old one',
    'at',
  );
}

export function reportDelay(work: VisitWork, { expectedAt, customerTold }: In<typeof p.reportDelay>): void {
  work.mark('delay_reported', { expectedAt: formatInstant(parseInstant(expectedAt)), customerTold });
  if (!customerTold) work.finding('reportDelay', 'customer_told_before_appointment', []);
}

export function depart(work: VisitWork): void {
  work.put('visit', { ...work.state.visit, departedAt: work.at });
  work.mark('departed');
  work.status('dispatched');
}

/**
 * Met the customer, or stands before a closed door (then the no-show steps follow). Who waits at the door has arrived:
 * until somebody opens it is the customer's time, and lateness and clocks are judged from the door.
 */
export function arrive(work: VisitWork, { customerPresent, apology }: In<typeof p.arrive>): void {
  if (!customerPresent) {
    work.put('visit', { ...work.state.visit, doorAt: work.at });
    work.mark('no_answer_at_door');
    keepAppointment(work);
    work.pause('customer_side');
    return;
  }
  const { count, doorAt, arrivedAt } = work.state.visit;
  const appointment = arrivedAt === undefined ? work.state.visit.appointment : undefined;
  const reached = doorAt ?? work.at;
  const latenessMs = appointment === undefined ? undefined : reached - appointment;
  const tier = latenessMs === undefined ? undefined : tierOf(work.policy, latenessMs);
  work.put('visit', {
    ...work.state.visit,
    count: count + 1,
    arrivedAt: work.at,
    latenessMs,
    tier,
    doorAt: undefined,
    endedAt: undefined,
  });
  work.mark('on_site_arrival', latenessMs === undefined ? {} : { latenessMs, tier: tier ?? null }, reached);
  work.resume('customer_side');
  work.status('on_site');
  if (tier === 'late_under_tier' || tier === 'late_over_tier') {
    work.mark(tier);
    const { lateCall } = work.policy.visit;
    const called = (work.state.done.delay_reported ?? Infinity) < appointment!;
    if (lateCall && !called) work.finding('arrive', 'call_before_appointment', lateCall.clauses);
    if (apology === 'not_needed')
      work.finding(
        'arrive',
        'apology',
        work.policy.visit.lateTiers.flatMap((t) => t.clauses),
      );
    if (apology === 'refused') work.mark('apology_refused');
  }
}

/** Whoever stands at the door has kept the appointment, whether or not somebody opens. */
function keepAppointment(work: VisitWork): void {
  for (const { id, from, to } of work.policy.milestones) {
    const clock = Object.values(work.state.clocks).find((c) => c.milestone === id && isOwed(c));
    if (clock && from.includes('appointed') && to.includes('on_site_arrival')) work.meet(clock.key);
  }
}

/** Early and on time are quality marks; late is after the appointed time, in the first tier that holds it (R-IOT-15). */
function tierOf(policy: CasePolicy, latenessMs: number): Visit['tier'] {
  if (latenessMs > 0) {
    const [lower] = policy.visit.lateTiers;
    return lower?.upToMs !== undefined && latenessMs < lower.upToMs ? 'late_under_tier' : 'late_over_tier';
  }
  const early = policy.visit.early;
  return early && latenessMs < early.fromMs ? 'early' : 'on_time';
}

export function phoneFromDoor(work: VisitWork, { answered }: In<typeof p.phoneFromDoor>): void {
  work.mark('phoned_from_door', { answered });
}

/** C-IOT-3.2-b: five minutes at the door, then the phone. */
export function phoneFromDoorGuard(
  state: VisitState,
  _actor: Actor,
  _payload: unknown,
  policy: CasePolicy,
  now: Instant,
): void {
  insist(
    state.visit.doorAt !== undefined,
    'illegal_transition',
    '请先记录到达而无人应门',
    'First record the arrival with nobody at home',
  );
  const from = state.visit.doorAt + (policy.visit.noShow?.phoneAfterMs ?? 0);
  insist(now >= from, 'time_refused', '请先在门前等候', 'Wait at the door first', 'receivedAt', {
    from: formatInstant(from),
  });
}

/** Neighbours, card and centre done: the visit is over, another time has to be agreed, the customer's clock waits. */
export function reportNoShow(work: VisitWork, payload: In<typeof p.reportNoShow>): void {
  work.put('visit', {
    ...work.state.visit,
    noShows: work.state.visit.noShows + 1,
    endedAt: work.at,
    doorAt: undefined,
    appointment: undefined,
  });
  work.mark('no_show', payload);
  work.facts({ appointment: undefined });
  work.pause('customer_side');
  work.status('assessed');
}

/** The steps that the visit policy wants, in its words: phone, neighbours, card, centre. */
export function reportNoShowGuard(
  state: VisitState,
  _actor: Actor,
  payload: In<typeof p.reportNoShow>,
  policy: CasePolicy,
): void {
  insist(
    state.visit.doorAt !== undefined,
    'illegal_transition',
    '请先记录到达而无人应门',
    'First record the arrival with nobody at home',
  );
  const phoned = (state.done.phoned_from_door ?? -1) >= state.visit.doorAt;
  const done = {
    phone: phoned,
    neighbours: payload.neighboursAsked,
    card: payload.cardLeft,
    centre: payload.centreTold,
  };
  const missing = (policy.visit.noShow?.steps ?? []).filter((step) => !done[step]);
  insist(
    missing.length === 0,
    'requirement_missing',
    `无人在家的步骤尚缺:${missing.join('、')}`,
    `Steps missing before a no-show: ${missing.join(', ')}`,
    'steps',
    policy.visit.noShow?.steps,
  );
}

/** The customer does not let the engineer in: the centre goes itself, at a new time. */
export function entryRefused(work: VisitWork, { reason }: In<typeof shared.reason>): void {
  work.put('visit', { ...work.state.visit, endedAt: work.at, doorAt: undefined, appointment: undefined });
  work.mark('entry_refused', { reason: reason.id });
  work.facts({ appointment: undefined });
  work.status('assessed');
}

/**
 * The customer's side stops the work (power cut, called away, documents missing); the clocks that may, wait. Nobody
 * forgets it: at `until` the dispatcher is reminded.
 */
export function holdForCustomer(work: VisitWork, { reason, until, text }: In<typeof p.hold>): void {
  work.pause(reason === 'documents' ? 'documents' : 'customer_side');
  work.put('lookAgain', {
    ...work.state.lookAgain,
    [reason === 'documents' ? 'documents' : 'customer_side']: { at: parseInstant(until), times: 0 },
  });
  work.event('held_for_customer', { reason, until: formatInstant(parseInstant(until)), text: text.id });
}

/** A visit is held up at the customer's; documents are waited for at any time. Two weeks at most without a look. */
export function holdGuard(
  state: VisitState,
  _actor: Actor,
  { reason, until }: In<typeof p.hold>,
  _policy: CasePolicy,
  now: Instant,
): void {
  const visiting = ['scheduled', 'dispatched', 'on_site'].includes(state.status);
  insist(
    reason === 'documents' || visiting,
    'illegal_transition',
    '仅在上门途中或现场适用',
    'Only around a visit',
    'reason',
    ['documents'],
  );
  const at = instantAfter(until, now, 'until');
  insist(at <= now + longestHoldMs, 'time_refused', '最长两周', 'Two weeks at most', 'until', {
    until: formatInstant(now + longestHoldMs),
  });
}

const longestHoldMs = 14 * 24 * 3_600_000;

export function resumeForCustomer(work: VisitWork): void {
  work.resume('documents');
  work.resume('customer_side');
  work.event('customer_ready');
}

export function resumeGuard(state: VisitState): void {
  insist(
    state.paused.documents !== undefined || state.paused.customer_side !== undefined,
    'illegal_transition',
    '当前没有等待客户',
    'The case does not wait for the customer',
  );
}

/** The engineer leaves: what is owed next depends on whether the fault is cleared and tested. */
export function endVisit(work: VisitWork, { briefed }: In<typeof p.endVisit>): void {
  const { tested = false, resolved = false } = work.state.outcome ?? {};
  work.put('visit', { ...work.state.visit, endedAt: work.at, appointment: undefined });
  work.facts({ tested, resolved });
  work.mark('visit_ended', { resolved, tested, briefed });
  if (!resolved) work.mark('visit_ended_unresolved');
  else if (!tested) work.mark('visit_ended_untested');
  work.facts({ appointment: undefined });
  if (!resolved && work.state.status === 'on_site') work.status('assessed');
}

export function endVisitGuard(state: VisitState): void {
  const { arrivedAt, endedAt } = state.visit;
  insist(
    arrivedAt !== undefined && endedAt === undefined,
    'illegal_transition',
    '没有进行中的上门',
    'No visit is going on',
  );
}
