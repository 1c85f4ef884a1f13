/** Returns and exchanges: who is entitled to what, who approves, what comes in, what the customer gets. */
import { comingBack } from '../../../domain/cases/return/items';
import { caseUnder } from '../../policy/shipped';
import { people, reason, shanghai } from './case-simulator';
import { application, deciders, ReturnSimulator, sale } from './return-simulator';

const { agent, dispatcher, warehouse, engineer, supervisor: boss } = people;
const { manager, supervisor, departments, everything } = deciders;
const seconds = 1000;

describe('entitlement with fall-through (R-FALLTHROUGH)', () => {
  const entitled = (facts: object) => new ReturnSimulator({ facts: facts as never }).state.entitlement!;

  test('the seventh day is in, the eighth is not: an exchange is tried, then a repair', () => {
    expect(entitled({ saleDate: '2026-02-23' }).decision).toBe('return');
    const late = entitled({ saleDate: '2026-02-22', qualityProblem: true });
    expect(late).toMatchObject({ decision: 'exchange', remedies: ['exchange'] });
    expect(entitled({ saleDate: '2026-02-14', qualityProblem: true }).decision).toBe('warranty_repair');
    expect(entitled({ saleDate: '2026-02-22', qualityProblem: false }).decision).toBe('paid_repair');
  });

  test('what is not known is asked for; known failures decide first', () => {
    expect(entitled({ packagingComplete: false, saleDate: '2026-02-27' }).askFor).toEqual(['qualityProblem']);
    const sim = new ReturnSimulator({ facts: { soldByUs: true, packagingComplete: false } });
    expect(sim.state.entitlement).toMatchObject({ decision: 'pending', remedies: [], askFor: ['qualityProblem'] });
    sim.act(agent, 'fileApplication', application);
    expect(sim.refusal(agent, 'submit')).toBe('requirement_missing');
    sim.act(agent, 'assess', { qualityProblem: true });
    expect(sim.state.entitlement).toMatchObject({ decision: 'exchange' });
  });

  test('another remedy than the wanted one is offered, and needs the customer’s answer', () => {
    const sim = new ReturnSimulator({ facts: { saleDate: '2026-02-20', qualityProblem: true } });
    sim.act(agent, 'fileApplication', application);
    expect(sim.refusal(agent, 'submit')).toBe('requirement_missing');
    sim.act(agent, 'offer');
    expect(sim.state.status).toBe('waiting_customer');
    expect(sim.told).toContain('remedy_offered → customer');
    expect(sim.refusal(agent, 'answerOffer', { accepted: true, wants: 'return' })).toBe('invalid_request');
    sim.act(agent, 'answerOffer', { accepted: true });
    expect(sim.state).toMatchObject({ remedy: 'exchange', status: 'assessed' });
    expect(sim.refusal(agent, 'submit')).toBeUndefined();
  });

  test('an offer that papers or findings have overtaken is not accepted: nothing would be agreed to', () => {
    const sim = new ReturnSimulator({
      policy: caseUnder('auto-equipment-nanjing', 'return'),
      facts: {
        customerWants: 'return',
        requestDate: '2026-03-02',
        saleDate: '2026-02-28',
        soldByUs: true,
        salesDocuments: 'missing',
      },
    });
    sim.act(agent, 'offer').act(dispatcher, 'checkDocuments', { salesDocuments: true });
    expect(sim.refusal(agent, 'answerOffer', { accepted: true })).toBe('illegal_transition');
    expect(sim.state).toMatchObject({ status: 'waiting_customer' });
    expect(sim.state.remedy).toBeUndefined();
    sim.act(agent, 'answerOffer', { accepted: false });
    expect(sim.state.status).toBe('assessed');
  });

  test('an agreed remedy that no longer holds is gone', () => {
    const sim = new ReturnSimulator({ facts: { saleDate: '2026-02-20', qualityProblem: true } });
    sim.act(agent, 'offer').act(agent, 'answerOffer', { accepted: true });
    sim.act(agent, 'assess', { misuse: true });
    expect(sim.state).toMatchObject({ remedy: undefined, entitlement: { decision: 'paid_repair' } });
  });
});

describe('the application (O-11.1 O-11.3-b)', () => {
  const refused = (change: object) =>
    new ReturnSimulator().refusal(agent, 'fileApplication', { ...application, ...change });
  test('not more than was sold, no line twice, no line that was not sold, no serial twice', () => {
    expect(refused({ items: [{ line: 1, quantity: 10, reason: 'quality' }] })).toBeUndefined();
    expect(refused({ items: [{ line: 1, quantity: 11, reason: 'quality' }] })).toBe('invalid_request');
    expect(refused({ items: [application.items[0], application.items[0]] })).toBe('invalid_request');
    expect(refused({ items: [{ line: 3, quantity: 1, reason: 'quality' }] })).toBe('invalid_request');
    const twice = { documentNo: 'XS-2', lines: [sale.lines[1], { ...sale.lines[1], line: 3 }] };
    expect(refused({ sale: twice, items: [application.items[1]] })).toBe('invalid_request');
  });
});

describe('approvals in order (O-11.3-c R-APPROVE)', () => {
  const submitted = (facts: object = {}) =>
    new ReturnSimulator({ facts: facts as never }).act(agent, 'fileApplication', application).act(agent, 'submit');
  const yes = (duty: string) => ({ decision: 'approved', duty });

  test('not out of order, not without the duty, not twice in two roles', () => {
    const sim = submitted();
    expect(sim.told).toContain('approval_needed → role:demo_manager');
    expect(sim.refusal(supervisor, 'decideReturn', yes('demo_supervisor'))).toBe('invalid_request');
    expect(sim.refusal(supervisor, 'decideReturn', yes('demo_manager'))).toBe('forbidden');
    sim.act(everything, 'decideReturn', yes('demo_manager'));
    expect(sim.refusal(everything, 'decideReturn', yes('demo_supervisor'))).toBe('forbidden');
    sim.act(supervisor, 'decideReturn', yes('demo_supervisor'));
    expect(sim.state).toMatchObject({ status: 'authorised', approval: { status: 'approved' } });
  });

  test('one refusal ends it, with its reason; the application may be made anew', () => {
    const sim = submitted();
    expect(sim.refusal(manager, 'decideReturn', { decision: 'refused', duty: 'demo_manager' })).toBe('invalid_request');
    sim.act(manager, 'decideReturn', { decision: 'refused', duty: 'demo_manager', reason });
    expect(sim.state).toMatchObject({ status: 'assessed', remedy: undefined, approval: { status: 'refused' } });
    expect(sim.refusal(agent, 'fileApplication', application)).toBeUndefined();
  });

  test('O-11.2-b: a major batch, marked by a supervisor, needs the departments on site and the liable party', () => {
    const sim = new ReturnSimulator().act(agent, 'fileApplication', application);
    expect(sim.refusal(agent, 'assess', { majorBatch: true })).toBe('forbidden');
    sim.act(boss, 'assess', { majorBatch: true }).act(agent, 'submit');
    const onSite = { ...yes('demo_departments'), onSite: true, liable: 'company' };
    expect(sim.refusal(departments, 'decideReturn', yes('demo_departments'))).toBe('requirement_missing');
    sim.act(departments, 'decideReturn', onSite);
    expect(sim.state).toMatchObject({ liable: 'company', onSite: { by: 'departments' }, status: 'waiting_approval' });
  });

  test('O-3.7-a: at acceptance it is taken on the spot, without approvals', () => {
    const sim = submitted({ stage: 'acceptance', packagingComplete: false });
    expect(sim.state).toMatchObject({
      status: 'authorised',
      remedy: 'return',
      entitlement: { decision: 'accept_on_spot' },
    });
  });
});

describe('goods in (O-11.4)', () => {
  const came = () =>
    new ReturnSimulator().approved().act(warehouse, 'receiveGoods', {
      items: [
        { line: 1, received: 3 },
        { line: 2, received: 1 },
      ],
    });

  test('counts that differ are recorded; never more than was sold, no line twice', () => {
    const sim = new ReturnSimulator().approved();
    expect(sim.refusal(warehouse, 'receiveGoods', { items: [{ line: 1, received: 11 }] })).toBe('invalid_request');
    expect(sim.refusal(warehouse, 'receiveGoods', { items: [{ line: 1, received: 0 }] })).toBe('invalid_request');
    expect(came().state.goods.differs).toEqual([{ line: 1, announced: 4, received: 3 }]);
  });

  test('every item is inspected, once, by somebody who did not approve it; accepted and refused make up what came', () => {
    const sim = came();
    const inspect = (payload: object, by = warehouse) => sim.refusal(by, 'inspectItem', payload);
    expect(inspect({ line: 1, accepted: 4 })).toBe('invalid_request');
    expect(inspect({ line: 1, accepted: 3 }, { ...warehouse, id: manager.id })).toBe('forbidden');
    expect(inspect({ line: 1, accepted: 3 })).toBeUndefined();
    expect(inspect({ line: 1, accepted: 3 })).toBe('already_done');
    expect(sim.state.status).toBe('inspecting');
    sim.act(warehouse, 'inspectItem', { line: 2, accepted: 1 });
    expect(sim.state.status).toBe('settling');
  });

  test('O-11.4-c: refused only for a reason of the policy, and after the customer was told', () => {
    const sim = came();
    const refuse = (more: object) =>
      sim.refusal(warehouse, 'inspectItem', { line: 1, accepted: 1, refused: 2, ...more });
    expect(refuse({ refusal: 'opened', explained: true })).toBe('invalid_request');
    expect(refuse({ refusal: 'not_resalable' })).toBe('requirement_missing');
    expect(refuse({ refusal: 'not_resalable', explained: true })).toBeUndefined();
    expect(sim.told).toContain('item_refused → customer');
    sim.act(warehouse, 'inspectItem', { line: 2, accepted: 1 });
    expect(sim.refusal(dispatcher, 'close', { reason })).toBe('requirement_missing');
    expect(sim.refusal(boss, 'close', { reason })).toBe('requirement_missing');
    sim.act(agent, 'proposeRefund', { amountFen: 52_000 });
    sim.act(boss, 'confirmEntry', { entry: 1 }).act(agent, 'payRefund', { slipNo: 'P-1' });
    expect(sim.state.status).toBe('settling');
    sim.act(warehouse, 'sendBack', { trackingNo: 'SF-1' });
    expect(sim.state.status).toBe('callback_due');
  });
});

describe('what the customer gets', () => {
  test('O-3.7-b: price less deductions, confirmed by another person, paid; then called back and closed', () => {
    const sim = new ReturnSimulator().approved().inspected();
    const propose = (payload: object) => sim.refusal(agent, 'proposeRefund', payload);
    expect(propose({ amountFen: 58_001 })).toBe('invalid_request');
    expect(propose({ amountFen: 40_000, deductions: [{ deduction: 'missing_packaging', fen: 18_000 }] })).toBe(
      'invalid_request',
    );
    expect(propose({ amountFen: 57_000, deductions: [{ deduction: 'wear', fen: 1_000 }] })).toBe('invalid_request');
    sim.act(agent, 'proposeRefund', {
      amountFen: 57_000,
      deductions: [{ deduction: 'missing_packaging', fen: 1_000 }],
    });
    expect(sim.state.ledger.entries).toMatchObject([
      { type: 'refund', fen: 58_000, from: 'company', to: 'customer', approvedBy: ['manager', 'supervisor'] },
      { type: 'deduction', fen: 1_000, from: 'customer', to: 'company' },
    ]);
    expect(propose({ amountFen: 58_000 })).toBe('already_done');
    expect(sim.refusal(agent, 'payRefund', { slipNo: 'P-1' })).toBe('requirement_missing');
    sim.act(boss, 'confirmEntry', { entry: 1 });
    expect(sim.refusal(agent, 'payRefund', { slipNo: 'P-1' })).toBe('requirement_missing');
    sim.act(boss, 'confirmEntry', { entry: 2 }).act(agent, 'payRefund', { slipNo: 'P-1' });
    expect(sim.clock('refund')).toMatchObject({ status: 'met' });
    expect(sim.state.status).toBe('callback_due');
    sim.act(agent, 'callBack', { callback: 'follow_up', reached: true, satisfied: true });
    expect(sim.state.status).toBe('closed');
    expect(sim.pass(31 * seconds).state.status).toBe('completed');
  });

  test('O-3.7-b: one deduction named twice counts together', () => {
    const sim = new ReturnSimulator().approved().inspected();
    const half = { deduction: 'missing_packaging', fen: 6_000 };
    expect(sim.refusal(agent, 'proposeRefund', { amountFen: 46_000, deductions: [half, half] })).toBe(
      'invalid_request',
    );
    const less = { ...half, fen: 5_800 };
    expect(sim.refusal(agent, 'proposeRefund', { amountFen: 46_400, deductions: [less, less] })).toBeUndefined();
  });

  test('O-3.7-b: no other refund before a second person has taken back the one that finance may pay', () => {
    const sim = new ReturnSimulator().approved().inspected().act(agent, 'proposeRefund', { amountFen: 58_000 });
    sim.act(boss, 'confirmEntry', { entry: 1 }).act(boss, 'reverseEntry', { entry: 1, reason });
    expect(sim.refusal(agent, 'proposeRefund', { amountFen: 58_000 })).toBe('requirement_missing');
    sim.act(people.secondSupervisor, 'confirmEntry', { entry: 2 });
    expect(sim.refusal(agent, 'proposeRefund', { amountFen: 58_000 })).toBeUndefined();
  });

  test('O-3.6-b: papers found missing after the approval hold up the promise, not the remedy that was approved', () => {
    const sim = new ReturnSimulator().approved().inspected();
    sim.act(agent, 'checkDocuments', { salesDocuments: false }).act(agent, 'checkDocuments', { salesDocuments: true });
    expect(sim.state.remedy).toBe('return');
    expect(sim.refusal(agent, 'proposeRefund', { amountFen: 58_000 })).toBeUndefined();
  });

  test('O-3.7-c O-2.1 N-2.5-B-5: the replacement, a substitute at equal price only, and a warranty that runs anew', () => {
    const sim = new ReturnSimulator({ facts: { customerWants: 'exchange', qualityProblem: true } });
    sim.approved('exchange').inspected();
    expect(sim.clock('replacement').status).toBe('running');
    const ship = (lines: object[]) => sim.refusal(warehouse, 'shipReplacement', { lines });
    expect(ship([{ line: 2, model: 'B-200', quantity: 2 }])).toBe('invalid_request');
    expect(ship([{ line: 2, model: 'C-300', quantity: 1, priceFen: 60_000 }])).toBe('invalid_request');
    // What is left out would never be sent: the case would close without it.
    expect(ship([{ line: 1, model: 'A-100', quantity: 4 }])).toBe('requirement_missing');
    const lines = [
      { line: 1, model: 'A-100', quantity: 4 },
      { line: 2, model: 'C-300', quantity: 1, priceFen: 50_000, serialNo: 'SN-2' },
    ];
    expect(ship(lines)).toBeUndefined();
    expect(sim.state.replacement!.lines.map((l) => l.substitute)).toEqual([false, true]);
    sim.act(agent, 'confirmDelivery');
    expect(sim.state).toMatchObject({ warrantyFrom: '2026-03-02', status: 'callback_due' });
    // Of line 1 no serial number is known: nothing to write down.
    expect(sim.steps.at(-1)!.notices.filter((n) => n.to === 'unit')).toMatchObject([
      {
        template: 'unit_exchanged',
        params: { serialNo: 'SN-2', replaces: 'SN-1', exchangedOn: '2026-03-02', warrantyFrom: '2026-03-02' },
      },
    ]);
    expect(sim.clock('replacement').status).toBe('met');
  });

  test('what comes back of a document: not what was refused, exchanged, never sent, or passed to repair', () => {
    const back = (sim: ReturnSimulator) => [...comingBack(sim.state).values()];
    const sim = new ReturnSimulator().approved();
    expect(back(sim)).toEqual([4, 1]);
    sim.act(warehouse, 'receiveGoods', { items: [{ line: 1, received: 3 }] });
    expect(back(sim)).toEqual([3, 0]);
    const refused = { line: 1, accepted: 2, refused: 1, refusal: 'not_resalable', explained: true };
    expect(back(sim.act(warehouse, 'inspectItem', refused))).toEqual([2, 0]);
    const unapproved = new ReturnSimulator().act(agent, 'respond').act(agent, 'fileApplication', application);
    expect(back(unapproved)).toEqual([4, 1]);
    expect(back(unapproved.act(agent, 'withdraw', { reason }))).toEqual([0, 0]);
    const exchange = new ReturnSimulator({ facts: { customerWants: 'exchange', qualityProblem: true } });
    exchange.approved('exchange').inspected();
    expect(back(exchange)).toEqual([4, 1]);
    const lines = [
      { line: 1, model: 'A-100', quantity: 4 },
      { line: 2, model: 'B-200', quantity: 1 },
    ];
    expect(back(exchange.act(warehouse, 'shipReplacement', { lines }))).toEqual([0, 0]);
    const repair = new ReturnSimulator({
      facts: { customerWants: 'repair', saleDate: '2026-01-02', qualityProblem: true },
    });
    repair.act(agent, 'fileApplication', { ...application, wants: 'repair' }).act(agent, 'submit');
    expect(back(repair)).toEqual([0, 0]);
  });

  test('goods of one document come to no more than a ledger keeps exactly', () => {
    const sim = new ReturnSimulator().act(agent, 'respond');
    const lines = [{ line: 1, model: 'A-100', quantity: 1_000_000, unitFen: 100_000_000_000 }];
    const items = [{ line: 1, quantity: 1, reason: 'quality' }];
    const filed = { ...application, sale: { documentNo: 'XS-2', lines }, items };
    expect(sim.refusal(agent, 'fileApplication', filed)).toBe('invalid_request');
  });

  test('a repair instead is a case of its own, opened once', () => {
    const sim = new ReturnSimulator({
      facts: { customerWants: 'repair', saleDate: '2026-01-02', qualityProblem: true },
    });
    sim.act(agent, 'fileApplication', { ...application, wants: 'repair' }).act(agent, 'submit');
    expect(sim.told).toContain('open_case → kind:repair');
    expect(sim.state).toMatchObject({ status: 'callback_due', remedy: 'warranty_repair' });
  });

  test('supplier side: claimed only from whom was found liable, recovered into the ledger', () => {
    const sim = new ReturnSimulator().approved().inspected();
    const claim = { of: 'maker', claimedFen: 30_000, oldGoodsSent: true };
    expect(sim.refusal(dispatcher, 'claimSupplier', claim)).toBe('requirement_missing');
    sim.act(dispatcher, 'planHandling', { liable: 'maker', cause: reason, plan: reason });
    sim.act(dispatcher, 'claimSupplier', claim);
    expect(sim.refusal(dispatcher, 'settleClaim', { claim: 1, outcome: 'paid', fen: 30_001 })).toBe('invalid_request');
    sim.act(dispatcher, 'settleClaim', { claim: 1, outcome: 'paid', fen: 20_000 });
    expect(sim.state.ledger.entries).toMatchObject([{ type: 'recovery', fen: 20_000, from: 'maker', to: 'company' }]);
  });
});

describe('documents, silence, withdrawal, dissatisfaction', () => {
  test('O-3.6-b O-3.6-d: the completion runs from complete documents', () => {
    const sim = new ReturnSimulator().act(agent, 'checkDocuments', { salesDocuments: false });
    expect(sim.state.clocks.completion).toBeUndefined();
    sim.pass(30 * seconds).act(agent, 'checkDocuments', { salesDocuments: true });
    expect(sim.clock('completion')).toMatchObject({ status: 'running', startedAt: sim.now });
  });

  test('goods that never come: reminded once, then the case ends by itself', () => {
    const sim = new ReturnSimulator().approved();
    sim.pass(61 * seconds);
    expect(sim.told.filter((t) => t === 'goods_reminder → customer')).toHaveLength(1);
    sim.pass(60 * seconds);
    expect(sim.state.status).toBe('cancelled');
    expect(sim.told).toContain('return_lapsed → customer');
    expect(sim.timers()).toEqual([]);
  });

  test('an offer that is never answered lapses too', () => {
    const sim = new ReturnSimulator({ facts: { saleDate: '2026-02-20', qualityProblem: true } }).act(agent, 'offer');
    expect(sim.pass(121 * seconds).state.status).toBe('cancelled');
  });

  test('withdrawn with goods here: they go back first, then the case ends', () => {
    const sim = new ReturnSimulator().approved().inspected();
    sim.act(agent, 'withdraw', { reason });
    expect(sim.state.status).toBe('settling');
    expect(sim.refusal(dispatcher, 'cancel', { reason })).toBe('requirement_missing');
    sim.act(warehouse, 'sendBack', { trackingNo: 'SF-2' });
    expect(sim.state.status).toBe('cancelled');
    expect(new ReturnSimulator().act(agent, 'withdraw', { reason }).state.status).toBe('cancelled');
  });

  test('dissatisfied: back to work until the customer is satisfied', () => {
    const sim = new ReturnSimulator().approved().inspected().act(agent, 'proposeRefund', { amountFen: 58_000 });
    sim.act(boss, 'confirmEntry', { entry: 1 }).act(agent, 'payRefund', { slipNo: 'P-1' });
    sim.act(agent, 'callBack', { callback: 'follow_up', reached: true, satisfied: false });
    expect(sim.state.status).toBe('settling');
    sim.act(agent, 'resettle').act(agent, 'callBack', { callback: 'follow_up', reached: true, satisfied: true });
    expect(sim.state.status).toBe('closed');
    sim.act(agent, 'reopen', { reason });
    expect(sim.state.status).toBe('settling');
  });

  test('an engineer or warehouse worker decides nothing, an agent inspects nothing', () => {
    const sim = new ReturnSimulator().approved();
    expect(sim.refusal(warehouse, 'issueOrder', { orderNo: 'X', route: 'send_in' })).toBe('forbidden');
    expect(sim.refusal(agent, 'receiveGoods', { items: [{ line: 1, received: 1 }] })).toBe('forbidden');
    expect(sim.refusal(engineer, 'decideReturn', { decision: 'approved', duty: 'demo_manager' })).toBe('forbidden');
  });
});

describe('under the shipped policies', () => {
  const nanjing = caseUnder('auto-equipment-nanjing', 'return');
  const office = caseUnder('office-supplies-lubricants', 'return');
  /** Everything that the Nanjing policy asks of a return. */
  const complete = {
    ...{ requestDate: '2026-03-02', saleDate: '2026-02-23', soldByUs: true, packagingComplete: true },
    ...{ accessoriesComplete: true, serialMatches: true, internalsUntouched: true, resalable: true },
    ...{ salesDocuments: 'all', warrantyCertificate: true, paymentSettled: true, customerWants: 'return' },
  };
  const entitled = (policy: typeof nanjing, facts: object) => {
    const sim = new ReturnSimulator({ policy, facts: { ...complete, source: 'phone', ...facts } });
    return sim.state.entitlement!;
  };

  test('N-2.5-A-a N-2.5-A-f N-2.5-A-g: seven days carried in, then an exchange of fifteen, then a repair', () => {
    expect(entitled(nanjing, {})).toMatchObject({ decision: 'return', route: 'carry_in', lastDay: '2026-03-02' });
    const late = { saleDate: '2026-02-22', qualityProblem: true };
    expect(entitled(nanjing, late)).toMatchObject({
      decision: 'exchange',
      remedies: ['exchange'],
      lastDay: '2026-03-09',
    });
    expect(entitled(nanjing, late).failed).toContain('N-2.5-A-a');
    const later = { saleDate: '2026-02-14', qualityProblem: true, functionalFault: true, warrantyMonths: 12 };
    expect(entitled(nanjing, later)).toMatchObject({ decision: 'warranty_repair' });
    expect(entitled(nanjing, { ...later, misuse: true })).toMatchObject({ decision: 'paid_repair' });
  });

  test('O-3.7-b O-3.7-c: a refund is promised where it is owed: not for an exchange, nor where all goods were refused', () => {
    const decided = (wants: string) => {
      const facts = {
        customerWants: wants,
        qualityProblem: true,
        deliveredOn: '2026-03-01',
        requestDate: '2026-03-02',
      };
      const sim = new ReturnSimulator({ policy: office, facts: { ...facts, source: 'phone' } });
      sim.act(agent, 'fileApplication', { ...application, wants }).act(agent, 'submit');
      const sales = { ...manager, id: 'sales', duties: ['salesperson'] };
      const duty = { ...boss, id: 'duty', duties: ['duty_manager'] };
      sim.act(sales, 'decideReturn', { decision: 'approved', duty: 'salesperson' });
      sim.act(duty, 'decideReturn', { decision: 'approved', duty: 'duty_manager' });
      sim.act(agent, 'issueOrder', { orderNo: 'TH-1', route: 'send_in' });
      return sim.act(warehouse, 'receiveGoods', { items: [{ line: 1, received: 1 }] });
    };
    expect(decided('exchange').state.clocks.refund).toBeUndefined();
    const refund = decided('return');
    expect(refund.clock('refund').status).toBe('running');
    const worn = { line: 1, accepted: 0, refused: 1, refusal: 'not_resalable', explained: true };
    expect(refund.act(warehouse, 'inspectItem', worn).clock('refund').status).toBe('cancelled');
  });

  test('N-2.5-A-d: one paper missing fails a return; N-2.5-A-f: it is brought in by the customer', () => {
    expect(entitled(nanjing, { salesDocuments: 'missing', qualityProblem: false }).failed).toContain('N-2.5-A-d');
    const sim = new ReturnSimulator({ policy: nanjing, facts: { ...complete, source: 'phone' } });
    sim.act(agent, 'fileApplication', application).act(agent, 'submit');
    expect(sim.state.status).toBe('authorised');
    expect(sim.refusal(agent, 'issueOrder', { orderNo: 'TH-1', route: 'send_in' })).toBe('invalid_request');
    expect(sim.refusal(agent, 'issueOrder', { orderNo: 'TH-1', route: 'carry_in' })).toBeUndefined();
  });

  test('N-2.5-B-4a N-2.5-B-4b: a large item is negotiated before it is exchanged', () => {
    const facts = {
      ...complete,
      source: 'phone',
      customerWants: 'exchange',
      qualityProblem: true,
      weightKg: 101,
      volumeM3: 0.5,
    };
    const sim = new ReturnSimulator({ policy: nanjing, facts });
    sim.act(agent, 'fileApplication', { ...application, wants: 'exchange' }).act(agent, 'submit');
    const order = { orderNo: 'TH-1', route: 'pick_up' };
    expect(sim.refusal(agent, 'issueOrder', order)).toBe('requirement_missing');
    sim.act(agent, 'negotiate', { text: reason });
    expect(sim.refusal(agent, 'issueOrder', order)).toBeUndefined();
  });

  test('N-2.5-B-5: after an exchange the warranty runs from the day of the exchange', () => {
    expect(nanjing.returns!.warrantyRestart!.clauses).toEqual(['N-2.5-B-5']);
  });

  test('O-3.2-a: answered within 30 minutes, warned after one; O-3.6-b: done half a working day after the papers', () => {
    const sim = new ReturnSimulator({ policy: office, facts: { source: 'phone', customerWants: 'return' } });
    expect(sim.clock('quality_return_response')).toMatchObject({
      dueAt: sim.now + 30 * 60 * seconds,
      warnAt: sim.now + 60 * seconds,
    });
    sim.act(agent, 'checkDocuments', { salesDocuments: true });
    expect(sim.clock('return_exchange_completed').dueAt).toBe(shanghai('2026-03-02T14:00'));
  });

  test('O-8.2-b: conforming goods come within the time that the purchaser set, else the same or next day (O-3.7-c)', () => {
    const rejected = (suppliedBy?: string): ReturnSimulator => {
      const facts = { source: 'phone', customerWants: 'exchange', resalable: true, deliveredOn: '2026-02-20' };
      const sim = new ReturnSimulator({ policy: office, facts: { ...facts, qualityProblem: true } });
      sim.act(agent, 'fileApplication', { ...application, wants: 'exchange' });
      if (suppliedBy !== undefined) {
        sim.act(agent, 'assess', { suppliedBy });
        expect(sim.events.find(({ type }) => type === 'assessed')!.data).toEqual({ fields: ['suppliedBy'] });
      }
      sim.act(agent, 'submit');
      for (const duty of sim.state.approval!.approvers)
        sim.act({ id: duty, role: 'supervisor', duties: [duty] }, 'decideReturn', { decision: 'approved', duty });
      return sim.act(agent, 'issueOrder', { orderNo: 'TH-1', route: 'send_in' }).inspected();
    };
    const wanted = rejected('2026-03-05T17:00:00+08:00').clock('replacement_delivered');
    expect(wanted.dueAt).toBe(shanghai('2026-03-05T17:00'));
    expect(rejected().clock('replacement_delivered').dueAt).toBe(shanghai('2026-03-04T00:00') - 1);
  });

  test('O-3.6-a O-3.6-c O-3.4-b: thirty days or a month, the later; without a fault only what can be sold again', () => {
    const on = (deliveredOn: string, more: object = {}) =>
      entitled(office, { saleDate: undefined, deliveredOn, resalable: true, ...more }).decision;
    expect(on('2026-01-31')).toBe('return');
    expect(on('2026-01-30', { contractWarrantyMonths: 12, qualityProblem: true })).toBe('exchange');
    expect(on('2026-02-20', { resalable: false, qualityProblem: false, contractWarrantyMonths: 12 })).toBe(
      'paid_repair',
    );
    expect(on('2026-02-20', { resalable: false, qualityProblem: true })).toBe('return');
  });

  test('O-11.3-c O-11.2-b: salesperson, then duty manager; a major batch after the departments', () => {
    const facts = { source: 'phone', customerWants: 'return', deliveredOn: '2026-02-20', resalable: true };
    const sim = new ReturnSimulator({ policy: office, facts }).act(agent, 'fileApplication', application);
    sim.act(boss, 'assess', { majorBatch: true }).act(agent, 'submit');
    expect(sim.state.approval!.approvers).toEqual(['responsible_departments', 'salesperson', 'duty_manager']);
  });
});
