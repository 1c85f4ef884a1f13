/** What a published policy calls its things, section by section, and the zone in which its times are read. */
import { complaintTitles } from './complaint-titles';
import { DEFAULT_ZONE } from './format';
import { hotlineOf } from './policy-hotline';
import { reasonTitles } from './reason-titles';
import type { Words } from './bilingual';

const SECTIONS = [
  'products',
  'components',
  'regions',
  'levels',
  'roles',
  'milestones',
  'pauses',
  'callbacks',
  'approvals',
  'alerts',
  'fees',
  'technicalHelp',
  'categories',
  'reviewLevels',
  'bases',
  'refusals',
  'deductions',
  'jobItems',
] as const;
export type Section = (typeof SECTIONS)[number] | 'ladders';

export interface PolicyTitles {
  title?: Words;
  /** IANA name. */
  zone: string;
  /** The number that its customers call. */
  hotline?: string;
  of: Readonly<Record<Section, ReadonlyMap<string, Words>>>;
  /** Items to be ticked, by action. */
  checklists: ReadonlyMap<string, ReadonlyMap<string, Words>>;
  /** Reasons of decisions; see `reasonTitles`. */
  reasons: ReadonlyMap<string, Words>;
}

/** Reads a published body; versions of older releases may lack sections. */
export function readTitles(body: unknown): PolicyTitles {
  const policy = record(body);
  const nested: Partial<Record<string, readonly unknown[]>> = {
    ...complaintTitles(body),
    refusals: list(record(policy.returns).refusals),
    deductions: list(record(policy.returns).deductions),
    jobItems: list(record(policy.jobs).items),
  };
  const of = Object.fromEntries(
    SECTIONS.map((section) => [section, titlesOf([...list(policy[section]), ...(nested[section] ?? [])])]),
  );
  const roles = titlesOf(list(policy.roles));
  const ladders = Object.entries(record(policy.ladders)).map(([id, ladder]) => ({
    id,
    title: ladderTitle(ladder, roles),
  }));
  const checklists = list(policy.checklists).map(record);
  return {
    title: words(policy.title),
    zone: typeof policy.timeZone === 'string' ? policy.timeZone : DEFAULT_ZONE,
    hotline: hotlineOf(body),
    of: { ...of, ladders: titlesOf(ladders) } as unknown as PolicyTitles['of'],
    checklists: checklists.reduce<PolicyTitles['checklists']>(
      (known, { action, items }) => mergedLists(known, new Map([[String(action), titlesOf(list(items))]])),
      new Map(),
    ),
    reasons: reasonTitles(body),
  };
}

/** Policies laid over one another: the first says the zone, and its own titles win. */
export function layOver(layers: readonly PolicyTitles[]): PolicyTitles {
  const [first = readTitles(undefined), ...others] = layers;
  return others.reduce(
    (over, under) => ({
      ...over,
      of: Object.fromEntries(
        [...SECTIONS, 'ladders' as const].map((s) => [s, new Map([...under.of[s], ...over.of[s]])]),
      ) as unknown as PolicyTitles['of'],
      checklists: mergedLists(under.checklists, over.checklists),
      reasons: over.reasons,
    }),
    first,
  );
}

function mergedLists(under: PolicyTitles['checklists'], over: PolicyTitles['checklists']): PolicyTitles['checklists'] {
  const actions = [...new Set([...under.keys(), ...over.keys()])];
  return new Map(actions.map((a) => [a, new Map([...(under.get(a) ?? []), ...(over.get(a) ?? [])])]));
}

/** A ladder without a title of its own is called by those whom it tells. */
function ladderTitle(ladder: unknown, roles: ReadonlyMap<string, Words>): Words {
  const { title, levels } = record(ladder);
  const told = list(levels)
    .map((level) => String(record(level).role))
    .map((role) => roles.get(role) ?? { zh: role, en: role });
  return words(title) ?? { zh: told.map((r) => r.zh).join(' → '), en: told.map((r) => r.en).join(' → ') };
}

function titlesOf(items: readonly unknown[]): Map<string, Words> {
  const titles = new Map<string, Words>();
  for (const item of items.map(record)) {
    const id = item.id ?? item.on ?? item.reason;
    const title = words(item.title);
    if (typeof id === 'string' && title) titles.set(id, title);
  }
  return titles;
}

function words(value: unknown): Words | undefined {
  const { zh, en } = record(value);
  return typeof zh === 'string' && typeof en === 'string' ? { zh, en } : undefined;
}

function record(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

function list(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}
