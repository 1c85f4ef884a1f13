/** The language of decisions: unknowns, dates and durations, refusals, and what the check says of bad files. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Environment } from '../../../domain/decision/environment';
import { evaluate, missingFor } from '../../../domain/decision/evaluate';
import { nestedValue, toJson, type Value } from '../../../domain/decision/value';
import { parseExpression } from '../../../domain/decision/parse';
import { BadGiven } from '../../../domain/decision/decide';
import { factCatalogue } from '../../../domain/decision/facts';
import { functions } from '../../../domain/decision/functions';
import { askable, decisionCalendars } from '../../../policies/loader/ask';
import { describeProblem, parsePolicy } from '../../../policies/loader/load';
import { knownNames } from '../../../policies/loader/known';
import { shippedFolder } from '../../../policies/loader/shipped';
import { shippedDecisions } from './shipped';

const nanjing = shippedDecisions('auto-equipment-nanjing');
const calendars = decisionCalendars('Asia/Shanghai');

/** What an expression is for these facts, as JSON; undefined where it is unknown. */
function reckon(text: string, facts: Record<string, unknown> = {}): unknown {
  const env = environment(facts);
  const value = evaluate(parseExpression(text), env);
  return value === undefined ? undefined : toJson(value, env.zone);
}

const alone = { answerOf: () => undefined, clausesOf: () => [] };

function environment(facts: Record<string, unknown>): Environment {
  const values = new Map<string, Value>(Object.entries(facts).map(([name, json]) => [name, nestedValue(json)]));
  return new Environment(nanjing.program, calendars, values, {}, evaluate, alone);
}

describe('three values', () => {
  test.each<[string, Record<string, unknown>, unknown]>([
    ['severe && urgent', { severe: false }, false],
    ['severe && urgent', { urgent: false }, false],
    ['severe && urgent', { severe: true }, undefined],
    ['severe || urgent', { urgent: true }, true],
    ['severe || urgent', { severe: false }, undefined],
    ['!severe', {}, undefined],
    ['severe ? 1 : 2', {}, undefined],
    ['coalesce(weightKg, 0) > 100', {}, false],
    ['known(weightKg)', {}, false],
    ['weightKg == null', { weightKg: null }, true],
    ['absent(weightKg)', {}, undefined],
    ['weightKg > 100', { weightKg: null }, undefined],
    // What is only assumed to be absent is not known.
    ['humanDamage', {}, false],
    ['known(humanDamage)', {}, false],
    ["level in ['L1', 'L2']", { level: 'L2' }, true],
    ["level in ['L1', 'L2']", {}, undefined],
  ])('%s with %j is %j', (text, facts, expected) => {
    expect(reckon(text, facts)).toEqual(expected);
  });

  test('only the facts that leave it open are missing', () => {
    const env = environment({ severe: true });
    expect(missingFor(parseExpression('severe && urgent && weightKg > 1'), env)).toEqual(['urgent', 'weightKg']);
    expect(missingFor(parseExpression('severe || urgent'), env)).toEqual([]);
    expect(missingFor(parseExpression('severe ? urgent : weightKg'), env)).toEqual(['urgent']);
    expect(missingFor(parseExpression('largeItem'), env)).toEqual(['volumeM3', 'weightKg']);
  });
});

describe('dates, instants and durations', () => {
  const at = '2026-03-06T17:00:00+08:00';
  test.each<[string, Record<string, unknown>, unknown]>([
    ['saleDate + P1M', { saleDate: '2026-01-31' }, '2026-02-28'],
    ['saleDate - P10D', { saleDate: '2026-03-05' }, '2026-02-23'],
    ['reported + PT24H', { reported: at }, '2026-03-07T17:00:00+08:00'],
    ['elapsed(reported, P5D)', { reported: at }, '2026-03-11T17:00:00+08:00'],
    ['dates(reported, P7D)', { reported: at }, '2026-03-13T23:59:59+08:00'],
    ['workingDays(reported, 1)', { reported: at }, '2026-03-09T18:00:00+08:00'],
    ['working(reported, PT4H)', { reported: at }, '2026-03-09T12:00:00+08:00'],
    ['workingDayAfter(dateOf(reported))', { reported: at }, '2026-03-09'],
    ['recurring(installedOn, P1M, 2)', { installedOn: '2026-01-31' }, '2026-03-31'],
    ["nextRecurring(installedOn, P1M, date('2026-02-28'))", { installedOn: '2026-01-31' }, '2026-03-31'],
    ['daysBetween(saleDate, requestDate)', { saleDate: '2026-02-27', requestDate: '2026-03-02' }, 3],
    ['arrived - reported', { reported: at, arrived: '2026-03-07T18:30:00+08:00' }, 'PT25H30M'],
    ["atTime(saleDate, '12:00')", { saleDate: '2026-03-05' }, '2026-03-05T12:00:00+08:00'],
    ['endOfDay(reported)', { reported: '2026-03-06T17:00:00Z' }, '2026-03-07T23:59:59+08:00'],
    ['P1Y * 2', {}, 'P2Y'],
    ['P1M * warrantyMonths', { warrantyMonths: 18 }, 'P1Y6M'],
    ['P1Y == P12M', {}, true],
    ['PT3H / PT1M', {}, 180],
    ['forMonth + P1M + P4D', { forMonth: '2026-12-01' }, '2027-01-05'],
    ['min(saleDate, requestDate)', { saleDate: '2026-02-27', requestDate: '2026-03-02' }, '2026-02-27'],
    ['saleDate + PT2H', { saleDate: '2026-01-31' }, undefined],
  ])('%s with %j is %j', (text, facts, expected) => {
    expect(reckon(text, facts)).toEqual(expected);
  });
});

describe('numbers', () => {
  test.each<[string, unknown]>([
    ['0.1 + 0.2', 0.3],
    ['8 * 0.1', 0.8],
    ['round(2.675, 2)', 2.68],
    ['share(392, 400) >= 0.98', true],
    ['share(3919, 4000) >= 0.98', false],
    ['share(0, 0)', undefined],
    ['sum([1.1, 2.2, unknown])', 3.3],
    ['longestRun([2022, 2024, 2025, 2026])', 3],
  ])('%s is %j', (text, expected) => {
    expect(reckon(text)).toEqual(expected);
  });
});

test('no fen is lost of the largest amounts, and of what they come to (N-2.5-C-5A, N-2.5-C-5B)', () => {
  const total = (travelActualCny: number, partsAtManufacturerListCny: number, labourAgreedCny: number): unknown =>
    nanjing.ask('fee', {
      ...{ decision: 'paid_repair', channel: 'on_site' },
      ...{ travelActualCny, partsAtManufacturerListCny, labourAgreedCny },
    }).answer.total;
  expect(total(12_345_678_901.29, 0.01, 0)).toBe(12_345_678_901.3);
  expect(total(1_000_000_000_000, 999_999_999_999.99, 999_999_999_999.98)).toBe(2_999_999_999_999.97);
});

test('every function is explained to policy writers', () => {
  const page = readFileSync(join(shippedFolder('policies'), '..', 'docs', 'policy-writing.md'), 'utf8');
  for (const [name, { says }] of Object.entries(functions)) {
    expect(page).toContain(`| \`${name}\` | ${says.replace('|', '/')} |`);
  }
});

test('every fact has a name in Chinese and English', () => {
  for (const [name, { title }] of Object.entries(factCatalogue)) {
    expect({ name, zh: title?.zh }).toEqual({ name, zh: expect.stringMatching(/\p{Script=Han}/u) as unknown });
    expect(title?.en).toMatch(/^[A-Z]/);
  }
});

describe('facts that cannot be are refused, all at once, with place and remedy', () => {
  const problemsOf = (given: Record<string, unknown>): string[] => {
    try {
      nanjing.ask('entitlement', given);
      return [];
    } catch (error) {
      if (!(error instanceof BadGiven)) throw error;
      return error.asProblems.map(({ field, detail }) => `${field}: ${detail.en}`);
    }
  };

  test.each<[Record<string, unknown>, string]>([
    [{ saleDate: '2026-03-05', requestDate: '2026-03-04' }, 'given.requestDate: requestDate is before saleDate'],
    [{ weightKg: -1 }, 'given.weightKg: cannot be negative'],
    [{ saleDate: '2026-02-30' }, 'given.saleDate: No such date'],
    [{ saleDate: '5 March' }, 'given.saleDate: must be a date, YYYY-MM-DD'],
    [{ requestReceived: '2026-03-05T10:00:00' }, 'given.requestReceived: Not a moment'],
    [{ salesDocuments: 'some' }, 'given.salesDocuments: salesDocuments is never some'],
    [{ soldByUs: 'yes' }, 'given.soldByUs: must be true or false'],
    [{ soldByUss: true }, 'given.soldByUss: there is no fact soldByUss'],
    [{ labourAgreedCny: 10.005 }, 'given.labourAgreedCny: an amount has at most two decimals'],
    [{ saleDate: '2026-03-05', claimDate: '2026-03-04' }, 'given.claimDate: claimDate is before saleDate'],
    [
      { visitEnded: '2026-03-05T10:00:00+08:00', returned: '2026-03-05T09:59:59+08:00' },
      'given.returned: returned is before visitEnded',
    ],
    [{ satisfied: 101, total: 100 }, 'given.satisfied: satisfied is 101, more than total, which is 100'],
    [{ correct: 501, shipped: 500 }, 'given.correct: correct is 501, more than shipped'],
    [
      { maintenanceContract: { from: '2026-05-02', until: '2026-05-01' } },
      'given.maintenanceContract: `until` is before `from`',
    ],
    [
      { waits: [{ from: '2026-03-05T10:00:00+08:00', to: '2026-03-04T10:00:00+08:00' }] },
      'given.waits[0]: `to` is before',
    ],
    [{ sent: 10, returned: 11 }, 'given.returned: returned is 11, more than sent, which is 10'],
    [
      { items: 100, ok: 99, nonProductionDefectNotResalable: 4 },
      'given.ok: ok + nonProductionDefectNotResalable is 103',
    ],
    [{ engineersSent: 1, certified: 2 }, 'given.certified: certified is 2'],
    [{ serviceYear: 0 }, 'given.serviceYear: counts from 1'],
    [
      { requestReceived: '2026-03-05T10:00:00+08:00', responded: '2026-03-05T09:59:59+08:00' },
      'given.responded: responded is before requestReceived',
    ],
    [
      { requestDate: '2026-03-05', requestTime: '2026-03-05T16:00:00Z' },
      'given.requestTime: requestTime is not on requestDate',
    ],
    [
      { sameBatchInStock: false, sampleShowsSameProblem: true },
      'given.sampleShowsSameProblem: sampleShowsSameProblem contradicts sameBatchInStock = false',
    ],
    [
      { maintenanceContract: false, maintenanceContractActive: true },
      'given.maintenanceContractActive: maintenanceContra',
    ],
    [{ outOfTown: true, travelTime: 'P1M' }, 'given.travelTime: months and years have no exact length'],
    [{ constructor: true }, 'given.constructor: there is no fact constructor'],
    [{ saleDate: '0206-03-05' }, 'given.saleDate: its year must be 1900 to 2199'],
    [{ warrantyMonths: 1201 }, 'given.warrantyMonths: at most 1200'],
    [{ labourAgreedCny: 1_000_000_000_000.01 }, 'given.labourAgreedCny: at most 1000000000000 yuan'],
    [{ labourAgreedCny: 90_071_992_547_409.93 }, 'given.labourAgreedCny: at most 1000000000000 yuan'],
    [{ points: 1_000_000_001 }, 'given.points: at most 1000000000: 1000000001'],
    [{ claimedQuantity: 1e15 }, 'given.claimedQuantity: at most 1000000000'],
    [
      { bidUnitPriceCny: 1_000_000.01, quantity: 1_000_000 },
      'given.quantity: bidUnitPriceCny × quantity is at most 1000000000000 yuan: 1000000010000',
    ],
    [{ calledBack: 11, inWarranty: 10 }, 'given.calledBack: calledBack is 11, more than inWarranty'],
  ])('%j', (given, expected) => {
    expect(problemsOf(given).join('\n')).toContain(expected);
  });

  test('C-AG-2.7: callbacks are counted of all repairs where those are said, whatever is in warranty', () => {
    expect(problemsOf({ calledBack: 40, inWarranty: 20, total: 100 })).toEqual([]);
  });

  test('a yes or no, a number or a date that is null is not known, and asked for (N-2.5-A-a, N-2.5-A-e)', () => {
    const { answer, missing } = nanjing.ask('entitlement', {
      ...{ customerWants: 'return', soldByUs: true, saleDate: '2026-03-01', requestDate: '2026-03-08' },
      ...{ packagingComplete: true, accessoriesComplete: true, serialMatches: true, internalsUntouched: true },
      ...{ resalable: true, salesDocuments: 'all', warrantyCertificate: true, paymentSettled: null, humanDamage: null },
    });
    expect(answer).toMatchObject({ decision: 'pending', askFor: ['paymentSettled'] });
    expect(missing).toEqual(['paymentSettled']);
  });

  test('a count may be as large as its whole, and a contract may last one day', () => {
    const contract = { maintenanceContract: { from: '2026-05-01', until: '2026-05-01' } };
    expect(problemsOf({ satisfied: 100, total: 100, correct: 500, shipped: 500, ...contract })).toEqual([]);
  });

  test('all at once', () => {
    expect(problemsOf({ weightKg: -1, saleDate: '2026-02-30', soldByUs: 1 })).toHaveLength(3);
  });
});

describe('what the check says of decisions', () => {
  const file = readFileSync(join(shippedFolder('policies'), 'auto-equipment-nanjing.yaml'), 'utf8');
  const saidAfter = (from: string, to: string): string => {
    if (!file.includes(from)) throw new Error(`The policy has no "${from}"`);
    const result = parsePolicy(file.replace(from, to), 'bad.yaml', knownNames());
    return result.ok ? '' : result.problems.map(describeProblem).join('\n');
  };

  test.each<[string, string, string, string]>([
    [
      'an unknown name',
      '{ if: resalable,',
      '{ if: resaleable,',
      'there is no fact or value resaleable (did you mean resalable?',
    ],
    [
      'an unknown function',
      'waited(waits, at)',
      'waitd(waits, at)',
      'there is no function waitd (did you mean waited?',
    ],
    [
      'an unknown milestone',
      'answer: { due: "=due(\'contact\', started)"',
      'answer: { due: "=due(\'kontact\', started)"',
      'there is nothing called kontact under milestones',
    ],
    ['a wrong type', '{ if: paymentSettled,', '{ if: weightKg,', 'must be boolean, not number'],
    ['dates on an instant', 'due: =planDue', 'due: =requestReceived + P7D', 'write dates(x, P7D) or elapsed(x, P7D)'],
    ['arguments', 'asked <= returnLastDay', 'asked <= daysBetween(saleDate)', 'daysBetween takes 2 arguments, not 1'],
    ['what cannot be read', '{ if: resalable,', '{ if: resalable &&,', 'cannot be read'],
    [
      'an unknown answer',
      'answer: { decision: paid_repair, quoteNeeded',
      'answer: { decison: paid_repair, quoteNeeded',
      'there is no answer decison (did you mean decision?',
    ],
    ['an unknown clause', 'clause: N-2.5-A-c2, text', 'clause: N-2.5-A-c9, text', 'there is no clause N-2.5-A-c9'],
    [
      'a rule from nowhere',
      '- { id: currency, answer: { currency: CNY }, default: true }',
      '- { id: currency, answer: { currency: CNY } }',
      'has neither a clause nor `default: true`',
    ],
    [
      'a value computed from itself',
      'coalesce(exchangedOn, sold)',
      'coalesce(warrantyFrom, sold)',
      'the value warrantyFrom is computed from itself',
    ],
    [
      'a rule that is never reached',
      '          - id: maker_on_site\n            when: engineerSolved == false && manufacturerSupportSolved == false',
      '          - id: maker_on_site\n            when: engineerSolved == false',
      'the rule maker_support is never reached: maker_on_site holds whenever it does',
    ],
    [
      'a ladder in a circle',
      '      - { role: company_leadership, default: true }',
      '      - { role: company_leadership, default: true }\n      - { role: service_manager, default: true }',
      'the ladder goes in a circle',
    ],
    [
      'an assumption of more than yes or no',
      '  misuse: { whenUnknown: assumeNot',
      '  weightKg: { whenUnknown: assumeNot }\n  misuse: { whenUnknown: assumeNot',
      'assumeNot is for yes-or-no facts',
    ],
  ])('%s', (_what, from, to, expected) => {
    const said = saidAfter(from, to);
    expect(said).toContain(expected);
    expect(said).toMatch(/^bad\.yaml:\d+:\d+ /);
  });

  test('a component in two terms', () => {
    const said = saidAfter(
      '\nregions:',
      '\ncomponents:\n  - { id: lamp, title: { zh: 灯, en: Lamp }, warranty: P1Y, also: [bulb], default: true }\n  - { id: bulb, title: { zh: 泡, en: Bulb }, warranty: P3M, default: true }\n\nregions:',
    );
    expect(said).toContain('bulb has two warranty terms');
  });
});

test('a policy compiles to plain JSON and decides the same from it', () => {
  const { program } = nanjing;
  expect(JSON.parse(JSON.stringify(program))).toEqual(program);
  expect(askable).toBeDefined();
});

describe('what another question lacks', () => {
  const ask = (question: 'escalation' | 'fee' | 'routing', given: Record<string, unknown>): string[] =>
    nanjing.ask(question, given).missing;

  test('is missing for the question that asks it, each fact once (N-2.6-1d, N-2.5-A-a)', () => {
    const lacking = ask('escalation', { milestone: 'first_contact' });
    expect(lacking).toContain('requestReceived');
    expect(new Set(lacking).size).toBe(lacking.length);
    expect(ask('routing', { customerWants: 'return' })).toEqual(
      expect.arrayContaining(['saleDate', 'packagingComplete']),
    );
  });

  test('is not missing where the question need not ask it, or is answered for good (N-2.5-C-5A)', () => {
    expect(ask('fee', { channel: 'on_site', customerWants: 'return' })).toContain('saleDate');
    const decided = ask('fee', { channel: 'on_site', customerWants: 'return', decision: 'paid_repair' });
    expect(decided).toContain('travelActualCny');
    expect(decided).not.toContain('saleDate');
    expect(ask('routing', { soldByUs: false, customerWants: 'repair' })).not.toContain('saleDate');
  });
});
