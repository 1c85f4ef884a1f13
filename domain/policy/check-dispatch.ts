/** What is wrong with a policy's section on dispatch beside its shape: names and origins. */
import type { PolicyIssue } from './issue';
import type { Policy, PolicyOrigin } from './schema';

/** Roles and ladders that do not exist, and rules without an origin. */
export function checkDispatch({ dispatch, roles, ladders }: Policy): PolicyIssue[] {
  if (!dispatch) return [];
  const issues: PolicyIssue[] = [];
  const named = (path: (string | number)[], name: string | undefined, section: 'roles' | 'ladders'): void => {
    const allowed = section === 'roles' ? roles.map(({ id }) => id) : Object.keys(ladders);
    if (name !== undefined && !allowed.includes(name))
      issues.push({ path: ['dispatch', ...path], problem: `there is no ${name}`, allowed, unknown: name, section });
  };
  const originated = (path: (string | number)[], rule: PolicyOrigin | undefined): void => {
    if (rule && rule.clause === undefined && rule.default !== true)
      issues.push({ path: ['dispatch', ...path], problem: 'has neither a clause nor `default: true`' });
  };
  const { plan, table, dayEnd, leftOver, sheets, qualified, certificates, takes, travel, load } = dispatch;
  named(['plan', 'owner'], plan.owner, 'roles');
  named(['plan', 'ladder'], plan.ladder, 'ladders');
  named(['dayEnd', 'ladder'], dayEnd.ladder, 'ladders');
  named(['leftOver', 'tell'], leftOver?.tell, 'roles');
  named(['sheets', 'tell'], sheets?.tell, 'roles');
  table?.to.forEach((role, index) => named(['table', 'to', index], role, 'roles'));
  for (const [name, rule] of Object.entries({ plan, table, dayEnd, leftOver, sheets, qualified, travel, load }))
    originated([name], rule);
  certificates.forEach((rule, index) => originated(['certificates', index], rule));
  takes.forEach((rule, index) => originated(['takes', index], rule));
  return issues;
}
