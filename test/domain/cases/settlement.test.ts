/** S-5.6: what becomes of the money that a customer was charged, by the rules of Chongqing. */
import { chongqing, nanjing } from './policies';
import { days, hours, people, reason, Simulator } from './simulator';

const { agent, dispatcher, engineer, otherEngineer, supervisor, finance } = people;

/** A visit of CNY 100 that the customer has agreed to, done and about to be signed off; a Monday morning. */
function done(): Simulator {
  const sim = new Simulator(chongqing, { facts: { region: 'main_nine_districts', soldByUs: true } });
  return visited(sim.act(dispatcher, 'respond').act(dispatcher, 'assign', { engineerId: engineer.id }));
}

/** The visit of the engineer who has the job, also once the case is open again. */
function visited(sim: Simulator, quantity = 1): Simulator {
  sim
    .act(engineer, 'arrive')
    .act(engineer, 'diagnose', { finding: reason })
    .act(engineer, 'quote', { lines: [{ fee: 'visit_product', quantity }] });
  sim.act(engineer, 'answerQuote', { accepted: true, by: 'signature' });
  return sim.act(engineer, 'complete', { resolved: true, tested: true });
}
const charged = (more: object = {}): Simulator =>
  done().act(engineer, 'signOff', { signed: true, chargedFen: 10_000, ...more });
const clock = (sim: Simulator, key: string) => sim.state.clocks[key];

describe('S-5.6-b R-S-MONEY: collected money goes to finance on return, the same day', () => {
  test('due when the day ends; late is told to the ladder, and the breach stays', () => {
    const sim = charged();
    expect(clock(sim, 'money_handed')).toMatchObject({
      status: 'running',
      dueAt: Date.parse('2026-03-02T15:59:59.999Z'),
    });
    sim.pass(14 * hours);
    expect(sim.told).toContain('milestone_warning → engineer');
    expect(clock(sim, 'money_handed')!.breachedAt).toBeUndefined();
    sim.pass(2 * hours);
    expect(clock(sim, 'money_handed')!.breachedAt).toBe(Date.parse('2026-03-02T15:59:59.999Z'));
    expect(sim.escalation('breach:money_handed').people).toEqual(['department_supervisor']);
    sim.act(engineer, 'handInMoney', { amountFen: 10_000 });
    expect(clock(sim, 'money_handed')).toMatchObject({ status: 'breached', metAt: sim.now });
  });

  test('finance confirms by the ledger, and is chased until it does', () => {
    const sim = charged().act(engineer, 'handInMoney', { amountFen: 10_000 });
    expect(sim.told).toContain('money_handed_in → role:finance');
    sim.pass(2 * days);
    expect(sim.told).toContain('milestone_warning → role:finance');
    expect(sim.escalation('breach:money_confirmed')).toMatchObject({ status: 'open' });
    sim.act(finance, 'confirmEntry', { entry: 1 });
    expect(clock(sim, 'money_confirmed')!.metAt).toBe(sim.now);
    expect(sim.refusal(engineer, 'handInMoney', { amountFen: 10_000 })).toBe('requirement_missing');
  });

  test('another amount than was collected is a finding', () => {
    const sim = charged().act(engineer, 'handInMoney', { amountFen: 9_000 });
    expect(sim.state.findings).toContainEqual(
      expect.objectContaining({ action: 'handInMoney', missing: 'amount_reconciles' }),
    );
  });

  test('whoever carried it does not confirm it; a foreign engineer hands nothing in', () => {
    const sim = done().act(dispatcher, 'signOff', { signed: true, chargedFen: 10_000 });
    expect(sim.refusal(otherEngineer, 'handInMoney', { amountFen: 10_000 })).toBe('forbidden');
    sim.act(dispatcher, 'handInMoney', { amountFen: 10_000 });
    const alsoSupervisor = { ...supervisor, id: dispatcher.id };
    expect(sim.refusal(alsoSupervisor, 'confirmEntry', { entry: 1 })).toBe('forbidden');
  });

  test('a charge that is taken back ends the duty', () => {
    const sim = charged().act(supervisor, 'reverseEntry', { entry: 1, reason });
    expect(clock(sim, 'money_handed')).toMatchObject({ status: 'cancelled', stoppedBecause: 'charge_reversed' });
    expect(sim.refusal(engineer, 'handInMoney', { amountFen: 10_000 })).toBe('requirement_missing');
  });

  test('the case closes over it but is not over before finance has the money; it is not given up either', () => {
    const sim = charged().act(engineer, 'endVisit');
    expect(sim.refusal(dispatcher, 'cancel', { reason })).toBe('requirement_missing');
    sim.act(agent, 'callBack', { callback: 'follow_up', reached: true, satisfied: true });
    expect(sim.state.status).toBe('closed');
    sim.pass(30 * days);
    expect(sim.state.status).toBe('closed');
    sim.act(engineer, 'handInMoney', { amountFen: 10_000 }).act(finance, 'confirmEntry', { entry: 1 });
    for (const { key } of Object.values(sim.state.escalations))
      sim.refusal(supervisor, 'acknowledge', { escalation: key });
    sim.pass(days);
    expect(sim.state.status).toBe('completed');
  });

  test('a department without the rule has no such promise', () => {
    expect(nanjing.milestones.flatMap(({ from }) => from)).not.toContain('money_collected');
  });
});

describe('S-5.6-c: the specialist mails the invoice or receipt where the customer wants one', () => {
  test('asked for at the sign-off or afterwards; sent with its number, told to the customer', () => {
    const sim = charged({ paper: 'receipt' });
    expect(sim.told).toContain('invoice_wanted → role:service_specialist');
    expect(clock(sim, 'invoice')).toMatchObject({ status: 'running' });
    expect(sim.refusal(dispatcher, 'sendInvoice', { invoiceNo: 'F-1' })).toBe('invalid_request');
    sim.act(dispatcher, 'sendInvoice', { invoiceNo: 'F-1', trackingNo: 'EMS-1' });
    expect(sim.told).toContain('invoice_sent → customer');
    expect(clock(sim, 'invoice')).toMatchObject({ status: 'met' });
    expect(sim.state.charges).toMatchObject([{ paper: 'receipt', sent: { invoiceNo: 'F-1', trackingNo: 'EMS-1' } }]);
    expect(sim.refusal(dispatcher, 'sendInvoice', { invoiceNo: 'F-2', by: 'hand' })).toBe('requirement_missing');
    expect(sim.refusal(agent, 'askForInvoice', { paper: 'invoice' })).toBe('requirement_missing');
    expect(charged().refusal(agent, 'askForInvoice', { paper: 'invoice' })).toBeUndefined();
  });

  test('not wanted: nobody owes one; not sent: chased', () => {
    expect(clock(charged(), 'invoice')).toBeUndefined();
    const sim = charged({ paper: 'invoice' }).pass(5 * days);
    expect(sim.told).toContain('milestone_warning → role:service_specialist');
    expect(sim.escalation('breach:invoice').status).toBe('open');
  });

  test('without a charge there is nothing to invoice, and nothing to collect later', () => {
    for (const more of [{ paper: 'invoice' }, { payment: 'invoice_first' }])
      expect(done().refusal(engineer, 'signOff', { signed: true, chargedFen: 0, ...more })).toBe('invalid_request');
  });
});

describe('S-5.6-d: the invoice first, then the representative goes again to collect', () => {
  test('in that order: invoice, second visit, finance', () => {
    const sim = charged({ payment: 'invoice_first' });
    expect(clock(sim, 'money_handed')).toBeUndefined();
    expect(sim.refusal(engineer, 'collectMoney', {})).toBe('requirement_missing');
    expect(sim.refusal(finance, 'confirmEntry', { entry: 1 })).toBe('requirement_missing');
    sim.act(dispatcher, 'sendInvoice', { invoiceNo: 'F-1', by: 'hand' });
    expect(sim.told).toContain('collection_due → engineer');
    expect(clock(sim, 'collection')).toMatchObject({ status: 'running' });
    sim.pass(days).act(engineer, 'collectMoney', {});
    expect(clock(sim, 'collection')).toMatchObject({ status: 'met' });
    expect(clock(sim, 'money_handed')).toMatchObject({ dueAt: Date.parse('2026-03-03T15:59:59.999Z') });
    sim.act(engineer, 'handInMoney', { amountFen: 10_000 }).act(finance, 'confirmEntry', { entry: 1 });
    expect(clock(sim, 'money_confirmed')).toMatchObject({ status: 'met' });
  });

  test('what a later repair is paid on the spot keeps no promise to collect the invoiced charge', () => {
    const sim = charged({ payment: 'invoice_first' }).act(dispatcher, 'sendInvoice', { invoiceNo: 'F-1', by: 'hand' });
    sim.act(engineer, 'endVisit').act(agent, 'callBack', { callback: 'follow_up', reached: true, satisfied: true });
    sim.act(agent, 'reopen', { reason });
    visited(sim, 2).act(engineer, 'signOff', { signed: true, chargedFen: 10_000 });
    expect(sim.state.charges).toMatchObject([{ first: true }, { first: false, collected: { by: engineer.id } }]);
    expect(clock(sim, 'collection')).toMatchObject({ status: 'running' });
    expect(clock(sim, 'money_handed')).toMatchObject({ status: 'running' });
    sim.act(engineer, 'collectMoney', {});
    expect(clock(sim, 'collection')).toMatchObject({ status: 'met' });
  });

  test('not collected in time: to the ladder; taken back: nobody goes', () => {
    const sim = charged({ payment: 'invoice_first' }).act(dispatcher, 'sendInvoice', { invoiceNo: 'F-1', by: 'email' });
    sim.pass(8 * days);
    expect(sim.escalation('breach:collection').status).toBe('open');
    sim.act(supervisor, 'reverseEntry', { entry: 1, reason });
    expect(clock(sim, 'collection')).toMatchObject({ stoppedBecause: 'charge_reversed' });
    expect(sim.refusal(engineer, 'collectMoney', {})).toBe('requirement_missing');
  });
});
