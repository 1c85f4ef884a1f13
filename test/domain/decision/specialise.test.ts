/** What a case leaves out of its policy's decisions changes none of its answers. */
import fc from 'fast-check';
import { caseProgram } from '../../../domain/decision/case-program';
import { compileDecisions } from '../../../domain/decision/compile';
import { BadGiven, decide } from '../../../domain/decision/decide';
import type { DecisionProgram } from '../../../domain/decision/program';
import { ofRepairs } from '../../../domain/policy/compile';
import { canonicalJson } from '../../../domain/policy/canonical';
import { readExamples } from '../../../policies/loader/examples';
import { calendars } from '../../policy/shipped';
import { shipped } from '../../rig/shipped-policies';

const questions = ['entitlement', 'fee', 'approval', 'routing'] as const;
const runs = 60 * Number(process.env.SANBAO_RUNS ?? 1);
const ids = [
  ...['appliance-service-centre', 'auto-equipment-nanjing', 'electronics-send-in', 'office-supplies-lubricants'],
  ...['security-install-3y', 'security-projects-chongqing', 'vehicle-care'],
];

/** Undefined where the facts contradict each other or are none of the policy's. */
function answer(
  program: DecisionProgram,
  question: (typeof questions)[number],
  given: Record<string, unknown>,
): string | undefined {
  try {
    const decided = decide(program, question, given, calendars);
    const reasons = decided.reasons.map(({ rule, outcome, clauses }) => ({ rule, outcome, clauses }));
    return canonicalJson({ answer: decided.answer, reasons, missing: decided.missing });
  } catch (error) {
    if (error instanceof BadGiven) return undefined;
    throw error;
  }
}

/** The facts that a program takes. */
function taken(program: DecisionProgram, given: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(given).filter(([name, value]) => answer(program, 'entitlement', { [name]: value }) !== undefined),
  );
}

test.each(ids)('%s: a repair is answered as by the whole policy', (id) => {
  const { policy, file } = shipped(id);
  const whole = compileDecisions(policy);
  const ofCase = caseProgram(policy, questions, ofRepairs);
  const facts = readExamples(file).examples.flatMap(({ given }) => Object.entries(given));
  expect(facts.length).toBeGreaterThan(50);
  fc.assert(
    fc.property(
      fc.constantFrom(...questions),
      fc.uniqueArray(fc.constantFrom(...facts), { maxLength: 14, selector: ([name]) => name }),
      (question, some) => {
        const given = { ...Object.fromEntries(some), ...ofRepairs };
        const expected = answer(whole, question, given);
        if (expected !== undefined) expect(answer(ofCase, question, taken(ofCase, given))).toBe(expected);
      },
    ),
    { numRuns: runs },
  );
});

test('the program of a repair is smaller than that of all questions of a return', () => {
  const { policy } = shipped('auto-equipment-nanjing');
  const size = (program: DecisionProgram): number => canonicalJson(program).length;
  expect(size(caseProgram(policy, questions, ofRepairs))).toBeLessThan(0.9 * size(caseProgram(policy, questions)));
});
