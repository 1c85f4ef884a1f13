import { compileCasePolicy } from '../../domain/policy/compile';
import type { CasePolicy } from '../../domain/policy/case-policy';
import type { CaseKind } from '../../domain/policy/rule';
import { calendarSnapshots } from '../../policies/loader/calendars';
import { shipped } from '../rig/shipped-policies';

/** The calendars of two years, as a case of 2026 carries them. */
export const calendars = calendarSnapshots('Asia/Shanghai', 2026, 2027);

/** What a repair carries under a shipped policy, and under the visit overlay as well where that is asked for. */
export function repairUnder(id: string, options: { visit?: boolean } = {}): CasePolicy {
  return caseUnder(id, 'repair', options);
}

/** What a case of that kind carries under a shipped policy. */
export function caseUnder(id: string, kind: CaseKind, { visit = false } = {}): CasePolicy {
  const service = shipped(id);
  const overlay = visit ? shipped('iot-home-visit') : undefined;
  return compileCasePolicy({
    service: service.policy,
    visit: overlay?.policy,
    hashes: { service: service.hash, visit: overlay?.hash },
    kind,
    calendars,
  });
}
