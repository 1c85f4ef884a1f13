/** The section `jobs:` of a policy as a job carries it, and what can be wrong with it beside its shape. */
import type { PolicyIssue } from './issue';
import type { Clauses } from './rule';
import { clausesOf } from './compile-targets';
import type { Policy } from './schema';

export interface JobRules {
  /** What is gone through one by one, by the action. */
  items?: Readonly<Record<string, readonly string[]>>;
  /** The warranty of the unit runs from the date on which both sides signed. */
  warrantyFromAcceptance?: { clauses: Clauses };
}

/** The rules of a policy that says something of its jobs; nothing where it has none that a case needs. */
export function compileJobs({ jobs }: Policy): { jobs?: JobRules } {
  const { acceptance, items = [] } = jobs ?? {};
  if (!acceptance && items.length === 0) return {};
  return {
    jobs: {
      ...(items.length > 0 && { items: Object.fromEntries(itemsByAction(items)) }),
      ...(acceptance && { warrantyFromAcceptance: { clauses: clausesOf(acceptance) } }),
    },
  };
}

type Item = NonNullable<Policy['jobs']>['items'][number];

function itemsByAction(items: readonly Item[]): [string, string[]][] {
  const actions = [...new Set(items.map((item) => item.with))];
  return actions.map((action) => [action, items.filter((item) => item.with === action).map(({ id }) => id)]);
}

/** Jobs of a policy that serves none, work that stands twice, and rules without an origin. */
export function checkJobs({ jobs, kinds, layer }: Policy): PolicyIssue[] {
  if (!jobs) return [];
  const issues: PolicyIssue[] = [];
  if (layer === 'visit') {
    for (const section of ['works', 'acceptance'] as const)
      if (jobs[section]) issues.push({ path: ['jobs', section], problem: `${section} are the service policy's` });
  } else if (!kinds.includes('job'))
    issues.push({ path: ['jobs'], problem: 'the policy serves no jobs: add job to its kinds' });
  const { works = [] } = jobs;
  works.forEach((rule, index) => {
    const path = ['jobs', 'works', index];
    if (works.findIndex(({ id }) => id === rule.id) < index) issues.push({ path, problem: `${rule.id} stands twice` });
    if (!hasOrigin(rule)) issues.push({ path, problem: 'has neither a clause nor `default: true`' });
  });
  jobs.items.forEach((rule, index) => {
    const path = ['jobs', 'items', index];
    if (jobs.items.findIndex((one) => one.id === rule.id && one.with === rule.with) < index)
      issues.push({ path, problem: `${rule.id} stands twice` });
    if (!hasOrigin(rule)) issues.push({ path, problem: 'has neither a clause nor `default: true`' });
  });
  if (jobs.acceptance && !hasOrigin(jobs.acceptance))
    issues.push({ path: ['jobs', 'acceptance'], problem: 'has neither a clause nor `default: true`' });
  return issues;
}

function hasOrigin(rule: { clause?: unknown; default?: true | undefined }): boolean {
  return rule.clause !== undefined || rule.default === true;
}
