/**
 * What the policy wants before an action: marks that must have happened, facts that must be known, items of a
 * checklist. A policy chooses whether a gap refuses the action or is recorded as a finding.
 */
import { Refusal } from '../errors';
import type { CasePolicy } from '../policy/case-policy';
import { holds, type Clauses } from '../policy/rule';
import type { CaseState } from './state';
import type { Work } from './work';

interface Gap {
  missing: string;
  clauses: Clauses;
  /** It is an item that the payload's checklist lacks. */
  item?: true;
}

function gaps(
  policy: CasePolicy,
  action: string,
  state: CaseState,
  payload: unknown,
  mode: 'refuse' | 'finding',
): Gap[] {
  const unmet = policy.requirements.filter(
    (r) =>
      r.action === action &&
      r.missing === mode &&
      holds(r.when, state.facts) &&
      ((r.mark !== undefined && state.done[r.mark] === undefined) ||
        (r.fact !== undefined && state.facts[r.fact] === undefined)),
  );
  const done = checkedItems(payload);
  const items = policy.checklists
    .filter((c) => c.action === action && c.missing === mode && done !== undefined)
    .flatMap((c) => c.items.filter((item) => !done!.includes(item.id)));
  return [
    ...unmet.map((r) => ({ missing: r.mark ?? r.fact!, clauses: r.clauses })),
    ...items.map((item) => ({ missing: item.id, clauses: item.clauses, item: true as const })),
  ];
}

function checkedItems(payload: unknown): readonly string[] | undefined {
  const list = (payload as { checklist?: unknown } | null)?.checklist;
  return Array.isArray(list) ? (list as string[]) : undefined;
}

/** Refuses the action while something that the policy insists on is missing; names all of it with its clauses. */
export function checkRequirements(policy: CasePolicy, action: string, state: CaseState, payload: unknown): void {
  const missing = gaps(policy, action, state, payload, 'refuse');
  if (missing.length === 0) return;
  const names = missing.map((g) => g.missing);
  throw new Refusal('requirement_missing', {
    field: missing.some(({ item }) => item) ? 'checklist' : undefined,
    detail: {
      zh: `尚缺:${names.join('、')}(${missing.flatMap((g) => g.clauses).join('、')})`,
      en: `Missing before ${action}: ${names.join(', ')} (${missing.flatMap((g) => g.clauses).join(', ')})`,
    },
    allowed: names,
  });
}

/** Records the gaps that the policy lets pass. */
export function recordGaps(work: Work, action: string, payload: unknown): void {
  for (const gap of gaps(work.policy, action, work.state, payload, 'finding'))
    work.finding(action, gap.missing, gap.clauses);
}
