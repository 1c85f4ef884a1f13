/** Milestones and callbacks of a policy file as clocks reckon with them. */
import type { Milestone } from './rule';
import { compileRow, compileWarning, inWorkingTime } from './compile-targets';
import type { Policy, PolicyCallback, PolicyMilestone } from './schema';

/** The ladder that a milestone climbs where it names none. */
export const defaultLadder = 'supervisor';

/** A milestone as its clock reckons with it. */
export function compileMilestone(rule: PolicyMilestone, policy: Policy): Milestone {
  const warn = compileWarning(rule.warn);
  const to = typeof rule.to === 'string' ? [rule.to] : rule.to;
  const movedByAgreement = rule.targets.some(({ at }) => at !== undefined);
  const stopping = policy.pauses.filter(({ stops }) => !movedByAgreement && stops.some((mark) => to.includes(mark)));
  const warned = typeof rule.warn === 'object' ? rule.warn.to : undefined;
  return {
    id: rule.id,
    from: [rule.from].flat(),
    to,
    ...(rule.onlyWhen && { onlyWhen: rule.onlyWhen }),
    ...(rule.cancelledBy && { cancelledBy: rule.cancelledBy }),
    nature: rule.nature,
    tell: rule.remind ?? warned ?? ['engineer', 'dispatcher'],
    targets: rule.targets.map((row) => compileRow(row, rule)),
    ...(warn && { warn }),
    pausedBy: [...new Set([...rule.pausedBy, ...stopping.map(({ reason }) => reason)])],
    ...(rule.nature === 'deadline' && { ladder: rule.ladder ?? defaultLadder }),
    calendar: rule.calendar ?? (rule.targets.some(inWorkingTime) ? policy.workingCalendar : policy.calendar),
    extensions: rule.extensions,
  };
}

/** A callback is owed from its mark until `called_back.<id>`; nothing pauses it (R-PAUSE). */
export function callbackMilestone(rule: PolicyCallback, policy: Policy): Milestone {
  const warn = compileWarning(rule.warn);
  const warned = typeof rule.warn === 'object' ? rule.warn.to : undefined;
  return {
    id: `callback_${rule.id}`,
    from: [rule.from],
    to: [`called_back.${rule.id}`],
    ...(rule.onlyWhen && { onlyWhen: rule.onlyWhen }),
    nature: 'deadline',
    tell: warned ?? [rule.role],
    targets: rule.targets.map((row) => compileRow(row, rule)),
    ...(warn && { warn }),
    pausedBy: [],
    ladder: rule.ladder ?? defaultLadder,
    calendar: rule.calendar ?? (rule.targets.some(inWorkingTime) ? policy.workingCalendar : policy.calendar),
    extensions: 1,
    callback: rule.id,
  };
}
