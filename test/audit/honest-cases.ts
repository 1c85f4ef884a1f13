/** Random honest repairs, audited: none may give an alarm, and what was recorded is what the auditor derives. */
import fc from 'fast-check';
import { auditCase } from '../../audit/audit-case';
import { readRun } from '../../audit/history';
import { happen, policies, someCase } from '../domain/cases/walk';
import { recorded } from './simulated';

/** Findings that an action's receipt lies long ago: walks send such actions on purpose. */
const meant = ['backdated'];

/** Audits so many cases. Answers how many there were, how many promises they made, and the kinds of findings seen. */
export function auditHonestCases(numRuns: number): { cases: number; promises: number; kinds: Set<string> } {
  const seen = { cases: 0, promises: 0, kinds: new Set<string>() };
  fc.assert(
    fc.property(fc.gen(), fc.nat(policies.length - 1), fc.integer({ min: 5, max: 60 }), (gen, index, length) => {
      const policy = policies[index]!;
      const sim = someCase(gen, policy, true, recorded);
      for (let i = 0; i < length; i++) happen(gen, sim);
      const audit = auditCase([readRun(sim.history())]);
      const alarms = audit.findings.filter((f) => f.severity === 'alarm' && !meant.includes(f.kind));
      expect(alarms.map(({ kind, events, data }) => ({ kind, events, data }))).toEqual([]);
      expect(audit.status).toBe(sim.state.status);
      expect(audit.verdicts.map((v) => v.key).sort()).toEqual(Object.keys(sim.state.clocks).sort());
      seen.cases++;
      seen.promises += audit.verdicts.length;
      for (const { kind } of audit.findings) seen.kinds.add(kind);
    }),
    { numRuns },
  );
  return seen;
}
