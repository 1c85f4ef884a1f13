/** Each figure of the sources as a repair carries it: from the policy file through `compileCasePolicy`. */
import { goodwillOpen } from '../../domain/cases/repair/decisions';
import type { RepairState } from '../../domain/cases/repair/state';
import type { CasePolicy, FeeLine } from '../../domain/policy/case-policy';
import { holds, type Facts, type Milestone, type Target, type Warning } from '../../domain/policy/rule';
import { deriveFacts } from '../../domain/policy/derive';
import { feesThatApply } from '../../domain/policy/fees';
import { Simulator } from '../domain/cases/simulator';
import { shipped } from '../rig/shipped-policies';
import { repairUnder } from './shipped';

const MIN = 60_000;
const HOUR = 60 * MIN;
const DAY = 24 * HOUR;

const N = repairUnder('auto-equipment-nanjing');
const S = repairUnder('security-projects-chongqing');
const E = repairUnder('electronics-send-in');
const IOT = repairUnder('auto-equipment-nanjing', { visit: true });
const IOT_S = repairUnder('security-projects-chongqing', { visit: true });
const visitFile = shipped('iot-home-visit').policy;
const securityFile = shipped('security-projects-chongqing').policy;

function milestone(policy: CasePolicy, id: string): Milestone {
  const found = policy.milestones.find((known) => known.id === id);
  if (!found) throw new Error(`No milestone ${id}, there are ${policy.milestones.map((known) => known.id).join(', ')}`);
  return found;
}

/** The first row that holds, as the clock will choose it. */
function rowFor(policy: CasePolicy, id: string, facts: Facts = {}) {
  const { targets, warn } = milestone(policy, id);
  const row = targets.find(({ when }) => holds(when, facts));
  return { ...row, warn: row?.warn ?? warn };
}

const elapsed = (ms: number): Target => ({ kind: 'elapsed', ms });
const warnAt = (target: Target): Warning => ({ kind: 'target', target });
const share = { kind: 'share', share: 0.8 };

type DeadlineRow = [clause: string, says: string, policy: CasePolicy, id: string, facts: Facts, target: Target];
const deadlines: DeadlineRow[] = [
  ['N-2.6-1d', 'the customer is contacted within 4 h', N, 'contact', {}, elapsed(4 * HOUR)],
  ['N-2.6-1b', 'a service person is on site within 24 h', N, 'onsite', {}, elapsed(24 * HOUR)],
  ['N-2.6-1c', 'out of town the travel time is added', N, 'onsite', { outOfTown: true }, elapsed(24 * HOUR)],
  ['N-2.5-C-4a', 'a large item is visited within 24 h', N, 'onsite', { largeItem: true }, elapsed(24 * HOUR)],
  [
    'N-2.5-C-4b',
    'a large item in special circumstances within 48 h',
    N,
    'onsite',
    { largeItem: true, special: true },
    elapsed(48 * HOUR),
  ],
  ['N-2.6-3a', 'bench repair is done within 24 h', N, 'bench', {}, elapsed(24 * HOUR)],
  ['S-5.16-1b', 'level 1 is answered within 10 minutes', S, 'response', { level: 'L1' }, elapsed(10 * MIN)],
  ['S-5.16-2b', 'level 2 is answered within 1 h', S, 'response', { level: 'L2' }, elapsed(HOUR)],
  ['S-5.16-3b', 'level 3 is answered within 2 h', S, 'response', { level: 'L3' }, elapsed(2 * HOUR)],
  ['S-5.16-4a', 'level 4 is answered within 2 h', S, 'response', { level: 'L4' }, elapsed(2 * HOUR)],
  [
    'S-5.16-1c',
    'level 1 in the nine districts: on site within 2 h',
    S,
    'arrival',
    { level: 'L1', region: 'main_nine_districts' },
    elapsed(2 * HOUR),
  ],
  [
    'S-5.16-2c',
    'level 2: on site within 48 h',
    S,
    'arrival',
    { level: 'L2', region: 'main_nine_districts' },
    elapsed(48 * HOUR),
  ],
  ['S-5.16-3c', 'level 3: on site within 72 h', S, 'arrival', { level: 'L3', region: 'outside' }, elapsed(72 * HOUR)],
  [
    'S-5.11-a',
    'ungraded in town: on site within 6 h',
    S,
    'arrival',
    { region: 'main_nine_districts' },
    elapsed(6 * HOUR),
  ],
  [
    'S-5.11-a',
    'level 4 in town that needs a visit: within 6 h',
    S,
    'arrival',
    { level: 'L4', region: 'main_nine_districts' },
    elapsed(6 * HOUR),
  ],
  [
    'S-5.11-b',
    'level 1 outside: on site within 7 h',
    S,
    'arrival',
    { level: 'L1', region: 'outside' },
    elapsed(7 * HOUR),
  ],
  ['S-5.11-b', 'ungraded outside: on site within 7 h', S, 'arrival', { region: 'outside' }, elapsed(7 * HOUR)],
  ['S-5.10-a', 'a job is dispatched by the end of the day', S, 'dispatch', {}, { kind: 'dayEnd', which: 'same' }],
  [
    'S-4.5-c',
    'the promised date is the deadline',
    S,
    'promised',
    {},
    { kind: 'at', fact: 'promisedReturn', offsetMs: 0 },
  ],
  [
    'S-6.2-c',
    'the date on the ticket is the deadline',
    S,
    'promised',
    {},
    { kind: 'at', fact: 'promisedReturn', offsetMs: 0 },
  ],
  ['S-5.12-b', 'the customer is called back within 48 h', S, 'callback_follow_up', {}, elapsed(48 * HOUR)],
  ['E-0-b', 'the handling opinion is sent within 1 working day', E, 'answer', {}, { kind: 'workingDays', days: 1 }],
  ['E-m4.2', 'the project lead is told within 2 h', E, 'handover', {}, elapsed(2 * HOUR)],
  ['E-m4.3-a', 'a technician is arranged within 4 h', E, 'technician', {}, elapsed(4 * HOUR)],
  ['E-1.2-a', 'the repair cycle is 5 working days', E, 'repair', {}, { kind: 'workingDays', days: 5 }],
  ['E-m4.4-a', 'the device is shipped back within 7 days', E, 'ship', {}, { kind: 'dates', months: 0, days: 7 }],
  [
    'C-IOT-2.3-a',
    'late is after the appointed time',
    IOT,
    'appointment',
    {},
    { kind: 'at', fact: 'appointment', offsetMs: 0 },
  ],
  ['C-IOT-3.2-b', 'after 5 minutes at the door the customer is phoned', IOT, 'phone_from_door', {}, elapsed(5 * MIN)],
  ['C-IOT-1.2-2b', 'called back 2 h after phone guidance', IOT, 'callback_guidance', {}, elapsed(2 * HOUR)],
  ['C-IOT-1.3-c', 'everybody guided by phone is called back in 2 h', IOT, 'callback_guidance', {}, elapsed(2 * HOUR)],
  ['C-IOT-4.3-8b', 'called back 2 h after a visit without test run', IOT, 'callback_untested', {}, elapsed(2 * HOUR)],
  ['C-IOT-6.1-a', 'called back 3 h after an unresolved visit', IOT, 'callback_unresolved', {}, elapsed(3 * HOUR)],
  ['C-IOT-6.1-a', 'called back 3 h after an installation', IOT, 'callback_installation', {}, elapsed(3 * HOUR)],
  ['C-IOT-6.2-a', 'the record sheet is back the same day', IOT, 'sheet', {}, { kind: 'dayEnd', which: 'same' }],
  ['C-IOT-6.2-b', 'the result is reported the same day', IOT, 'result', {}, { kind: 'dayEnd', which: 'same' }],
];

describe('deadlines', () => {
  test.each(deadlines)('%s: %s', (clause, _says, policy, id, facts, target) => {
    const row = rowFor(policy, id, facts);
    expect(row.target).toEqual(target);
    expect(row.clauses).toContain(clause);
  });

  test.each([
    ['contact', N, 'reported', 'responded'],
    ['onsite', N, 'reported', 'on_site_arrival'],
    ['bench', N, 'device_received', 'repaired'],
    ['response', S, 'reported', 'responded'],
    ['arrival', S, 'reported', 'on_site_arrival'],
    ['dispatch', S, 'reported', 'assigned'],
    ['promised', S, 'promised', 'repaired'],
    ['callback_follow_up', S, 'repaired', 'called_back.follow_up'],
    ['answer', E, 'reported', 'responded'],
    ['handover', E, 'record_completed', 'project_lead_notified'],
    ['technician', E, 'project_lead_notified', 'assigned'],
    ['repair', E, 'device_received', 'repaired'],
    ['ship', E, 'device_received', 'shipped_back'],
    ['appointment', IOT, 'appointed', 'on_site_arrival'],
    ['phone_from_door', IOT, 'no_answer_at_door', 'phoned_from_door'],
    ['sheet', IOT, 'visit_ended', 'card_returned'],
    ['result', IOT, 'visit_ended', 'result_reported'],
    ['callback_guidance', IOT, 'guidance_given', 'called_back.guidance'],
    ['callback_untested', IOT, 'visit_ended_untested', 'called_back.untested'],
    ['callback_unresolved', IOT, 'visit_ended_unresolved', 'called_back.unresolved'],
    ['callback_installation', IOT, 'visit_ended', 'called_back.installation'],
  ])('%s runs between its marks', (id, policy, from, to) => {
    expect(milestone(policy, id).from).toContain(from);
    expect(milestone(policy, id).to).toContain(to);
  });

  test('N-2.6-1c travel time is added out of town, and only there', () => {
    expect(rowFor(N, 'onsite', { outOfTown: true }).plus).toBe('travelTime');
    expect(rowFor(N, 'onsite', { outOfTown: false }).plus).toBeUndefined();
  });

  test('N-2.5-C-4b travel time never brings a large item past 48 h', () => {
    const row = rowFor(N, 'onsite', { largeItem: true, outOfTown: true });
    expect(row).toMatchObject({ target: elapsed(24 * HOUR), plus: 'travelTime', capMs: 48 * HOUR });
    expect(rowFor(N, 'onsite', { largeItem: true, outOfTown: true, special: true }).plus).toBeUndefined();
  });

  test('N-2.6-1b and S-5.11 bind visits only', () => {
    expect(milestone(N, 'onsite').onlyWhen).toEqual({ channel: 'on_site' });
    expect(milestone(S, 'arrival').onlyWhen).toEqual({ channel: 'on_site' });
  });

  test('R-S-LEVEL: a level 2 job without region has its figure, an ungraded one has none', () => {
    expect(rowFor(S, 'arrival', { level: 'L2' }).target).toEqual(elapsed(48 * HOUR));
    expect(rowFor(S, 'arrival', {}).target).toBeUndefined();
  });

  test('hours run around the clock (R-HOURS), working days in working time (R-WORKDAY)', () => {
    expect(milestone(E, 'handover').calendar).toBe('24x7');
    expect(milestone(E, 'answer').calendar).toBe('CN-WORK');
    expect(milestone(E, 'repair').calendar).toBe('CN-WORK');
    expect(Object.keys(E.calendars).sort()).toEqual(['24x7', 'CN-WORK']);
  });
});

describe('warnings', () => {
  test.each([
    ['N-2.6-1d warns at 2 h', N, 'contact', {}, warnAt(elapsed(2 * HOUR))],
    ['S-5.16-2c warns at 12 h', S, 'arrival', { level: 'L2' }, warnAt(elapsed(12 * HOUR))],
    ['E-m4.4-a warns at the end of day 3', E, 'ship', {}, warnAt({ kind: 'dates', months: 0, days: 3 })],
    [
      'C-IOT-2.3-a warns 10 minutes before the appointed time',
      IOT,
      'appointment',
      {},
      warnAt({ kind: 'at', fact: 'appointment', offsetMs: -10 * MIN }),
    ],
    ['the product default is 80 % of the target', N, 'onsite', {}, share],
    ['the product default is 80 % of the target', S, 'response', { level: 'L1' }, share],
    ['the product default is 80 % of the target', S, 'arrival', { level: 'L3' }, share],
    ['the product default is 80 % of the target', E, 'repair', {}, share],
  ] as const)('%s', (_says, policy, id, facts, warn) => {
    expect(rowFor(policy, id, facts).warn).toEqual(warn);
  });

  test('E-m4.4-b the project lead is the one reminded', () => {
    expect(milestone(E, 'ship').tell).toEqual(['project_lead']);
  });

  test('C-IOT-3.2-b is a reminder to the engineer, not a deadline', () => {
    const reminder = milestone(IOT, 'phone_from_door');
    expect(reminder).toMatchObject({ nature: 'reminder', tell: ['engineer'] });
    expect(reminder.ladder).toBeUndefined();
  });
});

describe('pauses', () => {
  test.each([
    ['N-2.6-3b waiting for parts stops the bench clock', N, 'bench', ['waiting_parts']],
    ['R-PAUSE contact keeps running', N, 'contact', []],
    ['R-PAUSE arrival keeps running while parts are waited for', S, 'arrival', ['customer_side']],
    ['R-PAUSE callbacks keep running', S, 'callback_follow_up', []],
    ['E-3.2-d an open quote stops the repair cycle', E, 'repair', ['quote', 'waiting_parts']],
    ['E-3.2-d shipping back follows it', E, 'ship', ['quote']],
    ['C-IOT-3.3-5 the visit clock waits for the customer', IOT, 'onsite', ['customer_side']],
    ['C-IOT-3.3-5 an appointment moves by agreement instead', IOT, 'appointment', []],
  ])('%s', (_says, policy, id, pausedBy) => {
    expect(milestone(policy, id).pausedBy).toEqual(pausedBy);
  });

  test('E-3.2-d the quote pauses under the name that the clocks know', () => {
    expect(E.quote).toMatchObject({ pause: 'quote' });
    expect(E.quote.clauses).toEqual(['E-3.2-b', 'E-3.2-c', 'E-3.2-d']);
  });
});

describe('waiting for parts', () => {
  test('N-2.6-3b all waits together last five days at the most', () => {
    expect(N.parts).toMatchObject({ capMs: 5 * DAY, capOf: 'waits', warnMs: 4 * DAY, clauses: ['N-2.6-3b'] });
  });

  test.each([
    ['security-projects-chongqing', S],
    ['electronics-send-in', E],
  ])('%s has the cap as a product default, cited to no clause', (_id, policy) => {
    expect(policy.parts).toMatchObject({ capMs: 5 * DAY, clauses: [] });
  });

  test('N-2.4-2b the emergency source is a stock unit, sales is told first', () => {
    expect(N.parts.emergency).toEqual({ notify: ['sales_department'], clauses: ['N-2.4-2b'] });
  });

  test('N-2.3-5a replaced parts come back', () => {
    expect(N.parts.oldPartReturned).toBe(true);
    expect(S.parts.oldPartReturned).toBe(false);
  });
});

describe('escalation', () => {
  test.each([
    ['N-1-b', N, ['service_manager', 'company_leadership']],
    ['S-5.8', S, ['department_supervisor', 'customer_centre_manager']],
    ['E-m3.1', E, ['service_centre_manager', 'company_lead']],
  ] as const)('%s: the supervisor first; the second step is a product default', (clause, policy, roles) => {
    const ladder = policy.ladders.supervisor ?? [];
    expect(ladder.map(({ role }) => role)).toEqual(roles);
    expect(ladder[0]).toMatchObject({ climbShare: 0.5, climbAtLeastMs: 30 * MIN });
    expect(ladder[0]?.clauses).toContain(clause);
    expect(ladder[1]?.clauses).toEqual([]);
  });

  test.each([
    ['N-2.4-3d', N, 'company_loss', 'leadership'],
    ['N-2.4-4a', N, 'severe_loss', 'leadership'],
    ['S-5.8', S, 'delay_known', 'supervisor'],
    ['C-IOT-3.3-1c', IOT, 'apology_refused', 'supervisor'],
    ['C-IOT-3.3-3', IOT, 'entry_refused', 'supervisor'],
    ['C-IOT-4.3-7', IOT, 'incident_reported', 'supervisor'],
    ['C-IOT-4.3-4c', IOT, 'compensation_requested', 'supervisor'],
  ])('%s: told at once', (clause, policy, on, ladder) => {
    expect(policy.alerts.find((rule) => rule.on === on)).toMatchObject({ ladder, clauses: [clause] });
  });

  test('N-2.4-3d leadership is the first to be told', () => {
    expect(N.ladders.leadership?.map(({ role }) => role)).toEqual(['company_leadership']);
  });

  test.each([
    ['N-2.4-1a', N, 0, 'manufacturer_support'],
    ['N-2.4-1b', N, 1, 'manufacturer_on_site'],
    ['E-m4.3-b', E, 0, 'local_office'],
  ])('%s: technical help in this order', (clause, policy, step, id) => {
    expect(policy.technicalHelp[step]).toMatchObject({ id, clauses: [clause] });
  });

  test('C-IOT-1.2-3 documents, engineers, service centre, head office', () => {
    expect(visitFile.technicalHelp.map(({ id }) => id)).toEqual([
      'documents',
      'engineers',
      'service_centre',
      'head_office',
    ]);
  });
});

describe('callbacks', () => {
  test.each([
    ['C-IOT-1.3-c', IOT, 'guidance', 'technician'],
    ['C-IOT-4.3-8b', IOT, 'untested', 'technician'],
    ['C-IOT-6.1-a', IOT, 'unresolved', 'service_manager'],
    ['C-IOT-6.1-b', IOT, 'installation', 'service_manager'],
    ['S-5.12-b', S, 'follow_up', 'service_specialist'],
  ])('%s: who calls and when', (clause, policy, id, role) => {
    const callback = policy.callbacks.find((known) => known.id === id);
    expect(callback).toMatchObject({ role, untilSatisfied: true, mandatory: true });
    expect(callback?.clauses).toContain(clause);
    expect(milestone(policy, `callback_${id}`).callback).toBe(id);
  });

  test('C-IOT-6.1-a the callback after an installation is for finished installations only', () => {
    expect(milestone(IOT, 'callback_installation').onlyWhen).toEqual({ work: 'installation', resolved: true });
  });

  test('C-IOT-4.3-8b S-3.3-a work that can be tested is called back on, and a camera that was moved can be', () => {
    const { onlyWhen } = milestone(IOT, 'callback_untested');
    expect(holds(onlyWhen, { work: 'camera_relocation' })).toBe(true);
    expect(holds(onlyWhen, { work: 'training' })).toBe(false);
  });
});

describe('fees', () => {
  const priceOf = (policy: CasePolicy, item: string, facts: Facts): Partial<FeeLine> | undefined =>
    feesThatApply(policy.fees, facts).find((line) => line.item === item);
  const paidProduct = { kind: 'product', coverage: 'paid', channel: 'on_site' };
  const nine = 'main_nine_districts';

  test.each<[string, CasePolicy, string, Facts, Partial<FeeLine>]>([
    ['S-3.1', S, 'visit', paidProduct, { basis: 'visit', fen: 10_000, payer: 'customer' }],
    ['S-3.2-a', S, 'visit', { ...paidProduct, kind: 'project' }, { basis: 'visit', fen: 10_000 }],
    ['S-3.3-a', S, 'points', {}, { basis: 'point', fen: 10_000 }],
    ['S-3.3-b', S, 'cable', {}, { basis: 'actual' }],
    ['S-3.4-a', S, 'points', { work: 'maintenance_contract' }, { basis: 'pointYear', fen: 15_000 }],
    ['S-3.5-a', S, 'materials', {}, { basis: 'actual' }],
    ['S-3.5-b', S, 'parts', { coverage: 'paid', inWarranty: false }, { basis: 'cost' }],
    ['S-4.4-d', S, 'parts', { coverage: 'paid' }, { basis: 'cost' }],
    ['S-4.1-a', S, 'parts', { ...paidProduct, inWarranty: true }, { basis: 'waived', payer: 'company' }],
    ['S-4.6-1', S, 'parts', { coverage: 'paid', inWarranty: true, humanDamage: true }, { basis: 'cost' }],
    ['S-4.4-e', S, 'labour', {}, { basis: 'waived' }],
    ['S-3.6-a', S, 'travel', { region: nine }, { basis: 'waived' }],
    ['S-3.6-b', S, 'travel', { region: 'outside' }, { basis: 'actual', payer: 'customer' }],
    ['S-2.1-c', S, 'visit', { ...paidProduct, coverage: 'free' }, { basis: 'waived' }],
    ['N-2.5-C-5A', N, 'travel', { coverage: 'paid', channel: 'on_site' }, { basis: 'actual', payer: 'customer' }],
    ['N-2.5-C-5B', N, 'parts', { coverage: 'paid' }, { basis: 'manufacturerList' }],
    ['N-2.5-C-5C', N, 'labour', { coverage: 'paid' }, { basis: 'agreed' }],
    ['N-2.5-C-0', N, 'labour', { coverage: 'warranty' }, { basis: 'waived' }],
    ['N-2.4-3b', N, 'labour', { coverage: 'goodwill' }, { basis: 'waived', payer: 'company' }],
    ['N-2.4-3b', N, 'parts', { coverage: 'goodwill', partClaimable: true }, { basis: 'waived', payer: 'maker' }],
    ['E-3.1-b', E, 'labour', { coverage: 'warranty' }, { basis: 'waived' }],
    ['E-3.1-b', E, 'return_freight', { coverage: 'warranty' }, { basis: 'waived', payer: 'company' }],
    ['E-3.2-a', E, 'labour', { coverage: 'paid' }, { basis: 'quoted', payer: 'customer' }],
    ['E-1.2-b', E, 'special', {}, { basis: 'quoted' }],
  ])('%s', (clause, policy, item, facts, expected) => {
    const line = priceOf(policy, item, facts);
    expect(line).toMatchObject(expected);
    expect(line?.clauses).toContain(clause);
  });

  test('parts free in warranty are not offered at cost as well', () => {
    const parts = feesThatApply(S.fees, { coverage: 'free', inWarranty: true }).filter(({ item }) => item === 'parts');
    expect(parts.map(({ basis }) => basis)).toEqual(['waived']);
  });

  test('S-5.5-c no paid work before consent; S-5.5-e never above the table', () => {
    expect(S.quote).toMatchObject({ capped: true });
    expect(S.quote.clauses).toEqual(expect.arrayContaining(['S-5.5-c', 'S-5.5-e']));
  });
});

describe('who bears a repair', () => {
  const decidedFor = (policy: CasePolicy, facts: Facts): RepairState => new Simulator(policy, { facts }).state;
  const inOrder = { soldByUs: true, inWarranty: true, proofShown: true, functionalFault: true };

  test.each<[string, CasePolicy, Facts, string]>([
    ['N-2.5-C-0 in warranty', N, inOrder, 'warranty'],
    ['N-2.5-C-a out of warranty', N, { ...inOrder, inWarranty: false }, 'paid'],
    ['N-2.5-C-b human damage', N, { ...inOrder, humanDamage: true }, 'paid'],
    ['N-2.5-C-c no documents', N, { ...inOrder, proofShown: false }, 'paid'],
    ['N-2.5-C-d no functional fault', N, { ...inOrder, functionalFault: false }, 'paid'],
    ['N-2.5-C-5x sold by others', N, { ...inOrder, soldByUs: false }, 'paid'],
    ['S-2.1-c maintenance contract', S, { contractActive: true }, 'free'],
    ['S-2.1-a project in warranty', S, { kind: 'project', inWarranty: true }, 'free'],
    ['S-2.2-a project out of warranty', S, { kind: 'project', inWarranty: false }, 'paid'],
    ['S-2.1-b carried in, in term', S, { ...inOrder, kind: 'product', channel: 'carry_in' }, 'free'],
    ['S-4.6-1 carried in, misused', S, { ...inOrder, kind: 'product', channel: 'carry_in', humanDamage: true }, 'paid'],
    [
      'S-4.6-2 carried in, opened by others',
      S,
      { ...inOrder, kind: 'product', channel: 'carry_in', excluded: true },
      'paid',
    ],
    ['S-2.2-b on site, also in warranty', S, { ...inOrder, kind: 'product', channel: 'on_site' }, 'paid'],
    ['S-2.2-c sold by others, agreed', S, { soldByUs: false, specialAgreement: true }, 'paid'],
    ['S-2.2-c sold by others, not agreed', S, { soldByUs: false, specialAgreement: false }, 'not_accepted'],
    ['E-3.1-a in warranty', E, { purchaseDate: '2026-01-05', qualityProblem: true }, 'warranty'],
    ['E-3.2-a out of warranty', E, { purchaseDate: '2025-01-05', qualityProblem: true }, 'paid'],
    ['E-3.2-a human damage', E, { purchaseDate: '2026-01-05', humanDamage: true }, 'paid'],
    ['E-1.3 no purchase date', E, { purchaseDateKnown: false }, 'pending_proof'],
  ])('%s', (says, policy, facts, id) => {
    const clause = says.split(' ')[0];
    const { facts: known, decisions } = decidedFor(policy, facts);
    expect(known.coverage).toBe(id);
    const { clauses, reasons } = decisions.entitlement!;
    expect([...clauses, ...reasons.flatMap((reason) => reason.clauses)]).toContain(clause);
  });

  test('N-2.4-3b goodwill: explained in vain, not severe, no part or a claimable one', () => {
    const open = (facts: Facts): boolean => goodwillOpen(decidedFor(N, { severe: false, ...facts }));
    const rejected = { humanDamage: true, customerRejectsExplanation: true };
    expect(open({ ...rejected, partNeeded: false })).toBe(true);
    expect(open({ ...rejected, partNeeded: true, partClaimable: true })).toBe(true);
    expect(open({ ...rejected, partNeeded: true, partClaimable: false })).toBe(false);
    expect(open({ ...rejected, partNeeded: false, severe: true })).toBe(false);
    expect(open({ humanDamage: true, partNeeded: false })).toBe(false);
    const decided = decidedFor(N, { ...rejected, partNeeded: false, severe: false });
    expect(decided.decisions.entitlement?.clauses).toContain('N-2.4-3b');
  });

  test.each([
    ['S-4.1-a', 'host_hardware', 'P1Y'],
    ['S-4.1-b', 'recorder_disk', 'P1Y'],
    ['S-4.1-c', 'camera', 'P1Y'],
    ['S-4.1-d', 'pickup', 'P1Y'],
    ['S-4.2', 'remote_control_board', 'P3M'],
    ['S-4.2', 'camera_power_supply', 'P3M'],
    ['S-4.2', 'bracket', 'P3M'],
    ['S-4.2', 'housing', 'P3M'],
  ])('%s: warranty of %s is %s', (clause, id, warranty) => {
    const withTerms = [...securityFile.components, ...securityFile.products];
    expect(withTerms.find((entry) => entry.id === id)).toMatchObject({ clause, warranty });
  });

  test('E-3.1-a the warranty is one year', () => {
    const { products } = shipped('electronics-send-in').policy;
    expect(products[0]).toMatchObject({ warranty: 'P1Y', clause: 'E-3.1-a' });
  });

  test.each<[Facts, boolean | undefined]>([
    [{ volumeM3: 1, weightKg: 100 }, false],
    [{ volumeM3: 1.01, weightKg: 5 }, true],
    [{ weightKg: 100.5 }, true],
    [{ weightKg: 20 }, undefined],
    [{ weightKg: 20, largeItem: true }, true],
  ])('N-2.5-B-4a: %p is a large item: %p', (facts, large) => {
    expect(deriveFacts(shipped('auto-equipment-nanjing').policy, facts).largeItem).toBe(large);
  });
});

describe('loaner and approvals', () => {
  test('S-4.5-f deposit and agreement, S-4.5-g two approvals in order', () => {
    expect(S.loaner).toMatchObject({ available: true, deposit: 'perModel', agreement: true, approval: 'loaner' });
    expect(S.approvals.loaner).toEqual({
      approvers: ['customer_centre_manager', 'deputy_gm_logistics'],
      clauses: ['S-4.5-g'],
    });
  });

  test('N and E have no loaner', () => {
    expect([N.loaner, E.loaner].map(({ available, clauses }) => [available, clauses])).toEqual([
      [false, []],
      [false, []],
    ]);
  });

  test.each([
    ['N-2.3-4b', N, 'training', ['service_manager']],
    ['N-2.5-D-b', N, 'dispute_ruling', ['customer_service_department']],
    ['S-2.2-c', S, 'foreign_product', ['department_supervisor']],
    ['S-7.6', S, 'promise', ['department_supervisor']],
    ['C-IOT-4.3-4c', IOT_S, 'compensation', ['department_supervisor']],
    ['C-IOT-4.3-4b', IOT, 'special_case', ['service_manager']],
  ] as const)('%s: who approves', (clause, policy, id, approvers) => {
    expect(policy.approvals[id]).toEqual({ approvers, clauses: [clause] });
  });
});

describe('visits', () => {
  test('C-IOT-2.3-a 10 to 5 minutes early is the aim', () => {
    expect(IOT.visit.early).toMatchObject({ fromMs: -10 * MIN, toMs: -5 * MIN, clauses: ['C-IOT-2.3-a'] });
  });

  test('C-IOT-3.3-1b under 15 minutes, C-IOT-3.3-1c from 15 minutes on (R-IOT-15)', () => {
    expect(IOT.visit.lateTiers).toEqual([
      { upToMs: 15 * MIN, action: 'apologise', clauses: ['C-IOT-3.3-1b'] },
      { action: 'apologise_and_gift', refused: 'apology_refused', clauses: ['C-IOT-3.3-1c'] },
    ]);
  });

  test('C-IOT-3.2-b/c phone after 5 minutes, neighbours, card, centre', () => {
    expect(IOT.visit.noShow).toEqual({
      steps: ['phone', 'neighbours', 'card', 'centre'],
      phoneAfterMs: 5 * MIN,
      clauses: ['C-IOT-3.2-b', 'C-IOT-3.2-c'],
    });
  });

  test('C-IOT-1.2-1a/b another time needs consent, else another engineer', () => {
    expect(IOT.visit).toMatchObject({ rescheduleConsent: true, rescheduleRefused: 'reassign' });
    expect(IOT.visit.rescheduleClauses).toEqual(['C-IOT-1.2-1a', 'C-IOT-1.2-1b']);
  });

  test('C-IOT-3.3-1a late calls and C-IOT-2.2 departure are planned', () => {
    expect(IOT.visit.lateCall).toEqual({ leadMs: MIN, clauses: ['C-IOT-3.3-1a'] });
    expect(IOT.visit.departure).toEqual({ planAheadMs: HOUR, arriveEarlyMs: 10 * MIN, clauses: ['C-IOT-2.2'] });
  });
});

describe('notices, checklists, requirements', () => {
  test.each([
    ['N-2.4-2a', N, 'parts_wait_started', 'customer'],
    ['N-2.3-5c', N, 'parts_wait_started', 'purchasing'],
    ['N-2.4-2c', N, 'stock_unit_used', 'purchasing'],
    ['N-2.4-3c', N, 'goodwill_granted', 'customer'],
    ['N-2.4-4b', N, 'scene_preserved', 'customer'],
    ['S-4.4-b', S, 'reported', 'customer'],
    ['S-4.5-d', S, 'delay_known', 'customer'],
    ['S-5.7-a', S, 'taken_back', 'customer'],
    ['S-6.4-a', S, 'back_from_maker', 'customer'],
    ['E-0-b', E, 'responded', 'customer'],
    ['E-m4.2', E, 'project_lead_notified', 'project_lead'],
    ['E-m4.3-c', E, 'repaired', 'service_agent'],
    ['C-IOT-1.2-1a', IOT, 'rescheduled', 'customer'],
    ['C-IOT-2.3-b', IOT, 'delay_reported', 'customer'],
    ['C-IOT-3.2-c', IOT, 'no_show', 'service_manager'],
    ['C-IOT-4.3-3', IOT, 'take_back_refused', 'service_manager'],
  ])('%s: somebody is told', (clause, policy, on, to) => {
    const found = policy.notices.filter((rule) => rule.on === on && rule.to.includes(to));
    expect(found.flatMap(({ clauses }) => clauses)).toContain(clause);
  });

  test.each([
    ['N-2.2-1b', N, 'depart', 'repair_plan'],
    ['N-2.2-2a', N, 'depart', 'tools'],
    ['N-2.2-2b', N, 'depart', 'uniform'],
    ['S-7.1-a', S, 'depart', 'badge'],
    ['S-6.2-b', S, 'receiveDevice', 'repair_ticket'],
    ['S-6.4-b', S, 'handBack', 'valid_ticket'],
    ['E-2.2', E, 'receiveDevice', 'accessories_listed'],
    ['C-IOT-3.3-0', IOT, 'arrive', 'identity'],
    ['C-IOT-2.1', IOT, 'depart', 'kit'],
  ])('%s: stands on a checklist', (clause, policy, action, id) => {
    const items = policy.checklists.filter((list) => list.action === action).flatMap((list) => list.items);
    expect(items.find((item) => item.id === id)?.clauses).toContain(clause);
  });

  test.each([
    ['N-2.2-1a', N, { action: 'arrive', mark: 'responded', missing: 'finding' }],
    ['S-5.4-b', S, { action: 'complete', mark: 'diagnosed', missing: 'refuse' }],
    ['S-4.5-c', S, { action: 'sendToMaker', mark: 'promised', missing: 'refuse' }],
    ['S-5.3-a', S, { action: 'depart', fact: 'coverage', missing: 'finding' }],
    ['S-5.12-a', S, { action: 'close', mark: 'card_returned', missing: 'finding' }],
    ['C-IOT-4.3-8a', IOT, { action: 'close', mark: 'tested', missing: 'finding' }],
    ['C-IOT-5.1-b', IOT, { action: 'close', mark: 'signed_off', missing: 'finding' }],
  ])('%s is required', (clause, policy, rule) => {
    expect(policy.requirements.filter(({ clauses }) => clauses.includes(clause))).toContainEqual(
      expect.objectContaining(rule),
    );
  });
});

describe('product defaults', () => {
  const services = [N, S, E, IOT];

  test('every warning that is a share is 80 %, and every deadline but one has a warning', () => {
    const rules = services.flatMap(({ milestones }) => milestones);
    const shares = rules.flatMap(({ warn }) => (warn?.kind === 'share' ? [warn.share] : []));
    expect(new Set(shares)).toEqual(new Set([0.8]));
    const silent = rules.filter(
      ({ warn, nature, callback }) => !warn && nature === 'deadline' && callback === undefined,
    );
    // The end of the day and the supervisor's desk are its warning (S-5.10-a).
    expect(silent.map(({ id }) => id)).toEqual(['dispatch']);
  });

  test('N-2.4-2b: sales is told before a stock unit is robbed', () => {
    expect(N.parts.emergency).toEqual({ notify: ['sales_department'], clauses: ['N-2.4-2b'] });
  });

  test('an ungraded request is answered within 4 h, cited to no clause', () => {
    expect(rowFor(S, 'response')).toMatchObject({ target: elapsed(4 * HOUR), clauses: [] });
  });

  test('parts waits warn after 4 days, cases reopen for 7 days, nobody answering is called again', () => {
    for (const policy of services) {
      expect(policy.parts.warnMs).toBe(4 * DAY);
      expect(policy.reopenWindowMs).toBe(7 * DAY);
    }
    expect(S.callbacks.map(({ retryEveryMs, attempts }) => [retryEveryMs, attempts])).toEqual([[4 * HOUR, 3]]);
    expect(IOT.callbacks.map(({ retryEveryMs, attempts }) => [retryEveryMs, attempts])).toEqual([
      ...Array.from({ length: 4 }, () => [HOUR, 3]),
      [4 * HOUR, 3],
    ]);
  });

  test('S-4.1-a…d: every listed product has one year, others have their contract’s or card’s term', () => {
    expect(securityFile.products.map(({ id, warranty }) => [id, warranty])).toEqual([
      ['monitoring_host', 'P1Y'],
      ['recorder', 'P1Y'],
      ['camera', 'P1Y'],
      ['video_gear', 'P1Y'],
      ['pickup', 'P1Y'],
      ['other', undefined],
      ['project', undefined],
    ]);
  });
});
