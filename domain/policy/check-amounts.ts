/** What is wrong with the section on amounts beside its shape: names and origins. */
import type { PolicyIssue } from './issue';
import type { Policy } from './schema';

/** Roles and ladders that do not exist, and rules without an origin. */
export function checkAmounts({ amounts, roles, ladders }: Policy): PolicyIssue[] {
  return Object.entries(amounts ?? {}).flatMap(([name, rule]): PolicyIssue[] => {
    const path = ['amounts', name];
    const known = { roles: roles.map(({ id }) => id), ladders: Object.keys(ladders) };
    const wrong = (section: 'roles' | 'ladders', field: 'role' | 'ladder'): PolicyIssue[] =>
      known[section].includes(rule[field])
        ? []
        : [
            {
              path: [...path, field],
              problem: `there is no ${rule[field]} among ${section}`,
              ...{ allowed: known[section], unknown: rule[field], section },
            },
          ];
    return [
      ...wrong('roles', 'role'),
      ...wrong('ladders', 'ladder'),
      ...(rule.clause === undefined && rule.default !== true
        ? [{ path, problem: 'has neither a clause nor `default: true`' }]
        : []),
    ];
  });
}
