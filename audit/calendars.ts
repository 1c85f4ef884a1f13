/** Newly announced years in a case's calendars, as the auditor applies them: years that it knew stay as they were. */
import type { CalendarSnapshot } from '../domain/calendar/snapshot';
import type { CasePolicy } from '../domain/policy/case-policy';

/** The policy with what an import added; undefined where it brings no new year of a calendar that the case carries. */
export function withImportedYears(policy: CasePolicy, imported: CalendarSnapshot): CasePolicy | undefined {
  const found = Object.entries(policy.calendars).find(([, calendar]) => calendar.id === imported.id);
  if (!found) return undefined;
  const [key, old] = found;
  const fresh = new Set(imported.knownYears.filter((year) => !old.knownYears.includes(year)));
  if (fresh.size === 0) return undefined;
  const knew = (date: string): boolean => old.knownYears.includes(Number(date.slice(0, 4)));
  const days = Object.fromEntries([
    ...Object.entries(old.days).filter(([date]) => knew(date)),
    ...Object.entries(imported.days).filter(([date]) => !knew(date)),
  ]);
  const knownYears = [...old.knownYears, ...fresh].sort((a, b) => a - b);
  const calendar = { ...old, version: imported.version, zone: imported.zone, days, knownYears };
  return { ...policy, calendars: { ...policy.calendars, [key]: calendar } };
}
