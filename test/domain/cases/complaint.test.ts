/** A complaint through the stages of ISO 10002: who is given what, on which clock, and what must not happen. */
import { auditCase } from '../../../audit/audit-case';
import { readRun } from '../../../audit/history';
import { days, reason, text } from './case-simulator';
import { Complaint, demo, seconds, staff } from './complaint-simulator';

const { clerk, dispatcher, quality, production, logistics, service, supervisor, manager, director, both } = staff;
const says = text('说明');

describe('receipt and acknowledgement', () => {
  test('O-10.2 C-M2-1-b: a form with every field goes to who handles complaints, in the step that completes it', () => {
    expect(new Complaint().told).toContain('complaint_form → role:demo_complaint_desk');
    const sim = new Complaint({ facts: { phoneKnown: false } });
    expect(sim.state.form.completedAt).toBeUndefined();
    expect(sim.refusal(clerk, 'completeForm', { known: ['shoe_size'] })).toBe('invalid_request');
    sim.pass(seconds).act(clerk, 'completeForm', { known: ['phone'], lots: ['L-7'] });
    expect(sim.state.form).toMatchObject({ completedAt: sim.now, lots: ['L-7'], recorder: clerk.id });
    expect(sim.told).toContain('complaint_form → role:demo_complaint_desk');
  });

  test('N-2.6-1d ISO 10002 8.4: the acknowledgement is the first contact, on its clock, once', () => {
    const sim = new Complaint().pass(6 * seconds).act(clerk, 'acknowledgeReceipt', { channel: 'phone' });
    expect(sim.clock('acknowledgement').status).toBe('met');
    expect(sim.state.done).toMatchObject({ acknowledged: sim.now, responded: sim.now });
    expect(sim.refusal(clerk, 'acknowledgeReceipt')).toBe('already_done');
    const late = new Complaint().pass(6 * seconds + 1).act(clerk, 'acknowledgeReceipt');
    expect(late.clock('acknowledgement').status).toBe('breached');
    expect(late.escalation('breach:acknowledgement').status).toBe('settled');
  });

  test('S-8.2-a E-m5.3-0: every call, letter and visit is kept', () => {
    const sim = new Complaint().act(clerk, 'logContact', { channel: 'letter', text: says });
    expect(sim.state.contacts).toEqual([{ at: sim.now, by: clerk.id, channel: 'letter', text: says }]);
  });
});

describe('danger and loss', () => {
  test('N-2.4-4a N-2.4-4b: severe loss at the call: leadership in the same step, the scene is kept', () => {
    const sim = new Complaint({ input: { danger: ['severe_loss'], preserveScene: true } });
    expect(sim.escalation('alert:severe_loss')).toMatchObject({ ladder: 'leadership', raisedAt: sim.state.openedAt });
    expect(sim.steps[0]!.escalations.map(({ key }) => key)).toEqual(['alert:severe_loss']);
    expect(sim.told).toContain('preserve_scene → customer');
  });

  test.each([
    ['safety', 'safety_reported'],
    ['company_loss', 'company_loss'],
    ['staff_held', 'incident_reported'],
    ['urgent', 'urgent_reported'],
  ])('N-2.4-3d C-IOT-4.3-7 S-8.2-c: %s is told at once, and once while it stands open', (what, mark) => {
    const sim = new Complaint().act(clerk, 'reportDanger', { what, text: says }).act(quality, 'reportDanger', { what });
    expect(sim.escalation(`alert:${mark}`).status).toBe('open');
    expect(Object.keys(sim.state.escalations)).toHaveLength(1);
  });

  test('a regulator’s referral and a critical assessment are told at once', () => {
    expect(new Complaint({ facts: { regulator: true } }).escalation('alert:regulator_referred').level).toBe(1);
    const sim = new Complaint().act(clerk, 'assess', { severity: 'critical', categories: ['attitude'] });
    expect(sim.escalation('alert:urgent_reported').status).toBe('open');
  });
});

describe('assessment and departments', () => {
  test('E-m5.3-1…3 S-8.2-b R-E-MIXED: each category goes to its owner, on a clock of its own', () => {
    const sim = new Complaint().act(clerk, 'assess', {
      severity: 'serious',
      categories: ['quality', 'packaging', 'attitude'],
      lots: ['L-1'],
    });
    for (const [category, owner] of [
      ['quality', 'demo_quality'],
      ['packaging', 'demo_logistics'],
      ['attitude', 'demo_service'],
    ] as const) {
      expect(sim.state.tasks[category]).toMatchObject({ owner, status: 'routed' });
      expect(sim.told).toContain(`complaint_task → role:${owner}`);
      expect(sim.clock(`task_${category}`).status).toBe('running');
    }
    expect(sim.clock('task_packaging').dueAt).toBe(sim.now + 25 * seconds);
    expect(sim.clock('task_quality').dueAt).toBe(sim.now + 20 * seconds);
    sim.pass(20 * seconds).act(logistics, 'takeTask', { category: 'packaging' });
    sim.act(logistics, 'answerTask', { category: 'packaging', answer: says }).pass(1);
    expect(sim.clock('task_packaging').status).toBe('met');
    expect(sim.clock('task_quality').status).toBe('breached');
  });

  test('a department’s share is for its people, a person to whom it was given, or a supervisor', () => {
    const sim = new Complaint().act(clerk, 'assess', { severity: 'minor', categories: ['packaging', 'quality'] });
    expect(sim.refusal(quality, 'answerTask', { category: 'packaging', answer: says })).toBe('forbidden');
    expect(sim.refusal(quality, 'takeTask', { category: 'nothing' })).toBe('not_found');
    sim.act(supervisor, 'assignTask', { category: 'packaging', taskPersonId: 'packer' });
    expect(sim.refusal(logistics, 'takeTask', { category: 'packaging' })).toBe('illegal_transition');
    sim.act({ id: 'packer', role: 'warehouse', duties: [] }, 'answerTask', { category: 'packaging', answer: says });
    expect(sim.refusal(logistics, 'answerTask', { category: 'packaging', answer: says })).toBe('not_found');
  });

  test('E-m5.3-1: its owner passes it to production; the clock runs on', () => {
    const sim = new Complaint().act(clerk, 'assess', { severity: 'minor', categories: ['quality'] });
    const { dueAt } = sim.clock('task_quality');
    expect(sim.refusal(quality, 'passTask', { category: 'quality', role: 'demo_manager', reason })).toBe(
      'invalid_request',
    );
    sim.act(quality, 'passTask', { category: 'quality', role: 'demo_production', reason });
    expect(sim.refusal(quality, 'answerTask', { category: 'quality', answer: says })).toBe('forbidden');
    expect(sim.clock('task_quality').dueAt).toBe(dueAt);
    sim.act(production, 'answerTask', { category: 'quality', answer: says });
    expect(sim.state.tasks.quality).toMatchObject({ passedFrom: 'demo_quality', status: 'answered' });
  });

  test('an unknown category, and a changed severity without a reason, change nothing', () => {
    const sim = new Complaint();
    const { seq } = sim.state;
    expect(sim.refusal(clerk, 'assess', { severity: 'minor', categories: ['colour'] })).toBe('invalid_request');
    expect(sim.state.seq).toBe(seq);
    sim.act(clerk, 'assess', { severity: 'minor', categories: ['attitude'] });
    expect(sim.refusal(clerk, 'assess', { severity: 'serious', categories: ['attitude'] })).toBe('invalid_request');
    sim.act(clerk, 'assess', { severity: 'serious', categories: ['attitude', 'packaging'], reason });
    expect(Object.keys(sim.state.tasks)).toEqual(['attitude', 'packaging']);
  });
});

describe('nobody handles a complaint about themselves (S-8.3-b)', () => {
  test('whom it is about neither acts nor is given anything; they give their side', () => {
    const sim = new Complaint({ barred: [logistics.id] });
    sim.act(clerk, 'assess', { severity: 'minor', categories: ['packaging'] });
    expect(sim.refusal(logistics, 'takeTask', { category: 'packaging' })).toBe('forbidden');
    expect(sim.refusal(supervisor, 'assignTask', { category: 'packaging', taskPersonId: logistics.id })).toBe(
      'forbidden',
    );
    expect(sim.refusal(supervisor, 'assignHandler', { handlerId: logistics.id })).toBe('forbidden');
    expect(sim.refusal(logistics, 'note', { text: says })).toBe('forbidden');
    expect(sim.refusal(logistics, 'addStatement', { text: says })).toBeUndefined();
    expect(sim.refusal(clerk, 'addStatement', { text: says })).toBe('forbidden');
  });

  test('named later, what they had goes back to their department', () => {
    const sim = new Complaint().act(clerk, 'assess', { severity: 'minor', categories: ['packaging'] });
    sim.act(logistics, 'takeTask', { category: 'packaging' });
    sim.act(supervisor, 'assignHandler', { handlerId: 'anna' });
    sim.act(clerk, 'nameConcerned', { concernedIds: [logistics.id, 'anna'], reason });
    expect(sim.state.tasks.packaging).toMatchObject({ status: 'routed' });
    expect(sim.state.tasks.packaging!.personId).toBeUndefined();
    expect(sim.state.parties).toMatchObject({ barred: [logistics.id, 'anna'] });
    expect(sim.state.parties.engineerId).toBeUndefined();
    expect(sim.refusal(clerk, 'nameConcerned', { concernedIds: ['anna'], reason })).toBe('already_done');
    expect(sim.refusal(clerk, 'nameConcerned', { concernedIds: [clerk.id], reason })).toBe('forbidden');
  });
});

describe('the lot (O-10.3)', () => {
  const qualityComplaint = () =>
    new Complaint({ form: { lots: ['L-1'] } }).act(clerk, 'assess', { severity: 'serious', categories: ['quality'] });

  test('O-10.3-a O-10.3-b: stock is looked for at once, and with stock a sample is ordered in the same step', () => {
    const sim = qualityComplaint();
    expect(sim.told).toContain('batch_check → role:demo_logistics');
    expect(sim.refusal(quality, 'checkBatch', { lot: 'L-1', inStock: true })).toBe('forbidden');
    sim.act(logistics, 'checkBatch', { lot: 'L-1', inStock: true });
    expect(sim.state.done.sample_ordered).toBe(sim.now);
    expect(sim.told).toContain('sample_test → role:demo_quality');
    expect(sim.refusal(logistics, 'checkBatch', { lot: 'L-1', inStock: false })).toBe('already_done');
    expect(sim.refusal(quality, 'testSample', { lot: 'L-2', size: 5, similar: false })).toBe('not_found');
  });

  test('O-10.3-d R-O-NOSTOCK: a good sample, or no stock: customer service settles with the customer', () => {
    const good = qualityComplaint().act(logistics, 'checkBatch', { lot: 'L-1', inStock: true });
    good.act(quality, 'testSample', { lot: 'L-1', size: 5, similar: false });
    const none = qualityComplaint().act(logistics, 'checkBatch', { lot: 'L-1', inStock: false });
    for (const sim of [good, none]) {
      expect(sim.told).toContain('batch_clear → role:demo_complaint_desk');
      expect(sim.state.lots['L-1']!.recall).toBeUndefined();
    }
  });

  test('goods without a lot number are said to be so; a form that names lots has them checked', () => {
    const sim = new Complaint().act(clerk, 'assess', { severity: 'minor', categories: ['quality'] });
    expect(sim.refusal(logistics, 'checkBatch', { inStock: true })).toBe('invalid_request');
    sim.act(logistics, 'checkBatch', { inStock: false });
    expect(sim.state.done.batch_clear).toBe(sim.now);
    expect(qualityComplaint().refusal(logistics, 'checkBatch', { inStock: false })).toBe('invalid_request');
  });

  test('O-10.3-c: a bad sample recalls the lot: every affected customer listed, told and followed to the end', () => {
    const sim = qualityComplaint().act(logistics, 'checkBatch', { lot: 'L-1', inStock: true });
    sim.act(quality, 'testSample', { lot: 'L-1', size: 5, similar: true });
    expect(sim.told).toEqual(expect.arrayContaining(['return_goods → customer', 'find_owners → lot:L-1']));
    sim.act(clerk, 'listAffected', { lot: 'L-1', customerIds: ['second', 'third'] });
    expect(sim.told).toEqual(
      expect.arrayContaining(['recall_notice → customer:second', 'recall_notice → customer:third']),
    );
    expect(sim.refusal(clerk, 'listAffected', { lot: 'L-1', customerIds: ['second'] })).toBe('already_done');
    expect(sim.refusal(clerk, 'settleAffected', { lot: 'L-1', affectedId: 'stranger', outcome: 'kept' })).toBe(
      'not_found',
    );
    sim.act(clerk, 'listAffected', { lot: 'L-1', complete: true });
    expect(sim.refusal(clerk, 'withdraw', { reason })).toBe('requirement_missing');
    for (const affectedId of ['customer', 'second', 'third'])
      sim.act(logistics, 'settleAffected', { lot: 'L-1', affectedId, outcome: 'returned' });
    expect(sim.state.done.recall_completed).toBe(sim.now);
    expect(sim.refusal(clerk, 'withdraw', { reason })).toBeUndefined();
  });

  test('O-6.1-b: no conclusion before every category and every lot has had its say', () => {
    const sim = qualityComplaint();
    const conclude = { analysis: says, cause: 'material', liability: 'maker', outcome: 'upheld' };
    sim.act(quality, 'answerTask', { category: 'quality', answer: says });
    expect(sim.refusal(clerk, 'conclude', conclude)).toBe('requirement_missing');
    sim.act(logistics, 'checkBatch', { lot: 'L-1', inStock: true });
    expect(sim.refusal(clerk, 'conclude', conclude)).toBe('requirement_missing');
    sim.act(quality, 'testSample', { lot: 'L-1', size: 3, similar: false });
    expect(sim.refusal(staff.otherClerk, 'conclude', conclude)).toBe('forbidden');
    sim.act(clerk, 'conclude', conclude);
    expect(sim.state).toMatchObject({ status: 'responding', finding: { liability: 'maker', by: clerk.id } });
  });
});

describe('corrective actions (C-M1-10.1-b)', () => {
  const plan = { what: says, correctionOwnerId: production.id, dueOn: '2026-03-05' };

  test('an owner and a date; done by the owner, verified by somebody else', () => {
    const sim = new Complaint().act(dispatcher, 'planCorrection', plan);
    expect(sim.told).toContain('correction_due → person:production');
    expect(sim.refusal(quality, 'reportCorrection', { correction: 1, evidence: says })).toBe('forbidden');
    expect(sim.refusal(clerk, 'verifyCorrection', { correction: 1, effective: true })).toBe('illegal_transition');
    sim.act(production, 'reportCorrection', { correction: 1, evidence: says });
    sim.act(supervisor, 'verifyCorrection', { correction: 1, effective: false });
    sim.act(production, 'reportCorrection', { correction: 1, evidence: says });
    sim.act(supervisor, 'verifyCorrection', { correction: 1, effective: true });
    expect(sim.state.corrections[0]!.verified).toMatchObject({ effective: true, by: supervisor.id });
    expect(sim.refusal(supervisor, 'verifyCorrection', { correction: 2, effective: true })).toBe('not_found');
  });

  test('a date in the past, an owner whom it is about', () => {
    const sim = new Complaint({ barred: [production.id] });
    expect(sim.refusal(dispatcher, 'planCorrection', plan)).toBe('forbidden');
    expect(sim.refusal(dispatcher, 'planCorrection', { ...plan, correctionOwnerId: 'x', dueOn: '2026-03-01' })).toBe(
      'time_refused',
    );
    expect(
      sim.refusal(dispatcher, 'planCorrection', { ...plan, correctionOwnerId: 'x', dueOn: '2026-03-02' }),
    ).toBeUndefined();
  });

  test('the end of its local date passes: the ladder is told, once', () => {
    const sim = new Complaint().act(dispatcher, 'planCorrection', plan);
    const midnight = Date.parse('2026-03-06T00:00:00+08:00');
    sim.until(midnight - 1001);
    expect(sim.state.escalations['correction:1']).toBeUndefined();
    sim.until(midnight);
    expect(sim.escalation('correction:1').status).toBe('open');
    sim.act(production, 'reportCorrection', { correction: 1, evidence: says });
    expect(sim.escalation('correction:1').status).toBe('settled');
  });

  test('the papers are archived only when it was found effective', () => {
    const sim = new Complaint()
      .act(dispatcher, 'planCorrection', { ...plan, dueOn: '2027-01-01' })
      .act(clerk, 'withdraw', { reason });
    sim.pass(60 * seconds);
    expect(sim.state.status).toBe('closed');
    sim.act(production, 'reportCorrection', { correction: 1, evidence: says });
    sim.act(supervisor, 'verifyCorrection', { correction: 1, effective: true }).pass(1);
    expect(sim.state).toMatchObject({ status: 'completed', done: { archived: expect.any(Number) as number } });
  });
});

describe('solution and compensation', () => {
  const pay = (fen: number) => ({
    solution: says,
    remedy: 'compensation',
    compensation: [{ basis: 'damage', amountFen: fen }],
  });

  test('O-6.1-c: decided and told in the same step', () => {
    const sim = new Complaint().investigated();
    sim.act(clerk, 'propose', { solution: says, remedy: 'apology' });
    expect(sim.state).toMatchObject({ status: 'communicated', done: { decided: sim.now } });
    expect(sim.steps.at(-1)!.notices.map(({ template, to }) => `${template} → ${to}`)).toEqual([
      'complaint_decision → customer',
    ]);
  });

  test('O-6.1-c: also where the policy’s own notice of it does not hold in this case; in older cases it was left out', () => {
    const notice = { on: 'decided', to: ['customer'], template: 'site_feedback', clauses: ['O-6.1-c'] };
    const told = (when: { compensated: boolean }, edition = 3): string[] => {
      const sim = new Complaint({ policy: { ...demo, edition, notices: [{ ...notice, when }] } }).investigated();
      return sim
        .act(clerk, 'propose', { solution: says, remedy: 'apology' })
        .steps.at(-1)!
        .notices.map((n) => n.template);
    };
    expect(told({ compensated: true })).toEqual(['complaint_decision']);
    expect(told({ compensated: false })).toEqual(['site_feedback']);
    expect(told({ compensated: true }, 2)).toEqual([]);
  });

  test('C-IOT-4.3-4c: an engineer answers no request for compensation', () => {
    const sim = new Complaint().investigated().act(dispatcher, 'assignHandler', { handlerId: quality.id });
    expect(sim.refusal(quality, 'propose', pay(100))).toBe('forbidden');
    expect(sim.refusal(quality, 'propose', { solution: says, remedy: 'explanation' })).toBeUndefined();
  });

  test('R-APPROVE: by the amount, in order, not by who asked, nobody in two roles; both sides of each limit', () => {
    const small = new Complaint().investigated().act(clerk, 'propose', pay(20_000));
    expect(small.state.status).toBe('communicated');
    const middle = new Complaint().investigated().act(clerk, 'propose', pay(20_001));
    expect(middle.state.status).toBe('responding');
    expect(middle.refusal(director, 'decideCompensation', { decision: 'approved', duty: 'demo_director' })).toBe(
      'invalid_request',
    );
    middle.act(manager, 'decideCompensation', { decision: 'approved', duty: 'demo_manager' });
    expect(middle.state.status).toBe('communicated');

    const large = new Complaint().investigated().act(clerk, 'propose', pay(2_000_000));
    expect(large.refusal(clerk, 'propose', pay(1))).toBe('illegal_transition');
    large.act(both, 'decideCompensation', { decision: 'approved', duty: 'demo_manager' });
    expect(large.told).toContain('compensation_approval_needed → role:demo_director');
    expect(large.refusal(both, 'decideCompensation', { decision: 'approved', duty: 'demo_director' })).toBe(
      'forbidden',
    );
    large.act(director, 'decideCompensation', { decision: 'refused', duty: 'demo_director' });
    expect(large.state.status).toBe('responding');
    expect(large.refusal(clerk, 'propose', { solution: says, remedy: 'explanation' })).toBeUndefined();
  });

  test('above the limit, over several rounds too; amounts that are no product; bases that do not exist', () => {
    const sim = new Complaint().investigated();
    const { seq } = sim.state;
    expect(sim.refusal(clerk, 'propose', pay(2_000_001))).toBe('invalid_request');
    const goods = (line: object) => ({ solution: says, remedy: 'compensation', compensation: [line] });
    expect(sim.refusal(clerk, 'propose', goods({ basis: 'goods', amountFen: 100 }))).toBe('invalid_request');
    expect(sim.refusal(clerk, 'propose', goods({ basis: 'goods', amountFen: 100, unitFen: 30, quantity: 3 }))).toBe(
      'invalid_request',
    );
    expect(sim.refusal(clerk, 'propose', goods({ basis: 'luck', amountFen: 100 }))).toBe('invalid_request');
    expect(sim.refusal(clerk, 'propose', { solution: says, remedy: 'compensation' })).toBe('invalid_request');
    expect(sim.state.seq).toBe(seq);
    sim.act(clerk, 'propose', goods({ basis: 'goods', amountFen: 90, unitFen: 30, quantity: 3 }));
    sim.act(clerk, 'answerDecision', { accepted: true, by: 'phone' });
    sim.act(supervisor, 'confirmEntry', { entry: 1 }).act(clerk, 'carryOut', { text: says });
    sim.act(clerk, 'callBack', { callback: 'second_contact', reached: true, satisfied: false });
    sim.act(supervisor, 'answerTask', { category: 'attitude', answer: says });
    sim.act(clerk, 'conclude', { analysis: says, cause: 'service', liability: 'company', outcome: 'upheld' });
    expect(sim.refusal(clerk, 'propose', pay(2_000_000))).toBe('invalid_request');
    expect(sim.refusal(clerk, 'propose', pay(1_999_910))).toBeUndefined();
  });

  test('O-10.4: accepted, it is in the ledger, and nothing is done before a second person has confirmed it', () => {
    const sim = new Complaint().investigated().act(clerk, 'propose', pay(5_000));
    expect(sim.state.ledger.entries).toEqual([]);
    sim.act(clerk, 'answerDecision', { accepted: true, by: 'signature' });
    expect(sim.state.ledger.entries).toMatchObject([
      { type: 'compensation', fen: 5_000, from: 'company', to: 'customer' },
    ]);
    expect(sim.refusal(clerk, 'carryOut', { text: says })).toBe('requirement_missing');
    sim.act(supervisor, 'confirmEntry', { entry: 1 }).act(clerk, 'carryOut', { text: says });
    expect(sim.state.status).toBe('follow_up');
  });
});

describe('one level up (S-8.3)', () => {
  test('S-8.3-a O-10.4: confirmed after the customer had accepted it, it is owed once', () => {
    const compensation = [{ basis: 'damage', amountFen: 5_000 }];
    const solution = { solution: says, remedy: 'compensation', compensation };
    const sim = new Complaint().investigated().act(clerk, 'propose', solution);
    sim.act(clerk, 'answerDecision', { accepted: true, by: 'phone' }).act(clerk, 'appeal', { text: says });
    sim.act({ ...supervisor, id: 'second-supervisor' }, 'rule', { outcome: 'confirmed', text: says });
    sim.act(clerk, 'answerDecision', { accepted: true, by: 'phone' });
    expect(sim.state.status).toBe('carrying_out');
    expect(sim.state.ledger.entries).toHaveLength(1);
  });

  const decidedOn = () =>
    new Complaint().investigated().act(clerk, 'propose', { solution: says, remedy: 'explanation' });

  test('S-8.3-a S-8.3-b: to the direct superior, then to the general manager, whose ruling is final', () => {
    const sim = decidedOn().act(clerk, 'answerDecision', { accepted: false, by: 'phone' });
    sim.act(clerk, 'appeal', { text: says });
    expect(sim.told).toContain('complaint_appeal → role:demo_supervisor');
    expect(sim.clock('review_superior').status).toBe('running');
    expect(sim.refusal(director, 'rule', { outcome: 'confirmed', text: says })).toBe('forbidden');
    expect(sim.refusal(supervisor, 'rule', { outcome: 'confirmed', text: says })).toBe('forbidden'); // answered a category
    const second = { ...supervisor, id: 'second-supervisor' };
    sim.act(second, 'rule', { outcome: 'confirmed', text: says });
    expect(sim.clock('review_superior').status).toBe('met');
    expect(sim.state.status).toBe('communicated');
    sim.act(clerk, 'appeal', { text: says });
    sim.act(director, 'rule', { outcome: 'amended', text: says, solution: says, remedy: 'exchange' });
    expect(sim.state.done.ruled_final).toBe(sim.now);
    expect(sim.refusal(clerk, 'appeal', { text: says })).toBe('illegal_transition');
  });

  test('the customer may go to the general manager directly, and not back down', () => {
    const sim = decidedOn();
    expect(sim.refusal(clerk, 'appeal', { text: says, level: 'emperor' })).toBe('invalid_request');
    sim.act(clerk, 'appeal', { text: says, level: 'director' });
    expect(sim.refusal(clerk, 'appeal', { text: says })).toBe('illegal_transition');
    sim.act(director, 'rule', { outcome: 'confirmed', text: says });
    expect(sim.refusal(clerk, 'appeal', { text: says, level: 'superior' })).toBe('illegal_transition');
  });

  test('an amended decision with money is approved by others than the reviewer; one that stands brings nothing new', () => {
    const sim = decidedOn().act(clerk, 'appeal', { text: says, level: 'director' });
    expect(sim.refusal(director, 'rule', { outcome: 'confirmed', text: says, solution: says })).toBe('invalid_request');
    expect(sim.refusal(director, 'rule', { outcome: 'amended', text: says })).toBe('invalid_request');
    sim.act(director, 'rule', {
      outcome: 'amended',
      text: says,
      solution: says,
      remedy: 'compensation',
      compensation: [{ basis: 'damage', amountFen: 50_000 }],
    });
    expect(sim.state.status).toBe('responding');
    sim.act(manager, 'decideCompensation', { decision: 'approved', duty: 'demo_manager' });
    expect(sim.state.status).toBe('communicated');
  });

  const satisfied = { callback: 'second_contact', reached: true, satisfied: true };
  const amended = { outcome: 'amended', text: says, solution: says, remedy: 'apology' };
  const reviewer = { ...supervisor, id: 'second-supervisor' };
  const result = { result: says };

  test.each([
    ['amends', amended],
    ['confirms', { outcome: 'confirmed', text: says }],
  ])('S-8.3-a C-M2-3: a ruling that %s what was done is carried out and asked about anew', (_which, ruling) => {
    const sim = new Complaint().investigated().act(clerk, 'propose', { solution: says, remedy: 'apology' });
    const carryOut = () => {
      sim.act(clerk, 'answerDecision', { accepted: true, by: 'phone' });
      expect(sim.refusal(clerk, 'close', result)).toBe('requirement_missing');
      sim.act(clerk, 'carryOut', { text: says });
      expect(sim.refusal(clerk, 'close', result)).toBe('requirement_missing');
    };
    carryOut();
    sim.act(clerk, 'callBack', satisfied).act(clerk, 'appeal', { text: says });
    expect(sim.refusal(clerk, 'close', result)).toBe('requirement_missing');
    sim.act(reviewer, 'rule', ruling);
    expect(sim.state).toMatchObject({ carriedOutAt: undefined, satisfiedAt: undefined, status: 'communicated' });
    expect(sim.refusal(clerk, 'close', result)).toBe('requirement_missing');
    carryOut();
    sim.act(clerk, 'callBack', satisfied).act(clerk, 'close', result);
    const { findings } = auditCase([readRun(sim.history())]);
    expect(findings.filter(({ severity }) => severity === 'alarm')).toEqual([]);
  });

  test('S-8.3-a C-M1-10.2-b: who appeals is not called about the decision before; the call begins with what is carried out', () => {
    const sim = new Complaint().carriedOut().act(clerk, 'appeal', { text: says });
    expect(sim.clock('callback_second_contact')).toMatchObject({ status: 'cancelled', stoppedBecause: 'appealed' });
    expect(sim.refusal(clerk, 'callBack', satisfied)).toBe('illegal_transition');
    sim.pass(1 * seconds).act(reviewer, 'rule', amended);
    sim.act(clerk, 'answerDecision', { accepted: true, by: 'phone' }).act(clerk, 'carryOut', { text: says });
    expect(sim.clock('callback_second_contact#2')).toMatchObject({ status: 'running', startedAt: sim.now });
    expect(sim.state.carriedOutAt).toBe(sim.now);
  });

  test('a complaint of the first edition closes by the earlier answer, as it was recorded', () => {
    const first = { ...demo, edition: 1 };
    const sim = new Complaint({ policy: first }).carriedOut().act(clerk, 'callBack', satisfied);
    sim.act(clerk, 'appeal', { text: says }).act(reviewer, 'rule', amended);
    expect(sim.refusal(clerk, 'close', result)).toBeUndefined();
  });

  test('no appeal before there is a decision', () => {
    expect(new Complaint().investigated().refusal(clerk, 'appeal', { text: says })).toBe('illegal_transition');
  });
});

describe('second contact, written result, archive', () => {
  test('C-M1-10.2-b: no closing before the second contact; C-M1-7-b: archived after it', () => {
    const sim = new Complaint().carriedOut();
    expect(sim.refusal(clerk, 'close', { result: says })).toBe('requirement_missing');
    sim.pass(5 * seconds).act(clerk, 'callBack', { callback: 'second_contact', reached: true, satisfied: true });
    expect(sim.clock('callback_second_contact').status).toBe('met');
    sim.act(clerk, 'close', { result: says });
    expect(sim.told).toContain('complaint_result → customer');
    expect(sim.state).toMatchObject({ status: 'closed', result: { text: says, by: clerk.id } });
    sim.pass(30 * seconds);
    expect(sim.state.status).toBe('completed');
    expect(sim.state.done.archived).toBe(sim.state.closedAt! + 30 * seconds);
  });

  test('C-M2-3: not satisfied, every department looks again; after three rounds a supervisor may close with a reason', () => {
    const sim = new Complaint().carriedOut();
    for (let round = 1; round <= 3; round++) {
      expect(sim.refusal(supervisor, 'close', { result: says, reason })).toBe('requirement_missing');
      sim.act(clerk, 'callBack', { callback: 'second_contact', reached: true, satisfied: false });
      expect(sim.state).toMatchObject({ status: 'investigating', round: round + 1 });
      expect(sim.clock(`task_attitude#${round + 1}`).status).toBe('running');
      sim.act(supervisor, 'answerTask', { category: 'attitude', answer: says });
      if (round === 3) break;
      sim.act(clerk, 'conclude', { analysis: says, cause: 'service', liability: 'company', outcome: 'upheld' });
      sim.act(clerk, 'propose', { solution: says, remedy: 'apology' });
      sim.act(clerk, 'answerDecision', { accepted: true, by: 'phone' }).act(clerk, 'carryOut', { text: says });
    }
    expect(sim.refusal(clerk, 'close', { result: says, reason })).toBe('forbidden');
    expect(sim.refusal(supervisor, 'close', { result: says })).toBe('invalid_request');
    sim.act(supervisor, 'close', { result: says, reason });
    expect(sim.state.status).toBe('closed');
  });

  test('C-M1-10.1-a: a written account to the departments every week while it is open', () => {
    const sim = new Complaint().pass(2 * days + 1);
    expect(sim.notices.filter(({ template }) => template === 'complaint_account')).toHaveLength(2);
    sim.act(clerk, 'withdraw', { reason }).pass(2 * days);
    expect(sim.notices.filter(({ template }) => template === 'complaint_account')).toHaveLength(2);
  });

  test('nobody forgets a decision that lies with the customer', () => {
    const sim = new Complaint().investigated().act(clerk, 'propose', { solution: says, remedy: 'explanation' });
    sim.pass(7 * days);
    expect(sim.escalation('waiting:decision').status).toBe('open');
  });

  test('reopened inside the window: a response and every department’s answer are owed again', () => {
    const sim = new Complaint().investigated().act(clerk, 'withdraw', { reason });
    sim.pass(10 * seconds).act(clerk, 'reopen', { reason });
    expect(sim.state).toMatchObject({ status: 'investigating', round: 2 });
    expect(sim.clock('task_attitude#2').startedAt).toBe(sim.now);
    expect(sim.refusal(clerk, 'acknowledgeReceipt')).toBeUndefined();
  });

  test('an auditor may do nothing', () => {
    expect(new Complaint().refusal(staff.auditor, 'note', { text: says })).toBe('forbidden');
  });

  test('whose answer is with a department that never answers: the ladder climbs', () => {
    const sim = new Complaint().act(clerk, 'assess', { severity: 'minor', categories: ['attitude'] });
    sim.pass(40 * seconds);
    expect(sim.escalation('breach:task_attitude').level).toBe(2);
    expect(service.duties).toContain(sim.state.tasks.attitude!.owner);
  });
});
