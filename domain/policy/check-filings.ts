/** What is wrong with the sections on filings and on holidays beside their shape: names, counts and origins. */
import { parseDuration } from '../time/duration';
import type { PolicyIssue } from './issue';
import type { Policy, PolicyOrigin } from './schema';

/** Roles and ladders that do not exist, ids that stand twice, counts that never come, and rules without an origin. */
export function checkFilings({ filings, holidayDuty, roles, ladders }: Policy): PolicyIssue[] {
  const issues: PolicyIssue[] = [];
  const named = (path: PolicyIssue['path'], name: string, section: 'roles' | 'ladders'): void => {
    const allowed = section === 'roles' ? roles.map(({ id }) => id) : Object.keys(ladders);
    if (!allowed.includes(name))
      issues.push({ path, problem: `there is no ${name} among ${section}`, allowed, unknown: name, section });
  };
  const originated = (path: PolicyIssue['path'], rule: PolicyOrigin): void => {
    if (rule.clause === undefined && rule.default !== true)
      issues.push({ path, problem: 'has neither a clause nor `default: true`' });
  };
  filings.forEach((rule, index) => {
    const path = ['filings', index];
    named([...path, 'role'], rule.role, 'roles');
    named([...path, 'ladder'], rule.ladder, 'ladders');
    originated(path, rule);
    rule.grounds.forEach((ground, at) => originated([...path, 'grounds', at], ground));
    if (filings.findIndex(({ id }) => id === rule.id) < index)
      issues.push({ path, problem: `${rule.id} stands twice` });
    if (rule.from > 1 && rule.about === 'product')
      issues.push({ path: [...path, 'from'], problem: 'is counted by person or partner only', allowed: ['1'] });
  });
  if (holidayDuty) {
    named(['holidayDuty', 'role'], holidayDuty.role, 'roles');
    named(['holidayDuty', 'owner'], holidayDuty.owner, 'roles');
    named(['holidayDuty', 'ladder'], holidayDuty.ladder, 'ladders');
    originated(['holidayDuty'], holidayDuty);
    const { sign, months, days, ms } = parseDuration(holidayDuty.ahead);
    if (sign < 0 || months > 0 || ms > 0 || days < 1 || days > 60)
      issues.push({ path: ['holidayDuty', 'ahead'], problem: 'is no span of 1 to 60 dates', allowed: ['P7D'] });
    // Times of day are written alike, with two digits each, so their order is that of their letters.
    if (holidayDuty.hours && holidayDuty.hours.until <= holidayDuty.hours.from)
      issues.push({
        path: ['holidayDuty', 'hours', 'until'],
        problem: `is not after ${holidayDuty.hours.from}: hours are of one date`,
      });
  }
  return issues;
}
