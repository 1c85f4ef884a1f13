/** Random jobs: who acts, and with which payloads. */
import { jobKind } from '../../../domain/cases/job';
import type { JobState } from '../../../domain/cases/job/state';
import { jobWorks } from '../../../domain/cases/job/works';
import type { CasePolicy } from '../../../domain/policy/case-policy';
import { people, reason, type CaseSimulator, type Setup } from './case-simulator';
import { jobSetup } from './job-simulator';
import { flag, given, maybe, one, rarely, someTime, type Gen, type Payload, type Walk } from './walk';

const everybody = Object.values(people);

function payloads(gen: Gen, sim: CaseSimulator<JobState>): Record<string, () => Payload> {
  return {
    notifyCustomer: () => ({ by: one(gen, ['phone', 'letter']) }),
    assign: () => ({
      engineerId: one(gen, [people.engineer.id, people.engineer.id, people.otherEngineer.id]),
      reason: maybe(gen, reason),
    }),
    schedule: () => ({ at: someTime(gen, sim), customerRequested: flag(gen) }),
    reschedule: () => ({ at: maybe(gen, someTime(gen, sim)), consent: flag(gen), reason }),
    reportDelay: () => ({ expectedAt: someTime(gen, sim), customerTold: flag(gen) }),
    arrive: () => ({ customerPresent: !rarely(gen, 3), apology: one(gen, ['accepted', 'refused', 'not_needed']) }),
    phoneFromDoor: () => ({ answered: flag(gen) }),
    reportNoShow: () => ({ neighboursAsked: !rarely(gen, 5), cardLeft: true, centreTold: true }),
    hold: () => ({
      reason: one(gen, ['documents', 'power_cut', 'customer_away']),
      until: someTime(gen, sim),
      text: reason,
    }),
    checkSite: () => ({
      items: (sim.policy.jobs?.items?.checkSite ?? ['power']).map((item) => ({ item, passed: !rarely(gen, 9) })),
      text: maybe(gen, reason),
    }),
    agreePosition: () => ({ againstStandard: flag(gen), riskExplained: flag(gen) }),
    brief: () => ({ topics: ['use'], attendees: 2 }),
    finish: () => ({ done: !rarely(gen, 3), tested: !rarely(gen, 3), text: reason }),
    addDepartment: () => ({ name: reason, pieces: 2 }),
    deliverToDesk: () => ({
      department: one(
        gen,
        (sim.state.departments ?? [{ no: 1 }]).map(({ no }) => no),
      ),
    }),
    checkGoods: () => ({
      goods: [{ item: 'camera', listed: 4, counted: rarely(gen, 3) ? 3 : 4, sound: true }],
      customerSide: reason,
      companySide: [people.engineer.id],
      text: maybe(gen, reason),
    }),
    recordAcceptance: () => ({
      accepted: !rarely(gen, 3),
      tests: [{ item: 'recording', passed: !rarely(gen, 5) }],
      signedByCustomer: !rarely(gen, 5),
      signedByCompany: true,
      customerSide: reason,
      companySide: [people.engineer.id],
      text: maybe(gen, reason),
    }),
    reportTest: () => ({ items: [{ item: 'viscosity', passed: flag(gen) }], summary: reason }),
    answerQuestion: () => ({ by: 'phone', text: reason }),
    signOff: () => ({
      signed: !rarely(gen, 5),
      unsignedReason: reason,
      quality: maybe(gen, one(gen, [2, 5])),
      attitude: maybe(gen, 5),
    }),
    reportIncident: () => ({ incident: one(gen, ['engineer_or_tools_held', 'conduct', 'damage']), text: reason }),
  };
}

/** How people go through a job. */
export const jobWalk: Walk<JobState> = {
  table: jobKind,
  everybody,
  usual: ({ state }) => {
    const own = everybody.find(({ id }) => id === state.parties.engineerId);
    return [own ?? people.dispatcher, own ?? people.supervisor, people.dispatcher, people.supervisor];
  },
  seldom: [
    ...['cancel', 'merge', 'close', 'handOver', 'issueDocument', 'link', 'note', 'raise', 'hold', 'decline'],
    ...['entryRefused', 'reportDelay', 'acknowledge', 'resolveEscalation', 'assign', 'respond', 'fileSheet'],
    ...['notifyCustomer', 'checkSite', 'agreePosition', 'complained', 'reportIncident', 'reportResult'],
  ],
  payloads,
};

/** A job somewhere in a random situation, made by `create` from how it begins. */
export function someJob<C extends CaseSimulator<JobState>>(
  gen: Gen,
  policy: CasePolicy,
  create: (setup: Setup<JobState>) => C,
): C {
  const nobody = rarely(gen, 5);
  const sim = create(
    jobSetup(policy, {
      at: one(gen, ['2026-03-02T09:00', '2026-02-13T23:59', '2026-12-30T17:30']),
      facts: given({
        work: one(gen, ['installation', ...jobWorks]),
        region: policy.regions.length > 0 ? maybe(gen, one(gen, policy.regions)) : undefined,
        outOfTown: maybe(gen, flag(gen)),
        keyAccount: maybe(gen, true),
      }) as Record<string, string | boolean>,
      roster: (role) => (nobody ? [] : [role]),
    }),
  );
  if (!rarely(gen, 5)) sim.act(people.dispatcher, 'assign', { engineerId: people.engineer.id });
  return sim;
}
