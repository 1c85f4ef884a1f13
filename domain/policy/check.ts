/**
 * What is wrong with a policy whose shape is right: names that do not exist, rules that can never apply, figures that
 * are missing or not allowed, origins that are missing or contradict themselves. Pure; the loader adds file and line.
 */
import type { CaseKind } from './rule';
import type { KnownNames } from './names';
import { checkDecisions } from './check-decisions';
import { checkCare } from './check-care';
import { checkComplaints } from './check-complaints';
import { checkDispatch } from './check-dispatch';
import { checkAmounts } from './check-amounts';
import { checkFilings } from './check-filings';
import { checkFigures } from './check-figures';
import { checkLadders } from './check-ladders';
import { checkNames } from './check-names';
import { checkOrigins } from './check-origins';
import { checkRecords } from './check-records';
import { checkSupply } from './check-supply';
import { checkJobs } from './job-rules';
import type { PolicyIssue } from './issue';
import type { Policy } from './schema';

/** Everything that is wrong with a policy; empty where it may be used. */
export function checkPolicy(policy: Policy, known: KnownNames): PolicyIssue[] {
  return [
    ...checkSections(policy),
    ...checkNames(policy, known),
    ...checkOrigins(policy, known),
    ...checkLadders(policy),
    ...checkFigures(policy),
    ...checkDispatch(policy),
    ...checkComplaints(policy),
    ...checkCare(policy, known),
    ...checkSupply(policy),
    ...checkRecords(policy),
    ...checkJobs(policy),
    ...checkFilings(policy),
    ...checkAmounts(policy),
    ...checkDecisions(policy),
  ];
}

/** What a service policy must say for each kind of case that it serves. */
const sectionsOf = {
  repair: ['parts', 'quote', 'loaner', 'closing'],
  return: ['returns', 'closing'],
  complaint: ['complaints', 'closing'],
  job: ['closing'],
} as const satisfies Record<CaseKind, readonly (keyof Policy)[]>;

/** Sections that a layer must have, ids that stand twice, and marks that lead back to themselves. */
function checkSections(policy: Policy): PolicyIssue[] {
  const issues: PolicyIssue[] = [];
  if (policy.layer === 'service') {
    for (const section of new Set(policy.kinds.flatMap((kind) => sectionsOf[kind]))) {
      if (!policy[section]) issues.push({ path: [], problem: `a service policy needs the section ${section}` });
    }
    if (policy.kinds.includes('repair') && !policy.decisions.entitlement)
      issues.push({ path: ['decisions'], problem: 'a service policy for repairs needs the decision entitlement' });
    if (policy.kinds.includes('repair') && !policy.decisions.approval)
      issues.push({ path: ['decisions'], problem: 'a service policy for repairs needs the decision approval' });
    if (!policy.intake?.sources.length) issues.push({ path: [], problem: 'a service policy needs intake sources' });
  }
  for (const section of idSections) {
    const seen = new Set<string>();
    policy[section].forEach(({ id }, index) => {
      if (seen.has(id))
        issues.push({ path: [section, index, 'id'], problem: `the id ${id} stands twice in ${section}` });
      seen.add(id);
    });
  }
  return [...issues, ...checkCircles(policy)];
}

const idSections = [
  'products',
  'components',
  'regions',
  'levels',
  'channels',
  'roles',
  'milestones',
  'callbacks',
  'fees',
  'approvals',
  'technicalHelp',
] as const;

/** A milestone that ends where it starts, callbacks and derived facts that wait for each other. */
function checkCircles(policy: Policy): PolicyIssue[] {
  const issues: PolicyIssue[] = [];
  policy.milestones.forEach((rule, index) => {
    if ([rule.from].flat().some((mark) => [rule.to].flat().includes(mark))) {
      issues.push({ path: ['milestones', index, 'to'], problem: `${rule.id} ends with the mark it starts from` });
    }
  });
  const callbackAfter = new Map(policy.callbacks.map(({ id, from }) => [id, [from.replace(/^called_back\./, '')]]));
  policy.callbacks.forEach(({ id, from }, index) => {
    if (from.startsWith('called_back.') && leadsTo(callbackAfter, id, id)) {
      issues.push({ path: ['callbacks', index, 'from'], problem: `the callback ${id} waits for itself` });
    }
  });
  const derivedFrom = new Map(policy.derived.map(({ fact, anyOf }) => [fact, anyOf.map((from) => from.fact)]));
  policy.derived.forEach(({ fact }, index) => {
    if (leadsTo(derivedFrom, fact, fact)) {
      issues.push({ path: ['derived', index, 'fact'], problem: `the fact ${fact} is derived from itself` });
    }
  });
  return issues;
}

function leadsTo(
  edges: ReadonlyMap<string, readonly string[]>,
  from: string,
  goal: string,
  seen = new Set<string>(),
): boolean {
  if (seen.has(from)) return false;
  seen.add(from);
  return (edges.get(from) ?? []).some((next) => next === goal || leadsTo(edges, next, goal, seen));
}
