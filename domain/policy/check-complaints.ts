/** What is wrong with a policy's section `complaints:` beside its shape: names, limits that fall, levels that never end. */
import type { PolicyIssue } from './issue';
import type { Policy, PolicyOrigin } from './schema';

type Path = (string | number)[];

/** Everything that is wrong with the section; nothing where there is none. */
export function checkComplaints(policy: Policy): PolicyIssue[] {
  const { complaints: section } = policy;
  if (!section) return [];
  return [...unknownNames(policy), ...missingOrigins(policy), ...neverEnding(policy)];
}

/** Roles and ladders that the policy does not have. */
function unknownNames(policy: Policy): PolicyIssue[] {
  const { handler, categories, batch, levels, leadership, compensation, written } = policy.complaints!;
  const roles: [string | undefined, Path][] = [
    [handler.role, ['handler', 'role']],
    ...categories.flatMap((rule, i): [string | undefined, Path][] => [
      [rule.owner, ['categories', i, 'owner']],
      [rule.then, ['categories', i, 'then']],
    ]),
    ...(['checker', 'tester', 'settles'] as const).map((part): [string | undefined, Path] => [
      batch?.[part],
      ['batch', part],
    ]),
    ...levels.map((rule, i): [string, Path] => [rule.role, ['levels', i, 'role']]),
    ...(compensation?.limits ?? []).flatMap(({ approvers }, i) =>
      approvers.map((role, at): [string, Path] => [role, ['compensation', 'limits', i, 'approvers', at]]),
    ),
    ...(written?.to ?? []).map((role, i): [string, Path] => [role, ['written', 'to', i]]),
  ];
  const ladders: [string | undefined, Path][] = [
    [leadership.ladder, ['leadership', 'ladder']],
    ...categories.map((rule, i): [string | undefined, Path] => [rule.ladder, ['categories', i, 'ladder']]),
    ...levels.map((rule, i): [string | undefined, Path] => [rule.ladder, ['levels', i, 'ladder']]),
  ];
  return [
    ...missing(
      'role',
      roles,
      policy.roles.map(({ id }) => id),
      'roles',
    ),
    ...missing('ladder', ladders, Object.keys(policy.ladders), 'ladders'),
  ];
}

function missing(
  what: string,
  names: readonly [string | undefined, Path][],
  allowed: readonly string[],
  section: keyof Policy,
): PolicyIssue[] {
  return names.flatMap(([name, path]) =>
    name === undefined || allowed.includes(name)
      ? []
      : [{ path: ['complaints', ...path], problem: `there is no ${what} ${name}`, allowed, unknown: name, section }],
  );
}

/** Every rule says where it comes from. */
function missingOrigins(policy: Policy): PolicyIssue[] {
  const section = policy.complaints!;
  const lists = ['sources', 'channels', 'form', 'categories', 'levels'] as const;
  const rules: [Path, PolicyOrigin | undefined][] = [
    ...(['handler', 'batch', 'leadership', 'compensation', 'written', 'rounds'] as const).map(
      (part): [Path, PolicyOrigin | undefined] => [[part], section[part]],
    ),
    ...lists.flatMap((list) => section[list].map((rule, i): [Path, PolicyOrigin] => [[list, i], rule])),
    ...(['bases', 'limits'] as const).flatMap((list) =>
      (section.compensation?.[list] ?? []).map((rule, i): [Path, PolicyOrigin] => [['compensation', list, i], rule]),
    ),
  ];
  return rules
    .filter(([, rule]) => rule !== undefined && rule.clause === undefined && rule.default !== true)
    .map(([path]) => ({ path: ['complaints', ...path], problem: 'has neither a clause nor `default: true`' }));
}

/** The last level rules; a lot that is checked needs who checks; somebody contacts the customer a second time. */
function neverEnding(policy: Policy): PolicyIssue[] {
  const { categories, batch, levels } = policy.complaints!;
  const issues: PolicyIssue[] = [];
  const final = levels.map((level) => level.final).indexOf(true);
  if (final !== levels.length - 1) {
    issues.push({
      path: ['complaints', 'levels', final < 0 ? levels.length - 1 : final],
      problem: 'the last level, and only the last, is final',
    });
  }
  if (!batch && categories.some((category) => category.checksBatch))
    issues.push({ path: ['complaints'], problem: 'a category checks the lot: the section batch says who does' });
  const contacts = policy.callbacks.filter(({ kinds, mandatory }) => mandatory && kinds.includes('complaint'));
  if (!contacts.some(({ from }) => from === 'carried_out')) {
    issues.push({
      path: ['callbacks'],
      problem: 'complaints need a mandatory callback from carried_out: none closes before the second contact',
    });
  }
  return issues;
}
