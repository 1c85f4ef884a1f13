import type { CalendarSnapshot } from '../../domain/calendar/snapshot';
import { canonicalJson, utf8Bytes } from '../../domain/policy/canonical';
import { compileCasePolicy } from '../../domain/policy/compile';
import type { LoadedPolicy } from './load';

/**
 * The most that a case may carry of its policies, calendars included: it stands in every case’s history. Sixty kilobytes more
 * in a first event cost the server nothing that could be measured (docs/benchmark.md); the bound keeps it of that order.
 */
export const mostCaseBytes = 80 * 1024;

/** The most bytes of canonical JSON that a case under this service policy carries, alone or with a visit overlay. */
export function caseBytes(
  service: LoadedPolicy,
  visit: LoadedPolicy | undefined,
  calendars: Readonly<Record<string, CalendarSnapshot>>,
): number {
  const compiled = service.policy.kinds.map((kind) =>
    compileCasePolicy({
      service: service.policy,
      visit: visit?.policy,
      hashes: { service: service.hash, visit: visit?.hash },
      kind,
      calendars,
    }),
  );
  return Math.max(...compiled.map((policy) => utf8Bytes(canonicalJson(policy))));
}
