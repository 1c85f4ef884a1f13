/**
 * Cases opened before policies decided repairs carry rules of another form. They are read here as a decision program, so
 * that such a case goes on, replays and is audited by the one engine ([0013](../../docs/decisions/0013-repairs-are-decided.md)).
 */
import type { CasePolicy } from '../policy/case-policy';
import type { Clauses, FactValue, When } from '../policy/rule';
import type { Expression } from './expression';
import type { Answers, Condition, DecisionProgram, Rule } from './program';

/** What such a case carries instead of a program. */
export interface OlderRules {
  coverage: readonly {
    id: string;
    when?: When;
    needs: readonly { fact: string; is: FactValue; whenUnknown: 'assumeNot' | 'ask'; clause: string }[];
    clauses: Clauses;
  }[];
  goodwill?: { forbiddenWhen: When; needsOneOf: readonly When[]; clauses: Clauses };
  quote: { consent: boolean; remittance: boolean; clauses: Clauses };
}

/** The program by which a case is decided; undefined for kinds that ask none. */
export function programOf(policy: CasePolicy): DecisionProgram | undefined {
  if (policy.program) return policy.program;
  return 'coverage' in policy && policy.kind === 'repair' ? olderProgram(policy) : undefined;
}

/** What the coverage of those rules is called as a decision; what is not here has its own name. */
const decisions: Readonly<Record<string, string>> = {
  warranty: 'warranty_repair',
  contract: 'free_service',
  free: 'free_service',
  paid: 'paid_repair',
};

function olderProgram(policy: CasePolicy): DecisionProgram {
  const { coverage, goodwill, quote } = policy as unknown as OlderRules;
  const facts = namesOf({ coverage, goodwill });
  const needs = coverage.flatMap((rule) => rule.needs);
  const rules = coverage.map(coverageRule);
  const first = coverage.findIndex(({ id }) => id === 'paid');
  if (goodwill) rules.splice(first, 0, goodwillRule(goodwill));
  return {
    policy: policy.pins[0] ?? { id: '', version: '' },
    zone: policy.zone,
    calendar: Object.keys(policy.calendars)[0] ?? '',
    workingCalendar: Object.keys(policy.calendars)[0] ?? '',
    assumedNot: needs.filter(({ whenUnknown }) => whenUnknown === 'assumeNot').map(({ fact }) => fact),
    facts: Object.fromEntries(facts.map((fact) => [fact, { kinds: ['any' as const], values: [] }])),
    open: [],
    sameAs: {},
    allowed: { decision: Object.values(decisions) },
    values: {},
    decisions: {
      entitlement: { values: {}, groups: [{ hit: 'first', reportFailed: true, rules }] },
      approval: { values: {}, groups: [{ hit: 'first', reportFailed: false, rules: consentRules(quote) }] },
    },
    kpis: [],
    derived: [],
    figures: noFigures,
  };
}

const noFigures: DecisionProgram['figures'] = {
  milestones: {},
  callbacks: {},
  ladders: {},
  prices: {},
  approvals: {},
  terms: {},
  climbs: {},
  retries: {},
  callbackRoles: {},
  byPath: {},
};

/** The facts that the rules name. */
function namesOf({ coverage, goodwill }: Pick<OlderRules, 'coverage' | 'goodwill'>): string[] {
  const conditions = [...coverage.map(({ when }) => when), goodwill?.forbiddenWhen, ...(goodwill?.needsOneOf ?? [])];
  const named = conditions.flatMap((when) => Object.keys(when ?? {}));
  return [...new Set([...named, ...coverage.flatMap(({ needs }) => needs.map(({ fact }) => fact))])];
}

function coverageRule({ id, when, needs, clauses }: OlderRules['coverage'][number]): Rule {
  return {
    id,
    ...(when && { when: all(when) }),
    conditions: needs.map(({ fact, is, clause }): Condition => ({ if: equals(fact, is), clauses: [clause] })),
    answer: literals({ decision: decisions[id] ?? id, ...(id === 'contract' && { category: 'contract', feeCny: 0 }) }),
    startsFor: [],
    clauses,
  };
}

function goodwillRule({ forbiddenWhen, needsOneOf, clauses }: NonNullable<OlderRules['goodwill']>): Rule {
  const open = needsOneOf.map(all).reduce((left, right) => ({ k: 'binary', op: '||', left, right }));
  const allowed: Expression = {
    k: 'not',
    of: { k: 'call', fn: 'coalesce', args: [all(forbiddenWhen), literal(false)] },
  };
  const when: Expression = { k: 'binary', op: '&&', left: open, right: allowed };
  return {
    id: 'goodwill',
    when,
    conditions: [],
    answer: literals({ decision: 'goodwill_repair' }),
    startsFor: [],
    clauses,
  };
}

/** Chargeable work waits for the customer's consent, and where it was so for the remittance slip. */
function consentRules({ consent, remittance, clauses }: OlderRules['quote']): Rule[] {
  const rule = (id: string, when: Expression | undefined, answer: Answers): Rule => ({
    id,
    ...(when && { when }),
    conditions: [],
    answer,
    startsFor: [],
    clauses,
  });
  const agreed: Expression = equals('customerConsent', true);
  const slip: Expression = equals('remittanceSlip', true);
  const enough: Expression = remittance ? { k: 'binary', op: '&&', left: agreed, right: slip } : agreed;
  return [
    rule('agreed', consent ? enough : undefined, literals({ repairMayStart: true })),
    ...(remittance ? [rule('slip', agreed, literals({ repairMayStart: false, waitingFor: 'remittance_slip' }))] : []),
    rule('consent', undefined, literals({ repairMayStart: false, waitingFor: 'customer' })),
  ];
}

function all(when: When): Expression {
  const parts = Object.entries(when).map(([fact, wanted]): Expression =>
    Array.isArray(wanted)
      ? { k: 'binary', op: 'in', left: { k: 'name', name: fact }, right: { k: 'list', items: wanted.map(literal) } }
      : equals(fact, wanted),
  );
  return parts.reduce((left, right) => ({ k: 'binary', op: '&&', left, right }), literal(true));
}

function equals(fact: string, is: FactValue): Expression {
  return { k: 'binary', op: '==', left: { k: 'name', name: fact }, right: literal(is) };
}

function literal(value: FactValue): Expression {
  return { k: 'literal', value };
}

function literals(fields: Readonly<Record<string, FactValue>>): Answers {
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, literal(value)]));
}
