/** A random walk through a repair: any action by anybody, with a payload that its schema takes, at any time. */
import fc, { type GeneratorValue } from 'fast-check';
import { allowedActions } from '../../../domain/cases/kind';
import type { Actor } from '../../../domain/cases/record';
import { repairKind } from '../../../domain/cases/repair';
import { readyForms } from '../../../domain/documents/forms';
import { Refusal } from '../../../domain/errors';
import type { CasePolicy } from '../../../domain/policy/case-policy';
import { formatInstant } from '../../../domain/time/instant';
import { chongqing, nanjing, sendIn } from './policies';
import { days, hours, minutes, people, reason, Simulator, type Opening } from './simulator';

/** Heavier by this factor in the long run (`npm run test:long`). */
export const runs = Number(process.env.SANBAO_RUNS ?? 1);
export const policies: readonly CasePolicy[] = [nanjing, chongqing, sendIn];
const everybody: readonly Actor[] = Object.values(people);

type Gen = GeneratorValue;

function maybe<T>(gen: Gen, value: T): T | undefined {
  return gen(fc.boolean) ? value : undefined;
}

/** Drops what was left out, as JSON does. */
function given(payload: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(payload).filter(([, value]) => value !== undefined));
}

function flag(gen: Gen): boolean {
  return gen(fc.boolean);
}

function one<T>(gen: Gen, from: readonly T[]): T {
  return from[gen(fc.nat, from.length - 1)]!;
}

function someTime(gen: Gen, sim: Simulator): string {
  return formatInstant(sim.now + one(gen, [-hours, 10 * minutes, hours, 6 * hours, days, 6 * days]));
}

/** A valid payload of an action: such as people would send, right or wrong for the state of the case. */
export function payloadFor(gen: Gen, action: string, sim: Simulator): unknown {
  const { state, policy } = sim;
  const clock = (): string => one(gen, Object.keys(state.clocks));
  const escalation = (): string => one(gen, [...Object.keys(state.escalations), 'none']);
  const payloads: Record<string, () => Record<string, unknown>> = {
    completeRecord: () => ({ proofShown: maybe(gen, flag(gen)), inWarranty: maybe(gen, flag(gen)) }),
    respond: () => ({ by: one(gen, ['phone', 'email']) }),
    guide: () => ({ outcome: one(gen, ['solved', 'unsolved', 'refused']) }),
    assess: () => ({
      level: policy.levels.length > 0 ? maybe(gen, one(gen, policy.levels).id) : undefined,
      region: maybe(gen, one(gen, policy.regions.length > 0 ? policy.regions : ['nowhere'])),
      channel: maybe(gen, one(gen, ['on_site', 'carry_in', 'send_in', 'remote'])),
      inWarranty: maybe(gen, flag(gen)),
      contractActive: maybe(gen, true),
      travelTime: maybe(gen, 'PT3H'),
      humanDamage: maybe(gen, flag(gen)),
      established: flag(gen) ? { misuse: flag(gen) } : undefined,
      outOfTown: maybe(gen, flag(gen)),
      reason: maybe(gen, reason),
    }),
    assign: () => ({
      engineerId: one(gen, [people.engineer.id, people.engineer.id, people.otherEngineer.id]),
      reason: maybe(gen, reason),
    }),
    schedule: () => ({ at: someTime(gen, sim), customerRequested: flag(gen) }),
    reschedule: () => ({ at: maybe(gen, someTime(gen, sim)), consent: flag(gen), reason }),
    reportDelay: () => ({ expectedAt: someTime(gen, sim), customerTold: flag(gen) }),
    arrive: () => ({
      customerPresent: !gen(fc.nat, 2) ? false : true,
      apology: one(gen, ['accepted', 'refused', 'not_needed']),
    }),
    phoneFromDoor: () => ({ answered: flag(gen) }),
    reportNoShow: () => ({ neighboursAsked: gen(fc.nat, 4) > 0, cardLeft: true, centreTold: true }),
    hold: () => ({
      reason: one(gen, ['documents', 'power_cut', 'customer_away']),
      until: someTime(gen, sim),
      text: reason,
    }),
    takeBack: () => ({ agreed: flag(gen), explained: gen(fc.nat, 3) > 0 }),
    receiveDevice: () => ({ ticketNo: 'T-1' }),
    diagnose: () => ({
      finding: reason,
      humanDamage: flag(gen),
      severe: maybe(gen, flag(gen)),
      partNeeded: flag(gen),
      partClaimable: maybe(gen, flag(gen)),
      customerRejectsExplanation: maybe(gen, flag(gen)),
    }),
    quote: () => ({
      lines: [
        given({
          fee: one(gen, policy.fees).id,
          quantity: gen(fc.integer, { min: 1, max: 9 }),
          unitFen: maybe(gen, 12_300),
        }),
      ],
    }),
    answerQuote: () => ({ accepted: flag(gen), by: 'phone' }),
    remit: () => ({ amountFen: state.quote?.customerFen ?? 0, slipNo: 'S-1' }),
    promise: () => ({ at: someTime(gen, sim) }),
    reportLateReturn: () => ({ reason, customerTold: flag(gen) }),
    waitForParts: () => ({ items: [{ partNo: 'P-1', quantity: 1 }], expectedAt: maybe(gen, someTime(gen, sim)) }),
    expectParts: () => ({ expectedAt: someTime(gen, sim) }),
    receiveParts: () => ({ correct: flag(gen) }),
    useStockUnit: () => ({ serialNo: 'SN-2' }),
    returnOldParts: () => ({ count: 1 }),
    decideLoaner: () => ({
      decision: !gen(fc.nat, 3) ? 'refused' : 'approved',
      duty: one(gen, ['customer_centre_manager', 'deputy_gm_logistics']),
    }),
    issueLoaner: () => ({ unitId: 'U-1', depositFen: one(gen, [0, 50_000]), agreementSigned: flag(gen) }),
    sendToMaker: () => ({}),
    askHelp: () => ({ stage: one(gen, policy.technicalHelp).id }),
    answerHelp: () => ({ solved: flag(gen) }),
    complete: () => ({ resolved: flag(gen), tested: flag(gen) }),
    signOff: () => ({
      signed: true,
      quality: maybe(gen, 5),
      attitude: maybe(gen, 5),
      chargedFen: one(gen, [0, state.quote?.customerFen ?? 0]),
    }),
    handBack: () => ({ ticketNo: one(gen, ['T-1', 'T-1', 'T-2']), checklist: ['valid_ticket'] }),
    shipBack: () => ({ trackingNo: 'SF-1' }),
    callBack: () => {
      const reached = flag(gen);
      return { callback: one(gen, policy.callbacks).id, reached, satisfied: reached ? flag(gen) : undefined };
    },
    reportLoss: () => ({ whose: one(gen, ['customer', 'company']), preserveScene: flag(gen) }),
    reportIncident: () => ({
      incident: one(gen, ['engineer_or_tools_held', 'conduct', 'compensation_request']),
      text: reason,
    }),
    raise: () => ({ ladder: one(gen, [...Object.keys(policy.ladders), 'nowhere']), reason }),
    acknowledge: () => ({ escalation: escalation() }),
    resolveEscalation: () => ({ escalation: escalation(), reason }),
    extend: () => ({ clock: clock(), by: one(gen, ['PT1H', 'P1D']), reason }),
    excuse: () => ({ clock: clock(), reason }),
    approveExcuse: () => ({ clock: clock() }),
    correct: () => ({ clock: clock(), metAt: formatInstant(sim.now - one(gen, [0, minutes, hours])), reason }),
    confirmEntry: () => ({ entry: gen(fc.nat, 2) + 1 }),
    reverseEntry: () => ({ entry: gen(fc.nat, 2) + 1, reason }),
    note: () => ({ text: reason }),
    complained: () => ({ complaint: one(gen, ['C-1', 'C-2']) }),
    handOver: () => ({ dispatcherId: 'dispatcher-2' }),
    merge: () => ({ into: one(gen, ['R-1', 'R-2']), reason }),
    absorb: () => ({
      duplicate: one(gen, ['R-2', 'R-3']),
      clocks: Object.values(state.clocks).map(({ milestone, startedAt }) => ({
        milestone,
        startedAt: formatInstant(startedAt - one(gen, [0, minutes, hours])),
      })),
    }),
    link: () => ({ caseId: one(gen, ['R-1', 'R-2']), relation: 'related' }),
    issueDocument: () => ({ form: one(gen, [...readyForms(state), 'repair_ticket']) }),
    attach: () => ({ attachment: { id: 'file-1', sha256: 'f'.repeat(64) }, about: 'damage' }),
  };
  const needsReason = [
    'markSpecial',
    'decline',
    'entryRefused',
    'grantGoodwill',
    'requestLoaner',
    'close',
    'cancel',
    'reopen',
  ];
  return given(payloads[action]?.() ?? (needsReason.includes(action) ? { reason } : {}));
}

const rejected = { customerRejectsExplanation: true, severe: false, partNeeded: false };

/** Where walks seldom get by themselves: a closed door, damage that the customer does not accept, no part, money. */
const headStarts: ((sim: Simulator) => unknown)[] = [
  () => undefined,
  (sim) =>
    sim
      .act(people.engineer, 'arrive', { customerPresent: false })
      .pass(5 * minutes)
      .act(people.engineer, 'phoneFromDoor', { answered: false }),
  (sim) =>
    sim
      .act(people.engineer, 'arrive')
      .act(people.engineer, 'diagnose', { finding: reason, humanDamage: true, ...rejected }),
  (sim) => {
    sim.act(people.engineer, 'arrive').act(people.engineer, 'diagnose', { finding: reason, partNeeded: true });
    // Refused where the customer has to agree first.
    sim.refusal(people.engineer, 'waitForParts', { items: [{ partNo: 'P-1', quantity: 1 }] });
  },
  (sim) => {
    // Where the policy lends: a loaner at the customer, its deposit in the ledger.
    sim.refusal(people.dispatcher, 'requestLoaner', { reason });
    for (const by of [people.manager, people.deputyGm])
      sim.refusal(by, 'decideLoaner', { decision: 'approved', duty: by.duties[0] });
    sim.refusal(people.warehouse, 'issueLoaner', { unitId: 'U-1', depositFen: 50_000, agreementSigned: true });
  },
];

/** A case somewhere in a random situation. */
export function someCase<S extends Simulator = Simulator>(
  gen: Gen,
  policy: CasePolicy,
  ahead = false,
  create: (policy: CasePolicy, opening: Opening) => S = (pinned, opening) => new Simulator(pinned, opening) as S,
): S {
  const facts = given({
    channel: one(gen, ['on_site', 'on_site', 'carry_in', 'send_in', 'remote']),
    level: policy.levels.length > 0 ? maybe(gen, one(gen, policy.levels).id) : undefined,
    region: policy.regions.length > 0 ? maybe(gen, one(gen, policy.regions)) : undefined,
    recordComplete: maybe(gen, true),
    contractActive: maybe(gen, true),
    soldByUs: maybe(gen, true),
    inWarranty: maybe(gen, flag(gen)),
    proofShown: maybe(gen, true),
    functionalFault: maybe(gen, true),
    qualityProblem: maybe(gen, true),
    purchaseDateKnown: maybe(gen, true),
    work: one(gen, ['repair', 'repair', 'installation']),
  }) as Record<string, string | boolean>;
  const nobody = gen(fc.nat, 4) === 0;
  const sim = create(policy, {
    at: one(gen, ['2026-03-02T09:00', '2026-02-13T23:59', '2026-12-30T17:30']),
    facts,
    severeLoss: gen(fc.nat, 9) === 0,
    roster: (role) => (nobody ? [] : [role]),
  });
  if (gen(fc.nat, 4) > 0) {
    sim.act(people.dispatcher, 'assign', { engineerId: people.engineer.id });
    if (ahead) one(gen, headStarts)(sim);
  }
  return sim;
}

/** One thing that happens: time, an action that is offered, or one that is not. Answers what was refused. */
export function happen(gen: Gen, sim: Simulator): Refusal | undefined {
  const what = gen(fc.nat, 9);
  if (what === 0) sim.pass(one(gen, [minutes, 20 * minutes, 3 * hours, days, 5 * days, 8 * days]));
  else if (what === 1) sim.until((sim.timers()[0]?.at ?? sim.now) + one(gen, [-1, 0, 1]));
  else if (what === 2 && gen(fc.nat, 2) === 0) sim.sleep(one(gen, [1, minutes, 2 * hours, 5 * days])).pass(0);
  else return tryAction(gen, sim);
  return undefined;
}

/** Actions beside the work or that end it: seldom taken, so that walks get far. */
const seldom = [
  ...[
    'cancel',
    'merge',
    'close',
    'handOver',
    'issueDocument',
    'link',
    'note',
    'raise',
    'reportIncident',
    'reportLoss',
    'completeRecord',
    'assess',
  ],
  ...['hold', 'decline', 'entryRefused', 'guide', 'reportDelay', 'acknowledge', 'resolveEscalation', 'returnOldParts'],
  ...['askHelp', 'answerHelp', 'assign', 'passToLead', 'respond', 'fileSheet', 'reportResult', 'promise'],
];

/** A few attempts at something; the last refusal where none was allowed. */
function tryAction(gen: Gen, sim: Simulator): Refusal | undefined {
  let refused: Refusal | undefined;
  for (let attempt = 0; attempt < 4; attempt++) {
    refused = tryOnce(gen, sim);
    if (!refused) return undefined;
  }
  return refused;
}

function someActor(gen: Gen, sim: Simulator): Actor {
  if (gen(fc.nat, 2) === 0) return one(gen, everybody);
  const own = everybody.find((a) => a.id === sim.state.parties.engineerId);
  return one(gen, [
    own ?? people.dispatcher,
    own ?? people.supervisor,
    people.dispatcher,
    people.warehouse,
    people.supervisor,
  ]);
}

function tryOnce(gen: Gen, sim: Simulator): Refusal | undefined {
  const actor = someActor(gen, sim);
  const offered = allowedActions(repairKind, sim.state, actor);
  const work = offered.filter((a) => !seldom.includes(a.name));
  const usual = work.length > 0 && gen(fc.nat, 9) > 1 ? work : offered;
  const from = usual.length > 0 && gen(fc.nat, 19) > 0 ? usual : repairKind.actions;
  const action = one(gen, from).name;
  const late = gen(fc.nat, 5) === 0 ? one(gen, [1, 1000, 2 * minutes, hours]) : 0;
  const slow = gen(fc.nat, 7) === 0 ? one(gen, [1, minutes, 3 * hours, 6 * days]) : 0;
  const payload = payloadFor(gen, action, sim);
  // The system was down in between: the action is accepted before the timers that were due.
  sim.sleep(slow);
  try {
    sim.act(actor, action, payload, { receivedAt: sim.now - late });
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    sim.pass(0);
    return error;
  }
  sim.pass(0);
  return undefined;
}
