import { forms } from '../documents/forms';
import { formNames } from '../documents/form-names';
import { entryOf } from '../cases/kinds';
import { factCatalogue } from '../decision/facts';
import type { CaseKind, FactValue } from './rule';
import type { PolicyIssue } from './issue';
import { defaultLadder } from './compile-milestones';
import type { KnownNames } from './names';
import type { FactType } from './rule';
import type { Policy, PolicyTarget } from './schema';

type Path = (string | number)[];
type Condition = Readonly<Record<string, FactValue | FactValue[]>>;

const everyKind: readonly CaseKind[] = ['repair', 'return', 'complaint', 'job'];

/** Names of marks, facts and their values, roles, ladders, calendars, actions, templates and pauses that do not exist. */
export function checkNames(policy: Policy, known: KnownNames): PolicyIssue[] {
  const found: PolicyIssue[] = [];
  const expect = (
    what: string,
    name: string | undefined,
    allowed: readonly string[],
    path: Path,
    section?: keyof Policy,
  ): void => {
    if (name === undefined || allowed.includes(name)) return;
    found.push({ path, problem: `there is no ${what} ${name}`, allowed, unknown: name, ...(section && { section }) });
  };
  const calledBack = policy.callbacks.map(({ id }) => `called_back.${id}`);
  const ofComplaints = complaintMarksOf(policy);
  const marksOf = (kinds: readonly CaseKind[]): string[] => [
    ...kinds.flatMap((kind) => known.marks[kind] ?? []),
    ...calledBack,
    ...ofComplaints,
  ];
  const actionsOf = (kinds: readonly CaseKind[]): string[] => [
    ...new Set(kinds.flatMap((kind) => known.actions[kind] ?? [])),
  ];
  const roles = policy.roles.map(({ id }) => id);
  const people = [...known.recipients, ...roles];
  const ladders = Object.keys(policy.ladders);
  const pauses = policy.pauses.map(({ reason }) => reason);
  const facts = Object.keys(known.facts);

  const mark = (names: string | readonly string[] | undefined, path: Path, kinds: readonly CaseKind[]): void =>
    [names ?? []].flat().forEach((name) => kinds.length > 0 && expect('mark', name, marksOf(kinds), path));
  const tell = (names: readonly string[] | undefined, path: Path): void =>
    names?.forEach((name, index) => expect('role', name, people, [...path, index], 'roles'));
  const role = (name: string, path: Path): void => expect('role', name, roles, path, 'roles');
  const ladder = (name: string | undefined, path: Path): void => expect('ladder', name, ladders, path, 'ladders');
  const when = (condition: Condition | undefined, path: Path): void => {
    for (const [fact, values] of Object.entries(condition ?? {})) {
      expect('fact', fact, facts, [...path, fact]);
      for (const value of [values].flat()) {
        const allowed = valuesOf(fact, known.facts[fact], policy);
        if (allowed && !allowed.includes(value)) {
          const names = allowed.map(String);
          found.push({
            path: [...path, fact],
            problem: `${fact} is never ${String(value)}`,
            allowed: names,
            unknown: String(value),
          });
        }
      }
    }
  };
  const factOf = (type: FactType, name: string | undefined, path: Path): void =>
    expect(
      `fact that holds a ${String(type)},`,
      name,
      facts.filter((fact) => known.facts[fact] === type),
      path,
    );
  const rows = (targets: readonly PolicyTarget[], path: Path): void =>
    targets.forEach((row, index) => {
      when(row.when, [...path, index, 'when']);
      factOf('instant', row.at, [...path, index, 'at']);
      factOf('instant', row.warn?.at, [...path, index, 'warn', 'at']);
      factOf('duration', row.plus, [...path, index, 'plus']);
    });

  expect('calendar', policy.calendar, known.calendars, ['calendar']);
  expect('calendar', policy.workingCalendar, known.calendars, ['workingCalendar']);
  for (const section of ['milestones', 'callbacks'] as const) {
    policy[section].forEach((rule, index) => {
      const path = [section, index];
      for (const from of [rule.from].flat()) mark(from, [...path, 'from'], rule.kinds);
      when(rule.onlyWhen, [...path, 'onlyWhen']);
      rows(rule.targets, [...path, 'targets']);
      if (typeof rule.warn === 'object') {
        tell(rule.warn.to, [...path, 'warn', 'to']);
        factOf('instant', rule.warn.at, [...path, 'warn', 'at']);
      }
      expect('calendar', rule.calendar, known.calendars, [...path, 'calendar']);
      const reminds = 'nature' in rule && rule.nature === 'reminder';
      ladder(rule.ladder ?? (reminds ? undefined : defaultLadder), rule.ladder ? [...path, 'ladder'] : path);
    });
  }
  policy.milestones.forEach((rule, index) => {
    mark(rule.to, ['milestones', index, 'to'], rule.kinds);
    mark(rule.cancelledBy, ['milestones', index, 'cancelledBy'], rule.kinds);
    tell(rule.remind, ['milestones', index, 'remind']);
    rule.pausedBy.forEach((name, at) => expect('pause', name, pauses, ['milestones', index, 'pausedBy', at], 'pauses'));
  });
  policy.callbacks.forEach((rule, index) => role(rule.role, ['callbacks', index, 'role']));
  if (policy.money) {
    role(policy.money.confirmedBy, ['money', 'confirmedBy']);
    found.push(...neverConfirms(policy, policy.money.confirmedBy));
  }
  policy.pauses.forEach(({ reason, stops }, index) => {
    expect('reason to pause', reason, known.pauses, ['pauses', index, 'reason']);
    mark(stops, ['pauses', index, 'stops'], everyKind);
  });
  for (const [id, { levels }] of Object.entries(policy.ladders)) {
    levels.forEach((level, index) => role(level.role, ['ladders', id, 'levels', index, 'role']));
  }
  policy.alerts.forEach((rule, index) => {
    mark(rule.on, ['alerts', index, 'on'], rule.kinds);
    when(rule.when, ['alerts', index, 'when']);
    ladder(rule.ladder, ['alerts', index, 'ladder']);
  });
  policy.notices.forEach((rule, index) => {
    mark(rule.on, ['notices', index, 'on'], rule.kinds);
    when(rule.when, ['notices', index, 'when']);
    tell(rule.to, ['notices', index, 'to']);
    expect('template', rule.template, known.templates, ['notices', index, 'template']);
  });
  policy.documents.forEach((rule, index) => {
    mark(rule.on, ['documents', index, 'on'], rule.kinds);
    const fitting = formNames.filter((name) => rule.kinds.every((kind) => forms[name].kinds.includes(kind)));
    expect('form of this kind of case', rule.form, fitting, ['documents', index, 'form']);
    when(rule.when, ['documents', index, 'when']);
  });
  ladder(policy.parts?.ladder, ['parts', 'ladder']);
  tell(policy.parts?.emergency?.notify, ['parts', 'emergency', 'notify']);
  policy.visit?.lateTiers.forEach(({ refused }, index) =>
    mark(refused, ['visit', 'lateTiers', index, 'refused'], ['repair']),
  );
  policy.fees.forEach((rule, index) => {
    when(rule.when, ['fees', index, 'when']);
    expect('fact', rule.fact, Object.keys(factCatalogue), ['fees', index, 'fact']);
  });
  expect('pause', policy.quote?.pause, pauses, ['quote', 'pause'], 'pauses');
  const approvals = policy.approvals.map(({ id }) => id);
  expect('approval', policy.loaner?.approval, approvals, ['loaner', 'approval'], 'approvals');
  policy.approvals.forEach(({ approvers }, index) =>
    approvers.forEach((name, at) => role(name, ['approvals', index, 'approvers', at])),
  );
  policy.checklists.forEach(({ action, kinds }, index) =>
    expect('action', action, actionsOf(kinds), ['checklists', index, 'action']),
  );
  policy.requirements.forEach((rule, index) => {
    expect('action', rule.action, actionsOf(rule.kinds), ['requirements', index, 'action']);
    mark(rule.mark, ['requirements', index, 'mark'], rule.kinds);
    expect('fact', rule.fact, facts, ['requirements', index, 'fact']);
    when(rule.when, ['requirements', index, 'when']);
  });
  policy.intake?.required.forEach(({ field, before }, index) => {
    expect('field', field, known.fields, ['intake', 'required', index, 'field']);
    expect('action', before, actionsOf(everyKind), ['intake', 'required', index, 'before']);
  });
  policy.derived.forEach(({ fact, is, anyOf }, index) => {
    when({ [fact]: is }, ['derived', index]);
    anyOf.forEach((from, at) => expect('fact', from.fact, facts, ['derived', index, 'anyOf', at, 'fact']));
  });
  return found;
}

/** A role whose accounts may not take the ledger's second step would leave every entry unconfirmed. */
function neverConfirms({ roles, kinds }: Policy, confirmedBy: string): PolicyIssue[] {
  const named = roles.find(({ id }) => id === confirmedBy);
  const confirmers = kinds.flatMap((kind) =>
    entryOf(kind).table.actions.flatMap((action) => (action.name === 'confirmEntry' ? action.roles : [])),
  );
  if (!named || confirmers.includes(named.system)) return [];
  const problem = `${confirmedBy} never confirms money: its accounts are of the role ${named.system}`;
  const allowed = roles.filter(({ system }) => confirmers.includes(system)).map(({ id }) => id);
  return [{ path: ['money', 'confirmedBy'], problem, allowed }];
}

/** The values that a condition may ask of a fact; nothing where any value of its type will do. */
function valuesOf(fact: string, type: FactType | undefined, policy: Policy): readonly FactValue[] | undefined {
  if (type === 'boolean') return [true, false];
  if (type !== 'policy') return typeof type === 'object' ? type : undefined;
  const declared: Record<string, readonly { id: string }[] | undefined> = {
    level: policy.levels,
    region: policy.regions,
    product: policy.products,
    source: policy.intake?.sources,
  };
  return declared[fact]?.map(({ id }) => id);
}

/** The marks that each category and each level of review of the policy's complaints brings. */
function complaintMarksOf({ complaints }: Policy): string[] {
  return [
    ...(complaints?.categories ?? []).flatMap(({ id }) => [`routed.${id}`, `answered.${id}`]),
    ...(complaints?.levels ?? []).flatMap(({ id }) => [`appealed.${id}`, `ruled.${id}`]),
  ];
}
