/** On which dates a care rule wants something done for a unit: counted from the unit's own anchor, each from the first. */
import type { CareRule } from '../policy/schema-care';
import { addMonths, DAY_MS, yearOf, type LocalDate } from '../time/date';
import { parseDuration } from '../time/duration';

/** What a unit's dates count from; absent where it is not known, and then nothing is due. */
export interface CareFacts {
  /** Product family, as in the policy's `products`. */
  product: string;
  installedOn?: LocalDate;
  soldOn?: LocalDate;
  warrantyFrom?: LocalDate;
  /** The unit's own term; without, the product's. */
  warrantyMonths?: number;
  contractUntil?: LocalDate;
  lastRepairOn?: LocalDate;
  nextMaintenanceOn?: LocalDate;
}

/** Dates after `since`, up to and including `until`. */
export interface DateWindow {
  since: LocalDate;
  until: LocalDate;
}

/** A date some months and days later, or earlier for a duration with a minus; months first (R-MONTH). */
export function shifted(date: LocalDate, iso: string, times = 1): LocalDate {
  const { sign, months, days } = parseDuration(iso);
  return addMonths(date, sign * months * times) + sign * days * times;
}

/** The last date of the warranty; the product's term where the unit has none of its own. */
export function warrantyEnd(facts: CareFacts, term: string | undefined): LocalDate | undefined {
  const from = facts.warrantyFrom ?? facts.installedOn ?? facts.soldOn;
  if (from === undefined) return undefined;
  if (facts.warrantyMonths !== undefined) return addMonths(from, facts.warrantyMonths);
  return term === undefined ? undefined : shifted(from, term);
}

/** The dates of a rule that fall into the window, in order. `term` is the product's warranty. */
export function careDates(
  rule: Pick<CareRule, 'from' | 'every' | 'offset' | 'months' | 'until'>,
  facts: CareFacts,
  term: string | undefined,
  window: DateWindow,
): LocalDate[] {
  const last = lastDate(rule, facts, term);
  if (last === 'none') return [];
  const inside = (date: LocalDate): boolean =>
    date > window.since && date <= window.until && (last === undefined || date <= last);
  if (rule.months) return firstsOf(rule.months, window).filter(inside);
  const anchor = anchorOf(rule, facts, term);
  if (anchor === undefined) return [];
  if (rule.every === undefined) return [shifted(anchor, rule.offset ?? 'P0D')].filter(inside);
  return recurring(anchor, rule.every, window).filter(inside);
}

/** The last date on which the rule still holds; undefined: no end; `none`: it does not hold for this unit. */
function lastDate(
  { until }: Pick<CareRule, 'until'>,
  facts: CareFacts,
  term: string | undefined,
): LocalDate | undefined | 'none' {
  if (until === undefined) return undefined;
  const warranty = warrantyEnd(facts, term);
  if (until === 'warranty_end') return warranty ?? 'none';
  if (until === 'contract_end') return facts.contractUntil ?? 'none';
  const ends = [warranty, facts.contractUntil].filter((end) => end !== undefined);
  return ends.length > 0 ? Math.max(...ends) : 'none';
}

function anchorOf({ from }: Pick<CareRule, 'from'>, facts: CareFacts, term: string | undefined): LocalDate | undefined {
  switch (from) {
    case 'installed':
      return facts.installedOn ?? facts.soldOn;
    case 'sold':
      return facts.soldOn;
    case 'warranty_end':
      return warrantyEnd(facts, term);
    case 'contract_end':
      return facts.contractUntil;
    case 'last_repair':
      // S-5.14 without any event: the quarter counts from the beginning of warranty or contract.
      return facts.lastRepairOn ?? facts.warrantyFrom ?? facts.installedOn ?? facts.soldOn;
    case 'next_maintenance':
      return facts.nextMaintenanceOn;
    default:
      return undefined;
  }
}

/** The corresponding dates, each counted from the anchor: 31 January gives 28 February and then 31 March. */
function recurring(anchor: LocalDate, every: string, { since, until }: DateWindow): LocalDate[] {
  const { months, days } = parseDuration(every);
  const longest = months * 31 + days;
  if (longest === 0) throw new RangeError(`Nothing recurs every ${every}`);
  const found: LocalDate[] = [];
  // Those long past are not counted through: no interval is longer than its longest months.
  for (let n = Math.max(1, Math.floor((since - anchor) / longest)); ; n++) {
    const date = shifted(anchor, every, n);
    if (date > until) return found;
    found.push(date);
  }
}

function firstsOf(months: readonly number[], { since, until }: DateWindow): LocalDate[] {
  const years = Array.from({ length: yearOf(until) - yearOf(since) + 1 }, (_, n) => yearOf(since) + n);
  return years.flatMap((year) => months.map((month) => Date.UTC(year, month - 1, 1) / DAY_MS)).sort((a, b) => a - b);
}
