import { timeOfDay } from '../recurring/entry';
import { reportTimes } from '../reports/periods';
import type { PolicyIssue } from './issue';
import type { KnownNames } from './names';
import type { Policy } from './schema';

type Path = (string | number)[];

/** Names and origins in the sections `care:`, `surveys:` and `reports:`, and dates that can never come. */
export function checkCare(policy: Policy, known: KnownNames): PolicyIssue[] {
  const found: PolicyIssue[] = [];
  const expect = (what: string, name: string, allowed: readonly string[], path: Path): void => {
    if (!allowed.includes(name)) found.push({ path, problem: `there is no ${what} ${name}`, allowed, unknown: name });
  };
  const wrong = (path: Path, problem: string): void => void found.push({ path, problem });
  const roles = policy.roles.map(({ id }) => id);
  const ladders = Object.keys(policy.ladders);
  const rules = policy.care?.rules ?? [];
  rules.forEach((rule, index) => {
    const path = ['care', 'rules', index];
    expect('role', rule.role, roles, [...path, 'role']);
    expect('ladder', rule.ladder, ladders, [...path, 'ladder']);
    if (rule.template !== undefined) expect('template', rule.template, known.templates, [...path, 'template']);
    if (rule.before)
      expect(
        'care rule',
        rule.before.rule,
        rules.map(({ id }) => id),
        [...path, 'before', 'rule'],
      );
    for (const product of rule.products ?? [])
      expect(
        'product',
        product,
        policy.products.map(({ id }) => id),
        [...path, 'products'],
      );
    const dated = [rule.before, rule.months, rule.every, rule.offset, rule.sample].filter(
      (way) => way !== undefined,
    ).length;
    if (dated !== 1 && !(dated === 0 && rule.from !== undefined))
      wrong(path, `${rule.id} needs one of every, offset, months, before and sample`);
    if (!rule.before && !rule.sample && rule.from === undefined)
      wrong(path, `${rule.id} does not say what its dates count from`);
    if ((rule.from === 'calendar') !== (rule.months !== undefined))
      wrong(path, `${rule.id}: months go with from: calendar`);
    if (rule.sample && (rule.task !== 'call' || rule.from !== undefined))
      wrong(path, `${rule.id}: a sample is of visits that ended, for calls`);
    if (rule.task === 'notice' && rule.template === undefined) wrong(path, `the notice ${rule.id} has no template`);
    if (rule.clause === undefined && !rule.default) wrong(path, 'has neither a clause nor `default: true`');
  });
  (policy.surveys?.surveys ?? []).forEach((survey, index) => {
    const path = ['surveys', 'surveys', index];
    expect('role', survey.fallback.role, roles, [...path, 'fallback', 'role']);
    expect('ladder', survey.ladder, ladders, [...path, 'ladder']);
    if ((survey.of === 'customers') !== (survey.months !== undefined))
      wrong(path, `${survey.id}: customers are asked in months, cases when they are closed`);
    if (survey.clause === undefined && !survey.default) wrong(path, 'has neither a clause nor `default: true`');
  });
  (policy.reports?.kpis ?? []).forEach(({ kpi }, index) =>
    expect(
      'KPI',
      kpi,
      policy.kpis.map(({ id }) => id),
      ['reports', 'kpis', index, 'kpi'],
    ),
  );
  (policy.reports?.reports ?? []).forEach((report, index) => {
    const path = ['reports', 'reports', index];
    report.to.forEach((role, at) => expect('role', role, roles, [...path, 'to', at]));
    expect('role', report.owner, roles, [...path, 'owner']);
    expect('ladder', report.ladder, ladders, [...path, 'ladder']);
    if (report.clause === undefined && !report.default) wrong(path, 'has neither a clause nor `default: true`');
    try {
      timeOfDay(report.made.time);
      reportTimes(report);
    } catch (error) {
      wrong([...path, 'made'], error instanceof Error ? error.message : String(error));
    }
  });
  return found;
}
