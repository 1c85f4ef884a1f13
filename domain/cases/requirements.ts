/**
 * What the policy wants before an action: marks that must have happened, facts that must be known, items of a
 * checklist. A policy chooses whether a gap refuses the action or is recorded as a finding.
 */
import { dateAt } from '../calendar/zone';
import { Refusal, sayNamed } from '../errors';
import type { CasePolicy } from '../policy/case-policy';
import { holds, type Clauses } from '../policy/rule';
import type { Instant } from '../time/instant';
import type { CaseState } from './state';
import type { Work } from './work';

interface Gap {
  missing: string;
  clauses: Clauses;
  /** An item of a checklist. */
  ticked: boolean;
}

function gaps(
  policy: CasePolicy,
  action: string,
  state: CaseState,
  payload: unknown,
  mode: 'refuse' | 'finding',
  at: Instant,
): Gap[] {
  const unmet = policy.requirements.filter(
    (r) =>
      r.action === action &&
      r.missing === mode &&
      holds(r.when, state.facts) &&
      ((r.mark !== undefined && !happened(policy, state.done[r.mark], r.aheadDays, at)) ||
        (r.fact !== undefined && state.facts[r.fact] === undefined)),
  );
  const done = checkedItems(payload);
  const items = policy.checklists
    .filter((c) => c.action === action && c.missing === mode && done !== undefined)
    .flatMap((c) => c.items.filter((item) => !done!.includes(item.id)));
  return [
    ...unmet.map((r) => ({ missing: r.mark ?? r.fact!, clauses: r.clauses, ticked: false })),
    ...items.map((item) => ({ missing: item.id, clauses: item.clauses, ticked: true })),
  ];
}

/** Whether a mark happened, and early enough: dates are counted, not hours (R-DAYEND). */
function happened(policy: CasePolicy, done: Instant | undefined, aheadDays: number | undefined, at: Instant): boolean {
  if (done === undefined || aheadDays === undefined) return done !== undefined;
  const { zone } = Object.values(policy.calendars)[0]!;
  return dateAt(zone, at) - dateAt(zone, done) >= aheadDays;
}

function checkedItems(payload: unknown): readonly string[] | undefined {
  const list = (payload as { checklist?: unknown } | null)?.checklist;
  return Array.isArray(list) ? (list as string[]) : undefined;
}

/** Refuses the action while something that the policy insists on is missing; names all of it with its clauses. */
export function checkRequirements(
  policy: CasePolicy,
  action: string,
  state: CaseState,
  payload: unknown,
  at: Instant,
): void {
  const missing = gaps(policy, action, state, payload, 'refuse', at);
  if (missing.length === 0) return;
  const codes = missing.map((g) => g.missing);
  const clauses = [...new Set(missing.flatMap((g) => g.clauses))];
  const around = { zh: `尚缺{named}（${clauses.join('、')}）`, en: `Missing: {named} (${clauses.join(', ')})` };
  const named = { what: 'requirement', codes, around } as const;
  // What has to happen first is no field of this action; what is to be ticked is.
  const field = missing.some(({ ticked }) => ticked) ? { field: 'checklist' } : {};
  throw new Refusal('requirement_missing', { ...field, detail: sayNamed(named), named, allowed: codes });
}

/** Records the gaps that the policy lets pass. */
export function recordGaps(work: Work, action: string, payload: unknown): void {
  for (const gap of gaps(work.policy, action, work.state, payload, 'finding', work.at))
    work.finding(action, gap.missing, gap.clauses);
}
