/** The section `jobs:` of a policy as a job carries it, and what can be wrong with it beside its shape. */
import type { PolicyIssue } from './issue';
import type { Clauses } from './rule';
import { clausesOf } from './compile-targets';
import type { Policy } from './schema';

export interface JobRules {
  /** The warranty of the unit runs from the date on which both sides signed. */
  warrantyFromAcceptance?: { clauses: Clauses };
}

/** The rules of a policy that says something of its jobs; nothing where it has none that a case needs. */
export function compileJobs({ jobs }: Policy): { jobs?: JobRules } {
  if (!jobs?.acceptance) return {};
  return { jobs: { warrantyFromAcceptance: { clauses: clausesOf(jobs.acceptance) } } };
}

/** Jobs of a policy that serves none, work that stands twice, and rules without an origin. */
export function checkJobs({ jobs, kinds }: Policy): PolicyIssue[] {
  if (!jobs) return [];
  const issues: PolicyIssue[] = [];
  if (!kinds.includes('job'))
    issues.push({ path: ['jobs'], problem: 'the policy serves no jobs: add job to its kinds' });
  jobs.works.forEach((rule, index) => {
    const path = ['jobs', 'works', index];
    if (jobs.works.findIndex(({ id }) => id === rule.id) < index)
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
