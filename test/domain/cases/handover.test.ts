/** Goods and equipment handed over, products tested, questions answered: the jobs of the office and security policies. */
import { jobOpening, openJobSchema } from '../../../domain/cases/job/opening';
import { parseDate } from '../../../domain/time/date';
import { readyForms } from '../../../domain/documents/forms';
import { caseUnder } from '../../policy/shipped';
import { shipped } from '../../rig/shipped-policies';
import { JobSimulator, type JobOpening } from './job-simulator';
import { hours, people, reason, shanghai, text } from './case-simulator';

const { agent, dispatcher, engineer, otherEngineer } = people;
const office = caseUnder('office-supplies-lubricants', 'job');
const security = caseUnder('security-install-3y', 'job');

function begun(policy: typeof office, work: string, more: JobOpening = {}): JobSimulator {
  const sim = new JobSimulator(policy, { ...more, facts: { work, source: 'phone', ...more.facts } });
  return sim.act(dispatcher, 'assign', { engineerId: engineer.id });
}

function there(policy: typeof office, work: string, more: JobOpening = {}): JobSimulator {
  return begun(policy, work, more).act(engineer, 'depart').act(engineer, 'arrive');
}

const sides = { customerSide: text('设备科王科长'), companySide: [engineer.id] };
const signed = { ...sides, accepted: true, signedByCustomer: true, signedByCompany: true };
const goods = (counted = 4, sound = true) => ({
  goods: [{ item: 'camera', listed: 4, counted, sound }],
  ...sides,
});
const papers = (sim: JobSimulator): string[] =>
  sim.steps.flatMap(({ notices }) => notices.filter((n) => n.template === 'issue_document').map((n) => n.to));
const toUnits = (sim: JobSimulator) => sim.steps.flatMap(({ notices }) => notices.filter((n) => n.to === 'unit'));

describe('a delivery by department (O-3.1-a)', () => {
  const twoDesks = (): JobSimulator =>
    begun(office, 'delivery')
      .act(agent, 'addDepartment', { name: text('财务部三号桌'), pieces: 3 })
      .act(dispatcher, 'addDepartment', { name: text('人事部') })
      .act(engineer, 'depart')
      .act(engineer, 'arrive');

  test('O-3.1-a: each department is ticked off at its desk; one without its part keeps the delivery open', () => {
    const sim = twoDesks();
    expect(sim.state.departments).toMatchObject([
      { no: 1, pieces: 3 },
      { no: 2, pieces: 1 },
    ]);
    sim.act(engineer, 'deliverToDesk', { department: 2, receivedBy: text('小李') });
    expect(sim.refusal(engineer, 'finish', { done: true })).toBe('requirement_missing');
    expect(sim.refusal(engineer, 'deliverToDesk', { department: 2 })).toBe('invalid_request');
    expect(sim.refusal(engineer, 'deliverToDesk', { department: 3 })).toBe('invalid_request');
    expect(papers(sim)).toEqual([]);
    sim.act(engineer, 'deliverToDesk', { department: 1 });
    expect(papers(sim)).toEqual(['form:desk_delivery']);
    sim.act(engineer, 'finish', { done: true });
    expect(sim.refusal(agent, 'addDepartment', { name: text('总务') })).toBe('illegal_transition');
  });

  test('O-3.1-a: departments belong to what is brought, not to a test', () => {
    expect(begun(office, 'test').refusal(agent, 'addDepartment', { name: reason })).toBe('illegal_transition');
  });

  test('O-8.1: not signed off before purchaser and company accepted together; without either side it is refused', () => {
    const sim = there(office, 'delivery');
    expect(sim.refusal(engineer, 'recordAcceptance', signed)).toBe('requirement_missing');
    sim.act(engineer, 'finish', { done: true });
    expect(sim.refusal(engineer, 'signOff', { signed: true })).toBe('requirement_missing');
    for (const missing of ['customerSide', 'companySide'])
      expect(sim.refusal(engineer, 'recordAcceptance', { ...signed, [missing]: undefined })).toBe('invalid_request');
    expect(sim.refusal(engineer, 'recordAcceptance', { ...signed, companySide: [] })).toBe('invalid_request');
    sim.act(engineer, 'recordAcceptance', signed);
    expect(sim.state.acceptance).toMatchObject({ accepted: true, companySide: [engineer.id] });
    expect(papers(sim)).toEqual(['form:acceptance_certificate']);
    expect(toUnits(sim)).toEqual([]);
    sim.act(engineer, 'signOff', { signed: true }).act(engineer, 'endVisit');
    expect(sim.state.status).toBe('closed');
  });

  test('O-8.1: what is not accepted needs a reason, has to be done again, and is then accepted', () => {
    const sim = there(office, 'delivery').act(engineer, 'finish', { done: true });
    expect(sim.refusal(engineer, 'recordAcceptance', { ...signed, accepted: false })).toBe('invalid_request');
    sim.act(engineer, 'recordAcceptance', { ...signed, accepted: false, text: text('缺两箱') });
    expect(sim.refusal(engineer, 'signOff', { signed: true })).toBe('illegal_transition');
    sim.act(engineer, 'finish', { done: true });
    expect(sim.refusal(engineer, 'signOff', { signed: true })).toBe('requirement_missing');
    sim.act(engineer, 'recordAcceptance', signed);
    expect(sim.refusal(engineer, 'recordAcceptance', signed)).toBe('illegal_transition');
    expect(sim.refusal(engineer, 'signOff', { signed: true })).toBeUndefined();
  });
});

describe('what customers ask for', () => {
  const items = [
    { item: 'viscosity', passed: true },
    { item: 'water', passed: false },
  ];

  test('O-5.2: a product test ends with its summary, which the customer gets as a mail and a paper', () => {
    const sim = begun(office, 'test');
    expect(sim.refusal(engineer, 'reportTest', { items })).toBe('invalid_request');
    expect(sim.refusal(otherEngineer, 'reportTest', { items, summary: reason })).toBe('forbidden');
    sim.act(engineer, 'reportTest', { items, summary: reason });
    expect(sim.state).toMatchObject({ status: 'closed', testReport: { passed: false, items, summary: reason } });
    expect(sim.told).toContain('test_summary → customer');
    expect(papers(sim)).toEqual(['form:test_report']);
    expect(sim.clock('test_summary').status).toBe('met');
  });

  test('O-5.2: tested on site it closes when the engineer has left; it is no work that is merely finished', () => {
    const sim = there(office, 'test');
    expect(sim.refusal(engineer, 'finish', { done: true, tested: true })).toBe('illegal_transition');
    sim.act(engineer, 'reportTest', { items, summary: reason });
    expect(sim.refusal(engineer, 'reportTest', { items, summary: reason })).toBe('illegal_transition');
    expect(sim.state.status).toBe('on_site');
    expect(sim.act(engineer, 'endVisit').state.status).toBe('closed');
  });

  test('O-6.2: a question about oil is answered and recorded; unanswered it is late at the end of the next working day', () => {
    const asked = (): JobSimulator => new JobSimulator(office, { facts: { work: 'consultation', channel: 'remote' } });
    expect(asked().refusal(agent, 'answerQuestion', {})).toBe('invalid_request');
    const answered = asked().act(agent, 'answerQuestion', { text: text('换油周期为五千公里') });
    expect(answered.state.status).toBe('closed');
    expect(answered.told).toContain('consultation_answer → customer');
    const { data } = answered.events.find(({ type }) => type === 'consultation_answered')!;
    expect(data).toMatchObject({ by: 'phone', opinion: text('换油周期为五千公里').id });
    expect(answered.clock('consultation_answer').status).toBe('met');
    expect(
      asked()
        .pass(32 * hours)
        .clock('consultation_answer').status,
    ).toBe('running');
    expect(
      asked()
        .pass(33 * hours)
        .clock('consultation_answer').status,
    ).toBe('breached');
    expect(begun(office, 'delivery').refusal(agent, 'answerQuestion', { text: reason })).toBe('illegal_transition');
  });

  const ordered = (order: string): JobSimulator =>
    begun(office, 'delivery', { at: '2026-03-02T10:00', facts: { order } });

  test('O-2.2-a: a regular order is delivered by the end of the next working day', () => {
    const sim = ordered('regular');
    expect(Object.keys(sim.state.clocks)).toEqual(['regular_delivery']);
    expect(sim.until(shanghai('2026-03-03T18:00') - 1).clock('regular_delivery').status).toBe('running');
    expect(sim.pass(2).clock('regular_delivery').status).toBe('breached');
  });

  test('O-2.2-b: an urgent one is warned of after 22 minutes and broken after two hours; brought in time it is kept', () => {
    const kept = ordered('urgent').pass((23 * hours) / 60);
    expect(kept.clock('urgent_delivery')).toMatchObject({
      status: 'running',
      warnedAt: kept.state.openedAt + 22 * 60_000,
    });
    kept.act(engineer, 'depart').act(engineer, 'arrive').act(engineer, 'finish', { done: true });
    expect(kept.clock('urgent_delivery').status).toBe('met');
    expect(
      ordered('urgent')
        .pass(2 * hours + 1)
        .clock('urgent_delivery').status,
    ).toBe('breached');
  });

  test('O-2.3-a O-2.3-b: goods to be got first are answered in half an hour, and brought two hours after they came in', () => {
    const sim = ordered('special');
    expect(Object.keys(sim.state.clocks)).toEqual(['special_answer']);
    sim.act(agent, 'respond');
    expect(sim.clock('special_answer').status).toBe('met');
    sim.pass(50 * hours).act(dispatcher, 'goodsArrived');
    expect(sim.refusal(dispatcher, 'goodsArrived')).toBe('illegal_transition');
    expect(sim.pass(2 * hours + 1).clock('special_delivery').status).toBe('breached');
    expect(ordered('regular').refusal(dispatcher, 'goodsArrived')).toBe('illegal_transition');
  });

  test('O-5.2 O-6.2 O-3.1-a: other work is not taken on under this policy, and a question needs nobody on site', () => {
    const { policy } = shipped('office-supplies-lubricants');
    const known = { customer: { phone: '138', address: '重庆', key: false, class: 'ordinary' } };
    const opened = (work: string, more = {}) => {
      const request = openJobSchema.parse({
        ...{ policy: policy.id, customerId: 'customer', source: 'phone', product: 'lubricant' },
        ...{ work, task: reason, ...more },
      });
      return jobOpening.facts(policy, request, known, parseDate('2026-03-02'));
    };
    for (const work of ['delivery', 'test', 'consultation']) expect(opened(work).problems).toEqual([]);
    expect([opened('delivery').facts.order, opened('test').facts.order]).toEqual(['regular', undefined]);
    expect(opened('test', { order: 'urgent' }).problems).toMatchObject([{ field: 'order', allowed: ['delivery'] }]);
    expect(opened('installation').problems).toMatchObject([
      { field: 'work', allowed: ['delivery', 'test', 'consultation'] },
    ]);
    expect([opened('consultation').facts.channel, opened('test').facts.channel]).toEqual(['remote', 'on_site']);
  });
});

describe('an installation with three years of warranty', () => {
  const install = (more: JobOpening = {}): JobSimulator => there(security, 'installation', more);

  test('C-SEC-1.1-b: not finished before the user counted and looked over the goods, both sides present', () => {
    const sim = install();
    expect(sim.refusal(engineer, 'finish', { done: true, tested: true })).toBe('requirement_missing');
    for (const missing of ['customerSide', 'companySide'])
      expect(sim.refusal(engineer, 'checkGoods', { ...goods(), [missing]: undefined })).toBe('invalid_request');
    expect(sim.refusal(engineer, 'checkGoods', goods(3))).toBe('invalid_request');
    expect(sim.refusal(engineer, 'checkGoods', goods(4, false))).toBe('invalid_request');
    sim.act(engineer, 'checkGoods', { ...goods(3), text: text('少一台') });
    expect(sim.events.map(({ type }) => type)).toContain('goods_differ');
    expect(sim.state.goodsCheck).toMatchObject({ complete: false });
    expect(sim.act(engineer, 'checkGoods', goods()).state.goodsCheck).toMatchObject({ complete: true });
    expect(papers(sim)).toEqual(['form:goods_check', 'form:goods_check']);
    expect(sim.refusal(engineer, 'finish', { done: true, tested: true })).toBeUndefined();
  });

  test('C-SEC-1.3 C-SEC-2-e: after the tests both sign; that starts the warranty of the unit on this date', () => {
    const sim = install({ at: '2026-03-02T23:30', assetId: 'unit-1' }).act(engineer, 'checkGoods', goods());
    expect(sim.refusal(engineer, 'recordAcceptance', signed)).toBe('requirement_missing');
    sim.act(engineer, 'finish', { done: true, tested: true });
    expect(sim.refusal(engineer, 'signOff', { signed: true })).toBe('requirement_missing');
    const failed = { ...signed, tests: [{ item: 'recording', passed: false }] };
    expect(sim.refusal(engineer, 'recordAcceptance', failed)).toBe('requirement_missing');
    for (const unsigned of ['signedByCustomer', 'signedByCompany'])
      expect(sim.refusal(engineer, 'recordAcceptance', { ...signed, [unsigned]: false })).toBe('requirement_missing');
    sim.pass(hours).act(engineer, 'recordAcceptance', { ...signed, tests: [{ item: 'recording', passed: true }] });
    expect(toUnits(sim)).toMatchObject([
      {
        template: 'warranty_started',
        params: { assetId: 'unit-1', warrantyFrom: '2026-03-03', installedOn: '2026-03-02' },
        clauses: ['C-SEC-1.3', 'C-SEC-2-e'],
      },
    ]);
    expect(papers(sim)).toContain('form:acceptance_certificate');
    expect(readyForms(sim.state)).toContain('acceptance_certificate');
    expect(sim.act(engineer, 'signOff', { signed: true }).act(engineer, 'endVisit').state.status).toBe('closed');
  });

  test('C-SEC-1.3: an acceptance of no unit starts no warranty, and that is found', () => {
    const sim = install().act(engineer, 'checkGoods', goods()).act(engineer, 'finish', { done: true, tested: true });
    sim.act(engineer, 'recordAcceptance', signed);
    expect(toUnits(sim)).toEqual([]);
    expect(sim.state.findings).toContainEqual(
      expect.objectContaining({ action: 'recordAcceptance', missing: 'unit', clauses: ['C-SEC-1.3', 'C-SEC-2-e'] }),
    );
  });

  test('C-SEC-3.2: who comes for work on site unannounced is a finding', () => {
    const missing = (sim: JobSimulator): string[] =>
      sim.act(engineer, 'depart').state.findings.map((finding) => finding.missing);
    expect(missing(begun(security, 'installation'))).toContain('customer_notified');
    const told = begun(security, 'installation').act(dispatcher, 'notifyCustomer');
    expect(missing(told.pass(7 * 24 * hours))).not.toContain('customer_notified');
  });

  test('C-SEC-3.2: told on the seventh date before is in time, on the sixth is not; the desk is reminded of it', () => {
    const told = (daysBefore: number): string[] => {
      const sim = begun(security, 'installation')
        .pass(12 * hours)
        .act(dispatcher, 'notifyCustomer');
      // Later in the day it is told than gone: dates count, not hours.
      return sim.pass((daysBefore * 24 - 12) * hours).act(engineer, 'depart').missing;
    };
    expect(told(7)).toEqual([]);
    expect(told(6)).toEqual(['depart: customer_notified']);
    const sim = begun(security, 'installation');
    sim.act(dispatcher, 'schedule', { at: new Date(sim.now + 10 * 24 * hours).toISOString(), customerRequested: true });
    expect(sim.pass(2 * 24 * hours).clock('site_work_notice').status).toBe('running');
    expect(sim.pass(2 * 24 * hours).told.filter((one) => one.endsWith('→ dispatcher'))).not.toEqual([]);
  });

  test('C-SEC-2-i: a visit of maintenance or inspection leaves its sheet, signed by the user', () => {
    for (const work of ['maintenance', 'inspection']) {
      const sim = there(security, work).act(engineer, 'finish', { done: true, tested: true });
      expect(papers(sim)).toEqual([]);
      expect(papers(sim.act(engineer, 'signOff', { signed: true }))).toEqual(['form:service_report']);
    }
  });
});
