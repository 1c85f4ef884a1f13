/** Policies ready to be asked: loaded, compiled and with calendars for every year that a question may touch. */
import { compileDecisions } from '../../domain/decision/compile';
import { BadGiven, decideOrAsk, type Decision } from '../../domain/decision/decide';
import type { Calendars } from '../../domain/decision/environment';
import type { DecisionProgram, Question } from '../../domain/decision/program';
import type { Policy } from '../../domain/policy/schema';
import { calendarSnapshots, snapshotsOf, type CalendarSet } from './calendars';
import type { Example } from './examples';
import { withWords } from './words';

const snapshots = new Map<string, Calendars>();
/** Long enough for any warranty. */
const decisionYears = [2000, 2060] as const;

/** Calendars of a zone for decisions, with the years that are announced. */
export function decisionCalendars(zone: string): Calendars {
  const found = snapshots.get(zone) ?? calendarSnapshots(zone, ...decisionYears);
  snapshots.set(zone, found);
  return found;
}

/** A policy that can be asked. */
export interface Asked {
  program: DecisionProgram;
  ask(question: Question, given: Readonly<Record<string, unknown>>): Decision;
}

/** Makes a checked policy ready to be asked, with the calendars that ship where no others are given. */
export function askable(policy: Policy, set?: CalendarSet): Asked {
  const program = compileDecisions(policy);
  const calendars = set ? snapshotsOf(set, policy.timeZone, ...decisionYears) : decisionCalendars(policy.timeZone);
  return { program, ask: (question, given) => readable(decideOrAsk(program, question, given, calendars)) };
}

function readable(decision: Decision): Decision {
  return { ...decision, reasons: decision.reasons.map(withWords) };
}

/** What is wrong with the answer to an example, one line each; none where it is as expected. */
export function unlike(asked: Asked, example: Example): string[] {
  let decision: Decision;
  try {
    decision = asked.ask(example.question, example.given);
  } catch (error) {
    if (!(error instanceof BadGiven)) throw error;
    const fields = error.problems.map(({ field }) => field);
    if (!example.refused) return [`refused: ${error.message}`];
    return example.refused.flatMap((field) => (fields.includes(field) ? [] : [`${field} was not refused`]));
  }
  if (example.refused) return [`was not refused: ${example.refused.join(', ')}`];
  const { answer } = decision;
  const cited = new Set(decision.reasons.flatMap(({ clauses }) => clauses));
  return [
    ...Object.entries(example.answer ?? {}).flatMap(([name, expected]) =>
      isLike(answer[name], expected)
        ? []
        : [`${name} is ${JSON.stringify(answer[name]) ?? 'not answered'}, expected ${JSON.stringify(expected)}`],
    ),
    ...example.without.flatMap((name) =>
      Object.hasOwn(answer, name) ? [`${name} is ${JSON.stringify(answer[name])}, expected none`] : [],
    ),
    ...example.because.flatMap((id) => (cited.has(id) ? [] : [`${id} is not among the reasons`])),
    ...example.notBecause.flatMap((id) => (cited.has(id) ? [`${id} is among the reasons`] : [])),
  ];
}

/** Equal, numbers to a millionth; of an object the fields that are named. */
function isLike(found: unknown, expected: unknown): boolean {
  if (typeof expected === 'number') return typeof found === 'number' && Math.abs(found - expected) <= 1e-6;
  if (Array.isArray(expected)) {
    return (
      Array.isArray(found) &&
      found.length === expected.length &&
      expected.every((entry, index) => isLike(found[index], entry))
    );
  }
  if (typeof expected === 'object' && expected !== null) {
    return (
      typeof found === 'object' &&
      found !== null &&
      Object.entries(expected).every(([name, entry]) => isLike((found as Record<string, unknown>)[name], entry))
    );
  }
  return found === expected;
}
