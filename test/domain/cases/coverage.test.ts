/** Who pays, what it costs, what has to be agreed first; who may grant and approve. */
import { askedFor } from '../../../domain/cases/repair/decisions';
import type { CasePolicy } from '../../../domain/policy/case-policy';
import type { Facts } from '../../../domain/policy/rule';
import { chongqing, inNanjingWarranty, inSendInWarranty, nanjing, sendIn, underContract } from './policies';
import { people, reason, Simulator } from './simulator';

const { agent, dispatcher, engineer, supervisor } = people;
const bought = { soldByUs: true, inWarranty: true, proofShown: true };

type Row = [clauses: string, says: string, policy: CasePolicy, facts: Facts, coverage: string, chargeable: boolean];
const rows: Row[] = [
  ['N-2.5-C-0 N-2.5-C-a', 'every condition holds: warranty', nanjing, inNanjingWarranty, 'warranty', false],
  ['N-2.5-C-b', 'misuse: paid', nanjing, { ...inNanjingWarranty, humanDamage: true }, 'paid', true],
  ['N-2.5-C-c', 'no proof: paid', nanjing, { ...inNanjingWarranty, proofShown: false }, 'paid', true],
  ['N-2.5-C-d', 'no functional fault: paid', nanjing, { ...inNanjingWarranty, functionalFault: false }, 'paid', true],
  ['N-2.5-C-5x', 'sold by others: paid only', nanjing, { ...inNanjingWarranty, soldByUs: false }, 'paid', true],
  [
    'N-2.5-C-c',
    'proof not asked for yet: asked for',
    nanjing,
    { soldByUs: true, inWarranty: true },
    'pending_proof',
    true,
  ],
  ['S-2.1-c', 'maintenance contract: free', chongqing, underContract, 'free', false],
  ['S-2.1-a', 'project in warranty: free', chongqing, { kind: 'project', inWarranty: true }, 'free', false],
  ['S-2.2-a', 'project out of warranty: paid', chongqing, { kind: 'project', inWarranty: false }, 'paid', true],
  ['S-2.1-b S-6.1-b', 'carried in, in term: free', chongqing, { ...bought, channel: 'carry_in' }, 'free', false],
  [
    'S-4.6-1',
    'carried in, misused: paid',
    chongqing,
    { ...bought, channel: 'carry_in', humanDamage: true },
    'paid',
    true,
  ],
  [
    'S-4.6-3',
    'carried in, no proof: paid',
    chongqing,
    { ...bought, channel: 'carry_in', proofShown: false },
    'paid',
    true,
  ],
  ['S-2.2-b R-S-ONSITE', 'a sold product on site: paid, also in term', chongqing, bought, 'paid', true],
  ['S-2.2-c', 'sold by others: an agreement is asked for', chongqing, { soldByUs: false }, 'pending_proof', true],
  [
    'S-2.2-c',
    'sold by others, no special agreement: not accepted',
    chongqing,
    { soldByUs: false, specialAgreement: false },
    'not_accepted',
    false,
  ],
  [
    'S-2.2-c',
    'sold by others, special agreement: paid',
    chongqing,
    { soldByUs: false, specialAgreement: true },
    'paid',
    true,
  ],
  ['E-3.1-a E-3.1-b', 'within a year, quality fault: free', sendIn, inSendInWarranty, 'warranty', false],
  ['E-3.2-a', 'damaged by people: paid', sendIn, { ...inSendInWarranty, humanDamage: true }, 'paid', true],
  ['E-1.3 R-E-PROOF', 'no purchase date: waits for proof', sendIn, { purchaseDateKnown: false }, 'pending_proof', true],
  ['E-m4.6', 'out of warranty: paid', sendIn, { ...inSendInWarranty, purchaseDate: '2025-03-01' }, 'paid', true],
];

test.each(rows)('%s: %s', (_clauses, _says, policy, facts, coverage, chargeable) => {
  expect(new Simulator(policy, { facts }).state.facts).toMatchObject({ coverage, chargeable });
});

test('R-FALLTHROUGH: proof shown later decides anew, and the reasons are kept', () => {
  const sim = new Simulator(nanjing, { facts: { soldByUs: true, inWarranty: true, functionalFault: true } });
  expect(sim.state.facts).toMatchObject({ coverage: 'pending_proof', chargeable: true });
  expect(askedFor(sim.state.decisions)).toEqual(['salesDocuments', 'warrantyCertificate']);
  sim.act(agent, 'completeRecord', { proofShown: true });
  expect(askedFor(sim.state.decisions)).toEqual([]);
  expect(sim.state.facts).toMatchObject({ coverage: 'warranty', chargeable: false });
});

/** A case under Chongqing rules with the device diagnosed at the customer's. */
function diagnosed(facts: Facts, finding: object = {}): Simulator {
  const sim = new Simulator(chongqing, { facts: { region: 'main_nine_districts', ...facts } });
  sim.act(dispatcher, 'respond').act(dispatcher, 'assign', { engineerId: engineer.id }).act(engineer, 'arrive');
  return sim.act(engineer, 'diagnose', { finding: reason, ...finding });
}
const quoted = (sim: Simulator, ...lines: object[]): number => {
  sim.act(engineer, 'quote', { lines });
  return sim.state.quote!.customerFen;
};

/** What an act is refused with; undefined where it is taken. */
function refusalOf(act: () => unknown): unknown {
  try {
    act();
    return undefined;
  } catch (error) {
    return error;
  }
}

describe('fees: the policy’s price where it has one', () => {
  test('S-3.1 S-3.2-a S-3.2-b R-S-VISITFEE: CNY 100 a visit', () => {
    expect(quoted(diagnosed({ soldByUs: true }), { fee: 'visit_product' })).toBe(10_000);
    expect(quoted(diagnosed({ kind: 'project', inWarranty: false }), { fee: 'visit_project' })).toBe(10_000);
  });

  test('S-3.3-a S-3.3-b R-S-RELOC: CNY 100 a point, cable by use', () => {
    const sim = diagnosed({ soldByUs: true });
    expect(
      quoted(sim, { fee: 'relocation_point', quantity: 3 }, { fee: 'relocation_cable', quantity: 12.5, unitFen: 333 }),
    ).toBe(34_163);
  });

  test.each(['relocation_point', 'visit_product', 'maintenance_contract'])(
    'S-3.1 S-3.3-a S-3.4-a: %s is counted, and half of one is refused with what is allowed',
    (fee) => {
      const work = fee === 'maintenance_contract' ? fee : 'repair';
      const sim = diagnosed({ soldByUs: true, work });
      const half = {
        lines: [
          { fee: 'materials', unitFen: 1 },
          { fee, quantity: 1.5 },
        ],
      };
      expect(refusalOf(() => sim.act(engineer, 'quote', half))).toMatchObject({
        code: 'invalid_request',
        problem: { field: 'lines.1.quantity', allowed: { multipleOf: 1 } },
      });
      expect(quoted(sim, { fee, quantity: 2 })).toBe(fee === 'maintenance_contract' ? 30_000 : 20_000);
    },
  );

  test('S-4.4-e S-3.6-a: labour and travel in town are waived; another price is refused', () => {
    const sim = diagnosed({ soldByUs: true });
    expect(sim.refusal(engineer, 'quote', { lines: [{ fee: 'labour', unitFen: 1 }] })).toBe('invalid_request');
    expect(sim.refusal(engineer, 'quote', { lines: [{ fee: 'visit_product', unitFen: 12_000 }] })).toBe(
      'invalid_request',
    );
    expect(sim.refusal(engineer, 'quote', { lines: [{ fee: 'travel_outside', unitFen: 100 }] })).toBe(
      'invalid_request',
    );
    expect(sim.refusal(engineer, 'quote', { lines: [{ fee: 'parts' }] })).toBe('invalid_request');
    expect(quoted(sim, { fee: 'labour' }, { fee: 'travel_inside' })).toBe(0);
  });

  test('S-3.5-b S-4.1-a R-S-ONSITE: parts inside their term are free, misused ones at cost', () => {
    expect(quoted(diagnosed(bought), { fee: 'visit_product' }, { fee: 'parts_in_term', quantity: 2 })).toBe(10_000);
    expect(quoted(diagnosed(bought, { humanDamage: true }), { fee: 'parts_misuse', unitFen: 5_000, quantity: 2 })).toBe(
      10_000,
    );
  });

  test('S-5.5-d: a part that is not damaged is neither quoted nor replaced', () => {
    const sim = diagnosed({ soldByUs: true }, { damagedParts: ['P-1'] });
    expect(sim.refusal(engineer, 'quote', { lines: [{ fee: 'parts', unitFen: 1, partNo: 'P-2' }] })).toBe(
      'invalid_request',
    );
    quoted(sim, { fee: 'parts', unitFen: 1, partNo: 'P-1' });
    sim.act(engineer, 'answerQuote', { accepted: true, by: 'phone' });
    expect(sim.refusal(engineer, 'complete', { resolved: true, tested: true, replacedParts: ['P-2'] })).toBe(
      'invalid_request',
    );
    expect(sim.refusal(engineer, 'complete', { resolved: true, tested: true, replacedParts: ['P-1'] })).toBeUndefined();
  });
});

describe('S-5.5-a S-5.5-c S-5.5-e N-2.5-C-5C: consent before chargeable work, and not more than was agreed to', () => {
  const done = { resolved: true, tested: true };

  test('neither repair nor waiting for parts before the customer consents', () => {
    const sim = diagnosed({ soldByUs: true });
    expect(sim.refusal(engineer, 'complete', done)).toBe('requirement_missing');
    expect(sim.refusal(engineer, 'waitForParts', { items: [{ partNo: 'P', quantity: 1 }] })).toBe(
      'requirement_missing',
    );
    quoted(sim, { fee: 'visit_product' });
    sim.act(engineer, 'answerQuote', { accepted: true, by: 'signature' });
    expect(sim.state.status).toBe('on_site');
    sim.act(engineer, 'complete', done);
    expect(sim.refusal(engineer, 'signOff', { signed: true, chargedFen: 10_001 })).toBe('invalid_request');
    expect(sim.refusal(engineer, 'signOff', { signed: true, chargedFen: 10_000 })).toBeUndefined();
  });

  test('S-5.5-e: what one quote agreed to is charged once, however often the work is signed off', () => {
    const sim = diagnosed({ soldByUs: true });
    quoted(sim, { fee: 'visit_product' });
    sim.act(engineer, 'answerQuote', { accepted: true, by: 'signature' }).act(engineer, 'complete', done);
    sim.act(engineer, 'signOff', { signed: true, chargedFen: 6_000 }).act(engineer, 'endVisit');
    sim.act(supervisor, 'close', { reason }).act(dispatcher, 'reopen', { reason });
    sim.act(engineer, 'arrive').act(engineer, 'complete', done);
    expect(sim.refusal(engineer, 'signOff', { signed: true, chargedFen: 4_001 })).toBe('invalid_request');
    sim.act(supervisor, 'reverseEntry', { entry: 1, reason });
    expect(sim.refusal(engineer, 'signOff', { signed: true, chargedFen: 10_000 })).toBeUndefined();
  });

  test('free work needs no consent; nothing may be charged for it', () => {
    const sim = diagnosed(underContract).act(engineer, 'complete', done);
    expect(sim.refusal(engineer, 'signOff', { signed: true, chargedFen: 1 })).toBe('invalid_request');
    expect(sim.refusal(engineer, 'signOff', { signed: false })).toBe('invalid_request');
    expect(sim.refusal(engineer, 'signOff', { signed: false, unsignedReason: reason })).toBeUndefined();
  });

  test('S-3.3-a: relocation under a contract is charged as agreed', () => {
    const sim = diagnosed(underContract);
    expect(quoted(sim, { fee: 'relocation_point', quantity: 2 })).toBe(20_000);
    sim.act(engineer, 'answerQuote', { accepted: true, by: 'signature' }).act(engineer, 'complete', done);
    expect(sim.refusal(engineer, 'signOff', { signed: true, chargedFen: 20_000 })).toBeUndefined();
  });

  test('declined: the work is over without it, and nothing is charged', () => {
    const sim = diagnosed({ soldByUs: true });
    quoted(sim, { fee: 'visit_product' });
    sim.act(engineer, 'answerQuote', { accepted: false, by: 'phone' });
    expect(sim.state.status).toBe('callback_due');
    expect(sim.refusal(engineer, 'answerQuote', { accepted: true, by: 'phone' })).toBe('illegal_transition');
    sim.act(engineer, 'endVisit');
    expect(sim.events.map((e) => e.type)).toContain('declined');
  });

  test('C-IOT-4.1: why the customer does not want the repair is kept with the refusal', () => {
    const sim = diagnosed({ soldByUs: true });
    quoted(sim, { fee: 'visit_product' });
    sim.act(engineer, 'answerQuote', { accepted: false, by: 'phone', reason });
    expect(sim.events.find((e) => e.type === 'declined')?.data).toMatchObject({ reason: reason.id });
  });

  test('accepted after the engineer has left: another visit can be agreed', () => {
    const sim = diagnosed({ soldByUs: true });
    quoted(sim, { fee: 'visit_product' });
    sim.act(engineer, 'endVisit').act(agent, 'answerQuote', { accepted: true, by: 'phone' });
    expect(sim.state.status).toBe('assessed');
    const at = new Date(sim.now + 3_600_000).toISOString();
    expect(sim.refusal(dispatcher, 'schedule', { at, customerRequested: true })).toBeUndefined();
  });
});

describe('N-2.4-3a N-2.4-3b N-2.4-3c N-2.4-3d R-N-GOODWILL: damage by the customer who rejects the explanation', () => {
  const at = (finding: object): Simulator => {
    const sim = new Simulator(nanjing, { facts: inNanjingWarranty });
    sim.act(dispatcher, 'assign', { engineerId: engineer.id }).act(engineer, 'arrive');
    return sim.act(engineer, 'diagnose', { finding: reason, humanDamage: true, ...finding });
  };
  const rejects = { customerRejectsExplanation: true, severe: false };

  test.each([
    ['no part needed', { ...rejects, partNeeded: false }, true],
    ['a part that the maker reimburses', { ...rejects, partNeeded: true, partClaimable: true }, true],
    ['a part that nobody reimburses', { ...rejects, partNeeded: true, partClaimable: false }, false],
    ['severe', { ...rejects, severe: true }, false],
    ['the customer accepts', { customerRejectsExplanation: false }, false],
  ])('%s', (_says, finding, allowed) => {
    const sim = at(finding);
    expect(sim.told).toContain('damage_explained → customer');
    expect(sim.refusal(supervisor, 'grantGoodwill', { reason })).toBe(allowed ? undefined : 'requirement_missing');
    if (!allowed) return;
    expect(sim.state.facts).toMatchObject({ coverage: 'goodwill', chargeable: false });
    expect(sim.told).toContain('usage_caution → customer');
    expect(sim.refusal(engineer, 'complete', { resolved: true, tested: true })).toBeUndefined();
  });

  test('N-2.4-3d: a free repair that would cost the company is told to leadership at once', () => {
    const sim = at({ ...rejects, partNeeded: true, partClaimable: false });
    expect(sim.escalation('alert:company_loss')).toMatchObject({ raisedAt: sim.now, people: ['company_leadership'] });
    expect(at({ ...rejects }).state.escalations['alert:company_loss']).toBeUndefined();
  });
});

test('N-2.4-4a N-2.4-4b: severe loss is told at once, at opening and later; the scene is preserved on request', () => {
  const opened = new Simulator(nanjing, { severeLoss: true });
  expect(opened.escalation('alert:severe_loss')).toMatchObject({
    raisedAt: opened.now,
    people: ['company_leadership'],
  });
  expect(opened.steps[0]!.events.map((e) => e.type)).toContain('severe_loss');
  const later = new Simulator(nanjing).act(agent, 'reportLoss', { whose: 'customer', preserveScene: true });
  expect(later.escalation('alert:severe_loss').raisedAt).toBe(later.now);
  expect(later.told).toContain('preserve_scene → customer');
});

test('N-2.4-1a N-2.4-1b S-5.8 C-IOT-1.2-3: technical help step by step, up to the maker', () => {
  const sim = new Simulator(nanjing).act(dispatcher, 'assign', { engineerId: engineer.id });
  const [first, second] = sim.policy.technicalHelp.map((h) => h.id);
  expect([first, second]).toEqual(['manufacturer_support', 'manufacturer_on_site']);
  expect(sim.refusal(engineer, 'askHelp', { stage: second })).toBe('invalid_request');
  sim.act(engineer, 'askHelp', { stage: first });
  expect(sim.refusal(engineer, 'askHelp', { stage: second })).toBe('illegal_transition');
  sim.act(dispatcher, 'answerHelp', { solved: false }).act(engineer, 'askHelp', { stage: second });
  expect(sim.told).toContain('maker_help_explained → customer');
});
