/**
 * The questions of one case to its policy. Each changed fact makes the auditor ask everything anew, and most answers do
 * not rest on it: an answer stands for as long as every fact that it looked at is what it was.
 */
import { answerTo, BadGiven, type Decision } from '../domain/decision/decide';
import { readGiven, type GivenProblem } from '../domain/decision/given';
import { programOf } from '../domain/decision/older-program';
import type { DecisionProgram, Question } from '../domain/decision/program';
import type { CasePolicy } from '../domain/policy/case-policy';

/** Facts by name, as JSON. */
export type Given = Readonly<Record<string, unknown>>;

/** An answer with the clauses of the rules that gave it. */
export type Answered = Decision & { clauses: readonly string[] };

interface Kept {
  given: Given;
  /** Names of the facts on which the answer rests, known or not. */
  looked: readonly string[];
  answer: Answered;
}

/** An answer, or problems; never both. */
export interface Taken {
  answer?: Answered;
  problems: readonly GivenProblem[];
}

export class Answers {
  private policy: CasePolicy | undefined;
  private program: DecisionProgram | undefined;
  private readonly kept = new Map<Question, Kept[]>();
  private readonly taken = new Map<Question, { given: Given; taken: Taken }[]>();

  /**
   * The policy's answer. Throws `BadGiven` where it does not take the facts.
   * @param policy has a program
   */
  ask(policy: CasePolicy, question: Question, given: Given): Answered {
    const { answer, problems } = this.take(policy, question, given);
    if (!answer) throw new BadGiven(problems);
    return answer;
  }

  /** The answer where facts that the policy does not take count as not known. */
  askWithout(policy: CasePolicy, question: Question, given: Given): Answered {
    const { answer, problems } = this.take(policy, question, given);
    if (answer) return answer;
    const refused = problems.map(({ field }) => field);
    const taken = Object.fromEntries(Object.entries(given).filter(([name]) => !refused.includes(name)));
    return this.ask(policy, question, taken);
  }

  /** The answer, or everything that is wrong with the facts. */
  take(policy: CasePolicy, question: Question, given: Given): Taken {
    // Newly announced years make another policy of it.
    if (policy !== this.policy) {
      this.kept.clear();
      this.taken.clear();
      this.policy = policy;
      this.program = programOf(policy)!;
    }
    const before = this.taken.get(question) ?? [];
    const same = before.find((asked) => sameFacts(asked.given, given));
    if (same) return same.taken;
    const taken = this.reckon(policy, this.program!, question, given);
    this.taken.set(question, [{ given, taken }, ...before]);
    return taken;
  }

  private reckon(policy: CasePolicy, program: DecisionProgram, question: Question, given: Given): Taken {
    const { facts, problems } = readGiven(given, program, zoneOf(policy, program));
    if (problems.length > 0) return { problems };
    const before = this.kept.get(question) ?? [];
    const same = before.find((k) => k.looked.every((name) => sameJson(k.given[name], given[name])));
    if (same) return { answer: same.answer, problems };
    const { decision, looked } = answerTo(program, question, facts, policy.calendars);
    const answer = withClauses(decision);
    this.kept.set(question, [{ given, looked: [...looked], answer }, ...before]);
    return { answer, problems };
  }
}

function zoneOf({ calendars }: CasePolicy, { calendar }: DecisionProgram): CasePolicy['calendars'][string]['zone'] {
  const zone = calendars[calendar]?.zone;
  if (!zone) throw new RangeError(`The calendar ${calendar} was not given`);
  return zone;
}

function sameFacts(a: Given, b: Given): boolean {
  const names = Object.keys(a);
  return names.length === Object.keys(b).length && names.every((name) => sameJson(a[name], b[name]));
}

/** Facts are plain JSON of a few entries. */
function sameJson(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  return typeof a === 'object' && typeof b === 'object' && JSON.stringify(a) === JSON.stringify(b);
}

/** The clauses of the rules whose answers were taken. */
function withClauses(decision: Decision): Answered {
  const taken = decision.reasons.filter(({ outcome }) => outcome === 'decided' || outcome === 'pending');
  return { ...decision, clauses: [...new Set(taken.flatMap(({ clauses }) => clauses))] };
}
