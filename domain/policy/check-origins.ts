import { questions } from '../decision/program';
import type { PolicyIssue } from './issue';
import type { KnownNames } from './names';
import type { Policy, PolicyOrigin } from './schema';

type Path = (string | number)[];

/**
 * Every rule says where it comes from: a clause that exists, or `default: true`, never both. A target row may leave it
 * to its milestone or callback. Readings are among the policy's, with an option that they offer.
 */
export function checkOrigins(policy: Policy, known: KnownNames): PolicyIssue[] {
  return [
    ...missingOrigins(policy),
    ...wrongOrigins(policy, [], new Set(known.clauses), policy),
    ...wrongReadings(policy),
  ];
}

const listSections = [
  'products',
  'components',
  'regions',
  'levels',
  'channels',
  'derived',
  'roles',
  'pauses',
  'alerts',
  'notices',
  'documents',
  'fees',
  'approvals',
  'technicalHelp',
  'requirements',
] as const;

function hasOrigin(rule: PolicyOrigin): boolean {
  return rule.clause !== undefined || rule.default === true;
}

function missingOrigins(policy: Policy): PolicyIssue[] {
  const rules: { path: Path; rule: PolicyOrigin }[] = [];
  const add = (path: Path, rule: PolicyOrigin | undefined): void => void (rule && rules.push({ path, rule }));
  for (const section of listSections) policy[section].forEach((rule, index) => add([section, index], rule));
  for (const part of ['sources', 'refused', 'required'] as const) {
    policy.intake?.[part].forEach((rule, index) => add(['intake', part, index], rule));
  }
  for (const section of ['milestones', 'callbacks'] as const) {
    policy[section].forEach((rule, index) => {
      rule.targets.forEach((row, at) => add([section, index, 'targets', at], hasOrigin(rule) ? undefined : row));
      if (typeof rule.warn === 'object') add([section, index, 'warn'], rule.warn);
    });
  }
  policy.callbacks.forEach(({ retry }, index) => add(['callbacks', index, 'retry'], retry));
  for (const [id, { levels }] of Object.entries(policy.ladders)) {
    levels.forEach((level, index) => {
      add(['ladders', id, 'levels', index], level);
      add(['ladders', id, 'levels', index, 'climbAfter'], level.climbAfter);
    });
  }
  policy.checklists.forEach(({ items }, index) =>
    items.forEach((item, at) => add(['checklists', index, 'items', at], item)),
  );
  for (const section of ['parts', 'quote', 'loaner', 'money', 'closing'] as const) add([section], policy[section]);
  add(['signoff'], policy.signoff ?? { default: true });
  for (const part of ['warn', 'emergency', 'oldPartReturned'] as const) add(['parts', part], policy.parts?.[part]);
  for (const part of ['early', 'lateCallBefore', 'noShow', 'reschedule', 'departure'] as const) {
    add(['visit', part], policy.visit?.[part]);
  }
  policy.visit?.lateTiers.forEach((tier, index) => add(['visit', 'lateTiers', index], tier));
  policy.decisions.values.forEach((rule, index) => add(['decisions', 'values', index], rule));
  for (const question of questions) {
    const { values = [], groups = [] } = policy.decisions[question] ?? {};
    values.forEach((rule, index) => add(['decisions', question, 'values', index], rule));
    groups.forEach((group, at) =>
      group.rules.forEach((rule, index) => {
        const path = ['decisions', question, 'groups', at, 'rules', index];
        rule.conditions.forEach((condition, number) => add([...path, 'conditions', number], condition));
        // A rule may leave it to its conditions.
        if (rule.conditions.length === 0) add(path, rule);
      }),
    );
  }
  for (const section of ['kpis', 'parameters'] as const) {
    policy[section].forEach((rule, index) => add([section, index], rule));
  }
  return rules
    .filter(({ rule }) => !hasOrigin(rule))
    .map(({ path }) => ({ path, problem: 'has neither a clause nor `default: true`' }));
}

/** Clauses that do not exist, defaults that are cited, and readings that the policy does not have, anywhere in it. */
function wrongOrigins(value: unknown, path: Path, clauses: ReadonlySet<string>, policy: Policy): PolicyIssue[] {
  if (Array.isArray(value))
    return value.flatMap((entry, index) => wrongOrigins(entry, [...path, index], clauses, policy));
  if (typeof value !== 'object' || value === null) return [];
  const rule = value as PolicyOrigin;
  const issues: PolicyIssue[] = [];
  for (const clause of [rule.clause ?? []].flat()) {
    if (!clauses.has(clause)) {
      issues.push({
        path: [...path, 'clause'],
        problem: `there is no clause ${clause}`,
        allowed: [...clauses],
        unknown: clause,
      });
    }
  }
  if (rule.clause !== undefined && rule.default) {
    issues.push({
      path: [...path, 'default'],
      problem: 'a product default is never cited to a clause: keep one of the two',
    });
  }
  if (typeof rule.reading === 'string') issues.push(...unknownReading(rule.reading, [...path, 'reading'], policy));
  return [
    ...issues,
    ...Object.entries(value).flatMap(([key, entry]) => wrongOrigins(entry, [...path, key], clauses, policy)),
  ];
}

function unknownReading(reading: string, path: Path, { readings }: Policy): PolicyIssue[] {
  const [name = '', option] = reading.split('=');
  const found = readings[name];
  if (!found) {
    const allowed = Object.keys(readings);
    return [{ path, problem: `there is no reading ${name}`, allowed, unknown: name, section: 'readings' }];
  }
  if (option === undefined || found.options?.includes(option)) return [];
  return [
    { path, problem: `the reading ${name} has no option ${option}`, allowed: found.options ?? [], unknown: option },
  ];
}

function wrongReadings({ readings }: Policy): PolicyIssue[] {
  return Object.entries(readings).flatMap(([name, { chosen, options }]): PolicyIssue[] => {
    if (options === undefined && chosen === undefined) return [];
    if (chosen !== undefined && options?.includes(chosen)) return [];
    const problem =
      chosen === undefined ? 'has options and chooses none' : `chooses ${chosen}, which is no option of it`;
    return [{ path: ['readings', name], problem: `${name} ${problem}`, allowed: options ?? [] }];
  });
}
