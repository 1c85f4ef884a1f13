/**
 * Duties that a policy wants done by an action and lets pass where they are not: the case goes on, and keeps that the duty was
 * left open. Written from the policies' words; what a visit, a loaner or money leave open by themselves is with their actions.
 */
import { dateAt } from '../domain/calendar/zone';
import { holds } from '../domain/policy/rule';
import type { Ledger } from './ledger';

/** What of marks, facts and items of checklists an action leaves open, before it is taken. */
export function leaveGaps(
  ledger: Ledger,
  action: string,
  { checklist: ticked }: { checklist?: readonly string[] },
): void {
  const { requirements, checklists } = ledger.policy;
  for (const rule of requirements) {
    if (rule.action !== action || rule.missing !== 'finding' || !holds(rule.when, ledger.facts)) continue;
    const { mark, fact, clauses } = rule;
    const open = mark !== undefined && !inTime(ledger, mark, rule.aheadDays);
    if (open || (fact !== undefined && ledger.facts[fact] === undefined))
      ledger.leaveOpen(action, mark ?? fact!, clauses);
  }
  if (ticked === undefined) return;
  for (const list of checklists)
    if (list.action === action && list.missing === 'finding')
      for (const { id, clauses } of list.items) if (!ticked.includes(id)) ledger.leaveOpen(action, id, clauses);
}

/** Whether a mark was made, so many dates before this action where the policy wants that (C-SEC-3.2). */
function inTime({ done, at, policy }: Ledger, mark: string, aheadDays: number | undefined): boolean {
  const made = done[mark];
  if (made === undefined || aheadDays === undefined) return made !== undefined;
  const { zone } = Object.values(policy.calendars)[0]!;
  return dateAt(zone, at) - dateAt(zone, made) >= aheadDays;
}
