/** What goes along to a visit, what comes back from it, and who is told: the service card, the record sheet, the slip. */
import type { Problem, Refusal } from '../../../domain/errors';
import type { Facts } from '../../../domain/policy/rule';
import { caseUnder, repairUnder } from '../../policy/shipped';
import { JobSimulator } from './job-simulator';
import { chongqing, inNanjingWarranty, nanjing, underContract } from './policies';
import { hours, people, reason, Simulator } from './simulator';

const { dispatcher, engineer, agent } = people;
const vehicle = repairUnder('vehicle-care');
const jobs = caseUnder('auto-equipment-nanjing', 'job');
const visited = caseUnder('auto-equipment-nanjing', 'job', { visit: true });
const secured = caseUnder('security-install-3y', 'job', { visit: true });
const iso = (at: number): string => new Date(at).toISOString();
const free = { region: 'main_nine_districts', ...underContract };

/** With an engineer who has the job. */
function assigned(policy = chongqing, facts: Facts = free): Simulator {
  return new Simulator(policy, { facts }).act(dispatcher, 'respond').act(dispatcher, 'assign', {
    engineerId: engineer.id,
  });
}

/** Repaired at the customer's; signed or not. */
function repaired(policy = chongqing, facts: Facts = free): Simulator {
  const sim = assigned(policy, facts).act(engineer, 'arrive').act(engineer, 'diagnose', { finding: reason });
  return sim.act(engineer, 'complete', { resolved: true, tested: true });
}

/** Ended, called back and closed. */
function closed(sim: Simulator): Simulator {
  sim.act(engineer, 'endVisit', { briefed: true });
  for (const { id } of sim.policy.callbacks)
    if (sim.state.status !== 'closed') sim.refusal(agent, 'callBack', { callback: id, reached: true, satisfied: true });
  if (sim.state.status !== 'closed') sim.act(people.supervisor, 'close', { reason });
  return sim;
}

describe('before the visit', () => {
  test('C-IOT-1.3-a: the time is confirmed with the customer; what was not confirmed on the phone is recorded', () => {
    const at = iso(assigned().now + 2 * hours);
    const confirmed = assigned().act(dispatcher, 'schedule', { at, checklist: ['details_confirmed'] });
    expect(confirmed.missing).not.toContain('schedule: details_confirmed');
    expect(confirmed.told).toContain('visit_appointed → customer');
    expect(assigned().act(dispatcher, 'schedule', { at, checklist: [] }).missing).toContain(
      'schedule: details_confirmed',
    );
  });

  test.each([
    ['S-5.4-a', 'contact_card', chongqing, free],
    ['S-7.1-b', 'tools', chongqing, free],
    ['N-2.2-1c', 'parts_prepared', nanjing, {}],
  ])('%s: %s, not taken along, is recorded with its clause', (clause, item, policy, facts) => {
    const sim = assigned(policy, facts);
    const all = policy.checklists.filter((list) => list.action === 'depart').flatMap(({ items }) => items);
    sim.act(engineer, 'depart', { checklist: all.map(({ id }) => id).filter((id) => id !== item) });
    expect(sim.state.findings).toMatchObject([{ action: 'depart', missing: item, clauses: [clause] }]);
  });

  test('S-5.1-b: the specialist assigns a representative, who is told and answers the customer', () => {
    const sim = new Simulator(chongqing, { facts: free });
    expect(sim.refusal(engineer, 'assign', { engineerId: engineer.id })).toBe('forbidden');
    expect(sim.refusal(agent, 'assign', { engineerId: engineer.id })).toBe('forbidden');
    sim.act(dispatcher, 'assign', { engineerId: engineer.id });
    expect(sim.told).toContain('job_assigned → engineer');
    sim.act(engineer, 'respond');
    expect(sim.state.done.responded).toBe(sim.now);
  });
});

test('S-6.2-a: a device that was not tested when it came in is recorded with its clause', () => {
  const taken = (checklist: string[]) => {
    const sim = new Simulator(chongqing, { facts: { channel: 'carry_in', ...underContract } });
    sim.act(dispatcher, 'assign', { engineerId: engineer.id });
    return sim.act(dispatcher, 'receiveDevice', { ticketNo: 'T-1', checklist }).state.findings;
  };
  const [first] = taken([]).filter(({ missing }) => missing === 'fault_tested');
  expect(first).toMatchObject({ clauses: ['S-6.2-a'] });
  expect(taken(['fault_tested']).map(({ missing }) => missing)).not.toContain('fault_tested');
});

describe('after the visit', () => {
  test('S-5.1-c: what was found there goes back to the specialist', () => {
    const sim = repaired();
    expect(sim.told).not.toContain('site_feedback → dispatcher');
    expect(sim.act(engineer, 'endVisit', { briefed: true }).told).toContain('site_feedback → dispatcher');
  });

  test.each([
    ['S-5.4-c', 'signed_off', chongqing],
    ['C-IOT-5.1-a', 'signed_off', nanjing],
    ['S-5.4-d', 'card_returned', chongqing],
    ['C-M1-5.2', 'card_returned', vehicle],
  ])('%s: closed without %s it is a finding', (clause, mark, policy) => {
    const found = ({ state }: Simulator) =>
      state.findings.filter(({ missing, clauses }) => missing === mark && clauses.includes(clause));
    const facts = policy === chongqing ? free : inNanjingWarranty;
    expect(found(closed(repaired(policy, facts)))).toHaveLength(1);
    const whole = repaired(policy, facts).act(engineer, 'signOff', { signed: true, quality: 5, attitude: 4 });
    expect(found(closed(whole.act(engineer, 'fileSheet', {})))).toEqual([]);
  });

  test('C-IOT-5.1-a S-5.4-c: the customer rates and signs; without a signature the reason is wanted', () => {
    const sim = repaired();
    expect(sim.refusal(engineer, 'signOff', { signed: false })).toBe('invalid_request');
    sim.act(engineer, 'signOff', { signed: true, quality: 5, attitude: 4 });
    expect(sim.state.outcome).toMatchObject({ signed: true, rating: { quality: 5, attitude: 4 } });
  });

  test('C-IOT-6.2-c: a sheet with another amount than was charged is a finding for the reconciliation', () => {
    const sheet = (amountFen: number) =>
      repaired().act(engineer, 'signOff', { signed: true }).act(engineer, 'fileSheet', { amountFen }).missing;
    expect(sheet(0)).not.toContain('fileSheet: amount_reconciles');
    expect(sheet(100)).toContain('fileSheet: amount_reconciles');
  });
});

test('N-2.2-2c: a dispute is recorded on the case, and is a complaint about conduct that the manager answers', () => {
  const sim = assigned(nanjing, {}).act(dispatcher, 'reportIncident', { incident: 'conduct', text: reason });
  expect(sim.events.map(({ type }) => type)).toContain('conduct_incident');
  const { categories } = caseUnder('auto-equipment-nanjing', 'complaint').complaints!;
  expect(categories.find(({ id }) => id === 'conduct')).toMatchObject({ owner: 'service_manager' });
});

describe('jobs before and during the sale', () => {
  const there = (work: string, policy = jobs): JobSimulator => {
    const sim = new JobSimulator(policy, { facts: { work, source: 'salesperson' } }).act(dispatcher, 'respond');
    sim.act(dispatcher, 'assign', { engineerId: engineer.id });
    return sim.act(engineer, 'depart').act(engineer, 'arrive');
  };
  const layout = ['water', 'power', 'gas', 'foundation'];
  const items = (unfit?: string) => layout.map((item) => ({ item, passed: item !== unfit }));

  test('N-2.1-1: lines are laid out and shown to be right', () => {
    const sim = there('site_preparation').act(engineer, 'checkSite', { items: items() });
    expect(sim.act(engineer, 'finish', { done: true }).state.outcome).toMatchObject({ resolved: true });
  });

  test('C-IOT-4.3-10: what the user was shown of the app, and how to share it, stands in the record of the visit', () => {
    // Laid over what the service policy lists; one that lists nothing has the overlay's.
    expect(visited.jobs?.items?.brief).toEqual(['use', 'upkeep', 'remote_status', 'share_user']);
    expect(secured.jobs?.items?.brief).toEqual(['use', 'upkeep', 'remote_status', 'share_user']);
    const topics = ['remote_status', 'share_user'];
    const sim = there('installation', visited).act(engineer, 'brief', { topics, attendees: 2 });
    const { data } = sim.events.find(({ type }) => type === 'maintenance_briefed')!;
    expect(data).toMatchObject({ topics: 'remote_status share_user', attendees: 2 });
  });

  test('N-2.1-2: no other items than the policy lists, each once and none left out; without them nothing is done', () => {
    const check = there('site_check');
    expect(check.refusal(engineer, 'finish', { done: true })).toBe('requirement_missing');
    const refused = (given: readonly { item: string; passed: boolean }[]): Problem | undefined => {
      try {
        check.act(engineer, 'checkSite', { items: given });
        return undefined;
      } catch (error) {
        return (error as Refusal).problem;
      }
    };
    expect(refused([...items(), { item: 'moon', passed: true }])).toMatchObject({
      field: 'items.4.item',
      allowed: layout,
    });
    expect(refused([...items(), { item: 'gas', passed: true }])).toMatchObject({ field: 'items.4.item' });
    expect(refused(items().slice(0, 3))).toMatchObject({ field: 'items', allowed: ['foundation'] });
    check.act(engineer, 'checkSite', { items: items() });
    expect(check.refusal(engineer, 'finish', { done: true })).toBeUndefined();
    expect(there('installation').refusal(engineer, 'brief', { topics: ['upkeep', 'moon'] })).toBe('invalid_request');
  });

  test('where the policy lists no items, they are written as they are', () => {
    const items = [{ item: 'cabinet', passed: true }];
    expect(there('inspection', secured).refusal(engineer, 'checkSite', { items })).toBeUndefined();
  });

  test('N-2.1-3b: an installation that could not be finished says so without a briefing', () => {
    const install = there('installation');
    expect(install.refusal(engineer, 'finish', { done: true, tested: true })).toBe('requirement_missing');
    expect(install.refusal(engineer, 'finish', { done: false, text: reason })).toBeUndefined();
    expect(install.state.outcome).toMatchObject({ resolved: false });
  });

  test('N-2.1-2: what is not according to the plan is written down, and nothing is installed on it', () => {
    const check = there('site_check');
    expect(check.refusal(engineer, 'checkSite', { items: items('gas') })).toBe('invalid_request');
    check.act(engineer, 'checkSite', { items: items('gas'), text: reason });
    expect(check.events.map(({ type }) => type)).toContain('site_unfit');
    const install = there('installation').act(engineer, 'brief', { topics: ['upkeep'] });
    install.act(engineer, 'checkSite', { items: items('gas'), text: reason });
    expect(install.refusal(engineer, 'finish', { done: true, tested: true })).toBe('requirement_missing');
    install.act(engineer, 'checkSite', { items: items() });
    expect(install.refusal(engineer, 'finish', { done: true, tested: true })).toBeUndefined();
  });
});

test.each([
  ['over', false, true],
  ['running', true, false],
])(
  'S-6.5-b: a warranty that is %s: whether the customer is told that no result is promised',
  (_what, inWarranty, told) => {
    const bought = {
      kind: 'product',
      channel: 'carry_in',
      soldByUs: true,
      proofShown: true,
      purchaseDate: '2025-12-01',
    };
    const sim = assigned(chongqing, { ...bought, inWarranty });
    sim.act(people.warehouse, 'receiveDevice', { ticketNo: 'T-1' });
    expect(sim.told.includes('no_result_promised → customer')).toBe(told);
  },
);

test('S-6.5-b: damage by people inside the warranty is paid, and says nothing about the warranty', () => {
  const bought = { kind: 'product', channel: 'carry_in', soldByUs: true, proofShown: true, inWarranty: true };
  const sim = assigned(chongqing, { ...bought, humanDamage: true });
  sim.act(people.warehouse, 'receiveDevice', { ticketNo: 'T-1' });
  expect(sim.state.facts.coverage).toBe('paid');
  expect(sim.told).not.toContain('no_result_promised → customer');
});

test('S-6.5-b: a warranty that turns out to be over once the device is here is told then, and once', () => {
  const sim = assigned(chongqing, { kind: 'product', channel: 'carry_in', soldByUs: true, proofShown: true });
  sim.act(people.warehouse, 'receiveDevice', { ticketNo: 'T-1' });
  const told = () => sim.told.filter((what) => what === 'no_result_promised → customer').length;
  expect(told()).toBe(0);
  sim.act(agent, 'completeRecord', { inWarranty: false });
  expect(told()).toBe(1);
  sim.act(agent, 'completeRecord', { proofShown: true });
  expect(told()).toBe(1);
});
