/** What the loader says of bad files: everything at once, with line, column, path and what is allowed. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { policyHash } from '../../policies/loader/hash';
import { policyJsonSchemaText } from '../../policies/loader/json-schema';
import { knownNames } from '../../policies/loader/known';
import { describeProblem, loadPolicy, parsePolicy, policyFiles, readPolicy } from '../../policies/loader/load';
import { shippedFolder } from '../../policies/loader/shipped';

const folder = shippedFolder('policies');
const known = knownNames();
const demo = readFileSync(join(folder, 'demo-quick-repair.yaml'), 'utf8');

/** The line of the first occurrence of a text, as editors count. */
function lineOf(text: string, part: string): number {
  return text.slice(0, text.indexOf(part)).split('\n').length;
}

/** The demonstration policy with changes, and what the loader says of it. */
function problemsAfter(...changes: [from: string, to: string][]): { text: string; said: string[] } {
  const text = changes.reduce((before, [from, to]) => {
    if (!before.includes(from)) throw new Error(`The demonstration policy has no "${from}"`);
    return before.replace(from, to);
  }, demo);
  const result = parsePolicy(text, 'bad.yaml', known);
  return { text, said: result.ok ? [] : result.problems.map(describeProblem) };
}

test('every shipped policy is right', () => {
  for (const file of policyFiles()) {
    const result = readPolicy(file, known);
    expect(result.ok ? [] : result.problems.map(describeProblem)).toEqual([]);
  }
  expect(policyFiles().length).toBeGreaterThanOrEqual(5);
});

test('a typo in a key is reported at the key, with what was meant', () => {
  const { text, said } = problemsAfter(['    onlyWhen: { channel: on_site }', '    onlyWenn: { channel: on_site }']);
  expect(said).toHaveLength(1);
  expect(said[0]).toContain(`bad.yaml:${lineOf(text, 'onlyWenn')}:5 milestones[1].onlyWenn: there is no key onlyWenn`);
  expect(said[0]).toContain('did you mean onlyWhen?');
});

test('N-2.6-3b a sixth day of waiting for parts is refused', () => {
  const { text, said } = problemsAfter(['cap: P5D', 'cap: P6D']);
  expect(said).toHaveLength(1);
  expect(said[0]).toContain(`bad.yaml:${lineOf(text, 'cap: P6D')}:8 parts.cap: P6D is not allowed`);
});

test('less than five days are allowed', () => {
  expect(problemsAfter(['cap: P5D', 'cap: P3D']).said).toEqual([]);
});

test.each<[string, [string, string][], string]>([
  [
    'a ladder with nobody on it',
    [
      [
        '  supervisor:\n    levels:\n      - { role: demo_supervisor, default: true, climbAfter: { atLeast: PT8S, default: true } }\n      - { role: demo_manager, default: true }',
        '  supervisor:\n    levels: []',
      ],
    ],
    'ladders.supervisor.levels: must have at least 1 entry',
  ],
  [
    'a ladder with a role that does not exist',
    [['- { role: demo_manager', '- { role: demo_manger']],
    'ladders.supervisor.levels[1].role: there is no role demo_manger (did you mean demo_manager?',
  ],
  [
    'a missing figure (R-MISSING)',
    [['targets: [{ elapsed: PT6S, default: true }]', 'targets: [{ default: true }]']],
    'milestones[0].targets[0]: has no figure',
  ],
  [
    'a blank figure (R-MISSING)',
    [['elapsed: PT6S', 'elapsed: XX']],
    'milestones[0].targets[0].elapsed: "XX" is not an ISO 8601 duration such as PT4H or P5D',
  ],
  [
    'two kinds of target',
    [['elapsed: PT6S', 'elapsed: PT6S, workingDays: 1']],
    'milestones[0].targets[0]: has 2 kinds of target',
  ],
  [
    'an unknown mark',
    [['from: diagnosed', 'from: diagnosd']],
    'milestones[2].from: there is no mark diagnosd (did you mean diagnosed?',
  ],
  [
    'an unknown callback mark',
    [['to: repaired', 'to: called_back.folow_up']],
    'there is no mark called_back.folow_up (did you mean called_back.follow_up?',
  ],
  [
    'an unknown fact',
    [['onlyWhen: { channel', 'onlyWhen: { chanel']],
    'milestones[1].onlyWhen.chanel: there is no fact chanel (did you mean channel?',
  ],
  [
    'a value that a fact never has',
    [['onlyWhen: { channel: on_site }', 'onlyWhen: { channel: onsite }']],
    'channel is never onsite (did you mean on_site?',
  ],
  [
    'a level that the policy does not have',
    [['onlyWhen: { channel: on_site }', 'onlyWhen: { level: L9 }']],
    'level is never L9',
  ],
  [
    'holiday hours that end before they begin',
    [
      [
        'closing:',
        "holidayDuty: { role: demo_supervisor, hours: { from: '22:00', until: '06:00', default: true }, ahead: P7D, owner: demo_supervisor, default: true }\n\nclosing:",
      ],
    ],
    'holidayDuty.hours.until: is not after 22:00: hours are of one date',
  ],
  [
    'holiday hours that last no time',
    [
      [
        'closing:',
        "holidayDuty: { role: demo_supervisor, hours: { from: '08:00', until: '08:00', default: true }, ahead: P7D, owner: demo_supervisor, default: true }\n\nclosing:",
      ],
    ],
    'holidayDuty.hours.until: is not after 08:00',
  ],
  [
    'money that nobody of the role may confirm',
    [['closing:', 'money: { confirmedBy: demo_engineer, default: true }\n\nclosing:']],
    'money.confirmedBy: demo_engineer never confirms money: its accounts are of the role ',
  ],
  [
    'an unknown calendar',
    [['calendar: 24x7', 'calendar: 24x6']],
    'calendar: there is no calendar 24x6 (did you mean 24x7?',
  ],
  [
    'an unknown template',
    [['template: job_assigned', 'template: job_asigned']],
    'there is no template job_asigned (did you mean job_assigned?',
  ],
  [
    'an unknown pause',
    [['pausedBy: [waiting_parts]', 'pausedBy: [waiting_part]']],
    'there is no pause waiting_part (did you mean waiting_parts?',
  ],
  [
    'an unknown ladder',
    [['ladder: supervisor', 'ladder: supervisr']],
    'there is no ladder supervisr (did you mean supervisor?',
  ],
  [
    'an unknown clause',
    [['elapsed: PT6S, default: true', 'elapsed: PT6S, clause: S-5.16-1z']],
    'there is no clause S-5.16-1z',
  ],
  [
    'a default that is cited',
    [['elapsed: PT6S, default: true', 'elapsed: PT6S, default: true, clause: S-5.16-1b']],
    'a product default is never cited to a clause',
  ],
  [
    'a rule from nowhere',
    [['elapsed: PT6S, default: true', 'elapsed: PT6S']],
    'milestones[0].targets[0]: has neither a clause nor `default: true`',
  ],
  [
    'a reading that is not explained',
    [['elapsed: PT6S, default: true', 'elapsed: PT6S, default: true, reading: R-NONE']],
    'there is no reading R-NONE',
  ],
  [
    'a row behind an unconditional one',
    [
      [
        '{ elapsed: PT6S, default: true }',
        '{ elapsed: PT6S, default: true }, { when: { severe: true }, elapsed: PT5S, default: true }',
      ],
    ],
    'milestones[0].targets[1]: is never reached: row 1 holds whenever it does',
  ],
  [
    'a warning after the deadline',
    [['warn: { share: 0.5, default: true }', 'warn: { elapsed: PT7S, default: true }']],
    'milestones[0].warn: the warning comes after the deadline',
  ],
  ['an id that stands twice', [['- id: arrival', '- id: response']], 'the id response stands twice in milestones'],
  [
    'a milestone that ends where it starts',
    [['to: responded', 'to: reported']],
    'response ends with the mark it starts from',
  ],
  [
    'a fact derived from itself',
    [
      [
        'milestones:',
        'derived: [{ fact: largeItem, is: true, anyOf: [{ fact: largeItem, equals: true }], default: true }]\nmilestones:',
      ],
    ],
    'the fact largeItem is derived from itself',
  ],
  ['a price without a figure', [['basis: visit, price: 100', 'basis: visit']], 'visit needs a price in yuan'],
  [
    'a fee line behind one that always holds',
    [
      [
        '- { id: parts, item: parts',
        '- { id: any, item: parts, title: { zh: 全, en: any }, basis: waived, default: true }\n  - { id: parts, item: parts',
      ],
    ],
    'is never reached: any holds whenever it does',
  ],
  [
    'a missing section',
    [['closing: { reopenWindow: PT30S, default: true }', '']],
    'a service policy needs the section closing',
  ],
  [
    'a decision that cases do not know',
    [['answer: { decision: warranty_repair,', 'answer: { decision: waranty_repair,']],
    'decision: there is no decision waranty_repair (did you mean warranty_repair?',
  ],
  [
    'an approver who is asked twice (R-APPROVE)',
    [
      [
        'closing:',
        'approvals: [{ id: discount, title: { zh: 优惠, en: Discount }, approvers: [demo_manager, demo_manager], default: true }]\nclosing:',
      ],
    ],
    'approvals[0].approvers[1]: demo_manager approves already: nobody approves twice',
  ],
  ['broken YAML', [['roles:', 'roles: [']], 'bad.yaml:'],
])('%s is refused', (_what, changes, expected) => {
  const { said } = problemsAfter(...changes);
  expect(said.join('\n')).toContain(expected);
});

test('all errors come at once, in the order of the file', () => {
  const { text, said } = problemsAfter(
    ['calendar: 24x7', 'calendar: 24x6'],
    ['    onlyWhen: { channel', '    onlyWenn: { channel'],
    ['targets: [{ elapsed: PT30S, default: true }]', 'targets: [{ elapsed: 30s, default: true }]'],
    ['role: demo_manager', 'role: demo_boss'],
    ['cap: P5D', 'cap: P6D'],
  );
  const lines = ['calendar: 24x6', 'onlyWenn', 'elapsed: 30s', 'role: demo_boss', 'cap: P6D'].map((part) =>
    lineOf(text, part),
  );
  expect(said.map((line) => Number(line.split(':')[1]))).toEqual(lines);
});

test('loading a bad file throws with every problem in the message; a missing file is a problem too', () => {
  expect(() => loadPolicy('/nowhere/policy.yaml', known)).toThrow('cannot be read');
});

describe('hash', () => {
  const hashOf = (text: string): string => policyHash(parse(text));

  test('comments, layout and the order of keys do not change it', () => {
    const moved = demo.replace(
      "id: demo-quick-repair\nversion: '1.0'\n",
      '# moved\nversion: "1.0"\nid:   demo-quick-repair\n',
    );
    expect(moved).not.toBe(demo);
    expect(hashOf(moved)).toBe(hashOf(demo));
    expect(hashOf(demo)).toMatch(/^[0-9a-f]{64}$/);
  });

  test('a value changes it, and so does the order of rows', () => {
    expect(hashOf(demo.replace('PT6S', 'PT7S'))).not.toBe(hashOf(demo));
    expect(policyHash({ rows: [1, 2] })).not.toBe(policyHash({ rows: [2, 1] }));
  });
});

describe('JSON Schema', () => {
  const file = join(folder, 'policy.schema.json');

  test('the shipped file is fresh: `policy schema` writes it', () => {
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(JSON.parse(policyJsonSchemaText()));
  });

  test('every policy file names it for editors', () => {
    for (const policy of policyFiles()) {
      expect(readFileSync(policy, 'utf8')).toMatch(/^# yaml-language-server: \$schema=\.\/policy\.schema\.json\n/);
    }
  });
});
