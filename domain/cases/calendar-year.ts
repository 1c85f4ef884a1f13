/**
 * A newly announced year reaches an open case: the years that it did not know are filled in. A year that it knew stays
 * as it was when the case opened, also where it was corrected since: corrections serve new cases only (design §4).
 */
import type { CalendarSnapshot } from '../calendar/snapshot';
import type { CasePolicy } from '../policy/case-policy';

/** The policy with the new years of a calendar that it carries; undefined where there is nothing new for it. */
export function withNewYears(policy: CasePolicy, imported: CalendarSnapshot): CasePolicy | undefined {
  const carried = Object.entries(policy.calendars).find(([, c]) => c.id === imported.id);
  if (!carried) return undefined;
  const [key, known] = carried;
  const added = imported.knownYears.filter((year) => !known.knownYears.includes(year));
  if (added.length === 0) return undefined;
  const isKnown = ([date]: [string, unknown]): boolean => known.knownYears.includes(Number(date.slice(0, 4)));
  const calendar: CalendarSnapshot = {
    ...known,
    version: imported.version,
    zone: imported.zone,
    days: Object.fromEntries([
      ...Object.entries(known.days).filter(isKnown),
      ...Object.entries(imported.days).filter((day) => !isKnown(day)),
    ]),
    knownYears: [...known.knownYears, ...added].sort((a, b) => a - b),
  };
  return { ...policy, calendars: { ...policy.calendars, [key]: calendar } };
}
