/** Honest cases that once gave a false alarm, or would where the auditor's own account of a case fell behind the case. */
import type { CaseState } from '../../domain/cases/state';
import { people, reason, text } from '../domain/cases/case-simulator';
import { complaintSetup, staff } from '../domain/cases/complaint-simulator';
import { chongqing, inNanjingWarranty, nanjing } from '../domain/cases/policies';
import { application, deciders, returnSetup } from '../domain/cases/return-simulator';
import { days, hours, repairSetup } from '../domain/cases/simulator';
import { audited } from './alter';
import { RecordedSimulator } from './simulated';

const { agent, dispatcher, engineer, warehouse, finance } = people;
const said = text('说明');

function unsuspicious<S extends CaseState>(sim: RecordedSimulator<S>): string[] {
  const { findings } = audited([sim.history()]);
  expect(findings.filter(({ severity }) => severity === 'alarm')).toEqual([]);
  return findings.map(({ kind }) => kind);
}

/** A contract for twelve points and two years, which has a price of its own (S-3.4). */
const line = { fee: 'maintenance_contract', quantity: 24 };
const contract = (): ReturnType<typeof repair> =>
  repair({ kind: 'project', channel: 'remote', work: 'maintenance_contract', region: 'main_nine_districts' });
function repair(facts: object, policy = chongqing) {
  const sim = new RecordedSimulator(repairSetup(policy, { facts: { ...facts } }));
  return sim.act(dispatcher, 'assign', { engineerId: engineer.id });
}

test('a broken promise whose facts change is reckoned anew, and stays broken', () => {
  const sim = repair({ soldByUs: true, level: 'L2', region: 'main_nine_districts' }).pass(3 * days);
  const kinds = unsuspicious(sim.act(dispatcher, 'assess', { level: 'L1', reason }).act(dispatcher, 'respond'));
  expect(kinds).toEqual(expect.arrayContaining(['kept_late']));
});

test('a quote made anew, after the customer declined the first, or another price was asked for', () => {
  const sim = contract()
    .act(dispatcher, 'quote', { lines: [line] })
    .act(agent, 'answerQuote', { accepted: false, by: 'phone', reason })
    .act(dispatcher, 'askPrice', { ...line, amountFen: 300_000, reason })
    .act(people.manager, 'decidePrice', { decision: 'refused', duty: 'customer_centre_manager', reason })
    .act(dispatcher, 'askPrice', { ...line, amountFen: 330_000, reason })
    .act(people.manager, 'decidePrice', { decision: 'approved', duty: 'customer_centre_manager' })
    .act(dispatcher, 'quote', { lines: [line] })
    .act(agent, 'answerQuote', { accepted: true, by: 'email' });
  expect(sim.state.quote).toMatchObject({ customerFen: 330_000, answer: 'accepted' });
  unsuspicious(sim);
});

test('S-3.4-b: the approver sets another amount than was asked for', () => {
  const sim = contract()
    .act(dispatcher, 'askPrice', { ...line, amountFen: 300_000, reason })
    .act(people.manager, 'decidePrice', {
      ...{ decision: 'approved', duty: 'customer_centre_manager', amountFen: 350_000, reason },
    })
    .act(dispatcher, 'quote', { lines: [line] });
  expect(sim.state.price?.amountFen).toBe(350_000);
  unsuspicious(sim);
});

test('a case that closes by itself notes what is left open, whatever the action was', () => {
  const sim = repair({ soldByUs: true, level: 'L2', region: 'main_nine_districts', channel: 'on_site' });
  sim.act(dispatcher, 'respond').act(engineer, 'guide', { outcome: 'solved' });
  // Each in its time: what is not owed is refused.
  for (const { id } of [...chongqing.callbacks, ...chongqing.callbacks])
    sim.refusal(agent, 'callBack', { callback: id, reached: true, satisfied: true });
  expect([sim.state.status, sim.state.findings.map(({ action }) => action)]).toEqual([
    'closed',
    expect.arrayContaining(['close']),
  ]);
  unsuspicious(sim);
});

test('R-CAP: waits for parts one after the other, the second ended by the cap', () => {
  const items = [{ partNo: 'P-1', quantity: 1 }];
  const sim = repair(inNanjingWarranty, nanjing)
    .act(engineer, 'receiveDevice', { ticketNo: 'W-1' })
    .act(engineer, 'waitForParts', { items })
    .pass(30 * hours)
    .act(engineer, 'receiveParts', { correct: false })
    .act(engineer, 'receiveParts', { correct: true })
    .act(engineer, 'waitForParts', { items, expectedAt: '2026-03-05T10:00:00+08:00' })
    .pass(6 * days);
  expect(sim.state.parts.waits.map(({ ended }) => ended)).toEqual(['arrived', 'cap']);
  unsuspicious(sim);
});

test('S-5.6-d: an invoice that goes first is one, though nobody said which paper; the money is collected later', () => {
  const sim = contract()
    .act(dispatcher, 'quote', { lines: [line] })
    .act(agent, 'answerQuote', { accepted: true, by: 'phone' });
  const fen = sim.state.quote!.customerFen;
  sim
    .act(engineer, 'guide', { outcome: 'solved' })
    .act(engineer, 'signOff', { signed: true, chargedFen: fen, payment: 'invoice_first', checklist: [] });
  expect(sim.state.charges).toMatchObject([{ fen, first: true, paper: 'invoice' }]);
  unsuspicious(sim);
});

test('S-8.3-a O-10.4: an amended ruling takes back what the customer had accepted', () => {
  const { clerk, supervisor, manager } = staff;
  const pay = (amountFen: number): object => ({
    ...{ solution: said, remedy: 'compensation', compensation: [{ basis: 'damage', amountFen }] },
  });
  const sim = new RecordedSimulator(complaintSetup())
    .act(clerk, 'acknowledgeReceipt')
    .act(clerk, 'assess', { severity: 'serious', categories: ['attitude'] })
    .act(supervisor, 'answerTask', { category: 'attitude', answer: said })
    .act(clerk, 'conclude', { analysis: said, cause: 'service', liability: 'company', outcome: 'upheld' })
    .act(clerk, 'propose', pay(5_000))
    .act(clerk, 'answerDecision', { accepted: true, by: 'phone' })
    .act(manager, 'confirmEntry', { entry: 1 })
    .act(clerk, 'appeal', { text: said })
    .act({ ...supervisor, id: 'second-supervisor' }, 'rule', { outcome: 'amended', text: said, ...pay(8_000) })
    .act(clerk, 'answerDecision', { accepted: true, by: 'phone' });
  expect(sim.state.ledger.entries).toHaveLength(3);
  unsuspicious(sim);
});

test('S-8.3: a ruling that confirms what was refused repeats the proposal, under its own number', () => {
  const { clerk, supervisor } = staff;
  const sim = new RecordedSimulator(complaintSetup())
    .act(clerk, 'acknowledgeReceipt')
    .act(clerk, 'assess', { severity: 'serious', categories: ['attitude'] })
    .act(supervisor, 'answerTask', { category: 'attitude', answer: said })
    .act(clerk, 'conclude', { analysis: said, cause: 'service', liability: 'company', outcome: 'upheld' })
    .act(clerk, 'propose', { solution: said, remedy: 'apology' })
    .act(clerk, 'answerDecision', { accepted: false, by: 'phone' })
    .act(clerk, 'appeal', { text: said })
    .act({ ...supervisor, id: 'second-supervisor' }, 'rule', { outcome: 'confirmed', text: said });
  expect(sim.state.proposals).toHaveLength(2);
  unsuspicious(sim);
});

test('an assess that changes what the customer is entitled to takes an agreed remedy away', () => {
  const { manager } = deciders;
  const sim = new RecordedSimulator(returnSetup())
    .act(dispatcher, 'respond')
    .act(agent, 'fileApplication', application)
    .act(agent, 'submit')
    .act(manager, 'decideReturn', { decision: 'refused', duty: 'demo_manager', reason })
    .act(agent, 'assess', { packagingComplete: false })
    .act(agent, 'assess', { packagingComplete: true })
    .act(agent, 'submit');
  expect(sim.state.remedy).toBe('return');
  unsuspicious(sim);
});

test('a refund that is paid, taken back and proposed anew', () => {
  const { manager, supervisor } = deciders;
  const sim = new RecordedSimulator(returnSetup())
    .act(dispatcher, 'respond')
    .act(agent, 'fileApplication', application)
    .act(agent, 'submit')
    .act(manager, 'decideReturn', { decision: 'approved', duty: 'demo_manager' });
  while (sim.state.approval!.status === 'asked') {
    const duty = sim.state.approval!.approvers[sim.state.approval!.decisions.length]!;
    sim.act({ ...supervisor, duties: [duty] }, 'decideReturn', { decision: 'approved', duty });
  }
  sim
    .act(agent, 'issueOrder', { orderNo: 'TH-1', route: 'send_in' })
    .act(warehouse, 'receiveGoods', {
      items: [
        { line: 1, received: 3 },
        { line: 2, received: 1 },
      ],
    })
    .act(warehouse, 'inspectItem', { line: 1, accepted: 3, refused: 0 })
    .act(warehouse, 'inspectItem', { line: 2, accepted: 1, refused: 0 })
    .act(agent, 'proposeRefund', { amountFen: 56_000, deductions: [] });
  sim.act(people.supervisor, 'reverseEntry', { entry: 1, reason });
  sim.act(agent, 'proposeRefund', { amountFen: 56_000, deductions: [] });
  sim.act(finance, 'confirmEntry', { entry: 3 });
  expect(sim.state.refund?.entries).toEqual([3]);
  unsuspicious(sim);
});
