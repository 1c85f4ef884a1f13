/** What is wrong with the sections on customer files, stock and partners beside their shape: names and origins. */
import type { PolicyIssue } from './issue';
import type { Policy, PolicyOrigin } from './schema';

/** Roles, ladders, milestones, approvals and KPIs that do not exist, and rules without an origin. */
export function checkSupply(policy: Policy): PolicyIssue[] {
  const { customerFiles, stock, partners } = policy;
  const issues: PolicyIssue[] = [];
  const named = (
    path: (string | number)[],
    name: string | undefined,
    section: 'roles' | 'kpis' | 'milestones' | 'approvals',
  ): void => {
    const allowed = policy[section].map(({ id }) => id);
    if (name !== undefined && !allowed.includes(name))
      issues.push({ path, problem: `there is no ${name} among ${section}`, allowed, unknown: name, section });
  };
  const climbs = (path: string[], ladder: string): void => {
    const allowed = Object.keys(policy.ladders);
    if (!allowed.includes(ladder))
      issues.push({ path, problem: `there is no ladder ${ladder}`, allowed, unknown: ladder, section: 'ladders' });
  };
  const originated = (path: string[], rule: PolicyOrigin): void => {
    if (rule.clause === undefined && rule.default !== true)
      issues.push({ path, problem: 'has neither a clause nor `default: true`' });
  };
  const duties = {
    ...(customerFiles && { customerFiles }),
    ...Object.fromEntries(
      Object.entries({ ...stock, watch: undefined }).map(([name, rule]) => [`stock.${name}`, rule]),
    ),
  };
  for (const [name, rule] of Object.entries(duties)) {
    if (typeof rule !== 'object') continue;
    const path = name.split('.');
    named([...path, 'role'], rule.role, 'roles');
    climbs([...path, 'ladder'], rule.ladder);
    originated(path, rule);
  }
  named(['customerFiles', 'kpi'], customerFiles?.kpi, 'kpis');
  if (stock?.watch) {
    named(['stock', 'watch', 'role'], stock.watch.role, 'roles');
    climbs(['stock', 'watch', 'order', 'ladder'], stock.watch.order.ladder);
    originated(['stock', 'watch'], stock.watch);
    originated(['stock', 'watch', 'order'], stock.watch.order);
    originated(['stock', 'watch', 'arrives'], stock.watch.arrives);
    if (!stock.arrival)
      issues.push({
        path: ['stock', 'watch'],
        problem: 'orders for the stock are chased by `stock.arrival`, which is missing',
      });
  }
  named(['stock', 'accuracy'], stock?.accuracy, 'kpis');
  partners?.reports.forEach((rule, index) => {
    const path = ['partners', 'reports', String(index)];
    named([...path, 'milestone'], rule.milestone, 'milestones');
    climbs([...path, 'ladder'], rule.ladder);
    originated(path, rule);
  });
  if (partners?.settlement) {
    named(['partners', 'settlement', 'role'], partners.settlement.role, 'roles');
    climbs(['partners', 'settlement', 'ladder'], partners.settlement.ladder);
    originated(['partners', 'settlement'], partners.settlement);
  }
  named(['partners', 'specialReturns', 'approval'], partners?.specialReturns?.approval, 'approvals');
  named(['partners', 'award', 'role'], partners?.award?.role, 'roles');
  named(['partners', 'renewal', 'role'], partners?.renewal?.role, 'roles');
  for (const name of ['changes', 'audits', 'renewal'] as const) {
    const rule = partners?.[name];
    if (!rule) continue;
    originated(['partners', name], rule);
    if ('ladder' in rule) climbs(['partners', name, 'ladder'], rule.ladder);
  }
  const dated = {
    'audits.correction': partners?.audits?.correction,
    'specialReturns.decide': partners?.specialReturns?.decide,
  };
  for (const [name, rule] of Object.entries(dated)) {
    if (!rule) continue;
    const path = ['partners', ...name.split('.')];
    named([...path, 'role'], rule.role, 'roles');
    climbs([...path, 'ladder'], rule.ladder);
    originated(path, rule);
  }
  return issues;
}
