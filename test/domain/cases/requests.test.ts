/** What a request must say, where it may come from, and what is kept of it, under each policy that ships. */
import { complaintOpening } from '../../../domain/cases/complaint/opening';
import { openComplaintSchema } from '../../../domain/cases/complaint/request';
import { jobOpening, openJobSchema } from '../../../domain/cases/job/opening';
import type { CaseInput } from '../../../domain/cases/opening';
import type { KnownRecords } from '../../../domain/cases/opening-facts';
import { repairOpening, type RepairInput } from '../../../domain/cases/repair/opening';
import { openRepairSchema } from '../../../domain/cases/repair/request';
import { careTasks } from '../../../domain/care/tasks';
import { parseDate } from '../../../domain/time/date';
import { repairUnder } from '../../policy/shipped';
import { shipped } from '../../rig/shipped-policies';
import { people, text } from './case-simulator';
import { nanjing, sendIn } from './policies';
import { askedFor } from '../../../domain/cases/repair/decisions';
import { shanghai, Simulator } from './simulator';

const zone = { zone: 'Asia/Shanghai', transitions: [[0, 480]] as [number, number][] };
const today = parseDate('2026-03-02');
const asset = { product: 'none', model: 'M-1', serialNo: 'SN-1', soldByUs: true };
const customer = { phone: '138', address: '重庆', region: '重庆', key: false, class: 'ordinary' };
const complete: KnownRecords = { customer, asset };
const sourceOf: Record<string, string> = {
  'auto-equipment-nanjing': 'hotline',
  'security-projects-chongqing': 'hotline',
};

const base = (policy: string) => ({
  policy,
  customerId: 'customer',
  source: sourceOf[policy] ?? 'phone',
  channel: shipped(policy).policy.channels[0]!.id,
});

/** The fields that a request for a repair is told to give, with the words that say why. */
function refused(policy: string, known: Partial<KnownRecords>, more: object = {}): { field: string; why: string }[] {
  const request = openRepairSchema.parse({ ...base(policy), fault: text('不工作'), ...more });
  const asked = shipped(policy).policy;
  const product = { product: asked.products[0]?.id ?? 'none' };
  const all = { ...complete, asset: { ...asset, ...product }, ...known };
  const { problems } = repairOpening.facts(asked, request, all, today);
  return problems.map(({ field = '', detail }) => ({ field, why: detail.zh }));
}

describe.each([
  ['auto-equipment-nanjing', ['N-2.6-1e']],
  ['electronics-send-in', ['E-1.1', 'E-m4.1-a']],
  ['security-projects-chongqing', ['S-5.1-a']],
  ['vehicle-care', ['C-M1-5.1']],
])('%s (%s): no request is taken without', (policy, clauses) => {
  const bare = { key: false, class: 'ordinary' };

  test('customer, fault and where to find them: what is missing is named with its clause', () => {
    expect(refused(policy, {})).toEqual([]);
    for (const field of ['address', 'phone'] as const) {
      const [problem, ...others] = refused(policy, { customer: { ...customer, [field]: undefined } });
      expect(problem?.field).toBe(field);
      for (const clause of clauses) expect(problem?.why).toContain(clause);
      expect(others).toEqual([]);
    }
    const nothing = refused(policy, { customer: bare }).map(({ field }) => field);
    expect(nothing).toEqual(expect.arrayContaining(['address', 'phone']));
    expect(() => openRepairSchema.parse({ ...base(policy), customerId: undefined, fault: text('x') })).toThrow();
    expect(() => openRepairSchema.parse(base(policy))).toThrow();
  });
});

test.each([
  ['E-m4.1-a', 'electronics-send-in'],
  ['N-2.6-1e', 'auto-equipment-nanjing'],
  ['S-5.1-a', 'security-projects-chongqing'],
])('%s: the model of the goods, from the unit or the request', (clause, policy) => {
  const [problem] = refused(policy, { asset: undefined });
  expect(problem).toMatchObject({ field: 'model', why: expect.stringContaining(clause) as string });
  expect(refused(policy, { asset: undefined }, { product: shipped(policy).policy.products[0]!.id })).toEqual([]);
});

test('E-m4.1-a: the date of purchase is asked for where nobody knows it yet', () => {
  const sim = new Simulator(sendIn, { facts: { channel: 'send_in' } });
  expect(askedFor(sim.state.decisions)).toContain('purchase_date');
  expect(sim.told).toContain('facts_asked → dispatcher');
});

test('E-2.1-a E-2.1-b: sent by courier, never carried in; the parcel is taken in once its number is known', () => {
  expect(refused('electronics-send-in', {}, { channel: 'send_in' })).toEqual([]);
  expect(refused('electronics-send-in', {}, { channel: 'carry_in' }).map(({ field }) => field)).toEqual(['channel']);
  const sim = new Simulator(sendIn, { facts: { channel: 'send_in' } });
  const receive = () => sim.refusal(people.warehouse, 'receiveDevice', { ticketNo: 'T-1' });
  sim.act(people.dispatcher, 'assign', { engineerId: people.engineer.id });
  expect(receive()).toBe('requirement_missing');
  sim.act(people.agent, 'completeRecord', { known: ['trackingNo'] });
  expect(receive()).toBeUndefined();
});

describe('where a request may come from', () => {
  const from = (policy: string, source: string) => refused(policy, {}, { source }).map(({ field }) => field);

  test.each(['shop', 'sales_director', 'service_centre', 'salesperson', 'hotline'])(
    'N-1-a N-2.6-1e N-2.6-1j: Nanjing takes it from %s',
    (source) => expect(from('auto-equipment-nanjing', source)).toEqual([]),
  );

  test('N-1-a C-M2-2: from nowhere else; the hotline is kept with the case', () => {
    expect(from('auto-equipment-nanjing', 'fax')).toEqual(['source']);
    expect(from('vehicle-care', 'fax')).toEqual([]);
    const request = openRepairSchema.parse({ ...base('auto-equipment-nanjing'), fault: text('x') });
    const { facts } = repairOpening.facts(shipped('auto-equipment-nanjing').policy, request, complete, today);
    expect(facts.source).toBe('hotline');
  });

  test.each([
    ['N-1-a', 'auto-equipment-nanjing', 'call', 'phone', []],
    ['N-1-a', 'auto-equipment-nanjing', 'call', 'fax', ['channel']],
    ['C-M2-2', 'vehicle-care', 'call', 'phone', []],
    ['C-M2-2', 'vehicle-care', 'call', 'fax', []],
    ['C-M2-2', 'vehicle-care', 'visit', 'oral', []],
    ['C-M2-2', 'vehicle-care', 'mailbox', 'message', ['source', 'channel']],
  ])('%s: a complaint under %s by %s, %s', (_clause, policy, source, channel, wrong) => {
    const request = openComplaintSchema.parse({ ...base(policy), source, channel, complaint: text('x') });
    const { problems } = complaintOpening.facts(shipped(policy).policy, request, complete, today);
    expect(problems.map(({ field }) => field)).toEqual(wrong);
  });
});

describe('the service request form of Nanjing', () => {
  const form = {
    salespersonAccompanies: true,
    collectPayment: true,
    signatureNeeded: false,
    filledBy: 'customer' as const,
  };

  test('N-2.6-1f N-2.6-1g N-2.6-1h: who goes along, payment, signature and who filled it in are kept with the case', () => {
    const request = openRepairSchema.parse({
      ...base('auto-equipment-nanjing'),
      source: 'shop',
      fault: text('x'),
      ...form,
    });
    const asBase = { policy: nanjing, facts: {}, actor: people.agent, receivedAt: '2026-03-02T01:00:00Z' };
    const opening = { request, texts: { fault: text('x') }, base: asBase as unknown as CaseInput };
    expect((repairOpening.input(opening) as RepairInput).intake).toMatchObject({ source: 'shop', ...form });
    const plain = openRepairSchema.parse({ ...base('auto-equipment-nanjing'), fault: text('x') });
    expect(plain).toMatchObject({ filledBy: 'agent', salespersonAccompanies: false, collectPayment: false });
  });

  test('N-2.6-1i: opening is the handover: the first step has who and when, and the clocks run from it', () => {
    const sim = new Simulator(nanjing, { at: '2026-03-02T09:00' });
    expect(sim.steps[0]).toMatchObject({ seq: 1, cause: { type: 'open', actor: people.dispatcher } });
    expect(sim.state.openedAt).toBe(shanghai('2026-03-02T09:00'));
    expect(sim.clock('contact').startedAt).toBe(sim.state.openedAt);
  });

  test('N-2.6-1a: whichever channel asks, the same times are promised', () => {
    const promised = shipped('auto-equipment-nanjing').policy.intake!.sources.map(({ id }) => {
      const sim = new Simulator(nanjing, { facts: { source: id, region: 'nanjing' } });
      return Object.values(sim.state.clocks).map(({ key, dueAt, warnAt }) => [key, dueAt, warnAt]);
    });
    expect(promised.length).toBeGreaterThan(3);
    for (const one of promised) expect(one).toEqual(promised[0]);
    expect(promised[0]).toContainEqual(['contact', shanghai('2026-03-02T13:00'), shanghai('2026-03-02T11:00')]);
  });
});

describe('N-2.1-a: the five works', () => {
  const policy = shipped('auto-equipment-nanjing').policy;

  test.each([
    ['N-2.1-1', 'site_preparation'],
    ['N-2.1-1', 'demonstration'],
    ['N-2.1-2', 'site_check'],
    ['N-2.1-3a', 'installation'],
  ])('%s: before and during the sale, and installing: a job of the work %s', (_clause, work) => {
    const known = { customer, asset: { ...asset, product: 'workshop_equipment' } };
    const request = {
      policy: policy.id,
      customerId: 'customer',
      source: 'salesperson',
      work,
      task: text('x'),
    };
    const { facts, problems } = jobOpening.facts(policy, openJobSchema.parse(request), known, today);
    expect(problems).toEqual([]);
    expect(facts.work).toBe(work);
  });

  test('N-2.1-4: following the use is a monthly call of care, a repair is a case', () => {
    const unit = { assetId: 'a', product: 'workshop_equipment', installedOn: today, warrantyMonths: 12 };
    const window = { since: today, until: today + 31 };
    const tasks = careTasks(policy, 'customer', [unit], window, zone);
    expect(tasks.map(({ kind, ruleId }) => [kind, ruleId])).toEqual([['call', 'usage_follow_up']]);
    expect(new Simulator(repairUnder('auto-equipment-nanjing')).state.facts.work).toBe('repair');
  });
});
