/** Random complaints: who acts, and with which payloads. */
import { nextApprover } from '../../../domain/cases/approvals';
import { complaintKind } from '../../../domain/cases/complaint';
import { currentProposal, untestedLots, type ComplaintState } from '../../../domain/cases/complaint/state';
import type { Actor } from '../../../domain/cases/record';
import type { CasePolicy } from '../../../domain/policy/case-policy';
import { formatInstant } from '../../../domain/time/instant';
import { days, reason, text, type CaseSimulator, type Setup } from './case-simulator';
import { complaintSetup, staff } from './complaint-simulator';
import { flag, maybe, one, oneOf, rarely, type Gen, type Payload, type Walk } from './walk';

type Complaint = CaseSimulator<ComplaintState>;

const says = text('说明');
const second: Actor = { ...staff.supervisor, id: 'second-supervisor' };
const concerned: Actor = { ...staff.production, id: 'production-2' };
const everybody: readonly Actor[] = [...Object.values(staff), second, concerned];

/** Somebody who holds whatever role the case waits for. */
function asked(state: ComplaintState): Actor | undefined {
  const review = state.reviews.at(-1);
  if (state.status === 'in_review' && review)
    return { id: `${review.role}-holder`, role: 'approver', duties: [review.role] };
  const proposal = currentProposal(state);
  const duty = proposal && nextApprover(proposal.approval);
  return duty === undefined ? undefined : { id: `${duty}-holder`, role: 'approver', duties: [duty] };
}

function payloads(gen: Gen, { state, policy, now }: Complaint): Record<string, () => Payload> {
  const rules = policy.complaints!;
  const category = (): string => one(gen, [...Object.keys(state.tasks), ...rules.categories.map(({ id }) => id)]);
  const open = Object.values(state.tasks).filter(({ status }) => status !== 'answered');
  const openCategory = (): string => oneOf(gen, open)?.category ?? category();
  const lot = one(gen, [...untestedLots(state), ...state.form.lots, 'L-1']);
  const most = Math.max(100, ...(rules.compensation?.limits ?? []).map(({ upToFen }) => upToFen));
  const line = (): Payload => {
    const basis = oneOf(gen, rules.compensation?.bases ?? []) ?? { id: 'damage', perUnit: false };
    const unitFen = one(gen, [100, 12_345, Math.floor(most / 2)]);
    return basis.perUnit
      ? { basis: basis.id, unitFen, quantity: 2, amountFen: 2 * unitFen }
      : { basis: basis.id, amountFen: unitFen };
  };
  const solution = (): Payload => {
    const compensation = rules.compensation && flag(gen) ? [line(), ...(rarely(gen, 4) ? [line()] : [])] : [];
    return { solution: says, remedy: compensation.length > 0 ? 'compensation' : 'apology', compensation };
  };
  return {
    completeForm: () => ({ known: ['phone', 'address', ...rules.form.map(({ field }) => field)] }),
    logContact: () => ({ channel: 'phone', text: says }),
    addStatement: () => ({ text: says }),
    assess: () => ({
      severity: one(gen, ['minor', 'serious', 'critical']),
      categories: [...new Set([category(), category()])],
      urgent: rarely(gen, 5),
      lots: maybe(gen, ['L-1']),
      reason,
    }),
    reportDanger: () => ({
      what: one(gen, ['safety', 'customer_loss', 'company_loss', 'staff_held', 'urgent']),
      preserveScene: flag(gen),
    }),
    nameConcerned: () => ({ concernedIds: [one(gen, [concerned.id, staff.quality.id, 'dispatcher'])], reason }),
    assignHandler: () => ({ handlerId: one(gen, ['clerk', 'quality']), reason }),
    assignTask: () => ({ category: openCategory(), taskPersonId: one(gen, ['packer', 'quality', concerned.id]) }),
    takeTask: () => ({ category: openCategory() }),
    passTask: () => ({ category: openCategory(), role: one(gen, rules.categories).owner, reason }),
    answerTask: () => ({ category: openCategory(), answer: says }),
    checkBatch: () => ({ lot: state.form.lots.length > 0 || flag(gen) ? lot : undefined, inStock: flag(gen) }),
    testSample: () => ({ lot, size: 3, similar: flag(gen) }),
    listAffected: () => ({ lot, customerIds: one(gen, [[], ['second'], ['second', 'third']]), complete: flag(gen) }),
    settleAffected: () => ({ lot, affectedId: one(gen, ['customer', 'second', 'third']), outcome: 'returned' }),
    conclude: () => ({ analysis: says, cause: 'service', liability: 'company', outcome: 'upheld' }),
    planCorrection: () => ({
      what: says,
      correctionOwnerId: one(gen, ['production', 'quality']),
      dueOn: formatInstant(now + one(gen, [0, 2, 9]) * days).slice(0, 10),
    }),
    reportCorrection: () => ({ correction: one(gen, [1, 1, 2]), evidence: says }),
    verifyCorrection: () => ({ correction: one(gen, [1, 1, 2]), effective: flag(gen) }),
    propose: solution,
    decideCompensation: () => {
      const proposal = currentProposal(state);
      const duty = (proposal && nextApprover(proposal.approval)) ?? 'nobody';
      return { decision: rarely(gen, 5) ? 'refused' : 'approved', duty };
    },
    answerDecision: () => ({ accepted: !rarely(gen, 3), by: 'phone' }),
    appeal: () => ({ text: says, level: maybe(gen, oneOf(gen, rules.levels)?.id) }),
    rule: () => (flag(gen) ? { outcome: 'confirmed', text: says } : { outcome: 'amended', text: says, ...solution() }),
    carryOut: () => ({ text: says }),
    close: () => ({ result: says, reason }),
  };
}

/** How people go through a complaint. */
export const complaintWalk: Walk<ComplaintState> = {
  table: complaintKind,
  everybody,
  usual: ({ state }) => [staff.clerk, staff.supervisor, second, asked(state) ?? staff.supervisor],
  seldom: [
    ...['cancel', 'merge', 'withdraw', 'reportDanger', 'raise', 'logContact', 'note', 'planCorrection', 'link'],
    ...['assignHandler', 'nameConcerned', 'completeForm', 'handOver', 'complained', 'extend', 'excuse', 'correct'],
    ...['approveExcuse', 'acknowledge', 'resolveEscalation', 'assess', 'assignTask', 'passTask', 'issueDocument'],
    ...['acknowledgeReceipt', 'reverseEntry', 'reopen'],
  ],
  payloads,
};

/** Where walks seldom get by themselves: a decision that costs money. What the policy refuses on the way is left out. */
function toDecided(gen: Gen, sim: Complaint): void {
  const { supervisor } = staff;
  const rules = sim.policy.complaints!;
  const category = rules.categories.find(({ checksBatch }) => !checksBatch)?.id;
  sim.refusal(supervisor, 'assess', { severity: 'serious', categories: [category], reason });
  for (const { category: open } of Object.values(sim.state.tasks))
    sim.refusal(supervisor, 'answerTask', { category: open, answer: says });
  const { conclude, propose } = payloads(gen, sim);
  sim.refusal(supervisor, 'conclude', conclude!());
  sim.refusal(supervisor, 'propose', propose!());
  for (let i = 0; i < 4; i++) {
    const by = asked(sim.state);
    if (by) sim.refusal(by, 'decideCompensation', { decision: 'approved', duty: by.duties[0] });
  }
}

/** A complaint somewhere in a random situation, made by `create` from how it begins. */
export function someComplaint<C extends Complaint>(
  gen: Gen,
  policy: CasePolicy,
  create: (setup: Setup<ComplaintState>) => C,
): C {
  const nobody = rarely(gen, 5);
  const rules = policy.complaints!;
  const sim = create(
    complaintSetup({
      policy,
      at: one(gen, ['2026-03-02T09:00', '2026-02-13T23:59', '2026-12-30T17:30']),
      form: { lots: flag(gen) ? ['L-1'] : [] },
      facts: {
        complaintSource: 'call',
        phoneKnown: flag(gen),
        ...(rarely(gen, 4) && { regulator: true }),
        ...(rarely(gen, 4) && { keyAccount: true }),
      },
      barred: rarely(gen, 3) ? [concerned.id] : undefined,
      input: {
        danger: rarely(gen, 4) ? [one(gen, ['safety_reported', 'severe_loss', 'urgent_reported'] as const)] : [],
        preserveScene: rarely(gen, 6),
        ...(rarely(gen, 4) && { aboutCase: 'R-7' }),
        ...(rarely(gen, 4) && rules.levels.length > 0 && { addressedTo: one(gen, rules.levels).id }),
      },
      roster: (role) => (nobody ? [] : [role, ...(rarely(gen, 6) ? [concerned.id] : [])]),
    }),
  );
  if (flag(gen)) toDecided(gen, sim);
  return sim;
}
