/** Which care tasks a daily pass makes for one customer, and which have fallen away. Pure; the pass reads and writes. */
import { endOfLocalDate } from '../calendar/zone';
import type { ZoneSnapshot } from '../calendar/snapshot';
import type { Policy } from '../policy/schema';
import type { CareRule } from '../policy/schema-care';
import { clausesOf } from '../policy/compile-targets';
import { formatDate, type LocalDate } from '../time/date';
import type { Instant } from '../time/instant';
import { careDates, shifted, type CareFacts, type DateWindow } from './dates';

/** A unit of a customer as the pass reads it. */
export interface CareUnit extends CareFacts {
  assetId: string;
  siteId?: string;
  region?: string;
}

export interface NewCareTask {
  id: string;
  ruleId: string;
  kind: CareRule['task'];
  customerId: string;
  assetId?: string;
  siteId?: string;
  region?: string;
  /** The case whose visit it asks about. */
  visitedCaseId?: string;
  owner: string;
  plannedOn: LocalDate;
  dueAt: Instant;
  /** A notice: the customer's mail and the date that it speaks of. */
  template?: string;
  about?: LocalDate;
  ladder: string;
  clauses: readonly string[];
}

/** What a pass needs to know of the policy. */
export type CarePolicy = Pick<Policy, 'id' | 'care' | 'products'>;

/** The tasks of one customer whose time comes in the window, by rule, unit and date. */
export function careTasks(
  policy: CarePolicy,
  customerId: string,
  units: readonly CareUnit[],
  window: DateWindow,
  zone: ZoneSnapshot,
): NewCareTask[] {
  const terms = new Map(policy.products.map(({ id, warranty }) => [id, warranty]));
  return (policy.care?.rules ?? []).flatMap((rule) => {
    const dated = rule.before ? ruleOf(policy, rule.before.rule) : rule;
    const concerned = units.filter((u) => dated.products?.includes(u.product) ?? true);
    const groups = dated.per === 'customer' ? [together(concerned)] : concerned;
    return groups.flatMap((unit) =>
      unit === undefined
        ? []
        : datesOf(rule, dated, unit, terms.get(unit.product), window).map(({ date, about }) =>
            taskOf(policy, rule, dated.per, customerId, unit, { date, about }, zone),
          ),
    );
  });
}

/** The rule of that id. Throws a RangeError where the policy has none. */
export function ruleOf(policy: CarePolicy, id: string): CareRule {
  const found = policy.care?.rules.find((rule) => rule.id === id);
  if (!found) throw new RangeError(`Policy ${policy.id} has no care rule ${id}`);
  return found;
}

/** Whether a task of the rule is pointless once the customer had a repair: the time without one begins anew (S-5.14). */
export function restartsOnRepair(rule: CareRule): boolean {
  return rule.from === 'last_repair';
}

/** The dates whose tasks open in the window: `ahead` of time, and for a notice so long before the other rule's date. */
function datesOf(
  rule: CareRule,
  dated: CareRule,
  unit: CareUnit,
  term: string | undefined,
  { since, until }: DateWindow,
): { date: LocalDate; about?: LocalDate }[] {
  const early = (date: LocalDate): LocalDate => shifted(date, negative(rule.before ? rule.before.lead : rule.ahead));
  // Wide enough for any lead; what opens in the window is then picked exactly.
  const lead = 31 + until - early(until);
  return careDates(dated, unit, term, { since, until: until + lead })
    .filter((date) => early(date) > since && early(date) <= until)
    .map((date) => (rule.before ? { date: early(date), about: date } : { date }));
}

function negative(iso: string): string {
  return iso.startsWith('-') ? iso.slice(1) : `-${iso}`;
}

/** All units of a customer as one: the first sale, the last repair, the latest end. */
function together(units: readonly CareUnit[]): CareUnit | undefined {
  const [first] = units;
  if (!first) return undefined;
  const pick = (field: keyof CareFacts, of: (...dates: number[]) => number): number | undefined => {
    const known = units.map((u) => u[field]).filter((value) => typeof value === 'number');
    return known.length > 0 ? of(...known) : undefined;
  };
  return {
    ...first,
    installedOn: pick('installedOn', Math.min),
    soldOn: pick('soldOn', Math.min),
    lastRepairOn: pick('lastRepairOn', Math.max),
    contractUntil: pick('contractUntil', Math.max),
    ...latestWarranty(units),
    nextMaintenanceOn: pick('nextMaintenanceOn', Math.min),
  };
}

function latestWarranty(units: readonly CareUnit[]): Pick<CareUnit, 'product' | 'warrantyFrom' | 'warrantyMonths'> {
  const start = (u: CareUnit): number => u.warrantyFrom ?? u.installedOn ?? u.soldOn ?? -Infinity;
  const latest = units.reduce((a, b) => (start(b) > start(a) ? b : a));
  const { product, warrantyMonths } = latest;
  return { product, warrantyMonths, warrantyFrom: Number.isFinite(start(latest)) ? start(latest) : undefined };
}

function taskOf(
  policy: CarePolicy,
  rule: CareRule,
  per: CareRule['per'],
  customerId: string,
  unit: CareUnit,
  { date, about }: { date: LocalDate; about?: LocalDate },
  zone: ZoneSnapshot,
): NewCareTask {
  const subject = per === 'customer' ? customerId : unit.assetId;
  return {
    ...sharedOf(rule, date, zone),
    id: `care/${policy.id}/${rule.id}/${subject}/${formatDate(date)}`,
    customerId,
    ...(per === 'asset' && { assetId: unit.assetId, siteId: unit.siteId }),
    region: unit.region,
    about,
  };
}

/** What a task has of its rule and its date, whomever it is for. */
export function sharedOf(
  rule: CareRule,
  date: LocalDate,
  zone: ZoneSnapshot,
): Omit<NewCareTask, 'id' | 'customerId' | 'assetId' | 'siteId' | 'region' | 'visitedCaseId' | 'about'> {
  return {
    ruleId: rule.id,
    kind: rule.task,
    owner: rule.role,
    plannedOn: date,
    dueAt: endOfLocalDate(zone, shifted(date, rule.within)),
    template: rule.template,
    ladder: rule.ladder,
    clauses: clausesOf(rule),
  };
}
