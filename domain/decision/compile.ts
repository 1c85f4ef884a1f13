/** Makes the decisions of a checked policy ready to be asked. Runs at the edge; throws where the check was skipped. */
import { callbackMilestone, compileMilestone, defaultLadder } from '../policy/compile-milestones';
import { clausesOf } from '../policy/compile-targets';
import type { AnswerSource, PolicyDecision, PolicyGroup, PolicyRule } from '../policy/decision-schema';
import { durationMs } from '../time/duration';
import { chosenRules } from '../policy/readings';
import type { Policy } from '../policy/schema';
import { partsOf, type Expression } from './expression';
import { parseExpression } from './parse';
import {
  questions,
  type Answers,
  type AnswerValue,
  type DecisionProgram,
  type Figures,
  type Group,
  type Kpi,
  type NamedValue,
  type Rule,
} from './program';
import { allowedValues, ownFacts } from './policy-facts';

/** The decisions of a policy, under the chosen options of its readings. */
export function compileDecisions(source: Policy): DecisionProgram {
  const policy = chosenRules(source);
  const decisions = Object.fromEntries(
    questions.flatMap((question) => {
      const decision = policy.decisions[question];
      return decision ? [[question, compileDecision(decision)]] : [];
    }),
  );
  const kpis = policy.kpis.map(compileKpi);
  const program = {
    policy: { id: policy.id, version: policy.version },
    zone: policy.timeZone,
    calendar: policy.calendar,
    workingCalendar: policy.workingCalendar,
    assumedNot: Object.entries(policy.facts).flatMap(([name, { whenUnknown }]) =>
      whenUnknown === 'assumeNot' ? [name] : [],
    ),
    facts: ownFacts(policy),
    open: Object.entries(policy.facts).flatMap(([name, { open }]) => (open ? [name] : [])),
    sameAs: Object.fromEntries(Object.entries(policy.facts).map(([name, { sameAs }]) => [name, sameAs])),
    values: { ...parametersOf(policy), ...compileValues(policy.decisions.values) },
    decisions,
    kpis,
    derived: policy.derived,
  };
  return {
    ...program,
    allowed: allowedValues(policy, allExpressions(program)),
    figures: compileFigures(policy, allExpressions(program)),
  };
}

/** Every expression anywhere in a compiled structure. */
function allExpressions(value: unknown): Expression[] {
  if (typeof value !== 'object' || value === null) return [];
  if ('k' in value && typeof value.k === 'string' && !['fields', 'items'].includes(value.k)) {
    return withParts(value as Expression);
  }
  return Object.values(value).flatMap(allExpressions);
}

function withParts(expression: Expression): Expression[] {
  return [expression, ...partsOf(expression).flatMap(withParts)];
}

function parametersOf({ parameters }: Policy): Record<string, NamedValue> {
  return Object.fromEntries(
    parameters.flatMap(({ id, value, ...rule }): [string, NamedValue][] => {
      if (value === undefined) return [];
      return [[id, { is: plain(value), clauses: clausesOf(rule) }]];
    }),
  );
}

/** A figure as it stands in the file: durations are recognised by their form. */
function plain(value: string | number | boolean): Expression {
  if (typeof value === 'string' && /^P(?=[\dT])/.test(value)) return { k: 'duration', iso: value };
  return { k: 'literal', value };
}

function compileDecision({ values, groups }: PolicyDecision): {
  values: Record<string, NamedValue>;
  groups: Group[];
} {
  return { values: compileValues(values), groups: groups.map(compileGroup) };
}

function compileValues(values: PolicyDecision['values']): Record<string, NamedValue> {
  return Object.fromEntries(
    values.map(({ name, is, ...rule }) => [name, { is: condition(is), clauses: clausesOf(rule) }]),
  );
}

function compileGroup(group: PolicyGroup): Group {
  return {
    hit: group.hit,
    ...(group.when !== undefined && { when: condition(group.when) }),
    ...(group.startAt !== undefined && { startAt: group.startAt }),
    reportFailed: group.reportFailed,
    ...(group.forEach && {
      forEach: {
        fact: group.forEach.fact,
        as: group.forEach.as,
        ...(group.forEach.take !== undefined && { take: group.forEach.take }),
      },
    }),
    rules: group.rules.map(compileRule),
  };
}

function compileRule(rule: PolicyRule): Rule {
  return {
    id: rule.id,
    ...(rule.when !== undefined && { when: condition(rule.when) }),
    conditions: rule.conditions.map((part) => ({
      if: condition(part.if),
      clauses: clausesOf(part),
      ...(part.text && { text: part.text }),
      ...(part.when !== undefined && { when: condition(part.when) }),
      ...(part.clauseOf !== undefined && { clauseOf: part.clauseOf }),
    })),
    answer: compileAnswers(rule.answer),
    ...(rule.pending && { pending: compileAnswers(rule.pending) }),
    startsFor: rule.startsFor,
    clauses: clausesOf(rule),
    ...(rule.text && { text: rule.text }),
  };
}

function compileKpi({ id, title, is, when, compare, target, as, ...rule }: Policy['kpis'][number]): Kpi {
  return {
    id,
    is: parseExpression(is),
    ...(when !== undefined && { when: condition(when) }),
    compare,
    ...(target !== undefined && { target }),
    as: Object.fromEntries(Object.entries(as)),
    clauses: clausesOf(rule),
    text: title,
  };
}

function condition(source: string | boolean): Expression {
  return typeof source === 'boolean' ? { k: 'literal', value: source } : parseExpression(source);
}

function compileAnswers(fields: Readonly<Record<string, AnswerSource>>): Answers {
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, compileAnswer(value)]));
}

function compileAnswer(value: AnswerSource): AnswerValue {
  if (typeof value === 'string' && value.startsWith('=')) return parseExpression(value.slice(1));
  if (Array.isArray(value)) return { k: 'items', items: value.map(compileAnswer) };
  if (typeof value === 'object' && value !== null) return { k: 'fields', fields: compileAnswers(value) };
  return { k: 'literal', value };
}

function compileFigures(policy: Policy, expressions: readonly Expression[]): Figures {
  const first = (ladder: string): string[] => (policy.ladders[ladder]?.levels ?? []).map(({ role }) => role);
  const { parts } = policy;
  return {
    milestones: Object.fromEntries(policy.milestones.map((rule) => [rule.id, compileMilestone(rule, policy)])),
    callbacks: Object.fromEntries(policy.callbacks.map((rule) => [rule.id, callbackMilestone(rule, policy)])),
    ladders: Object.fromEntries(
      [...policy.milestones, ...policy.callbacks].map(({ id, ladder }) => [id, first(ladder ?? defaultLadder)]),
    ),
    prices: Object.fromEntries(policy.fees.flatMap(({ id, price }) => (price === undefined ? [] : [[id, price]]))),
    approvals: Object.fromEntries(policy.approvals.map(({ id, approvers }) => [id, approvers])),
    terms: Object.fromEntries([
      ...policy.products.map((rule) => [rule.id, termOf(rule)] as const),
      ...policy.components.flatMap((rule) => [rule.id, ...rule.also].map((id) => [id, termOf(rule)] as const)),
    ]),
    ...(parts && {
      parts: {
        cap: parts.cap,
        ...(parts.warn && { warn: parts.warn.after }),
        ...(first(parts.ladder)[0] !== undefined && { role: first(parts.ladder)[0] }),
      },
    }),
    climbs: Object.fromEntries(
      [...policy.milestones, ...policy.callbacks].map(({ id, ladder }) => [
        id,
        (policy.ladders[ladder ?? defaultLadder]?.levels ?? []).flatMap(({ climbAfter }) =>
          climbAfter
            ? [
                {
                  ...(climbAfter.share !== undefined && { share: climbAfter.share }),
                  atLeastMs: durationMs(climbAfter.atLeast),
                },
              ]
            : [],
        ),
      ]),
    ),
    retries: Object.fromEntries(policy.callbacks.map(({ id, retry }) => [id, retry])),
    ...(policy.closing && { reopenWindow: policy.closing.reopenWindow }),
    callbackRoles: Object.fromEntries(policy.callbacks.map(({ id, role }) => [id, role])),
    byPath: Object.fromEntries(
      expressions.flatMap((part) => {
        const [path] = part.k === 'call' && part.fn === 'figure' ? part.args : [];
        if (path?.k !== 'literal') return [];
        const found = atPath(policy, String(path.value));
        return found === undefined ? [] : [[String(path.value), found]];
      }),
    ),
  };
}

function termOf(rule: { warranty?: string | undefined; clause?: string | string[] | undefined }): {
  warranty?: string;
  clauses: readonly string[];
} {
  return { ...(rule.warranty !== undefined && { warranty: rule.warranty }), clauses: clausesOf(rule) };
}

/** A figure by its path: keys and, in lists, an index or the id of an entry. */
export function atPath(policy: Policy, path: string): string | number | boolean | undefined {
  const found = path.split('.').reduce<unknown>((at, step) => {
    if (Array.isArray(at)) {
      return at[Number(step)] ?? at.find((entry: unknown) => (entry as { id?: unknown } | null)?.id === step);
    }
    return typeof at === 'object' && at !== null ? (at as Record<string, unknown>)[step] : undefined;
  }, policy);
  return ['string', 'number', 'boolean'].includes(typeof found) ? (found as string | number | boolean) : undefined;
}
