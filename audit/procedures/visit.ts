/** The way to a customer and the visit as the auditor reads them, the same in repairs and jobs. */
import type { CasePolicy } from '../../domain/policy/case-policy';
import { isThirdEdition } from '../../domain/policy/edition';
import { parseInstant } from '../../domain/time/instant';
import { owed } from '../milestones';
import { indexOf } from '../policy-index';
import type { Acts } from './case-file';
import type { VisitCase } from './visit-case';

/** The fields of a visit's payloads, after their schemas checked them. */
export interface VisitPayload {
  at: string;
  until: string;
  engineerId: string;
  consent: boolean;
  customerPresent: boolean;
  customerTold: boolean;
  apology: 'accepted' | 'refused' | 'not_needed';
  reason: string | { id: string };
  incident: string;
  unreached?: true;
}

/** What each action around a visit brings. */
export const visitActs: Acts<VisitCase, VisitPayload> = {
  respond: (c) => {
    c.mark('responded');
    if (c.status === 'received') c.status = 'contacted';
  },
  assign: (c, { engineerId }) => {
    if (passesOn(c.policy) && c.done.project_lead_notified === undefined) c.mark('project_lead_notified');
    const remoteFirst = c.policy.levels.find(({ id }) => id === c.facts.level)?.remoteFirst === true;
    const guided = c.done.guidance_given !== undefined || c.done.guidance_refused !== undefined;
    if (remoteFirst && !guided) c.leaveOpen('assign', 'remote_guidance', []);
    c.parties = { ...c.parties, engineerId };
    c.mark('assigned');
    if (c.status === 'received' || c.status === 'contacted') c.status = 'assessed';
  },
  accept: (c) => c.mark('accepted'),
  decline: (c) => {
    c.handBackJob();
    c.tell('engineer_declined', 'dispatcher');
  },

  schedule: (c, { at }) => {
    c.appoint(parseInstant(at));
    c.mark('appointed');
  },
  reschedule: (c, { at, consent }) => {
    if (consent) {
      c.appoint(parseInstant(at));
      c.visit = { ...c.visit, moves: c.visit.moves + 1 };
      return c.mark('rescheduled');
    }
    c.mark('reschedule_refused');
    if (c.policy.visit.rescheduleRefused === 'reassign') c.handBackJob();
  },
  depart: (c, { unreached }) => {
    if (unreached) c.mark('customer_unreached');
    c.visit = { ...c.visit, departedAt: c.at };
    c.mark('departed');
    c.status = 'dispatched';
  },
  reportDelay: (c, { customerTold }) => {
    c.mark('delay_reported');
    if (!customerTold) c.leaveOpen('reportDelay', 'customer_told_before_appointment', []);
  },
  arrive,
  phoneFromDoor: (c) => c.mark('phoned_from_door'),
  reportNoShow: (c) => {
    c.visit = { ...c.visit, noShows: c.visit.noShows + 1, endedAt: c.at, doorAt: undefined, appointment: undefined };
    c.mark('no_show');
    c.noAppointment();
    c.pause('customer_side');
    c.status = 'assessed';
  },
  entryRefused: (c) => {
    c.visit = { ...c.visit, endedAt: c.at, doorAt: undefined, appointment: undefined };
    c.mark('entry_refused');
    c.noAppointment();
    c.status = 'assessed';
  },
  hold: (c, { reason, until }) => {
    const why = reason === 'documents' ? 'documents' : 'customer_side';
    c.pause(why);
    c.lookAt(why, until);
  },
  resume: (c) => {
    c.resume('documents');
    c.resume('customer_side');
  },
  endVisit: (c) => {
    const { tested = false, resolved = false } = c.lastCompletion ?? {};
    c.visit = { ...c.visit, endedAt: c.at, appointment: undefined };
    c.learn({ tested, resolved });
    c.mark('visit_ended');
    if (!resolved) c.mark('visit_ended_unresolved');
    else if (!tested) c.mark('visit_ended_untested');
    c.noAppointment();
    if (!resolved && c.status === 'on_site') c.status = 'assessed';
  },
  fileSheet: (c) => c.mark('card_returned'),
  reportResult: (c) => c.mark('result_reported'),
  reportIncident: (c, { incident }) => {
    const above = { engineer_or_tools_held: 'incident_reported', compensation_request: 'compensation_requested' };
    c.mark(incident in above ? above[incident as keyof typeof above] : 'conduct_incident');
  },
};

/** Whether giving the job to an engineer says that the need was passed on: where anything in the policy is about that. */
function passesOn(policy: CasePolicy): boolean {
  if (isThirdEdition(policy)) return indexOf(policy).names('project_lead_notified');
  return policy.milestones.some((m) => m.to.includes('project_lead_notified'));
}

/** Before a closed door the engineer has kept the appointment, and it is the customer's time until somebody opens. */
function arrive(c: VisitCase, { customerPresent, apology }: VisitPayload): void {
  if (!customerPresent) {
    c.visit = { ...c.visit, doorAt: c.at };
    c.mark('no_answer_at_door');
    for (const { id, from, to } of c.policy.milestones) {
      const round = c.roundsOf(id).find(owed);
      if (round && from.includes('appointed') && to.includes('on_site_arrival')) c.keep(round);
    }
    return c.pause('customer_side');
  }
  const { count, doorAt, arrivedAt, appointment } = c.visit;
  const reached = doorAt ?? c.at;
  const latenessMs = appointment === undefined || arrivedAt !== undefined ? undefined : reached - appointment;
  const tier = latenessMs === undefined ? undefined : tierOf(c.policy, latenessMs);
  const arrived = { count: count + 1, arrivedAt: c.at, doorAt: undefined, endedAt: undefined, latenessMs, tier };
  c.visit = { ...c.visit, ...arrived };
  c.mark('on_site_arrival', reached);
  c.resume('customer_side');
  c.status = 'on_site';
  if (latenessMs === undefined || latenessMs <= 0) return;
  c.mark(tier!);
  const { lateCall, lateTiers } = c.policy.visit;
  const called = c.done.delay_reported !== undefined && c.done.delay_reported < appointment!;
  if (lateCall && !called) c.leaveOpen('arrive', 'call_before_appointment', lateCall.clauses);
  if (apology === 'not_needed')
    c.leaveOpen(
      'arrive',
      'apology',
      lateTiers.flatMap(({ clauses }) => clauses),
    );
  if (apology === 'refused') c.mark('apology_refused');
}

/** How the policy calls an arrival so long after the appointed time; before it, so much less than none. */
function tierOf({ visit: { early, lateTiers } }: CasePolicy, latenessMs: number): string {
  const upTo = lateTiers[0]?.upToMs;
  if (latenessMs > 0) return upTo !== undefined && latenessMs < upTo ? 'late_under_tier' : 'late_over_tier';
  return early !== undefined && latenessMs < early.fromMs ? 'early' : 'on_time';
}
