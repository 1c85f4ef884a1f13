/** S-3.4-b: the amount of a maintenance contract may be set by the actual case, with the manager's approval. */
import { auditCase } from '../../../audit/audit-case';
import { readRun } from '../../../audit/history';
import type { CasePolicy } from '../../../domain/policy/case-policy';
import { compileCasePolicy } from '../../../domain/policy/compile';
import { RecordedSimulator } from '../../audit/simulated';
import { calendars } from '../../policy/shipped';
import { shipped } from '../../rig/shipped-policies';
import { chongqing, nanjing } from './policies';
import { days, hours, people, reason, repairSetup, Simulator } from './simulator';

const { agent, dispatcher, engineer, manager, deputyGm, both } = people;
const line = { fee: 'maintenance_contract', quantity: 24 };
const duty = 'customer_centre_manager';

const contractFacts = {
  kind: 'project',
  channel: 'remote',
  work: 'maintenance_contract',
  region: 'main_nine_districts',
};

/** A request for a contract: 12 points for 2 years, CNY 3600 by the table; a Monday morning. */
function contract(policy: CasePolicy = chongqing): Simulator {
  const sim = new Simulator(policy, { facts: contractFacts });
  return sim.act(dispatcher, 'respond').act(dispatcher, 'assign', { engineerId: engineer.id });
}
const asked = (amountFen = 300_000, policy: CasePolicy = chongqing): Simulator =>
  contract(policy).act(dispatcher, 'askPrice', { ...line, amountFen, reason });
const approved = { decision: 'approved', duty };
const declined = { accepted: false, by: 'phone', reason };
const parts = { fee: 'materials', unitFen: 4_560 };
const fee = (sim: Simulator): unknown => sim.state.decisions.fee?.answer;

describe('S-3.4-a: without another price', () => {
  test('CNY 150 a point and year, and the fee decision comes to the same', () => {
    const sim = contract().act(dispatcher, 'quote', { lines: [line] });
    expect(sim.state.quote?.customerFen).toBe(360_000);
    expect(fee(sim)).toMatchObject({ lines: { points: 3600 }, total: 3600 });
    expect(fee(sim)).not.toHaveProperty('decision');
  });

  test('nobody quotes another price of their own', () => {
    const quote = { lines: [{ ...line, unitFen: 12_500 }] };
    expect(contract().refusal(dispatcher, 'quote', quote)).toBe('invalid_request');
  });
});

describe('S-3.4-b: another price is asked for', () => {
  test('the manager is told, and nothing of it is quoted before the decision', () => {
    const sim = asked();
    expect(sim.told).toContain('price_approval_needed → role:customer_centre_manager');
    expect(fee(sim)).toMatchObject({ decision: 'pending', required: [duty], waitingFor: duty, total: 3600 });
    expect(sim.state.decisions.fee?.clauses).toContain('S-3.4-b');
    expect(sim.refusal(dispatcher, 'quote', { lines: [line] })).toBe('requirement_missing');
    expect(sim.refusal(dispatcher, 'askPrice', { ...line, amountFen: 1, reason })).toBe('already_done');
  });

  test('approved, the quote says it', () => {
    const sim = asked().act(manager, 'decidePrice', { decision: 'approved', duty });
    expect(sim.told).toContain('price_approved → person:dispatcher');
    expect(fee(sim)).toMatchObject({ lines: { points: 3000 }, total: 3000 });
    sim.act(dispatcher, 'quote', { lines: [line] });
    expect(sim.state.quote).toMatchObject({ customerFen: 300_000, lines: [{ totalFen: 300_000, unitFen: 12_500 }] });
    expect(fee(sim)).toMatchObject({ customerTotal: 3000 });
  });

  test('the manager sets the price, above the table too, with a reason', () => {
    const sim = asked();
    const set = { decision: 'approved', duty, amountFen: 420_000 };
    expect(sim.refusal(manager, 'decidePrice', set)).toBe('invalid_request');
    sim.act(manager, 'decidePrice', { ...set, reason }).act(dispatcher, 'quote', { lines: [line] });
    expect(sim.state.quote?.customerFen).toBe(420_000);
    sim.act(agent, 'answerQuote', { accepted: true, by: 'phone' });
    expect(sim.state.quote?.answer).toBe('accepted');
  });

  test('refused, with a reason: the table’s price stands, and another may be asked for', () => {
    const sim = asked();
    expect(sim.refusal(manager, 'decidePrice', { decision: 'refused', duty })).toBe('invalid_request');
    sim.act(manager, 'decidePrice', { decision: 'refused', duty, reason });
    expect(sim.told).toContain('price_refused → person:dispatcher');
    expect(fee(sim)).toMatchObject({ decision: 'refused', total: 3600 });
    expect(sim.refusal(dispatcher, 'askPrice', { ...line, amountFen: 330_000, reason })).toBeUndefined();
    sim.act(manager, 'decidePrice', { decision: 'refused', duty, reason }).act(dispatcher, 'quote', { lines: [line] });
    expect(sim.state.quote?.customerFen).toBe(360_000);
  });

  test('it holds for what it was asked for: other points or years cost the table’s price', () => {
    const sim = asked().act(manager, 'decidePrice', { decision: 'approved', duty });
    sim.act(dispatcher, 'quote', { lines: [{ ...line, quantity: 10 }] });
    expect(sim.state.quote?.customerFen).toBe(150_000);
  });

  test('it waits for a quote of its own line: until then the fee is about what was quoted last', () => {
    const sim = asked().act(manager, 'decidePrice', approved);
    sim.act(dispatcher, 'quote', { lines: [{ ...line, quantity: 10 }] });
    expect(sim.state.price?.quoted).toBeUndefined();
    expect(fee(sim)).toMatchObject({ total: 1500 });
    sim.act(agent, 'answerQuote', declined).act(dispatcher, 'quote', { lines: [line] });
    expect(sim.state.price?.quoted).toBe(true);
    expect(sim.state.quote?.customerFen).toBe(300_000);
    expect(fee(sim)).toMatchObject({ total: 3000 });
  });

  test('decided after other lines were quoted, the fee is about the price again', () => {
    const sim = asked().act(dispatcher, 'quote', { lines: [parts] });
    expect(fee(sim)).not.toHaveProperty('decision');
    sim.act(manager, 'decidePrice', approved);
    expect(fee(sim)).toMatchObject({ total: 3000 });
    expect(sim.notices.at(-1)).toMatchObject({
      template: 'price_approved',
      clauses: expect.arrayContaining(['S-3.4-b']) as unknown,
    });
  });

  test('one that was approved and not quoted is not put aside without a word', () => {
    const sim = asked().act(manager, 'decidePrice', approved);
    const another = { ...line, quantity: 36, amountFen: 500_000, reason };
    expect(sim.refusal(dispatcher, 'askPrice', another)).toBe('already_done');
    sim.act(dispatcher, 'quote', { lines: [{ ...line, quantity: 10 }] }).act(agent, 'answerQuote', declined);
    expect(sim.refusal(dispatcher, 'askPrice', another)).toBe('already_done');
    sim.act(dispatcher, 'askPrice', { ...another, replaces: true });
    const given = sim.events.find(({ type }) => type === 'price_replaced');
    expect(given?.data).toEqual({ ...line, amountFen: 300_000 });
    expect(sim.state.price).toMatchObject({ quantity: 36, amountFen: 500_000, approval: { status: 'asked' } });
  });

  test('once it was quoted another may be asked for', () => {
    const quoted = asked()
      .act(manager, 'decidePrice', approved)
      .act(dispatcher, 'quote', { lines: [line] });
    quoted.act(agent, 'answerQuote', declined);
    expect(quoted.refusal(dispatcher, 'askPrice', { ...line, amountFen: 330_000, reason })).toBeUndefined();
    expect(quoted.events.map(({ type }) => type)).not.toContain('price_replaced');
  });

  test('quoted twice in one quote it is more than was approved', () => {
    const sim = asked().act(manager, 'decidePrice', { decision: 'approved', duty });
    expect(sim.refusal(dispatcher, 'quote', { lines: [line, line] })).toBe('invalid_request');
  });
});

describe('S-3.4-b R-APPROVE: who may not', () => {
  test('decide what they asked for, without the duty, or in another role', () => {
    const own = contract();
    const askedByManager = { ...dispatcher, id: manager.id };
    own.act(askedByManager, 'askPrice', { ...line, amountFen: 300_000, reason });
    expect(own.refusal(manager, 'decidePrice', { decision: 'approved', duty })).toBe('forbidden');
    expect(asked().refusal({ ...manager, duties: [] }, 'decidePrice', { decision: 'approved', duty })).toBe(
      'forbidden',
    );
    const other = { decision: 'approved', duty: 'deputy_gm_logistics' };
    expect(asked().refusal(both, 'decidePrice', other)).toBe('invalid_request');
    expect(asked().refusal(agent, 'decidePrice', { decision: 'approved', duty })).toBe('forbidden');
    expect(contract().refusal(manager, 'decidePrice', { decision: 'approved', duty })).toBe('illegal_transition');
  });

  test('ask for the table’s own price, for what has its price, or under a policy that has no such approval', () => {
    const refusal = (sim: Simulator, payload: object): unknown =>
      sim.refusal(dispatcher, 'askPrice', { reason, ...payload });
    expect(refusal(contract(), { ...line, amountFen: 360_000 })).toBe('invalid_request');
    expect(refusal(contract(), { ...line, quantity: 1.5, amountFen: 300_000 })).toBe('invalid_request');
    expect(refusal(contract(), { fee: 'no_such_fee', amountFen: 300_000 })).toBe('invalid_request');
    const repair = new Simulator(chongqing, { facts: { soldByUs: true, channel: 'remote' } });
    repair.act(dispatcher, 'assign', { engineerId: engineer.id });
    expect(refusal(repair, { fee: 'visit_product', amountFen: 5_000 })).toBe('invalid_request');
    const elsewhere = new Simulator(nanjing).act(dispatcher, 'assign', { engineerId: engineer.id });
    expect(refusal(elsewhere, { fee: 'labour', amountFen: 5_000 })).toBe('invalid_request');
  });
});

test('S-3.4-b: an undecided price is chased: the manager is warned, the ladder told, and a decision ends it', () => {
  const sim = asked().pass(8 * hours);
  expect(sim.state.clocks.price_decision).toMatchObject({ status: 'running' });
  sim.pass(2 * days);
  expect(sim.told).toContain('milestone_warning → role:customer_centre_manager');
  expect(sim.state.clocks.price_decision).toMatchObject({ status: 'breached' });
  const raised = sim.events.find(
    ({ type, data }) => type === 'escalation_raised' && data?.escalation === 'breach:price_decision',
  );
  expect(raised?.data).toMatchObject({ level: 1 });
  sim.act(manager, 'decidePrice', { decision: 'approved', duty });
  expect(sim.state.clocks.price_decision).toMatchObject({ status: 'breached', metAt: sim.now });
  expect(sim.state.escalations['breach:price_decision']?.endedAt).toBe(sim.now);
});

describe('S-3.4-b R-APPROVE: a price that its first approver sets', () => {
  /** The deputy general manager has to approve too what lies below CNY 2500. */
  const steep = (() => {
    const { policy, hash } = shipped('security-projects-chongqing');
    const roles = "(coalesce(otherFee < 2500, false) ? approvers('loaner') : approvers('contract_price'))";
    const text = JSON.stringify(policy.decisions.fee).replaceAll("approvers('contract_price')", roles);
    const service = { ...policy, decisions: { ...policy.decisions, fee: JSON.parse(text) as never } };
    return compileCasePolicy({ service, hashes: { service: hash }, kind: 'repair', calendars });
  })();
  const set = (amountFen: number) => ({ ...approved, amountFen, reason });
  const deputy = { decision: 'approved', duty: 'deputy_gm_logistics' };

  test('goes to those whom the policy names for that amount, and is quoted when they have approved it', () => {
    const sim = asked(300_000, steep).act(manager, 'decidePrice', set(200_000));
    expect(sim.state.price?.approval).toMatchObject({ status: 'asked', approvers: [duty, 'deputy_gm_logistics'] });
    expect(sim.told).toContain('price_approval_needed → role:deputy_gm_logistics');
    expect(sim.refusal(dispatcher, 'quote', { lines: [line] })).toBe('requirement_missing');
    expect(sim.refusal({ ...both, id: manager.id }, 'decidePrice', deputy)).toBe('forbidden');
    sim.act(deputyGm, 'decidePrice', deputy).act(dispatcher, 'quote', { lines: [line] });
    expect(sim.state.quote?.customerFen).toBe(200_000);
  });

  test('needs nobody whom only the first amount needed', () => {
    const sim = asked(200_000, steep);
    expect(sim.state.price?.approval.approvers).toEqual([duty, 'deputy_gm_logistics']);
    sim.act(manager, 'decidePrice', set(300_000));
    expect(sim.state.price?.approval).toMatchObject({ status: 'approved', approvers: [duty] });
  });

  test('the amount that was asked for changes nothing, and the table’s own is none to approve', () => {
    const sim = asked(200_000, steep).act(manager, 'decidePrice', set(200_000));
    expect(sim.state.price?.approval).toMatchObject({ status: 'asked', approvers: [duty, 'deputy_gm_logistics'] });
    expect(asked().refusal(manager, 'decidePrice', set(360_000))).toBe('invalid_request');
  });

  test.each([1, 2, 3])('the auditor follows all of it, in a case of edition %d', (edition) => {
    const sim = new RecordedSimulator(repairSetup({ ...steep, edition }, { facts: contractFacts }));
    sim.act(dispatcher, 'respond').act(dispatcher, 'assign', { engineerId: engineer.id });
    sim.act(dispatcher, 'askPrice', { ...line, amountFen: 300_000, reason });
    sim.act(manager, 'decidePrice', set(200_000));
    if (edition === 3) sim.act(deputyGm, 'decidePrice', deputy);
    sim.act(dispatcher, 'quote', { lines: [{ ...line, quantity: 10 }] }).act(agent, 'answerQuote', declined);
    sim.act(dispatcher, 'askPrice', { ...line, amountFen: 310_000, reason, ...(edition === 3 && { replaces: true }) });
    sim.act(dispatcher, 'quote', { lines: [parts] }).act(manager, 'decidePrice', approved);
    sim.act(agent, 'answerQuote', declined).act(dispatcher, 'quote', { lines: [line] });
    expect(sim.state.quote?.customerFen).toBe(310_000);
    const { findings } = auditCase([readRun(sim.history())]);
    expect(findings.filter(({ severity }) => severity === 'alarm')).toEqual([]);
  });
});

describe('cases of the second edition keep its rules', () => {
  const older = { ...chongqing, edition: 2 };

  test('any quote counts as one of the price, and another is asked for without a word', () => {
    const sim = asked(300_000, older).act(manager, 'decidePrice', approved);
    expect(sim.refusal(dispatcher, 'askPrice', { ...line, amountFen: 310_000, reason })).toBeUndefined();
    sim.act(manager, 'decidePrice', approved).act(dispatcher, 'quote', { lines: [{ ...line, quantity: 10 }] });
    expect(sim.state.price).toMatchObject({ quoted: true });
    expect(sim.state.price).not.toHaveProperty('inQuestion');
  });

  test('an approver sets the table’s own price too', () => {
    const sim = asked(300_000, older).act(manager, 'decidePrice', { ...approved, amountFen: 360_000, reason });
    expect(sim.state.price?.approval.status).toBe('approved');
  });
});
