/**
 * What would have been under other figures: the same actions at the same instants, judged by another policy. People
 * might have acted otherwise under it, and so it is a comparison, never a verdict.
 */
import type { CasePolicy } from '../domain/policy/case-policy';
import { compileCasePolicy } from '../domain/policy/compile';
import type { Policy } from '../domain/policy/schema';
import type { Instant } from '../domain/time/instant';
import type { CaseAudit } from './audit-case';
import type { Outcome } from './verdicts';

/** Puts another service policy in the place of the pinned one; calendars, which a case carries, stay as they were. */
export function underPolicy(policy: Policy, hash: string): (pinned: CasePolicy) => CasePolicy {
  const judged = new WeakMap<CasePolicy, CasePolicy>();
  return (pinned) => {
    const before = judged.get(pinned);
    if (before) return before;
    const compiled = compileCasePolicy({
      service: policy,
      hashes: { service: hash },
      kind: pinned.kind,
      calendars: pinned.calendars,
    });
    // What the visit overlay adds is the pinned one's: it is not what is asked about.
    const own = new Set(compiled.milestones.map((m) => m.id));
    const other = {
      ...pinned,
      milestones: [...compiled.milestones, ...pinned.milestones.filter((m) => !own.has(m.id))],
      ladders: { ...pinned.ladders, ...compiled.ladders },
      parts: compiled.parts,
      reopenWindowMs: compiled.reopenWindowMs,
    };
    judged.set(pinned, other);
    return other;
  };
}

export interface VerdictChange {
  promise: string;
  was: Outcome | 'none';
  would: Outcome | 'none';
  /** When it would have been due. */
  dueAt?: Instant;
}

/** The promises with another outcome. */
export function verdictChanges(was: CaseAudit, would: CaseAudit): VerdictChange[] {
  const keys = new Set([...was.verdicts, ...would.verdicts].map((v) => v.key));
  return [...keys].flatMap((key) => {
    const [a, b] = [was, would].map((audit) => audit.verdicts.find((v) => v.key === key));
    if (a?.outcome === b?.outcome) return [];
    const change: VerdictChange = { promise: key, was: a?.outcome ?? 'none', would: b?.outcome ?? 'none' };
    return [b?.dueAt === undefined ? change : { ...change, dueAt: b.dueAt }];
  });
}
