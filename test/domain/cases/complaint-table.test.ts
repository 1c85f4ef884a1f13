/** The action table of a complaint: every status is reached and left, every action is taken, names are used once. */
import fc, { type GeneratorValue } from 'fast-check';
import { complaintKind } from '../../../domain/cases/complaint';
import { complaintStatuses } from '../../../domain/cases/complaint/state';
import { allowedActions } from '../../../domain/cases/kind';
import { formatInstant } from '../../../domain/time/instant';
import { Refusal } from '../../../domain/errors';
import { days, minutes, reason, text } from './case-simulator';
import { Complaint, seconds, staff } from './complaint-simulator';

const says = text('说明');
const people = Object.values(staff);

function one<T>(gen: GeneratorValue, from: readonly T[]): T {
  return from[gen(fc.nat, from.length - 1)]!;
}

/** A payload such as people would send, right or wrong for the state of the case. */
function payloadFor(gen: GeneratorValue, action: string, sim: Complaint): object {
  const flag = (): boolean => gen(fc.boolean);
  const category = (): string => one(gen, [...Object.keys(sim.state.tasks), 'attitude']);
  const clock = one(gen, [...Object.keys(sim.state.clocks), 'none']);
  const escalation = one(gen, [...Object.keys(sim.state.escalations), 'none']);
  const compensation = flag() ? [{ basis: 'damage', amountFen: one(gen, [100, 50_000]) }] : [];
  const solution = { solution: says, remedy: compensation.length > 0 ? 'compensation' : 'apology', compensation };
  const payloads: Record<string, () => object> = {
    acknowledgeReceipt: () => ({}),
    completeForm: () => ({ known: ['phone'] }),
    logContact: () => ({ channel: 'phone', text: says }),
    assess: () => ({ severity: 'serious', categories: [one(gen, ['quality', 'attitude'])], reason }),
    reportDanger: () => ({ what: one(gen, ['safety', 'urgent']) }),
    nameConcerned: () => ({ concernedIds: ['somebody'], reason }),
    assignHandler: () => ({ handlerId: one(gen, ['clerk', 'quality']), reason }),
    assignTask: () => ({ category: category(), taskPersonId: 'packer' }),
    takeTask: () => ({ category: category() }),
    passTask: () => ({ category: category(), role: one(gen, ['demo_production', 'demo_service']), reason }),
    answerTask: () => ({ category: category(), answer: says }),
    checkBatch: () => ({ lot: 'L-1', inStock: flag() }),
    testSample: () => ({ lot: 'L-1', size: 3, similar: flag() }),
    listAffected: () => ({ lot: 'L-1', customerIds: ['second'], complete: flag() }),
    settleAffected: () => ({ lot: 'L-1', affectedId: one(gen, ['customer', 'second']), outcome: 'returned' }),
    conclude: () => ({ analysis: says, cause: 'service', liability: 'company', outcome: 'upheld' }),
    planCorrection: () => ({ what: says, correctionOwnerId: 'production', dueOn: '2027-01-01' }),
    reportCorrection: () => ({ correction: 1, evidence: says }),
    verifyCorrection: () => ({ correction: 1, effective: flag() }),
    propose: () => solution,
    decideCompensation: () => ({ decision: flag() ? 'approved' : 'refused', duty: 'demo_manager' }),
    answerDecision: () => ({ accepted: flag(), by: 'phone' }),
    appeal: () => ({ text: says }),
    rule: () => (flag() ? { outcome: 'confirmed', text: says } : { outcome: 'amended', text: says, ...solution }),
    carryOut: () => ({ text: says }),
    callBack: () => ({ callback: 'second_contact', reached: true, satisfied: flag() }),
    close: () => ({ result: says, reason }),
    confirmEntry: () => ({ entry: 1 }),
    reverseEntry: () => ({ entry: 1, reason }),
    raise: () => ({ ladder: 'supervisor', reason }),
    acknowledge: () => ({ escalation }),
    resolveEscalation: () => ({ escalation, reason }),
    extend: () => ({ clock, by: 'PT1M', reason }),
    excuse: () => ({ clock, reason }),
    approveExcuse: () => ({ clock }),
    correct: () => ({ clock, metAt: formatInstant(sim.now), reason }),
    note: () => ({ text: says }),
    addStatement: () => ({ text: says }),
    complained: () => ({ complaint: 'C-2' }),
    merge: () => ({ into: 'C-2', reason }),
    handOver: () => ({ dispatcherId: 'dispatcher-2' }),
    link: () => ({ caseId: 'R-2', relation: 'related' }),
    issueDocument: () => ({ form: 'complaint_form' }),
    attach: () => ({ attachment: { id: 'file-1', sha256: 'f'.repeat(64) }, about: 'damage' }),
  };
  return payloads[action]?.() ?? { reason };
}

/** Actions that end the case, or that walks would take too often. */
const seldom = [
  ...[
    'cancel',
    'merge',
    'withdraw',
    'reportDanger',
    'raise',
    'logContact',
    'note',
    'planCorrection',
    'assignHandler',
    'link',
  ],
  ...['nameConcerned', 'completeForm', 'handOver', 'complained', 'extend', 'excuse', 'approveExcuse', 'correct'],
  ...[
    'acknowledge',
    'resolveEscalation',
    'assess',
    'assignTask',
    'takeTask',
    'passTask',
    'addStatement',
    'issueDocument',
    'attach',
  ],
];

/** What random walks came through, always the same ones: as many as it takes until nothing is left that no walk has seen. */
const seen = { left: new Set<string>(), reached: new Set<string>(), actions: new Set<string>() };
const unreached = () => complaintStatuses.filter((status) => !seen.reached.has(status));
const notLeft = () =>
  complaintStatuses.filter((status) => !seen.left.has(status) && !complaintKind.ended.includes(status));
const untaken = () =>
  complaintKind.actions.filter(({ name, told }) => !told && !seen.actions.has(name)).map(({ name }) => name);
beforeAll(() => {
  fc.assert(
    fc.property(fc.gen(), (gen) => {
      if (unreached().length + notLeft().length + untaken().length === 0) return;
      const lots = gen(fc.boolean) ? ['L-1'] : [];
      const sim = new Complaint({ form: { lots }, facts: { phoneKnown: gen(fc.boolean) }, barred: ['production-2'] });
      const concerned = { ...staff.production, id: 'production-2' };
      const second = { ...staff.supervisor, id: 'second-supervisor' };
      for (let step = 0; step < 160; step++) {
        if (gen(fc.nat, 9) === 0) sim.pass(one(gen, [seconds, 20 * seconds, minutes, days]));
        const actor = one(gen, [...people, staff.clerk, staff.supervisor, concerned, second]);
        // What an upload sends by itself is not offered to people, but comes at any time.
        const upload = complaintKind.actions.filter(({ name }) => name === 'attach');
        const offered = [...allowedActions(complaintKind, sim.state, actor), ...upload].filter(
          ({ name }) => !seldom.includes(name) || gen(fc.nat, 14) === 0,
        );
        if (offered.length === 0) continue;
        const { name } = one(gen, offered);
        try {
          sim.act(actor, name, payloadFor(gen, name, sim));
          seen.actions.add(name);
        } catch (error) {
          if (!(error instanceof Refusal)) throw error;
        }
      }
      for (const { type, data } of sim.events) {
        if (type !== 'status_changed') continue;
        seen.left.add(String(data!.from));
        seen.reached.add(String(data!.to));
      }
    }),
    { numRuns: 250, seed: 20260302 },
  );
}, 60_000);

test('every status is reached, and left but for those in which it has ended', () => {
  expect([unreached(), notLeft()]).toEqual([[], []]);
  expect(complaintKind.ended.filter((status) => seen.left.has(status))).toEqual([]);
});

test('every action that people take is taken by somebody; names are used once', () => {
  const names = complaintKind.actions.map(({ name }) => name);
  expect(untaken()).toEqual([]);
  expect(new Set(names).size).toBe(names.length);
});
