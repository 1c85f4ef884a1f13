/**
 * The sections of a policy file that decide: `facts`, `parameters`, `decisions`, `kpis`. Conditions and answers are
 * expressions (docs/policy-writing.md); an answer that begins with `=` is one, any other is taken as it stands.
 */
import { z } from 'zod';
import { origin, text } from './schema-parts';

/** A name in expressions. */
const name = z.string().regex(/^[a-z][a-zA-Z0-9_]*$/, 'letters, digits and _, starting with a small letter');
const expression = z.string().min(1);
/** A condition may be written as a plain true or false. */
const condition = z.union([expression, z.boolean()]);

export type AnswerSource = string | number | boolean | null | AnswerSource[] | { [field: string]: AnswerSource };
const answerValue: z.ZodType<AnswerSource> = z.lazy(() =>
  z.union([z.string(), z.number(), z.boolean(), z.null(), z.array(answerValue), z.record(z.string(), answerValue)]),
);
const answers = z.record(z.string().regex(/^[a-z][a-zA-Z0-9]*$/), answerValue);

const fact = z.strictObject({
  /** `assumeNot`: absent unless somebody says so; `ask`: never guessed. */
  whenUnknown: z.enum(['assumeNot', 'ask']).default('ask'),
  /** For a fact that the catalogue does not have. */
  type: z
    .enum(['boolean', 'number', 'date', 'month', 'instant', 'duration', 'enum', 'text', 'list', 'object', 'any'])
    .optional(),
  title: text.optional(),
  /** Further values of an enumerated fact. */
  values: z.array(z.string()).default([]),
  /** Values that nobody lists are taken as they are. */
  open: z.boolean().default(false),
  /** Other names of a value, replaced before anything is decided. */
  sameAs: z.record(z.string(), z.string()).default({}),
  ...origin,
});

const namedValue = z.strictObject({ name, is: condition, ...origin });

const ruleCondition = z.strictObject({
  if: condition,
  /** Not true: this condition is not about the question, and is left out. */
  when: condition.optional(),
  text: text.optional(),
  /** A fact that names a component or product: the condition is reported under that one's clause, where it has one. */
  clauseOf: name.optional(),
  ...origin,
});

const rule = z.strictObject({
  id: z.string().regex(/^[a-zA-Z][a-zA-Z0-9_-]*$/, 'letters, digits, _ and -, starting with a letter'),
  text: text.optional(),
  /** Whether the rule is about this question at all; unknown counts as not. */
  when: condition.optional(),
  /** Values of the group's `startAt` fact that begin here, beside the rule's id. */
  startsFor: z.array(z.string()).default([]),
  conditions: z.array(ruleCondition).default([]),
  answer: answers.default({}),
  /** What is answered while a condition is unknown. */
  pending: answers.optional(),
  ...origin,
});

const group = z.strictObject({
  /** `first`: the first rule whose conditions hold; `all`: every one. */
  hit: z.enum(['first', 'all']),
  when: condition.optional(),
  /** The fact that names the rule to start from (R-FALLTHROUGH). */
  startAt: name.optional(),
  reportFailed: z.boolean().default(false),
  /** Asks the rules for each entry of a fact that holds a list. */
  forEach: z.strictObject({ fact: name, as: name, take: name.optional() }).optional(),
  rules: z.array(rule).min(1),
});

const decision = z.strictObject({ values: z.array(namedValue).default([]), groups: z.array(group).min(1) });

const decisions = z.strictObject({
  /** Named values that several questions use. */
  values: z.array(namedValue).default([]),
  entitlement: decision.optional(),
  deadline: decision.optional(),
  fee: decision.optional(),
  approval: decision.optional(),
  routing: decision.optional(),
  escalation: decision.optional(),
  parts: decision.optional(),
  callback: decision.optional(),
  kpi: decision.optional(),
});

const kpi = z.strictObject({
  id: z.string().regex(/^[a-zA-Z][a-zA-Z0-9_-]*$/),
  title: text,
  /** A rate from 0 to 1, or a number. */
  is: expression,
  when: condition.optional(),
  /** Without a target it is measured and not judged (R-MISSING). */
  target: z.number().optional(),
  compare: z.enum(['atLeast', 'atMost', 'over', 'under']).default('atLeast'),
  /** Names of the answer fields, where they are not `value`, `target` and `passed`. */
  as: z.strictObject({ value: name.optional(), target: name.optional(), passed: name.optional() }).default({}),
  ...origin,
});

/** A figure that the source leaves blank. */
const parameter = z.strictObject({
  id: name,
  title: text,
  /** `publish`: without a value the policy cannot be published; `case`: each case brings it as a fact. */
  required: z.enum(['publish', 'case', 'no']),
  value: z.union([z.number(), z.string(), z.boolean()]).optional(),
  /** What it holds; read from the value where there is one. */
  type: z.enum(['number', 'duration', 'date', 'text', 'boolean']).optional(),
  ...origin,
});

/** The deciding sections, to be spread into the policy. */
export const decisionSections = {
  facts: z.record(name, fact).default({}),
  parameters: z.array(parameter).default([]),
  decisions: decisions.default({ values: [] }),
  kpis: z.array(kpi).default([]),
};

export type PolicyDecision = z.infer<typeof decision>;
export type PolicyGroup = z.infer<typeof group>;
export type PolicyRule = z.infer<typeof rule>;
export type PolicyParameter = z.infer<typeof parameter>;
