/** Who is asked in turn: a ladder that comes back to somebody, an approver who is asked twice (R-APPROVE). */
import type { PolicyIssue } from './issue';
import type { Policy } from './schema';

/** Ladders that go in a circle and approvals with one approver twice. */
export function checkLadders({ ladders, approvals }: Policy): PolicyIssue[] {
  const circles = Object.entries(ladders).flatMap(([id, { levels }]) =>
    repeated(levels.map(({ role }) => role)).map(([index, role]) => ({
      path: ['ladders', id, 'levels', index, 'role'],
      problem: `the ladder goes in a circle: ${role} stands further down already`,
    })),
  );
  const twice = approvals.flatMap(({ approvers }, at) =>
    repeated(approvers).map(([index, role]) => ({
      path: ['approvals', at, 'approvers', index],
      problem: `${role} approves already: nobody approves twice`,
    })),
  );
  return [...circles, ...twice];
}

/** The entries that stand in the list before, with where. */
function repeated(roles: readonly string[]): [index: number, role: string][] {
  return roles.flatMap((role, index): [number, string][] => (roles.indexOf(role) < index ? [[index, role]] : []));
}
