/** S-3.4-b: the amount of a maintenance contract may be set by the actual case, with the manager's approval. */
import { chongqing, nanjing } from './policies';
import { days, hours, people, reason, Simulator } from './simulator';

const { agent, dispatcher, engineer, manager, both } = people;
const line = { fee: 'maintenance_contract', quantity: 24 };
const duty = 'customer_centre_manager';

/** A request for a contract: 12 points for 2 years, CNY 3600 by the table; a Monday morning. */
function contract(): Simulator {
  const facts = { kind: 'project', channel: 'remote', work: 'maintenance_contract', region: 'main_nine_districts' };
  const sim = new Simulator(chongqing, { facts });
  return sim.act(dispatcher, 'respond').act(dispatcher, 'assign', { engineerId: engineer.id });
}
const asked = (amountFen = 300_000): Simulator =>
  contract().act(dispatcher, 'askPrice', { ...line, amountFen, reason });
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
