/**
 * Money that was decided once and then otherwise (S-8.3, O-10.4, O-3.7-b): the first is taken back by a reversal that
 * names it, finance is never told both, and what was paid already counts.
 */
import { auditCase } from '../../../audit/audit-case';
import { readRun } from '../../../audit/history';
import { isConfirmed, owedOf } from '../../../domain/cases/ledger-rows';
import type { CaseState } from '../../../domain/cases/state';
import type { Refusal } from '../../../domain/errors';
import { rewrite } from '../../audit/alter';
import { RecordedSimulator } from '../../audit/simulated';
import { people, reason, text } from './case-simulator';
import { complaintSetup, demo as complaintDemo, staff } from './complaint-simulator';
import { demo as returnDemo, ReturnSimulator } from './return-simulator';

const { clerk, supervisor, director, manager } = staff;
const second = { ...supervisor, id: 'second-supervisor' };
const says = text('说明');
const pay = (amountFen: number) => ({
  solution: says,
  remedy: 'compensation',
  compensation: [{ basis: 'damage', amountFen }],
});

const rows = ({ ledger }: CaseState) =>
  ledger.entries.map((e) => [e.no, e.type, e.fen, `${e.from}→${e.to}`, e.reverses]);
const owed = ({ ledger }: CaseState) =>
  owedOf(ledger.entries.map((e) => ({ ...e, confirmed: isConfirmed(ledger, e.no) }))).map((o) => [
    `${o.from}→${o.to}`,
    o.fen,
    o.confirmedFen,
  ]);

/** Accepted in the first place, then appealed against. */
function accepted(amountFen: number, policy = complaintDemo) {
  const sim = new RecordedSimulator(complaintSetup({ policy }));
  sim.act(clerk, 'acknowledgeReceipt').act(clerk, 'assess', { severity: 'serious', categories: ['attitude'] });
  sim.act(supervisor, 'answerTask', { category: 'attitude', answer: says });
  sim.act(clerk, 'conclude', { analysis: says, cause: 'service', liability: 'company', outcome: 'upheld' });
  sim.act(clerk, 'propose', pay(amountFen)).act(clerk, 'answerDecision', { accepted: true, by: 'phone' });
  return sim;
}

type Case = ReturnType<typeof accepted>;

function amended(sim: Case, ruling: object): Case {
  sim.act(clerk, 'appeal', { text: says }).act(second, 'rule', { outcome: 'amended', text: text('改判'), ...ruling });
  return sim.act(clerk, 'answerDecision', { accepted: true, by: 'phone' });
}

function unsuspicious(sim: Case | ReturnSimulator): void {
  const { findings } = auditCase([readRun(sim.history())]);
  expect(findings.filter(({ severity }) => severity === 'alarm')).toEqual([]);
}

describe('a ruling that amends a compensation which the customer had accepted', () => {
  test('S-8.3-a O-10.4: replaces it; what nobody had confirmed is never told to finance', () => {
    const sim = amended(accepted(5_000), pay(8_000));
    expect(rows(sim.state)).toEqual([
      [1, 'compensation', 5_000, 'company→customer', undefined],
      [2, 'compensation', 5_000, 'customer→company', 1],
      [3, 'compensation', 8_000, 'company→customer', undefined],
    ]);
    expect(sim.refusal(manager, 'confirmEntry', { entry: 1 })).toBe('already_done');
    sim.act(manager, 'confirmEntry', { entry: 3 });
    expect(owed(sim.state)).toEqual([['company→customer', 8_000, 8_000]]);
    expect(sim.refusal(clerk, 'carryOut', { text: says })).toBeUndefined();
    unsuspicious(sim);
  });

  test('O-10.4: of what finance was told before, the difference is owed; the reversal is confirmed first', () => {
    const first = accepted(5_000);
    first.act(manager, 'confirmEntry', { entry: 1 });
    const sim = amended(first, pay(8_000));
    expect(owed(sim.state)).toEqual([['company→customer', 8_000, 5_000]]);
    expect(sim.refusal(manager, 'confirmEntry', { entry: 3 })).toBe('requirement_missing');
    expect(sim.refusal(clerk, 'carryOut', { text: says })).toBe('requirement_missing');
    sim.act(manager, 'confirmEntry', { entry: 2 }).act(manager, 'confirmEntry', { entry: 3 });
    expect(owed(sim.state)).toEqual([['company→customer', 8_000, 8_000]]);
    sim.act(clerk, 'carryOut', { text: says });
    unsuspicious(sim);
  });

  test('O-10.4: less, or nothing: what was paid too much is to be recovered', () => {
    const first = accepted(5_000);
    first.act(manager, 'confirmEntry', { entry: 1 });
    const less = amended(first, pay(2_000));
    expect(owed(less.state)).toEqual([['company→customer', 2_000, 5_000]]);
    const again = accepted(5_000);
    again.act(manager, 'confirmEntry', { entry: 1 });
    const nothing = amended(again, { solution: says, remedy: 'apology' });
    expect(owed(nothing.state)).toEqual([['company→customer', 0, 5_000]]);
    unsuspicious(nothing);
  });

  test('S-8.3: refused by the customer, the first stands; confirmed at the next level and accepted, it is replaced', () => {
    const sim = accepted(5_000);
    sim.act(clerk, 'appeal', { text: says });
    sim.act(second, 'rule', { outcome: 'amended', text: says, ...pay(8_000) });
    sim.act(clerk, 'answerDecision', { accepted: false, by: 'phone' });
    expect(owed(sim.state)).toEqual([['company→customer', 5_000, 0]]);
    sim.act(clerk, 'appeal', { text: says }).act(director, 'rule', { outcome: 'confirmed', text: says });
    sim.act(clerk, 'answerDecision', { accepted: true, by: 'phone' });
    expect(owed(sim.state)).toEqual([['company→customer', 8_000, 0]]);
    unsuspicious(sim);
  });

  test('R-APPROVE: the limit is for what is owed in all, not for the sum of what replaces each other', () => {
    const sim = accepted(20_000);
    sim.act(clerk, 'appeal', { text: says });
    const rule = (amountFen: number) =>
      sim.refusal(second, 'rule', { outcome: 'amended', text: says, ...pay(amountFen) });
    expect(rule(2_000_001)).toBe('invalid_request');
    expect(rule(2_000_000)).toBeUndefined();
  });
});

describe('a complaint does not end while the customer is owed what they accepted (O-10.4)', () => {
  const ends = { withdraw: clerk, cancel: staff.dispatcher, merge: staff.dispatcher } as const;
  const refusals = (sim: Case, by?: typeof clerk) =>
    Object.entries(ends).map(([name, own]) =>
      sim.refusal(by ?? own, name, name === 'merge' ? { into: 'C-2', reason } : { reason }),
    );
  const never = ['requirement_missing', 'requirement_missing', 'requirement_missing'];

  test('accepted and not paid: nobody withdraws, cancels or merges it; once paid they may', () => {
    const sim = accepted(5_000);
    expect([refusals(sim), refusals(sim, supervisor)]).toEqual([never, never]);
    sim.act(manager, 'confirmEntry', { entry: 1 });
    expect(refusals(sim)).toEqual(never);
    sim.act(clerk, 'carryOut', { text: says }).act(clerk, 'withdraw', { reason });
    expect(owed(sim.state)).toEqual([['company→customer', 5_000, 5_000]]);
    unsuspicious(sim);
  });

  test('given up: taken back and confirmed by another person, then a supervisor ends it with the reason', () => {
    const sim = accepted(5_000);
    sim.act(manager, 'confirmEntry', { entry: 1 }).act(supervisor, 'reverseEntry', { entry: 1, reason });
    expect(refusals(sim, supervisor)).toEqual(never);
    sim.act(manager, 'confirmEntry', { entry: 2 });
    expect(sim.refusal(clerk, 'withdraw', { reason })).toBe('requirement_missing');
    sim.act(supervisor, 'withdraw', { reason });
    expect([sim.state.status, owed(sim.state)]).toEqual(['closed', []]);
    unsuspicious(sim);
  });

  test('closed over compensation that was taken back: only with a reason; in a closed one none is taken back', () => {
    const sim = accepted(5_000);
    sim.act(manager, 'confirmEntry', { entry: 1 }).act(clerk, 'carryOut', { text: says });
    sim.act(supervisor, 'reverseEntry', { entry: 1, reason }).act(manager, 'confirmEntry', { entry: 2 });
    sim.act(clerk, 'callBack', { callback: 'second_contact', reached: true, satisfied: true });
    expect(sim.refusal(supervisor, 'close', { result: says })).toBe('invalid_request');
    expect(sim.refusal(clerk, 'close', { result: says, reason })).toBe('requirement_missing');
    sim.act(supervisor, 'close', { result: says, reason });
    unsuspicious(sim);

    const paid = accepted(5_000);
    paid.act(manager, 'confirmEntry', { entry: 1 }).act(clerk, 'carryOut', { text: says });
    paid.act(clerk, 'callBack', { callback: 'second_contact', reached: true, satisfied: true });
    paid.act(clerk, 'close', { result: says });
    expect(paid.refusal(supervisor, 'reverseEntry', { entry: 1, reason })).toBe('case_closed');
    expect(paid.refusal(supervisor, 'reopen', { reason })).toBeUndefined();
  });

  test('nor is it closed over by a supervisor, after a final ruling or rounds enough', () => {
    const sim = accepted(5_000);
    sim
      .act(clerk, 'appeal', { text: says, level: 'director' })
      .act(director, 'rule', { outcome: 'confirmed', text: says });
    expect(sim.refusal(supervisor, 'close', { result: says, reason })).toBe('requirement_missing');
    sim.act(clerk, 'answerDecision', { accepted: true, by: 'phone' }).act(manager, 'confirmEntry', { entry: 1 });
    sim.act(clerk, 'carryOut', { text: says });
    expect(sim.refusal(supervisor, 'close', { result: says, reason })).toBeUndefined();
  });

  test('what a ruling took away is not given up; what was paid in an earlier round is paid', () => {
    const sim = amended(accepted(5_000), { solution: says, remedy: 'apology' });
    expect(sim.refusal(clerk, 'withdraw', { reason })).toBeUndefined();
    const again = accepted(5_000);
    again.act(manager, 'confirmEntry', { entry: 1 }).act(clerk, 'carryOut', { text: says });
    again.act(clerk, 'appeal', { text: says });
    expect(again.refusal(clerk, 'withdraw', { reason })).toBeUndefined();
  });

  test('a complaint of the second edition ends as it was recorded', () => {
    const sim = accepted(5_000, { ...complaintDemo, edition: 2 });
    sim.act(clerk, 'withdraw', { reason });
    unsuspicious(sim);
    // The same under today's rules: somebody went round them.
    const history = sim.history();
    rewrite(history.events[0]!, (text) => text.replace('"edition":2', '"edition":3'));
    const refused = { kind: 'action_not_allowed', data: { action: 'withdraw', what: 'unpaid' } };
    expect(auditCase([readRun(history)]).findings).toContainEqual(
      expect.objectContaining({ ...refused, data: expect.objectContaining(refused.data) as object }),
    );
  });
});

/** Proposes the refund of all goods, less a deduction. */
const refund = (sim: ReturnSimulator, fen: number) =>
  sim.act(people.agent, 'proposeRefund', {
    amountFen: 58_000 - fen,
    deductions: fen > 0 ? [{ deduction: 'missing_packaging', fen }] : [],
  });
const confirm = (sim: ReturnSimulator, ...entries: number[]) =>
  entries.forEach((entry) => sim.act(people.secondSupervisor, 'confirmEntry', { entry }));
/** Refunded, and confirmed by a second person. */
function paid(policy = returnDemo): ReturnSimulator {
  const sim = refund(new ReturnSimulator({ policy }).approved().inspected(), 0);
  confirm(sim, 1);
  return sim.act(people.agent, 'payRefund', { slipNo: 'P-1' });
}
const satisfied = { callback: 'follow_up', reached: true, satisfied: true };

describe('a refund that was paid and turns out wrong', () => {
  const last = (sim: ReturnSimulator) => sim.steps.at(-1)!.events.filter(({ type }) => type.startsWith('refund'));

  test('O-3.7-b: is settled anew; only the difference is paid, and too much comes back', () => {
    const sim = refund(new ReturnSimulator().approved().inspected(), 1_000);
    confirm(sim, 1, 2);
    sim.act(people.agent, 'payRefund', { slipNo: 'P-1' });
    expect(sim.state.status).toBe('callback_due');
    for (const entry of [1, 2]) sim.act(people.supervisor, 'reverseEntry', { entry, reason });
    expect(sim.state.status).toBe('settling');
    expect(sim.refusal(people.dispatcher, 'withdraw', { reason })).toBe('illegal_transition');
    expect(sim.refusal(people.dispatcher, 'cancel', { reason })).toBe('requirement_missing');
    confirm(sim, 3, 4);
    refund(sim, 0);
    confirm(sim, 5);
    sim.act(people.agent, 'payRefund', { slipNo: 'P-2' });
    expect(last(sim)).toMatchObject([{ type: 'refunded', data: { amountFen: 1_000 } }]);
    expect(owed(sim.state)).toEqual([['company→customer', 58_000, 58_000]]);
    expect(sim.state.status).toBe('callback_due');

    sim.act(people.supervisor, 'reverseEntry', { entry: 5, reason });
    confirm(sim, 6);
    refund(sim, 1_500);
    confirm(sim, 7, 8);
    sim.act(people.agent, 'payRefund', { slipNo: 'P-3' });
    expect(last(sim)).toMatchObject([{ type: 'refund_recovered', data: { amountFen: 1_500 } }]);
    expect(owed(sim.state)).toEqual([['company→customer', 56_500, 56_500]]);
  });

  test('O-3.7-b: nobody asks the customer about it before it is settled anew; then a call of its own begins', () => {
    const sim = paid();
    expect(sim.clock('callback_follow_up').status).toBe('running');
    sim.act(people.supervisor, 'reverseEntry', { entry: 1, reason });
    const { status, stoppedBecause } = sim.clock('callback_follow_up');
    expect([status, stoppedBecause]).toEqual(['cancelled', 'refund_taken_back']);
    expect(sim.refusal(people.agent, 'callBack', satisfied)).toBe('illegal_transition');
    confirm(sim, 2);
    refund(sim, 1_000);
    confirm(sim, 3, 4);
    sim.pass(1).act(people.agent, 'payRefund', { slipNo: 'P-2' });
    expect(sim.clock('callback_follow_up#2')).toMatchObject({ status: 'running', startedAt: sim.now });
    sim.act(people.agent, 'callBack', satisfied);
    expect(sim.state.status).toBe('closed');
    unsuspicious(sim);
  });
});

describe('a return does not end while its refund is half done (O-3.7-b)', () => {
  const ends = (sim: ReturnSimulator, ...names: string[]) =>
    names.map((name) => sim.refusal(people.supervisor, name, { reason }));
  const problem = (sim: ReturnSimulator, name: string): unknown => {
    try {
      sim.act(people.supervisor, name, { reason });
    } catch (error) {
      return (error as Refusal).problem;
    }
    return undefined;
  };

  test('paid and taken back: neither cancelled nor closed, at each step of it, until another one is settled', () => {
    const sim = paid();
    sim.act(people.supervisor, 'reverseEntry', { entry: 1, reason });
    expect(problem(sim, 'cancel')).toMatchObject({ field: 'entry', allowed: [2] });
    confirm(sim, 2);
    expect(sim.refusal(people.dispatcher, 'close', { reason })).toBe('requirement_missing');
    refund(sim, 1_000);
    expect(ends(sim, 'cancel', 'close')).toEqual(['requirement_missing', 'requirement_missing']);
    confirm(sim, 3, 4);
    sim.act(people.agent, 'payRefund', { slipNo: 'P-2' });
    expect(ends(sim, 'close')).toEqual([undefined]);
  });

  test('that nothing is to be paid again is a supervisor’s to say', () => {
    const sim = paid();
    sim.act(people.supervisor, 'reverseEntry', { entry: 1, reason });
    expect(ends(sim, 'close')).toEqual(['requirement_missing']);
    confirm(sim, 2);
    expect(ends(sim, 'close')).toEqual([undefined]);
    expect(owed(sim.state)).toEqual([]);
  });

  test('once closed it is opened again before a paid refund is taken back', () => {
    const sim = paid();
    sim.act(people.agent, 'callBack', satisfied);
    expect(sim.state.status).toBe('closed');
    const back = () => sim.refusal(people.supervisor, 'reverseEntry', { entry: 1, reason });
    expect(back()).toBe('case_closed');
    sim.act(people.supervisor, 'reopen', { reason });
    expect(back()).toBeUndefined();
  });

  test('proposed and not paid: taken back first, also where the customer withdraws; then their goods go back', () => {
    const sim = refund(new ReturnSimulator().approved().inspected(), 0);
    expect(ends(sim, 'withdraw')).toEqual(['requirement_missing']);
    confirm(sim, 1);
    sim.act(people.supervisor, 'reverseEntry', { entry: 1, reason });
    expect(ends(sim, 'withdraw')).toEqual(['requirement_missing']);
    confirm(sim, 2);
    expect(ends(sim, 'withdraw')).toEqual([undefined]);
    expect(sim.refusal(people.agent, 'proposeRefund', { amountFen: 58_000 })).toBe('illegal_transition');
    expect(owed(sim.state)).toEqual([]);
    sim.act(people.warehouse, 'sendBack', { trackingNo: 'SF-1' });
    expect(sim.state.status).toBe('cancelled');
  });

  test('an exchange that was withdrawn is not sent', () => {
    const sim = new ReturnSimulator({ facts: { qualityProblem: true } }).approved('exchange').inspected();
    sim.act(people.supervisor, 'withdraw', { reason });
    const lines = [
      { line: 1, model: 'A-100', quantity: 4 },
      { line: 2, model: 'B-200', quantity: 1 },
    ];
    expect(sim.refusal(people.warehouse, 'shipReplacement', { lines })).toBe('illegal_transition');
  });

  test('a return of the first edition ends as it was recorded', () => {
    const first = { ...returnDemo, edition: 1 };
    const sim = paid(first);
    sim.act(people.supervisor, 'reverseEntry', { entry: 1, reason });
    expect(sim.clock('callback_follow_up').status).toBe('running');
    expect(ends(sim, 'cancel')).toEqual([undefined]);
  });
});

test('what is owed is told from the side that owes; those who are quits by everything are left out', () => {
  const entry = (from: string, to: string, fen: number, confirmed = true) => ({ from, to, fen, confirmed });
  expect(owedOf([])).toEqual([]);
  expect(owedOf([entry('company', 'customer', 5), entry('customer', 'company', 5)])).toEqual([]);
  expect(owedOf([entry('company', 'customer', 5), entry('customer', 'company', 7, false)])).toEqual([
    { from: 'customer', to: 'company', fen: 2, confirmedFen: -5 },
  ]);
  expect(owedOf([entry('maker', 'company', 3), entry('company', 'customer', 4, false)])).toEqual([
    { from: 'maker', to: 'company', fen: 3, confirmedFen: 3 },
    { from: 'company', to: 'customer', fen: 4, confirmedFen: 0 },
  ]);
});
