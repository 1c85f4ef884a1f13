/** What is wrong with the deciding sections of a policy: expressions, names, rules that are never reached, answers. */
import { answerNames, decisionNames } from '../decision/answers';
import { atPath } from '../decision/compile';
import { namesIn, type Expression } from '../decision/expression';
import { factCatalogue } from '../decision/facts';
import { infer, typesOfKinds, type Scope } from '../decision/infer';
import { BadExpression, parseExpression } from '../decision/parse';
import { ownFacts } from '../decision/policy-facts';
import { questions, type Question } from '../decision/program';
import { any, type Types } from '../decision/signature';
import type { PolicyIssue } from './issue';
import type { AnswerSource, PolicyGroup } from './decision-schema';
import type { Policy } from './schema';
import { canonicalJson } from './canonical';

type Path = (string | number)[];

/** One expression of the file and what it must be. */
interface Place {
  path: Path;
  source: string | boolean;
  must?: Types;
  /** The question in whose values it may look; shared values see only each other. */
  question?: Question;
}

/** Everything that is wrong with facts, parameters, decisions and KPIs. */
export function checkDecisions(policy: Policy): PolicyIssue[] {
  const places = placesOf(policy);
  const parsed = new Map<string | boolean, Expression | BadExpression>();
  const parse = (source: string | boolean): Expression | BadExpression => {
    const known = parsed.get(source) ?? tryParse(source);
    parsed.set(source, known);
    return known;
  };
  const scopes = new Map(
    [undefined, ...questions].map((question) => [question, scopeFor(policy, question, parse)] as const),
  );
  return [
    ...places.flatMap((place) => checkPlace(place, parse(place.source), scopes.get(place.question))),
    ...checkGroups(policy),
    ...checkFacts(policy),
    ...checkTerms(policy),
  ];
}

function tryParse(source: string | boolean): Expression | BadExpression {
  if (typeof source === 'boolean') return { k: 'literal', value: source };
  try {
    return parseExpression(source);
  } catch (error) {
    if (error instanceof BadExpression) return error;
    throw error;
  }
}

function checkPlace(
  { path, must }: Place,
  parsed: Expression | BadExpression,
  scope: Scope | undefined,
): PolicyIssue[] {
  if (parsed instanceof BadExpression) return [{ path, problem: parsed.message }];
  if (!scope) return [];
  const found: Omit<PolicyIssue, 'path'>[] = [];
  const types = infer(parsed, scope, found);
  if (must && !types.some((type) => must.includes(type))) {
    found.push({ problem: `must be ${must.join(' or ')}, not ${types.join(' or ')}` });
  }
  return found.map((finding) => ({ path, ...finding }));
}

/** What expressions of a question, or shared values, may name. */
function scopeFor(
  policy: Policy,
  question: Question | undefined,
  parse: (source: string | boolean) => Expression | BadExpression,
): Scope {
  const facts = { ...factCatalogue, ...ownFacts(policy) };
  const own = question ? (policy.decisions[question]?.values ?? []) : [];
  const values = new Map([...policy.decisions.values, ...own].map(({ name, is }) => [name, is]));
  const parameters = new Map(policy.parameters.map((parameter) => [parameter.id, parameter]));
  const inferred = new Map<string, Types>();
  const scope: Scope = {
    names: [...Object.keys(facts), ...values.keys(), ...parameters.keys(), ...policy.derived.map(({ fact }) => fact)],
    ids: {
      milestones: [...policy.milestones, ...policy.callbacks].map(({ id }) => id),
      callbacks: policy.callbacks.map(({ id }) => id),
      fees: policy.fees.map(({ id }) => id),
      approvals: policy.approvals.map(({ id }) => id),
      kpis: policy.kpis.map(({ id }) => id),
    },
    hasFigure: (path) => atPath(policy, path) !== undefined,
    typesOf: (name) => {
      const value = values.get(name);
      if (value === undefined) {
        const derived = policy.derived.find(({ fact }) => fact === name);
        if (derived) return typeof derived.is === 'string' ? ['text'] : typesOfKinds([typeof derived.is]);
        const parameter = parameters.get(name);
        if (parameter) return parameter.type ? typesOfKinds([parameter.type]) : any;
        const fact = Object.hasOwn(facts, name) ? facts[name] : undefined;
        return fact && typesOfKinds(fact.kinds);
      }
      const known = inferred.get(name);
      if (known) return known;
      // While it is being inferred it may be anything: circles are reported by themselves.
      inferred.set(name, any);
      const parsed = parse(value);
      const types = parsed instanceof BadExpression ? any : infer(parsed, scope, []);
      // A fact that was given goes before the value of that name.
      const fact = Object.hasOwn(facts, name) ? facts[name] : undefined;
      const all = fact ? [...new Set([...types, ...typesOfKinds(fact.kinds)])] : types;
      inferred.set(name, all);
      return all;
    },
  };
  return scope;
}

function placesOf(policy: Policy): Place[] {
  const truth: Types = ['boolean'];
  const places: Place[] = [];
  const add = (path: Path, source: string | boolean | undefined, more: Omit<Place, 'path' | 'source'> = {}): void => {
    if (source !== undefined) places.push({ path, source, ...more });
  };
  policy.decisions.values.forEach(({ is }, index) => add(['decisions', 'values', index, 'is'], is));
  for (const question of questions) {
    const decision = policy.decisions[question];
    const at: Path = ['decisions', question];
    decision?.values.forEach(({ is }, index) => add([...at, 'values', index, 'is'], is, { question }));
    decision?.groups.forEach((group, g) => {
      add([...at, 'groups', g, 'when'], group.when, { question, must: truth });
      group.rules.forEach((rule, r) => {
        const here = [...at, 'groups', g, 'rules', r];
        add([...here, 'when'], rule.when, { question, must: truth });
        rule.conditions.forEach((condition, c) => {
          add([...here, 'conditions', c, 'if'], condition.if, { question, must: truth });
          add([...here, 'conditions', c, 'when'], condition.when, { question, must: truth });
        });
        for (const part of ['answer', 'pending'] as const) {
          for (const [path, source] of expressionsIn(rule[part] ?? {}, [...here, part]))
            add(path, source, { question });
        }
      });
    });
  }
  policy.kpis.forEach((kpi, index) => {
    add(['kpis', index, 'is'], kpi.is, { question: 'kpi', must: ['number'] });
    add(['kpis', index, 'when'], kpi.when, { question: 'kpi', must: truth });
  });
  return places;
}

/** The expressions of an answer, which begin with `=`, each with its path. */
function expressionsIn(value: AnswerSource, path: Path): [Path, string][] {
  if (typeof value === 'string') return value.startsWith('=') ? [[path, value.slice(1)]] : [];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, entry]) =>
    expressionsIn(entry, [...path, Array.isArray(value) ? Number(key) : key]),
  );
}

function checkGroups(policy: Policy): PolicyIssue[] {
  const facts = [...Object.keys(factCatalogue), ...Object.keys(ownFacts(policy))];
  return questions.flatMap((question) =>
    (policy.decisions[question]?.groups ?? []).flatMap((group, index): PolicyIssue[] => {
      const path: Path = ['decisions', question, 'groups', index];
      const named = [...policy.decisions.values, ...(policy.decisions[question]?.values ?? [])].map(({ name }) => name);
      const asked: [Path, string | undefined][] = [
        [[...path, 'startAt'], group.startAt],
        [[...path, 'forEach', 'fact'], group.forEach?.fact],
      ];
      return [
        ...asked.flatMap(([at, fact]): PolicyIssue[] =>
          fact === undefined || facts.includes(fact) || named.includes(fact)
            ? []
            : [{ path: at, problem: `there is no fact ${fact}`, allowed: facts, unknown: fact }],
        ),
        ...sameRuleIds(group, path),
        ...unreachable(group, path),
        ...unknownAnswers(group, path),
        ...unknownDecisions(group, path),
      ];
    }),
  );
}

function sameRuleIds({ rules }: PolicyGroup, path: Path): PolicyIssue[] {
  return rules.flatMap(({ id }, index) =>
    rules.findIndex((rule) => rule.id === id) === index
      ? []
      : [{ path: [...path, 'rules', index, 'id'], problem: `the rule ${id} stands twice in this group` }],
  );
}

/** Rules of a `first` group behind one that holds whenever they do. A group with `startAt` may begin at any rule. */
function unreachable({ hit, startAt, rules }: PolicyGroup, path: Path): PolicyIssue[] {
  if (hit !== 'first' || startAt !== undefined) return [];
  return rules.flatMap((rule, index): PolicyIssue[] => {
    const wants = partsOf(rule);
    const before = rules
      .slice(0, index)
      .find((earlier) => !earlier.reading?.includes('=') && [...partsOf(earlier)].every((part) => wants.has(part)));
    if (!before) return [];
    return [
      {
        path: [...path, 'rules', index],
        problem: `the rule ${rule.id} is never reached: ${before.id} holds whenever it does; put it before, or give ${before.id} a condition`,
      },
    ];
  });
}

/** The conditions of a rule, each part of an `&&` by itself. */
function partsOf(rule: PolicyGroup['rules'][number]): Set<string> {
  const sources = [rule.when, ...rule.conditions.map((condition) => condition.if)].filter((part) => part !== undefined);
  const conditional = rule.conditions.some(({ when }) => when !== undefined) ? [`conditional ${rule.id}`] : [];
  return new Set([...sources.flatMap((source) => conjuncts(tryParse(source))), ...conditional]);
}

function conjuncts(parsed: Expression | BadExpression): string[] {
  if (parsed instanceof BadExpression) return [parsed.message];
  if (parsed.k === 'binary' && parsed.op === '&&') return [...conjuncts(parsed.left), ...conjuncts(parsed.right)];
  return parsed.k === 'literal' && parsed.value === true ? [] : [canonicalJson(parsed)];
}

function unknownAnswers({ rules, forEach }: PolicyGroup, path: Path): PolicyIssue[] {
  const allowed = [...answerNames, ...(forEach ? [forEach.as] : [])];
  return rules.flatMap((rule, index) =>
    (['answer', 'pending'] as const).flatMap((part) =>
      Object.keys(rule[part] ?? {})
        .filter((name) => !allowed.includes(name))
        .map((name) => ({
          path: [...path, 'rules', index, part, name],
          problem: `there is no answer ${name}`,
          allowed: answerNames,
          unknown: name,
        })),
    ),
  );
}

/** A decision that cases would not know what to do with. */
function unknownDecisions({ rules }: PolicyGroup, path: Path): PolicyIssue[] {
  return rules.flatMap((rule, index) =>
    (['answer', 'pending'] as const).flatMap((part): PolicyIssue[] => {
      const said = rule[part]?.decision;
      if (typeof said !== 'string' || said.startsWith('=') || decisionNames.includes(said)) return [];
      const problem = `there is no decision ${said}`;
      return [{ path: [...path, 'rules', index, part, 'decision'], problem, allowed: decisionNames, unknown: said }];
    }),
  );
}

function checkFacts(policy: Policy): PolicyIssue[] {
  const facts = Object.entries(policy.facts).flatMap(([name, { type, whenUnknown }]): PolicyIssue[] => {
    const kinds = type ? [type] : factCatalogue[name]?.kinds;
    if (!kinds) {
      const allowed = Object.keys(factCatalogue);
      const problem = `there is no fact ${name}; one of the policy's own needs a \`type\``;
      return [{ path: ['facts', name], problem, allowed, unknown: name }];
    }
    if (whenUnknown === 'assumeNot' && !kinds.includes('boolean')) {
      return [
        {
          path: ['facts', name, 'whenUnknown'],
          problem: `assumeNot is for yes-or-no facts; ${name} holds ${kinds.join(' or ')}`,
        },
      ];
    }
    return [];
  });
  const taken = policy.parameters.flatMap(({ id }, index): PolicyIssue[] =>
    Object.hasOwn(factCatalogue, id)
      ? [{ path: ['parameters', index, 'id'], problem: `${id} is the name of a fact: choose another` }]
      : [],
  );
  const circles = [undefined, ...questions].flatMap((question) => circularValues(policy, question));
  const kpis = policy.kpis.flatMap(({ id }, index): PolicyIssue[] =>
    policy.kpis.findIndex((kpi) => kpi.id === id) === index
      ? []
      : [{ path: ['kpis', index, 'id'], problem: `the id ${id} stands twice in kpis` }],
  );
  return [...facts, ...taken, ...circles, ...kpis];
}

/** Values that are computed from themselves. */
function circularValues(policy: Policy, question: Question | undefined): PolicyIssue[] {
  const own = question ? (policy.decisions[question]?.values ?? []) : policy.decisions.values;
  const all = new Map([...policy.decisions.values, ...own].map(({ name, is }) => [name, is]));
  const reaches = (name: string, goal: string, seen: Set<string>): boolean => {
    const source = all.get(name);
    if (source === undefined || seen.has(name)) return false;
    seen.add(name);
    const parsed = tryParse(source);
    if (parsed instanceof BadExpression) return false;
    return namesIn(parsed).some((next) => next === goal || reaches(next, goal, seen));
  };
  return own.flatMap(({ name }, index): PolicyIssue[] =>
    reaches(name, name, new Set())
      ? [
          {
            path: [...(question ? ['decisions', question] : ['decisions']), 'values', index, 'is'],
            problem: `the value ${name} is computed from itself`,
          },
        ]
      : [],
  );
}

/** A component in two terms: nobody could say which one it has. A product may repeat the term of its component. */
function checkTerms({ products, components }: Policy): PolicyIssue[] {
  const terms = new Map(products.map(({ id, warranty }) => [id, warranty]));
  const listed = new Set<string>();
  return components.flatMap(({ id, also, warranty }, index) =>
    [id, ...also].flatMap((name, at): PolicyIssue[] => {
      const other = terms.get(name);
      const twice = listed.has(name) || (other !== undefined && other !== warranty);
      listed.add(name);
      const path: Path = ['components', index, ...(at === 0 ? ['id'] : ['also', at - 1])];
      return twice ? [{ path, problem: `${name} has two warranty terms: keep one` }] : [];
    }),
  );
}
