/**
 * Whether what a case pinned is what was published: the policy's text by its hash, the figures that the case carried,
 * its calendars. The published texts are given by whoever keeps them; without them nothing is said.
 */
import type { CalendarSnapshot } from '../domain/calendar/snapshot';
import { offsetAt } from '../domain/calendar/zone';
import { canonicalJson } from '../domain/policy/canonical';
import type { CasePolicy, PolicyPin } from '../domain/policy/case-policy';
import { finding, type Finding } from './finding';
import type { EventRef, Timeline } from './timeline';

/** What the auditor holds of the published policies. */
export interface Published {
  /** The hash of the text that is kept under a pin's hash; undefined where none is. */
  hashOf(pin: PolicyPin): string | undefined;
  /** What a case opened in that year would carry under these texts; undefined where one is missing. */
  compiled(pins: readonly PolicyPin[], kind: CasePolicy['kind'], year: number): CasePolicy | undefined;
}

/** The policy that a case pinned, from the input of its first run. */
export function pinnedPolicy(input: unknown): CasePolicy | undefined {
  const policy = (input as { policy?: CasePolicy } | undefined)?.policy;
  return Array.isArray(policy?.milestones) && Array.isArray(policy.pins) ? policy : undefined;
}

/** By what was published, policy and year: thousands of cases pin the same object. */
const checked = new WeakMap<Published, WeakMap<CasePolicy, Map<number, Finding[]>>>();
const opening: EventRef = { run: 0, event: 1 };

/** Differences between the pinned policy and the published one, found in its opening. `year`: of the receipt, UTC. */
export function checkPinned(policy: CasePolicy, year: number, published: Published): readonly Finding[] {
  let policies = checked.get(published);
  if (!policies) checked.set(published, (policies = new WeakMap<CasePolicy, Map<number, Finding[]>>()));
  let years = policies.get(policy);
  if (!years) policies.set(policy, (years = new Map<number, Finding[]>()));
  let found = years.get(year);
  if (!found) years.set(year, (found = compare(policy, year, published, opening)));
  return found;
}

function compare(policy: CasePolicy, year: number, published: Published, source: EventRef): Finding[] {
  const texts = policy.pins.flatMap((pin): Finding[] => {
    const hash = published.hashOf(pin);
    const data = { policy: pin.id, version: pin.version, pinned: pin.hash };
    if (hash === undefined) return [finding('policy_unknown', [source], { data })];
    return hash === pin.hash ? [] : [finding('policy_altered', [source], { data: { ...data, found: hash } })];
  });
  if (texts.length > 0) return texts;
  const compiled = published.compiled(policy.pins, policy.kind, year);
  if (!compiled) return [];
  const { calendars, ...figures } = policy;
  const { calendars: knownCalendars, ...knownFigures } = compiled;
  return [
    ...differences(figures, knownFigures, 'policy').map((path) =>
      finding('figures_altered', [source], { data: { policy: policy.pins[0]?.id ?? '', path } }),
    ),
    ...Object.entries(calendars).flatMap(([key, carried]): Finding[] => {
      const { id, version } = carried;
      const known = knownCalendars[key];
      // A calendar that was published anew since says nothing about the one before.
      if (known?.version !== version)
        return [finding('calendar_unknown', [source], { data: { calendar: id, version } })];
      return differences(carried, known, `calendars.${key}`).map((path) =>
        finding('calendar_altered', [source], { data: { path } }),
      );
    }),
  ];
}

/** The years that were announced to the case while it ran, against the calendars published for them. */
export function checkAnnounced({ tasks }: Timeline, policy: CasePolicy, published: Published): Finding[] {
  return tasks.flatMap(({ inputs }) =>
    inputs.flatMap((input) =>
      input.type === 'signal' && input.name === 'calendarYear'
        ? announced(input.value as CalendarSnapshot, policy, published, input.source)
        : [],
    ),
  );
}

function announced(told: CalendarSnapshot, policy: CasePolicy, published: Published, source: EventRef): Finding[] {
  const { id, version, knownYears } = told;
  return knownYears.flatMap((year): Finding[] => {
    const calendars = published.compiled(policy.pins, policy.kind, year)?.calendars ?? {};
    const known = Object.values(calendars).find((calendar) => calendar.id === id);
    if (known?.version !== version) return [finding('calendar_unknown', [source], { data: { calendar: id, version } })];
    const path = `calendars.${id}.${year}`;
    return differences(ofYear(told, year), ofYear(known, year), path).map((place) =>
      finding('calendar_altered', [source], { data: { path: place } }),
    );
  });
}

/** What a calendar says of a year: its days, and how far the zone is from UTC month by month. */
function ofYear({ days, zone }: CalendarSnapshot, year: number): object {
  const months = Array.from({ length: 12 }, (_, month) => offsetAt(zone, Date.UTC(year, month, 15)));
  return { days: Object.fromEntries(Object.entries(days).filter(([date]) => date.startsWith(`${year}-`))), months };
}

/** The first places in which two values differ, at most ten. */
function differences(a: unknown, b: unknown, path: string): string[] {
  if (isObject(a) && isObject(b)) {
    const keys = [...new Set([...Object.keys(a), ...Object.keys(b)])].sort();
    return keys.flatMap((key) => differences(a[key], b[key], `${path}.${key}`)).slice(0, 10);
  }
  if (a === b || (a !== undefined && b !== undefined && canonicalJson(a) === canonicalJson(b))) return [];
  return [path];
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
