/** The appointment: agreed within the arrival deadline, moved with the customer's consent. */
import type { z } from 'zod';
import type { CasePolicy } from '../../policy/case-policy';
import { isOwed } from '../../sla/clock';
import { formatInstant, parseInstant, type Instant } from '../../time/instant';
import type { Actor } from '../record';
import { insist, instantAfter } from '../refuse';
import { handBackJob } from './assignment';
import type * as p from './payloads';
import type { Visit, VisitState, VisitWork } from './state';

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
