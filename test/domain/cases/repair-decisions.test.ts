/** What the policy decides of a repair: asked again when something is found out, kept with its reasons, per component. */
import { knownOf } from '../../../domain/cases/repair/known';
import { askedFor } from '../../../domain/cases/repair/decisions';
import type { CaseEvent } from '../../../domain/cases/record';
import { repairUnder } from '../../policy/shipped';
import { chongqing, inNanjingWarranty, inSendInWarranty, nanjing, sendIn, underContract } from './policies';
import { people, reason, Simulator } from './simulator';

const { agent, dispatcher, engineer, warehouse } = people;
const office = repairUnder('office-supplies-lubricants', { visit: true });

const decisionsOf = (sim: Simulator, question: string): CaseEvent[] =>
  sim.events.filter(({ type, data }) => type === 'policy_decided' && data?.question === question);

describe('N-2.5-C-c R-FALLTHROUGH: a fact that is missing is asked for; once given it is decided anew', () => {
  const sim = new Simulator(nanjing, { facts: { soldByUs: true, inWarranty: true, functionalFault: true } });

  test('the desk is told what to ask', () => {
    expect(sim.state.facts.coverage).toBe('pending_proof');
    expect(askedFor(sim.state.decisions)).toEqual(['salesDocuments', 'warrantyCertificate']);
    expect(sim.told).toContain('facts_asked → dispatcher');
  });

  test('a value that the policy does not take is refused with what is allowed', () => {
    const given = (established: object): unknown => sim.refusal(dispatcher, 'assess', { established });
    expect(given({ salesDocuments: 'some' })).toBe('invalid_request');
    expect(given({ noSuchFact: true })).toBe('invalid_request');
    expect(given({ purchaseDate: '2026-13-01' })).toBe('invalid_request');
    expect(given({ purchaseDate: '2027-01-01' })).toBe('invalid_request');
  });

  test('given one by one, by their names in the policy', () => {
    sim.act(dispatcher, 'assess', { established: { salesDocuments: 'all' } });
    expect(askedFor(sim.state.decisions)).toEqual(['warrantyCertificate']);
    sim.act(dispatcher, 'assess', { established: { warrantyCertificate: true } });
    expect(sim.state.facts).toMatchObject({ coverage: 'warranty', chargeable: false });
    expect(sim.told).toContain('entitlement_told → customer');
  });

  test('each decision is an event of its own, the old ones stay, with facts, clauses and reasons by id', () => {
    const [first, second, third] = decisionsOf(sim, 'entitlement');
    expect(first?.data).toMatchObject({ answer: { decision: 'pending' }, stage: 'warranty_repair' });
    expect(second?.data).toMatchObject({ given: { salesDocuments: 'all' }, missing: ['warrantyCertificate'] });
    expect(third?.data).toMatchObject({
      answer: { decision: 'warranty_repair', route: 'carry_in', feeCny: 0 },
      given: { salesDocuments: 'all', warrantyCertificate: true, soldByUs: true },
    });
    expect(third?.data?.assumed).toContain('humanDamage');
    expect(third?.data?.reasons).toContainEqual({ rule: 'warranty_repair', outcome: 'held', clauses: ['N-2.5-C-c'] });
    expect(third?.clauses).toContain('N-2.5-C-0');
  });

  test('changing what was established needs a reason', () => {
    expect(sim.refusal(agent, 'assess', { established: { warrantyCertificate: false } })).toBe('forbidden');
    expect(sim.refusal(dispatcher, 'assess', { established: { warrantyCertificate: false } })).toBe('invalid_request');
    sim.act(dispatcher, 'assess', { established: { warrantyCertificate: false }, reason });
    expect(sim.state.facts).toMatchObject({ coverage: 'paid', chargeable: true });
  });
});

test('S-4.3-a S-4.2: each component is decided by its own term, and the paid one makes the case chargeable', () => {
  const facts = { kind: 'product', channel: 'carry_in', soldByUs: true, proofShown: true, purchaseDate: '2025-12-01' };
  const sim = new Simulator(chongqing, { facts });
  expect(sim.state.facts.coverage).toBe('pending_proof');
  sim.act(dispatcher, 'assess', { established: { component: ['camera_power_supply', 'recorder_disk'] } });
  const { decisionPerComponent } = sim.state.decisions.entitlement!.answer as Record<string, Record<string, string>>;
  expect(new Set(Object.values(decisionPerComponent!)).size).toBe(2);
  expect(sim.state.facts).toMatchObject({ coverage: 'paid', chargeable: true });
});

describe('E-3.2-b E-3.2-c R-E-QUOTEPAUSE: what has to be agreed is decided by the policy', () => {
  const sim = new Simulator(sendIn, {
    facts: { ...inSendInWarranty, channel: 'send_in', purchaseDate: '2024-01-15', inWarranty: false },
  });
  const waitingFor = (): unknown => sim.state.decisions.approval?.answer.waitingFor;

  test('quote, customer, remittance slip, in this order', () => {
    expect(waitingFor()).toBe('quote');
    sim.act(agent, 'respond', { by: 'email' }).act(agent, 'passToLead');
    sim.act(dispatcher, 'assign', { engineerId: engineer.id }).act(warehouse, 'receiveDevice', { ticketNo: 'T-1' });
    sim.act(engineer, 'diagnose', { finding: reason });
    sim.act(engineer, 'quote', { lines: [{ fee: 'labour', unitFen: 8_050 }] });
    expect(waitingFor()).toBe('customer');
    expect(sim.refusal(engineer, 'complete', { resolved: true, tested: true })).toBe('illegal_transition');
    sim.act(agent, 'answerQuote', { accepted: true, by: 'email' });
    expect(waitingFor()).toBe('remittance_slip');
    expect(sim.state.status).toBe('waiting_customer');
    sim.act(agent, 'remit', { amountFen: 8_050, slipNo: 'S-1' });
    expect(sim.state.decisions.approval?.answer.repairMayStart).toBe(true);
    expect(sim.refusal(engineer, 'complete', { resolved: true, tested: true })).toBeUndefined();
  });

  test('who pays, and how much, follows the quote', () => {
    expect(sim.state.decisions.fee?.answer).toMatchObject({ payer: 'customer', customerTotal: 80.5 });
  });
});

test('S-5.5-e: nobody is quoted more for an item than the policy decides', () => {
  const sim = new Simulator(chongqing, { facts: { ...underContract, region: 'main_nine_districts' } });
  sim.act(dispatcher, 'respond').act(dispatcher, 'assign', { engineerId: engineer.id }).act(engineer, 'arrive');
  sim.act(engineer, 'diagnose', { finding: reason });
  expect(sim.state.decisions.fee?.answer).toMatchObject({ customerTotal: 0, payer: 'company' });
  expect(sim.refusal(engineer, 'quote', { lines: [{ fee: 'parts', unitFen: 100 }] })).toBe('invalid_request');
});

test('S-5.16-4a S-3.8: how it is served and whose it is, is decided with it', () => {
  const sim = new Simulator(chongqing, { facts: { channel: 'remote', level: 'L4', kind: 'project' } });
  expect(sim.state.decisions.routing?.answer).toMatchObject({ route: 'remote', routeTo: 'service_specialist' });
});

test('a repair asks for a repair: no return is decided in it, whatever else is known', () => {
  const facts = { ...inNanjingWarranty, purchaseDate: '2026-03-01' };
  const sim = new Simulator(nanjing, { facts });
  expect(sim.state.decisions.entitlement?.answer.decision).toBe('warranty_repair');
  expect(knownOf(sim.state, nanjing)).toMatchObject({ caseType: 'repair', customerWants: 'repair' });
});

test('O-4-d O-4-b: the contract’s warranty decides, and its dates are asked for', () => {
  const sim = new Simulator(office, { facts: { channel: 'carry_in', qualityProblem: true } });
  expect(askedFor(sim.state.decisions)).toEqual(['deliveredOn', 'contractWarrantyMonths']);
  sim.act(dispatcher, 'assess', { established: { deliveredOn: '2025-06-01', contractWarrantyMonths: 12 } });
  expect(sim.state.facts.coverage).toBe('warranty');
});
