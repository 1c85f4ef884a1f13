/** Random honest cases, audited: none may give an alarm, and what was recorded is what the auditor derives. */
import fc from 'fast-check';
import { auditCase } from '../../audit/audit-case';
import { readRun } from '../../audit/history';
import type { CaseState } from '../../domain/cases/state';
import type { CaseKind } from '../../domain/policy/rule';
import type { Setup } from '../domain/cases/case-simulator';
import { happen } from '../domain/cases/walk';
import { someOf } from '../domain/cases/walk-any';
import { RecordedSimulator, type RawHistory } from './simulated';

/** Findings that an action's receipt lies long ago: walks send such actions on purpose. */
const meant = ['backdated'];

/** What was come through: cases, their promises, and the kinds of findings. */
export interface Seen {
  cases: number;
  promises: number;
  kinds: Set<string>;
}

/** Audits so many cases of a kind. */
export function auditHonestCases(kind: CaseKind, numRuns: number): Seen {
  const seen: Seen = { cases: 0, promises: 0, kinds: new Set() };
  fc.assert(
    fc.property(fc.gen(), fc.integer({ min: 5, max: 60 }), (gen, length) => {
      let history: (() => RawHistory) | undefined;
      const create = <S extends CaseState>(setup: Setup<S>): RecordedSimulator<S> => {
        const sim = new RecordedSimulator(setup);
        history = () => sim.history();
        return sim;
      };
      someOf[kind](gen, create, (sim, walk) => {
        for (let i = 0; i < length; i++) happen(gen, sim, walk);
        look(sim.state, history!(), seen);
      });
    }),
    { numRuns, endOnFailure: true },
  );
  return seen;
}

function look(state: CaseState, history: RawHistory, seen: Seen): void {
  const audit = auditCase([readRun(history)]);
  const alarms = audit.findings.filter((f) => f.severity === 'alarm' && !meant.includes(f.kind));
  expect(alarms.map(({ kind, events, data }) => ({ kind, events, data }))).toEqual([]);
  expect(audit.status).toBe(state.status);
  expect(audit.verdicts.map((v) => v.key).sort()).toEqual(Object.keys(state.clocks).sort());
  seen.cases++;
  seen.promises += audit.verdicts.length;
  for (const { kind } of audit.findings) seen.kinds.add(kind);
}
