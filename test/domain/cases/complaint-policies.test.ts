/** Complaints under the policies that ship: each clause that says who answers, until when, and whom one may turn to. */
import { days, shanghai, text } from './case-simulator';
import { Complaint, complaintUnder, staff } from './complaint-simulator';

const says = text('说明');
const { clerk, supervisor } = staff;

describe('electronics-send-in', () => {
  const electronics = complaintUnder('electronics-send-in');

  test('E-m5.3-1 E-m5.3-2 E-m5.3-3 R-E-MIXED: quality, packaging and attitude go to three departments', () => {
    const sim = new Complaint({ policy: electronics });
    sim.act(clerk, 'assess', { severity: 'minor', categories: ['quality', 'packaging', 'attitude'] });
    expect(Object.values(sim.state.tasks).map(({ category, owner }) => [category, owner])).toEqual([
      ['quality', 'project_lead'],
      ['packaging', 'logistics'],
      ['attitude', 'customer_service_department'],
    ]);
  });

  test('E-m5.3-1: the project lead draws in development or production', () => {
    const sim = new Complaint({ policy: electronics });
    sim.act(clerk, 'assess', { severity: 'minor', categories: ['quality'] });
    const lead = { id: 'lead', role: 'dispatcher' as const, duties: ['project_lead'] };
    sim.act(lead, 'passTask', { category: 'quality', role: 'rd_or_production', reason: says });
    expect(sim.state.tasks.quality).toMatchObject({ owner: 'rd_or_production', passedFrom: 'project_lead' });
  });

  test('E-m5.4 E-0-b R-WORKDAY: answered by the end of the next working day, over a weekend too', () => {
    const sim = new Complaint({ policy: electronics, at: '2026-03-06T10:00' });
    sim.act(clerk, 'assess', { severity: 'minor', categories: ['packaging'] });
    expect(sim.clock('answer').dueAt).toBe(shanghai('2026-03-09T18:00'));
    expect(sim.clock('task_packaging').dueAt).toBe(shanghai('2026-03-09T18:00'));
    expect(sim.told).toContain('complaint_received → customer');
  });
});

describe('security-projects-chongqing', () => {
  const security = complaintUnder('security-projects-chongqing');

  test('S-8.2-c: urgent matters go upward in the same step', () => {
    const sim = new Complaint({ policy: security, input: { danger: ['urgent_reported'] } });
    expect(sim.escalation('alert:urgent_reported')).toMatchObject({
      clauses: ['S-8.2-c'],
      raisedAt: sim.state.openedAt,
    });
  });

  test('S-8.3-a S-8.3-b: the direct superior first, or the general manager directly', () => {
    const decided = () => {
      const sim = new Complaint({ policy: security });
      sim.act(clerk, 'assess', { severity: 'minor', categories: ['service'] });
      sim.act(supervisor, 'answerTask', { category: 'service', answer: says });
      const specialist = { id: 'specialist', role: 'dispatcher' as const, duties: ['service_specialist'] };
      sim.act(specialist, 'conclude', { analysis: says, cause: 'service', liability: 'company', outcome: 'upheld' });
      return sim.act(specialist, 'propose', { solution: says, remedy: 'apology' });
    };
    expect(decided().act(clerk, 'appeal', { text: says }).told).toContain(
      'complaint_appeal → role:department_supervisor',
    );
    const directly = decided().act(clerk, 'appeal', { text: says, level: 'general_manager' });
    expect(directly.told).toContain('complaint_appeal → role:general_manager');
    expect(directly.refusal(clerk, 'appeal', { text: says })).toBe('illegal_transition');
  });

  test('S-8.3-b: the customer may turn to the general manager at once', () => {
    const sim = new Complaint({ policy: security, input: { addressedTo: 'general_manager' } });
    expect(sim.told).toContain('complaint_addressed → role:general_manager');
  });
});

describe('vehicle-care', () => {
  const vehicle = complaintUnder('vehicle-care');

  test('C-M2-1-a C-M2-1-b: the register has company, address, phone, reason and recorder, then goes to after-sales', () => {
    const sim = new Complaint({ policy: vehicle, facts: { phoneKnown: true } });
    expect(sim.state.form.completedAt).toBeUndefined();
    sim.act(clerk, 'completeForm', { known: ['address'] });
    expect(sim.told).toContain('complaint_form → role:after_sales');
  });

  test('C-M1-10.1-a: in writing to the departments every week, while it is open', () => {
    const sim = new Complaint({ policy: vehicle });
    const told = () => sim.notices.filter(({ template }) => template === 'complaint_account').map(({ to }) => to);
    sim.until(sim.state.openedAt + 7 * days - 1);
    expect(told()).toEqual([]);
    sim.until(sim.state.openedAt + 7 * days);
    expect(told()).toEqual(['role:service_department', 'role:quality_inspection']);
    sim.until(sim.state.openedAt + 14 * days);
    expect(told()).toHaveLength(4);
  });

  test('C-M1-10.2-b: the second contact is owed when the department has dealt with it, and the case stays open', () => {
    const sim = new Complaint({ policy: vehicle });
    sim.act(clerk, 'assess', { severity: 'minor', categories: ['service'] });
    sim.act(supervisor, 'answerTask', { category: 'service', answer: says });
    const handler = { id: 'handler', role: 'dispatcher' as const, duties: ['after_sales'] };
    sim.act(handler, 'conclude', { analysis: says, cause: 'service', liability: 'company', outcome: 'upheld' });
    sim.act(handler, 'propose', { solution: says, remedy: 'apology' });
    sim.act(handler, 'answerDecision', { accepted: true, by: 'phone' }).act(handler, 'carryOut', { text: says });
    expect(sim.clock('callback_complaint_contact').status).toBe('running');
    expect(sim.refusal(handler, 'close', { result: says })).toBe('requirement_missing');
  });
});

describe('office-supplies-lubricants', () => {
  const office = complaintUnder('office-supplies-lubricants');

  test('O-10.3-a O-10.3-b: the check of stock and the sample are ordered at once: both promises are kept in their step', () => {
    const sim = new Complaint({ policy: office, form: { lots: ['L-1'] } });
    sim.act(clerk, 'assess', { severity: 'minor', categories: ['quality'] });
    expect(sim.clock('batch_check')).toMatchObject({ status: 'met', dueAt: sim.now, metAt: sim.now });
    sim.pass(1000).act(supervisor, 'checkBatch', { lot: 'L-1', inStock: true });
    expect(sim.clock('sample_test')).toMatchObject({ status: 'met', dueAt: sim.now, metAt: sim.now });
    expect(sim.state.escalations).toEqual({});
  });

  test('O-6.1-a O-10.1-a: each category has its owner; O-4-f: a refusal is deducted at the bid unit price', () => {
    const owners = Object.fromEntries(office.complaints!.categories.map(({ id, owner }) => [id, owner]));
    expect(owners).toMatchObject({ quality: 'complaint_engineer', service: 'complaint_desk' });
    expect(office.complaints!.compensation!.bases.find(({ id }) => id === 'bid_price')).toMatchObject({
      perUnit: true,
      clauses: ['O-4-f'],
    });
  });
});

describe('auto-equipment-nanjing', () => {
  const nanjing = complaintUnder('auto-equipment-nanjing');

  test('N-2.4-4a N-2.4-4b: severe loss is with the company’s leadership in the step of the call, the scene is kept', () => {
    const sim = new Complaint({ policy: nanjing, input: { danger: ['severe_loss'], preserveScene: true } });
    expect(sim.escalation('alert:severe_loss')).toMatchObject({ ladder: 'leadership', clauses: ['N-2.4-4a'] });
    expect(sim.told).toContain('preserve_scene → customer');
  });

  test('N-2.6-1d: contacted within four hours, warned after two', () => {
    const sim = new Complaint({ policy: nanjing });
    expect(sim.clock('contact')).toMatchObject({
      dueAt: sim.state.openedAt + 4 * 3_600_000,
      warnAt: sim.state.openedAt + 2 * 3_600_000,
    });
    expect(sim.act(clerk, 'acknowledgeReceipt').clock('contact').status).toBe('met');
  });

  test('N-2.5-D-b: the customer service department rules, and finally', () => {
    expect(nanjing.complaints!.levels).toMatchObject([
      { role: 'customer_service_department', final: true, clauses: ['N-2.5-D-b'] },
    ]);
  });
});
