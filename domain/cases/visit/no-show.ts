/** Nobody opens: wait at the door, phone, then neighbours, card and centre, as the visit policy says. */
import type { z } from 'zod';
import type { CasePolicy } from '../../policy/case-policy';
import { formatInstant, type Instant } from '../../time/instant';
import type { Actor } from '../record';
import { insist } from '../refuse';
import type * as p from './payloads';
import type { VisitState, VisitWork } from './state';

type In<T extends z.ZodType> = z.infer<T>;

/** Since when somebody stands at a closed door; refuses where nobody does. */
function doorOf({ visit }: VisitState): Instant {
  insist(
    visit.doorAt !== undefined,
    'illegal_transition',
    '请先记录到达而无人应门',
    'First record the arrival with nobody at home',
  );
  return visit.doorAt;
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
  const from = doorOf(state) + (policy.visit.noShow?.phoneAfterMs ?? 0);
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
  const phoned = (state.done.phoned_from_door ?? -1) >= doorOf(state);
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
