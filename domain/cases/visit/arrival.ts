/**
 * The engineer's way: departure, a delay on it, arrival with its tiers of lateness, entry refused, the end of the visit.
 * What is early, late and owed is the visit policy's; here is what happens.
 */
import type { z } from 'zod';
import type { CasePolicy } from '../../policy/case-policy';
import { isOwed } from '../../sla/clock';
import { formatInstant, parseInstant } from '../../time/instant';
import { insist } from '../refuse';
import type * as shared from '../shared-payloads';
import type * as p from './payloads';
import type { Visit, VisitState, VisitWork } from './state';

type In<T extends z.ZodType> = z.infer<T>;

export function reportDelay(work: VisitWork, { expectedAt, customerTold }: In<typeof p.reportDelay>): void {
  work.mark('delay_reported', { expectedAt: formatInstant(parseInstant(expectedAt)), customerTold });
  if (!customerTold) work.finding('reportDelay', 'customer_told_before_appointment', []);
}

/** C-IOT-1.3-d: the phone unanswered and time short, the engineer goes to the address all the same; the centre hears of it. */
export function depart(work: VisitWork, { unreached }: In<typeof p.depart>): void {
  if (unreached) work.mark('customer_unreached');
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

/** The customer does not let the engineer in: the centre goes itself, at a new time. */
export function entryRefused(work: VisitWork, { reason }: In<typeof shared.reason>): void {
  work.put('visit', { ...work.state.visit, endedAt: work.at, doorAt: undefined, appointment: undefined });
  work.mark('entry_refused', { reason: reason.id });
  work.facts({ appointment: undefined });
  work.status('assessed');
}

/** The engineer leaves: what is owed next depends on whether the fault is cleared and tested. */
export function endVisit(work: VisitWork, { briefed }: p.EndVisit): void {
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
