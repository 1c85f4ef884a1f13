/** Random repairs: who acts, with which payloads, and where walks seldom get by themselves. */
import fc from 'fast-check';
import type { Actor } from '../../../domain/cases/record';
import { repairKind } from '../../../domain/cases/repair';
import type { RepairState } from '../../../domain/cases/repair/state';
import type { CasePolicy } from '../../../domain/policy/case-policy';
import type { CaseSimulator } from './case-simulator';
import { chongqing, nanjing, sendIn } from './policies';
import { days, minutes, people, reason, repairSetup, type Opening } from './simulator';
import { flag, given, maybe, one, someTime, type Gen, type Payload, type Walk } from './walk';

export const policies: readonly CasePolicy[] = [nanjing, chongqing, sendIn];
const everybody: readonly Actor[] = Object.values(people);

type Repair = CaseSimulator<RepairState>;

function payloads(gen: Gen, sim: Repair): Record<string, () => Payload> {
  const { state, policy } = sim;
  return {
    completeRecord: () => ({ proofShown: maybe(gen, flag(gen)), inWarranty: maybe(gen, flag(gen)) }),
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
    askPrice: () => ({
      fee: one(gen, ['maintenance_contract', 'maintenance_contract', one(gen, policy.fees).id]),
      quantity: gen(fc.integer, { min: 1, max: 9 }),
      amountFen: one(gen, [15_000, 100_000, 123_456]),
      replaces: maybe(gen, true),
      reason,
    }),
    decidePrice: () => ({
      decision: !gen(fc.nat, 3) ? 'refused' : 'approved',
      duty: 'customer_centre_manager',
      amountFen: maybe(gen, 99_999),
      reason: maybe(gen, reason),
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
      payment: one(gen, ['on_the_spot', 'on_the_spot', 'invoice_first']),
      paper: one(gen, [undefined, undefined, 'receipt']),
    }),
    askForInvoice: () => ({ paper: 'invoice' }),
    sendInvoice: () => ({ invoiceNo: 'F-1', by: 'hand' }),
    handInMoney: () => ({ amountFen: 10_000 }),
    handBack: () => ({ ticketNo: one(gen, ['T-1', 'T-1', 'T-2']), checklist: ['valid_ticket'] }),
    shipBack: () => ({ trackingNo: 'SF-1' }),
    reportLoss: () => ({ whose: one(gen, ['customer', 'company']), preserveScene: flag(gen) }),
    reportIncident: () => ({
      incident: one(gen, ['engineer_or_tools_held', 'conduct', 'compensation_request']),
      text: reason,
    }),
  };
}

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
    'askPrice',
  ],
  ...['hold', 'decline', 'entryRefused', 'guide', 'reportDelay', 'acknowledge', 'resolveEscalation', 'returnOldParts'],
  ...['askHelp', 'answerHelp', 'assign', 'passToLead', 'respond', 'fileSheet', 'reportResult', 'promise'],
];

/** How people go through a repair. */
export const repairWalk: Walk<RepairState> = {
  table: repairKind,
  everybody,
  usual: ({ state }) => {
    const own = everybody.find((a) => a.id === state.parties.engineerId);
    return [own ?? people.dispatcher, own ?? people.supervisor, people.dispatcher, people.warehouse, people.supervisor];
  },
  seldom,
  payloads,
};

const rejected = { customerRejectsExplanation: true, severe: false, partNeeded: false };

/** Where walks seldom get by themselves: a closed door, damage that the customer does not accept, no part, money. */
const headStarts: ((sim: Repair) => unknown)[] = [
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
    // The part taken from a unit in stock, where the policy lets it.
    sim.act(people.engineer, 'arrive').act(people.engineer, 'diagnose', { finding: reason, partNeeded: true });
    sim.refusal(people.engineer, 'waitForParts', { items: [{ partNo: 'P-1', quantity: 1 }] });
    sim.refusal(people.warehouse, 'useStockUnit', { serialNo: 'SN-2' });
  },
  (sim) => {
    // Where the policy lends: a special case, a loaner at the customer, its deposit in the ledger.
    sim.refusal(people.supervisor, 'markSpecial', { reason });
    sim.refusal(people.dispatcher, 'requestLoaner', { reason });
    for (const by of [people.manager, people.deputyGm])
      sim.refusal(by, 'decideLoaner', { decision: 'approved', duty: by.duties[0] });
    sim.refusal(people.warehouse, 'issueLoaner', { unitId: 'U-1', depositFen: 50_000, agreementSigned: true });
  },
  (sim) => {
    // Where the policy lets a price be set: asked for, and quoted as the manager set it.
    const line = { fee: 'maintenance_contract', quantity: 24 };
    sim.refusal(people.supervisor, 'assess', { established: { work: 'maintenance_contract' }, reason });
    sim.refusal(people.dispatcher, 'askPrice', { ...line, amountFen: 300_000, reason });
    const decision = { decision: 'approved', duty: 'customer_centre_manager', amountFen: 320_000, reason };
    sim.refusal(people.manager, 'decidePrice', decision);
    sim.refusal(people.agent, 'answerQuote', { accepted: false, by: 'phone', reason });
    // Approved anew, and given up for another after other points were quoted.
    sim.refusal(people.dispatcher, 'askPrice', { ...line, amountFen: 310_000, reason });
    sim.refusal(people.manager, 'decidePrice', { decision: 'approved', duty: 'customer_centre_manager' });
    sim.refusal(people.dispatcher, 'quote', { lines: [{ ...line, quantity: 10 }] });
    sim.refusal(people.dispatcher, 'askPrice', { ...line, amountFen: 290_000, reason, replaces: true });
    sim.refusal(people.manager, 'decidePrice', { decision: 'approved', duty: 'customer_centre_manager' });
    sim.refusal(people.dispatcher, 'quote', { lines: [line] });
  },
  (sim) => {
    // Declined, closed, and over for good.
    quoted(sim);
    sim.refusal(people.engineer, 'answerQuote', { accepted: false, by: 'phone', reason });
    sim.refusal(people.engineer, 'endVisit', {});
    sim.refusal(people.supervisor, 'close', { reason });
    sim.pass(30 * days);
  },
  (sim) => signedOff(sim, 'on_the_spot'),
  (sim) => signedOff(sim, 'invoice_first'),
];

/** At the customer's, the damage their own, with a price where the policy has one. */
function quoted(sim: Repair): void {
  sim.refusal(people.engineer, 'arrive', {});
  sim.refusal(people.engineer, 'diagnose', { finding: reason, humanDamage: true, partNeeded: false });
  const priced = sim.policy.fees.filter(({ fen, payer }) => fen !== undefined && payer === 'customer');
  priced.find(({ id }) => sim.refusal(people.engineer, 'quote', { lines: [{ fee: id }] }) === undefined);
}

/** Done and signed off, paid where the policy has a price for it. */
function signedOff(sim: Repair, payment: 'on_the_spot' | 'invoice_first'): void {
  quoted(sim);
  sim.refusal(people.engineer, 'answerQuote', { accepted: true, by: 'signature' });
  sim.refusal(people.engineer, 'complete', { resolved: true, tested: true });
  const chargedFen = sim.state.quote?.customerFen ?? 0;
  sim.refusal(people.engineer, 'signOff', { signed: true, chargedFen, payment });
}

/** A repair somewhere in a random situation, made by `create` from how it begins. */
export function someRepair<C extends Repair>(
  gen: Gen,
  policy: CasePolicy,
  create: (setup: ReturnType<typeof repairSetup>) => C,
  ahead = false,
): C {
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
    work: one(gen, ['repair', 'repair', 'installation', 'maintenance_contract']),
  }) as Record<string, string | boolean>;
  const nobody = gen(fc.nat, 4) === 0;
  const opening: Opening = {
    at: one(gen, ['2026-03-02T09:00', '2026-02-13T23:59', '2026-12-30T17:30']),
    facts,
    severeLoss: gen(fc.nat, 9) === 0,
    roster: (role) => (nobody ? [] : [role]),
  };
  const sim = create(repairSetup(policy, opening));
  if (gen(fc.nat, 4) > 0) {
    sim.act(people.dispatcher, 'assign', { engineerId: people.engineer.id });
    if (ahead) one(gen, headStarts)(sim);
  }
  return sim;
}
