/** What is named as missing could still settle the answer, and nothing else could: in every policy that ships. */
import fc from 'fast-check';
import { BadGiven, type Decision } from '../../../domain/decision/decide';
import { definitionOf } from '../../../domain/decision/given';
import { factCatalogue } from '../../../domain/decision/facts';
import type { Asked } from '../../../policies/loader/ask';
import type { Example } from '../../../policies/loader/examples';
import { allShipped, shippedDecisions } from './shipped';

type Given = Readonly<Record<string, unknown>>;

const days = ['2020-01-01', '2025-01-01', '2026-03-05', '2030-01-01'];

/** Values that a fact may have, of the kind that it is; dates also around those that were given. */
function valuesOf(name: string, { program }: Asked, given: Given): unknown[] {
  const { kinds, values } = definitionOf(name, program)!;
  const named = [...new Set([...values, ...(program.allowed[name] ?? [])])];
  const dates = [
    ...days,
    ...Object.values(given).flatMap((value) => /^\d{4}-\d\d-\d\d/.exec(typeof value === 'string' ? value : '') ?? []),
  ];
  const roles = Object.values(program.figures.approvals).flat();
  const said = (word: string): object => Object.fromEntries([...roles, 'customer'].map((role) => [role, word]));
  const byKind: Record<(typeof kinds)[number], unknown[]> = {
    boolean: [true, false],
    number: [0, 1, 5, 24, 1000],
    date: dates,
    month: ['2026-02'],
    instant: dates.flatMap((date) => [`${date}T09:00:00+08:00`, `${date}T23:30:00+08:00`]),
    duration: ['PT0S', 'PT5H', 'P10D'],
    enum: named.length > 0 ? named : ['any'],
    text: named.length > 0 ? named : ['any'],
    list: [[], ...named.map((value) => [value]), [2025, 2026]],
    object: [said('approved'), said('refused'), { from: '2000-01-01', until: '2050-01-01' }],
    any: [true, 'any', ['any']],
  };
  const waits = dates.map((date) => [{ from: `${date}T09:00:00+08:00`, to: `${date}T19:00:00+08:00` }]);
  return name === 'waits' ? waits : kinds.flatMap((kind) => byKind[kind]);
}

/** For each fact the first of its values, of the first one the nth; dates are the same for all. */
function firstValues(names: readonly string[], asked: Asked, given: Given, nth = 0): Given {
  return Object.fromEntries(names.map((name, index) => [name, valuesOf(name, asked, given)[index === 0 ? nth : 0]]));
}

/** What the document leaves open and people find out: no rule reads it (E-m4.3-d). */
const byPeople = ['returnConditions'];

/** The answer; undefined where the facts contradict each other. */
function tryAsking(asked: Asked, question: Example['question'], given: Given): Decision | undefined {
  try {
    return asked.ask(question, given);
  } catch (error) {
    if (error instanceof BadGiven) return undefined;
    throw error;
  }
}

const answered = allShipped().flatMap(({ asked, examples }) =>
  examples
    .filter(({ refused }) => !refused)
    .map((example) => ({ asked, example, decision: asked.ask(example.question, example.given) })),
);

test('each missing fact can be given, and with it the answer or what it asks for changes', () => {
  let listed = 0;
  const idle: string[] = [];
  for (const { asked, example, decision } of answered) {
    const { question, given, id } = example;
    for (const fact of decision.missing) {
      listed++;
      const others = decision.missing.filter((other) => other !== fact);
      const say = (found: Decision): string =>
        JSON.stringify([found.answer, found.missing.filter((name) => name !== fact)]);
      const matters = (known: Given): boolean => {
        const without = tryAsking(asked, question, known);
        if (!without) return false;
        return valuesOf(fact, asked, known).some((value) => {
          const having = tryAsking(asked, question, { ...known, [fact]: value });
          return having !== undefined && say(having) !== say(without);
        });
      };
      // Some matter only with others: both sides of a comparison, or all that a stage waits for.
      const together = (): boolean =>
        others.some((other) => valuesOf(other, asked, given).some((value) => matters({ ...given, [other]: value }))) ||
        [[], ...others.map((one) => [one]), ...others.flatMap((one) => others.map((two) => [one, two]))].some(
          (left) =>
            matters({
              ...given,
              ...firstValues(
                others.filter((name) => !left.includes(name)),
                asked,
                given,
              ),
            }) || matters({ ...given, ...firstValues(left, asked, given, 1) }),
        );
      if (!byPeople.includes(fact) && !matters(given) && !together())
        idle.push(`${asked.program.policy.id} ${id}: ${fact}`);
    }
  }
  expect(idle).toEqual([]);
  expect(listed).toBeGreaterThan(200);
});

test('what waits goes on waiting while only other facts are given, unless they make another rule speak', () => {
  const waiting = answered.filter(({ decision }) => String(decision.answer.decision).startsWith('pending'));
  expect(waiting.length).toBeGreaterThan(50);
  const speaking = ({ reasons }: Decision): string =>
    JSON.stringify(reasons.flatMap(({ rule, outcome }) => (/decided|pending/.test(outcome) ? [rule] : [])));
  const picks = fc.tuple(fc.nat(waiting.length - 1), fc.nat(), fc.nat());
  fc.assert(
    fc.property(picks, ([which, whichFact, whichValue]) => {
      const { asked, example, decision } = waiting[which]!;
      const { id, question, given } = example;
      const said = new Set([...Object.keys(given), ...decision.missing, ...decision.assumed]);
      const unlisted = Object.keys({ ...factCatalogue, ...asked.program.facts }).filter((name) => !said.has(name));
      const fact = unlisted[whichFact % unlisted.length]!;
      const values = valuesOf(fact, asked, given);
      const value = values[whichValue % values.length];
      const after = tryAsking(asked, question, { ...given, [fact]: value });
      if (!after || speaking(after) !== speaking(decision)) return;
      expect({ id, fact, value, decision: after.answer.decision }).toEqual({
        ...{ id, fact, value },
        decision: decision.answer.decision,
      });
    }),
    { numRuns: 2000 },
  );
});

describe('what is decided waits for nothing', () => {
  const nanjing = shippedDecisions('auto-equipment-nanjing');
  const chongqing = shippedDecisions('security-projects-chongqing');

  test.each<[string, Asked, Example['question'], Given]>([
    ['a known failure (N-2.5-C-5x)', nanjing, 'entitlement', { customerWants: 'exchange', soldByUs: false }],
    ['whom a dispute goes to (N-2.5-D-b)', nanjing, 'routing', { caseType: 'complaint', liabilityUnclear: true }],
    [
      'a damaged part of unknown age (S-4.6-1)',
      chongqing,
      'entitlement',
      {
        ...{ kind: 'product', soldByUs: true, channel: 'carry_in', component: 'camera', misuse: true },
        proof: ['invoice'],
      },
    ],
    [
      'when something is due, before it is done (N-2.6-1d)',
      nanjing,
      'deadline',
      { milestone: 'first_contact', requestReceived: '2026-03-07T20:00:00+08:00' },
    ],
  ])('%s', (_what, asked, question, given) => {
    expect(asked.ask(question, given).missing).toEqual([]);
  });

  test('and what is not waits for that alone (N-2.6-1c, S-5.16-1c, S-2.2-c)', () => {
    const at = '2026-03-02T08:00:00+08:00';
    const onSite = { milestone: 'on_site_arrival', requestReceived: at, outOfTown: true };
    expect(nanjing.ask('deadline', onSite).missing).toContain('travelTime');
    expect(nanjing.ask('deadline', onSite).missing).not.toContain('channel');
    const foreign = { kind: 'product', soldByUs: false, channel: 'on_site' };
    expect(chongqing.ask('entitlement', foreign).missing).toEqual(['specialAgreement']);
  });
});
