import type { CaseKind } from './rule';
import type { Policy } from './schema';

/** The kinds of case in which somebody visits a customer. */
export const visitKinds = ['repair', 'job'] as const satisfies readonly CaseKind[];
type VisitKind = (typeof visitKinds)[number];

/**
 * The service policy with the visit overlay laid over it where it is silent about that kind of case. Silent means:
 * - milestones: no milestone of that id, and none between the same marks;
 * - callbacks: none of that id and none from the same mark;
 * - technical help: as a whole; ladders, approvals, pauses: none of that id; so the overlay's `supervisor` ladder is the service's;
 * - alerts: none on the same mark; notices: none on the same mark to the same recipient;
 * - the visit section: key by key; lateness tiers as a whole;
 * - checklists: items that the service does not ask for before that action; requirements: none on the same mark or
 *   fact before that action; items of jobs: those that the service does not list for that action.
 * Nothing else of an overlay is taken: it has no say on coverage, fees, parts or closing. Its roles become those of
 * the service policy with the same system role, so that the service's own duty roster answers.
 */
export function layVisitOver(whole: Policy, overlay: Policy, kind: VisitKind): Policy {
  const service = rulesFor(whole, kind);
  const visit = rulesFor(withRolesOf(service, overlay), kind);
  const more = <T>(own: readonly T[], over: readonly T[], same: (a: T, b: T) => boolean): T[] => [
    ...own,
    ...over.filter((rule) => !own.some((known) => same(known, rule))),
  ];
  const sameId = (a: { id: string }, b: { id: string }): boolean => a.id === b.id;
  const { lateTiers = [], ...visitRules } = visit.visit ?? {};
  return {
    ...service,
    milestones: more(service.milestones, visit.milestones, (a, b) => sameId(a, b) || sameMarks(a, b)),
    callbacks: more(service.callbacks, visit.callbacks, (a, b) => sameId(a, b) || a.from === b.from),
    pauses: more(service.pauses, visit.pauses, (a, b) => a.reason === b.reason),
    ladders: { ...visit.ladders, ...service.ladders },
    alerts: more(service.alerts, visit.alerts, (a, b) => a.on === b.on),
    notices: more(service.notices, visit.notices, (a, b) => a.on === b.on && a.to.some((to) => b.to.includes(to))),
    visit: {
      ...visitRules,
      ...service.visit,
      lateTiers: service.visit?.lateTiers.length ? service.visit.lateTiers : lateTiers,
    },
    approvals: more(service.approvals, visit.approvals, sameId),
    technicalHelp: service.technicalHelp.length > 0 ? service.technicalHelp : visit.technicalHelp,
    checklists: [...service.checklists, ...newItems(service, visit)],
    requirements: more(
      service.requirements,
      [...visit.requirements, ...wantedFields(service, visit, kind)],
      (a, b) => a.action === b.action && a.mark === b.mark && a.fact === b.fact,
    ),
    jobs: jobsOver(service.jobs, visit.jobs),
  };
}

/** Which works there are and what an acceptance begins is the service's alone. */
function jobsOver(service: Policy['jobs'], visit: Policy['jobs']): Policy['jobs'] {
  const own = service?.items ?? [];
  const more = (visit?.items ?? []).filter((item) => !own.some(({ id, with: w }) => id === item.id && w === item.with));
  return more.length === 0 ? service : { ...service, items: [...own, ...more] };
}

/** The policy with those of its rules that apply to a kind of case. */
function rulesFor(policy: Policy, kind: VisitKind): Policy {
  const of = <R extends { kinds: readonly CaseKind[] }>(rules: readonly R[]): R[] =>
    rules.filter(({ kinds }) => kinds.includes(kind));
  return {
    ...policy,
    milestones: of(policy.milestones),
    callbacks: of(policy.callbacks),
    alerts: of(policy.alerts),
    notices: of(policy.notices),
    checklists: of(policy.checklists),
    requirements: of(policy.requirements),
  };
}

/** Of the fields of an intake record, those that a job has: it is about no fault, and what it installs is not there yet. */
const fieldsOfJobs: readonly string[] = ['address', 'phone', 'model', 'wish'];

/** Fields that the overlay wants to know before a step of the visit, and that the service does not ask for: gaps are findings. */
function wantedFields(service: Policy, visit: Policy, kind: VisitKind): Policy['requirements'] {
  const asked = (service.intake?.required ?? []).map(({ field }) => field);
  return (visit.intake?.required ?? [])
    .filter(({ field, before }) => before !== 'open' && !asked.includes(field))
    .filter(({ field }) => kind === 'repair' || fieldsOfJobs.includes(field))
    .map(({ field, before, clause }) => ({
      kinds: [kind],
      action: before,
      fact: `${field}Known`,
      missing: 'finding',
      title: { zh: `已核实:${field}`, en: `Known: ${field}` },
      clause,
    }));
}

type Marks = Pick<Policy['milestones'][number], 'from' | 'to'>;

function sameMarks(a: Marks, b: Marks): boolean {
  return (
    [a.from].flat().some((mark) => [b.from].flat().includes(mark)) &&
    [a.to].flat().some((mark) => [b.to].flat().includes(mark))
  );
}

function newItems(service: Policy, visit: Policy): Policy['checklists'] {
  return visit.checklists.flatMap((list) => {
    const asked = service.checklists.filter(({ action }) => action === list.action).flatMap(({ items }) => items);
    const items = list.items.filter((item) => !asked.some(({ id }) => id === item.id));
    return items.length ? [{ ...list, items }] : [];
  });
}

/** The overlay with each of its roles named as the service policy's first role of the same system role. */
function withRolesOf(service: Policy, overlay: Policy): Policy {
  const named = (role: string): string => {
    const system = overlay.roles.find(({ id }) => id === role)?.system;
    return service.roles.find((known) => known.system === system)?.id ?? role;
  };
  const warnNamed = <W extends Policy['milestones'][number]['warn']>(warn: W): W =>
    typeof warn === 'object' && warn.to ? { ...warn, to: warn.to.map(named) } : warn;
  return {
    ...overlay,
    milestones: overlay.milestones.map((rule) => ({
      ...rule,
      ...(rule.remind && { remind: rule.remind.map(named) }),
      warn: warnNamed(rule.warn),
    })),
    callbacks: overlay.callbacks.map((rule) => ({ ...rule, role: named(rule.role), warn: warnNamed(rule.warn) })),
    notices: overlay.notices.map((rule) => ({ ...rule, to: rule.to.map(named) })),
    approvals: overlay.approvals.map((rule) => ({ ...rule, approvers: rule.approvers.map(named) })),
    ladders: Object.fromEntries(
      Object.entries(overlay.ladders).map(([id, ladder]) => [
        id,
        { ...ladder, levels: ladder.levels.map((level) => ({ ...level, role: named(level.role) })) },
      ]),
    ),
  };
}
