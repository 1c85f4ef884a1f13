/**
 * Alerts of a case that has ended, as the case records them and as the auditor derives them from its history: what a
 * person answered ends with the case, what nobody answered stays open until somebody does.
 */
import { auditCase, type CaseAudit } from '../../audit/audit-case';
import { readRun } from '../../audit/history';
import type { EscalationRow } from '../../domain/cases/record';
import type { RepairState } from '../../domain/cases/repair/state';
import { nanjing } from '../domain/cases/policies';
import { days, hours, people, reason, repairSetup } from '../domain/cases/simulator';
import { RecordedSimulator } from './simulated';

const { dispatcher, supervisor } = people;
const alert = { escalation: 'alert:severe_loss' };

const opened = (): RecordedSimulator<RepairState> => new RecordedSimulator(repairSetup(nanjing, { severeLoss: true }));

function audited(sim: RecordedSimulator<RepairState>): CaseAudit {
  const audit = auditCase([readRun(sim.history())]);
  expect(audit.findings.filter((f) => f.severity === 'alarm')).toEqual([]);
  return audit;
}

/** The row of the alert that the read model shows: the last that was recorded. */
function shown(sim: RecordedSimulator<RepairState>): EscalationRow {
  return sim.steps.flatMap((s) => s.escalations).findLast((e) => e.key === alert.escalation)!;
}

test('N-2.4-4a: an alert that was answered ends when the case is cancelled, and the answer stays on record', () => {
  const sim = opened()
    .act(supervisor, 'acknowledge', alert)
    .pass(1 * hours);
  expect(shown(sim)).toMatchObject({ status: 'acknowledged', endedAt: undefined });
  sim.act(dispatcher, 'cancel', { reason });
  expect(shown(sim)).toMatchObject({
    status: 'settled',
    endedBecause: 'case_cancelled',
    endedAt: new Date(sim.now).toISOString(),
    acknowledgedBy: supervisor.id,
  });
  expect(sim.steps.at(-1)!.head.escalationLevel).toBe(0);
  expect(audited(sim).findings.map((f) => f.kind)).toEqual(
    expect.arrayContaining(['escalation_raised', 'escalation_acknowledged']),
  );
});

test('N-2.4-4a: closed is not the end: the alert ends with the reopen window', () => {
  const sim = opened().act(supervisor, 'acknowledge', alert);
  sim.act(supervisor, 'close', { reason });
  expect(shown(sim).status).toBe('acknowledged');
  sim.pass(nanjing.reopenWindowMs + 1 * days);
  expect(sim.state.status).toBe('completed');
  expect(shown(sim)).toMatchObject({ status: 'settled', endedBecause: 'case_completed' });
  audited(sim);
});

test('N-2.4-4a R-ESC: an alert that nobody answered outlives a cancelled case, climbs on, and ends with its answer', () => {
  const sim = opened()
    .act(dispatcher, 'cancel', { reason })
    .pass(2 * days);
  expect(sim.state.status).toBe('cancelled');
  expect(shown(sim).status).toBe('open');
  expect(shown(sim).repeats + shown(sim).level).toBeGreaterThan(1);
  sim.act(supervisor, 'acknowledge', alert);
  expect(shown(sim)).toMatchObject({
    status: 'settled',
    acknowledgedBy: supervisor.id,
    endedBecause: 'case_cancelled',
  });
  audited(sim);
});
