/**
 * Asks a policy a question: which rules hold for these facts, what follows, and why. Pure: no clock, no I/O. Stages are
 * tried in order with fall-through (R-FALLTHROUGH); a known failed condition decides before an unknown one.
 */
import type { Problem } from '../errors';
import { lackedElsewhere } from './elsewhere';
import { Environment, type Calendars, type OtherQuestions } from './environment';
import { evaluate, missingFor } from './evaluate';
import type { Expression } from './expression';
import { definitionOf, readGiven } from './given';
import type { GivenProblem } from './given-problem';
import { askKpis } from './kpis';
import { limitClauses } from './limits';
import {
  questions,
  type Answers,
  type AnswerValue,
  type Condition,
  type DecisionProgram,
  type Group,
  type Question,
  type Rule,
} from './program';
import type { Reason } from './reason';
import { apart, type Told } from './several';
import { factsUndecided, factsWanted } from './unanswered';
import { asText, isList, nestedValue, toJson, type Value } from './value';
import { awaited, passedOver, takenInstead, Waiting } from './waiting';

export interface Decision {
  /** Field by field, as JSON: amounts in yuan, instants with the policy zone's offset. */
  answer: Record<string, unknown>;
  reasons: Reason[];
  /** Facts that were looked at; those taken as absent because nobody said otherwise are under `assumed`. */
  used: string[];
  assumed: string[];
  /** Facts that would have said more. */
  missing: string[];
}

/** Everything that is wrong with the facts of a question. */
export class BadGiven extends Error {
  constructor(readonly problems: readonly GivenProblem[]) {
    super(problems.map(({ field, detail }) => `${field}: ${detail.en}`).join('; '));
    this.name = 'BadGiven';
  }

  /** As the API and the command answer them. */
  get asProblems(): Problem[] {
    return this.problems.map(({ field, detail, allowed }) => ({
      field: `given.${field}`,
      detail,
      ...(allowed && { allowed }),
    }));
  }
}

/** What the rules came to so far. */
class Outcome {
  readonly answer: Record<string, unknown> = {};
  readonly reasons: Reason[] = [];
  readonly missing = new Set<string>();
  readonly waiting = new Waiting();
  /** By field, the clauses of the rule that gave it. */
  readonly clauses = new Map<string, readonly string[]>();

  /** Fields that an earlier rule set stay as they are. */
  add(fields: Readonly<Record<string, unknown>>, clauses: readonly string[] = []): void {
    for (const [name, value] of Object.entries(fields)) {
      if (Object.hasOwn(this.answer, name)) continue;
      this.answer[name] = value;
      this.clauses.set(name, clauses);
    }
  }
}

/** Answers a question. Throws `BadGiven` with everything that is wrong with the facts. */
export function decide(
  program: DecisionProgram,
  question: Question,
  given: Readonly<Record<string, unknown>>,
  calendars: Calendars,
): Decision {
  return answerTo(program, question, readFacts(program, given, calendars), calendars).decision;
}

/**
 * As `decide`, for those who ask: `missing` names what could still settle the answer and nothing else. That is what its
 * stage, its open fields and the questions that were asked on the way wait for, and what it asks for; where no rule
 * speaks, what the nearest rules wait for.
 */
export function decideOrAsk(
  program: DecisionProgram,
  question: Question,
  given: Readonly<Record<string, unknown>>,
  calendars: Calendars,
): Decision {
  const facts = readFacts(program, given, calendars);
  const { decision, waiting } = answerTo(program, question, facts, calendars, tellingOthers);
  const { answer } = decision;
  const names = [...waiting.ofAnswer(question, answer), ...askedFor(answer)];
  const isProvisional = question === 'approval' && answer.decision === 'pending' && names.length === 0;
  if (Object.keys(answer).length === 0 || isProvisional) {
    const env = environmentFor(question, program, calendars, facts, tellingOthers);
    env.asked.push(question);
    names.push(...(isProvisional ? factsUndecided : factsWanted)(question, env));
  }
  // An answer may also ask in words of its own, and a name may be one that rules give to what follows from facts.
  const askable = names.filter((name) => definitionOf(name, program) !== undefined && !facts.has(name));
  return { ...decision, missing: [...new Set(askable)] };
}

function askedFor({ askFor }: Decision['answer']): string[] {
  return [askFor ?? []].flat().filter((name): name is string => typeof name === 'string');
}

function readFacts(
  program: DecisionProgram,
  given: Readonly<Record<string, unknown>>,
  calendars: Calendars,
): ReadonlyMap<string, Value> {
  const zone = calendars[program.calendar]?.zone;
  if (!zone) throw new RangeError(`The calendar ${program.calendar} was not given`);
  const { facts, problems } = readGiven(given, program, zone);
  if (problems.length > 0) throw new BadGiven(problems);
  return facts;
}

/** The answer to a question about facts that were read, and the names of all facts that it looked at, known or not. */
export function answerTo(
  program: DecisionProgram,
  question: Question,
  facts: ReadonlyMap<string, Value>,
  calendars: Calendars,
  others: OtherQuestions = quietOthers,
): { decision: Decision; looked: ReadonlySet<string>; waiting: Waiting } {
  const env = environmentFor(question, program, calendars, facts, others);
  env.asked.push(question);
  const record = answerIn(question, env);
  const decision = {
    answer: record.answer,
    reasons: record.reasons,
    used: [...env.used],
    assumed: [...env.assumed],
    missing: [...record.missing],
  };
  return { decision, looked: env.looked, waiting: record.waiting };
}

function environmentFor(
  question: Question,
  program: DecisionProgram,
  calendars: Calendars,
  facts: ReadonlyMap<string, Value>,
  others: OtherQuestions,
): Environment {
  const values = program.decisions[question]?.values ?? {};
  return new Environment(program, calendars, facts, values, evaluate, others);
}

/** A case records what its own question lacks; the other questions that it asks stand in the record by themselves. */
const quietOthers: OtherQuestions = { answerOf: otherAnswer, clausesOf: deadlineClauses };
const tellingOthers: OtherQuestions = { ...quietOthers, lacks: lackedByOther };

function otherAnswer(question: string, field: string, asking: Environment): Value | undefined {
  const env = environmentOfOther(question, asking);
  if (!env) return undefined;
  const answer = answerIn(env.asked.at(-1)!, env).answer[field];
  for (const fact of env.used) asking.used.add(fact);
  for (const fact of env.assumed) asking.assumed.add(fact);
  for (const fact of env.looked) asking.looked.add(fact);
  return answer === undefined ? undefined : nestedValue(answer);
}

function deadlineClauses(field: string, asking: Environment): readonly string[] {
  const env = environmentOfOther('deadline', asking);
  return (env && answerIn('deadline', env).clauses.get(field)) ?? [];
}

/** What another question waits for, unless it gives the field for good. */
function lackedByOther(question: string, field: string, asking: Environment): string[] {
  const env = environmentOfOther(question, asking);
  if (!env) return [];
  const other = env.asked.at(-1)!;
  const { answer, reasons, waiting } = answerIn(other, env);
  if (Object.keys(answer).length === 0) return [...waiting.of(answer), ...factsWanted(other, env)];
  const open = answer[field] === undefined || reasons.some(({ outcome }) => outcome === 'pending');
  return open ? waiting.of(answer, [field]) : [];
}

/** Where another question is reckoned; it is the last of those asked. Throws a RangeError where it is asked already. */
function environmentOfOther(question: string, asking: Environment): Environment | undefined {
  const other = questions.find((known) => known === question);
  if (!other) return undefined;
  if (asking.asked.includes(other)) throw new RangeError(`The question ${other} asks itself`);
  const { program, calendars, facts, others } = asking;
  const env = environmentFor(other, program, calendars, facts, others);
  env.asked.push(...asking.asked, other);
  return env;
}

function answerIn(question: Question, env: Environment): Outcome {
  const record = new Outcome();
  for (const group of env.program.decisions[question]?.groups ?? []) askGroup(group, env, record);
  if (question === 'kpi') {
    const { answer, reasons } = askKpis(env.program.kpis, env);
    record.add(answer);
    record.reasons.push(...reasons);
  }
  return record;
}

function askGroup(group: Group, env: Environment, record: Outcome): void {
  if (group.when && evaluate(group.when, env) !== true) return;
  if (!group.forEach) return askRules(group, env, record);
  const { fact, as, take } = group.forEach;
  const entries = env.lookup(fact);
  if (!isList(entries)) return askRules(group, env, record);
  const answers: Record<string, unknown> = {};
  for (const entry of entries) {
    const name = String(toJson(entry, env.zone));
    const own = new Outcome();
    askRules(group, env.with(fact, entry), own);
    const answer = take === undefined ? own.answer : own.answer[take];
    if (answer !== undefined) answers[name] = answer;
    record.reasons.push(...own.reasons.map((reason) => ({ ...reason, rule: `${reason.rule}[${name}]` })));
    lack(own.missing, record);
    record.waiting.forStage(own.waiting.of(own.answer, take === undefined ? undefined : [take]));
  }
  record.add({ [as]: answers });
}

function askRules(group: Group, env: Environment, record: Outcome): void {
  if (group.hit === 'all') {
    const told = group.rules.flatMap((rule) => {
      const tried = tryRule(rule, env, record);
      if (tried.outcome === 'unknown') record.waiting.forFields(Object.keys(rule.answer), tried.missing);
      return tried.outcome === 'holds' ? [take(rule, env, record)] : [];
    });
    for (const { fields, clauses } of apart(told, env)) record.add(fields, clauses);
    return;
  }
  const failed: string[] = [];
  const report = (): void => {
    if (group.startAt !== undefined || group.reportFailed) record.add({ failed: [...new Set(failed)] });
  };
  for (const rule of group.rules.slice(startOf(group, env))) {
    const tried = tryRule(rule, env, record);
    if (tried.outcome === 'skipped') continue;
    if (tried.outcome === 'fails') {
      failed.push(...tried.failed);
      continue;
    }
    if (tried.outcome === 'unknown') {
      record.waiting.forStage([...tried.missing, ...tried.instead]);
      wait(rule, tried.missing, env, record);
    } else {
      const { fields, clauses } = take(rule, env, record);
      record.add(fields, clauses);
    }
    report();
    return;
  }
  if (failed.length > 0) report();
}

/** The stage that the customer asks for; the first one where they ask for none of them. */
function startOf({ startAt, rules }: Group, env: Environment): number {
  const wanted = startAt === undefined ? undefined : env.lookup(startAt);
  const index = rules.findIndex(({ id, startsFor }) => id === wanted || startsFor.includes(asText(wanted)));
  return Math.max(0, index);
}

type Tried =
  | { outcome: 'skipped' | 'holds' }
  | { outcome: 'fails'; failed: string[] }
  | { outcome: 'unknown'; missing: string[]; instead: string[] };

function tryRule(rule: Rule, env: Environment, record: Outcome): Tried {
  const fields = Object.keys(rule.answer);
  if (rule.when) record.waiting.forFields(fields, lackedElsewhere(rule.when, env));
  if (rule.when && evaluate(rule.when, env) !== true) return { outcome: 'skipped' };
  const stood = rule.conditions
    .filter((condition) => !condition.when || evaluate(condition.when, env) === true)
    .map((condition) => ({ condition, value: evaluate(condition.if, env), clauses: clausesOf(condition, env) }));
  for (const { condition, value, clauses } of stood) {
    record.reasons.push({
      rule: rule.id,
      outcome: value === true ? 'held' : value === false ? 'failed' : 'unknown',
      clauses,
      ...(condition.text && { text: condition.text }),
    });
  }
  for (const { condition } of stood) record.waiting.forFields(fields, lackedElsewhere(condition.if, env));
  const failed = stood.filter(({ value }) => value === false);
  if (failed.length > 0) return { outcome: 'fails', failed: failed.flatMap(({ clauses }) => clauses) };
  const unknown = stood.filter(({ value }) => value !== true);
  if (unknown.length === 0) return { outcome: 'holds' };
  const missing = [...new Set(unknown.flatMap(({ condition }) => missingFor(condition.if, env)))];
  lack(missing, record);
  const instead = env.others.lacks ? unknown.flatMap(({ condition }) => takenInstead(condition.if, env)) : [];
  return { outcome: 'unknown', missing, instead };
}

function lack(facts: Iterable<string>, record: Outcome): void {
  for (const fact of facts) record.missing.add(fact);
}

/** The clauses of a condition, or of the component or product that it is about. */
function clausesOf({ clauses, clauseOf }: Condition, env: Environment): readonly string[] {
  const about = clauseOf === undefined ? undefined : env.lookup(clauseOf);
  const own = typeof about === 'string' ? env.program.figures.terms[about]?.clauses : undefined;
  return own?.length ? own : clauses;
}

/** What a rule answers that holds, its reason recorded. */
function take(rule: Rule, env: Environment, record: Outcome): Told {
  const limits = limitClauses(rule, env);
  const reason = { rule: rule.id, outcome: 'decided' } as const;
  const told = { rule, fields: fieldsOf(rule.answer, env, record), clauses: [...rule.clauses, ...limits] };
  record.reasons.push({ ...reason, clauses: rule.clauses, ...(rule.text && { text: rule.text }) });
  if (limits.length > 0) record.reasons.push({ ...reason, clauses: limits });
  return told;
}

/** Not enough is known: the rule says what to answer meanwhile, or the answer asks for the facts. */
function wait(rule: Rule, missing: readonly string[], env: Environment, record: Outcome): void {
  record.add(rule.pending ? fieldsOf(rule.pending, env, record) : { decision: 'pending', askFor: missing });
  record.reasons.push({
    rule: rule.id,
    outcome: 'pending',
    clauses: rule.clauses,
    ...(rule.text && { text: rule.text }),
  });
}

function fieldsOf(answers: Answers, env: Environment, record: Outcome, within = ''): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(answers).flatMap(([name, value]): [string, unknown][] => {
      const json = answerJson(value, env, record, within + name);
      return json === undefined ? [] : [[name, json]];
    }),
  );
}

function answerJson(value: AnswerValue, env: Environment, record: Outcome, field: string): unknown {
  if (value.k === 'fields') {
    const fields = fieldsOf(value.fields, env, record, `${field}.`);
    return Object.keys(fields).length > 0 ? fields : undefined;
  }
  if (value.k === 'items') {
    return value.items.map((item) => answerJson(item, env, record, field)).filter((item) => item !== undefined);
  }
  return expressionJson(value, env, record, field);
}

function expressionJson(expression: Expression, env: Environment, record: Outcome, field: string): unknown {
  const value: Value | undefined = evaluate(expression, env);
  record.waiting.forFields([field], lackedElsewhere(expression, env));
  // Cases record what they lack and are not told what they wait for.
  const isTold = env.others.lacks !== undefined;
  if (isTold && value === 'pending') record.waiting.forFields([field], passedOver(expression, env));
  if (value !== undefined) return toJson(value, env.zone);
  lack(missingFor(expression, env), record);
  if (isTold) record.waiting.forFields([field], awaited(expression, env));
  return undefined;
}
