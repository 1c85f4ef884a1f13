/** Turns a step into what `record` writes: instants as ISO 8601, the columns that lists need, only what changed. */
import { milestoneOf, type Clock } from '../sla/clock';
import { roleOf, type Escalation } from '../sla/escalation';
import { formatInstant, type Instant } from '../time/instant';
import type { CasePolicy } from '../policy/case-policy';
import type { CaseHead, ClockRow, EscalationRow, StepRecord } from './record';
import type { CaseState } from './state';
import type { Work } from './work';

const iso = (at: Instant | undefined): string | undefined => (at === undefined ? undefined : formatInstant(at));

/** One clock as the read model keeps it. */
export function clockRow(clock: Clock, policy: CasePolicy): ClockRow {
  const row = milestoneOf(policy, clock.milestone).targets[clock.row];
  return {
    key: clock.key,
    milestone: clock.milestone,
    status: clock.status,
    startedAt: iso(clock.startedAt),
    warnAt: iso(clock.warnAt),
    dueAt: iso(clock.dueAt),
    warnedAt: iso(clock.warnedAt),
    breachedAt: iso(clock.breachedAt),
    metAt: iso(clock.metAt),
    stoppedBecause: clock.stoppedBecause,
    provisional: clock.provisional,
    pauses: clock.pauses.map((p) => ({ reason: p.reason, from: formatInstant(p.from), to: iso(p.to), by: p.by })),
    extendedMs: clock.extensions.reduce((sum, e) => sum + e.ms, 0),
    clauses: row?.clauses ?? [],
    target: { ...row?.target, ...(row?.plus && { plus: row.plus }), ...(row?.capMs && { capMs: row.capMs }) },
  };
}

function escalationRow(escalation: Escalation, policy: CasePolicy): EscalationRow {
  const { key, cause, subject, clock, ladder, level, status, acknowledgedBy, endedBecause, repeats, clauses } =
    escalation;
  return {
    ...{ key, cause, subject, clock, ladder, level, status, acknowledgedBy, endedBecause, repeats, clauses },
    role: roleOf(policy, escalation),
    people: escalation.people ?? [],
    raisedAt: formatInstant(escalation.raisedAt),
    acknowledgedAt: iso(escalation.acknowledgedAt),
    endedAt: iso(escalation.endedAt),
    nextAt: iso(escalation.nextAt),
  };
}

/** The highest level of any escalation still open; 0: none. */
export function escalationLevel(state: CaseState): number {
  return Math.max(
    0,
    ...Object.values(state.escalations)
      .filter((e) => e.endedAt === undefined)
      .map((e) => e.level),
  );
}

/** Whether any promise of the case was broken, excused or not. */
export function anyBreach(state: CaseState): boolean {
  return Object.values(state.clocks).some((c) => c.breachedAt !== undefined);
}

function head(state: CaseState): CaseHead {
  const running = Object.values(state.clocks).filter((c) => c.status === 'running' && c.dueAt !== undefined);
  const next = running.sort((a, b) => a.dueAt! - b.dueAt!)[0];
  const service = state.pins.find((p) => p.layer === 'service') ?? state.pins[0]!;
  return {
    kind: state.kind,
    status: state.status,
    policyId: service.id,
    policyVersion: service.version,
    policyHash: service.hash,
    level: typeof state.facts.level === 'string' ? state.facts.level : undefined,
    region: typeof state.facts.region === 'string' ? state.facts.region : undefined,
    ...state.parties,
    openedAt: formatInstant(state.openedAt),
    closedAt: iso(state.closedAt),
    nextDueAt: iso(next?.dueAt),
    nextDueClock: next?.key,
    breached: anyBreach(state),
    escalationLevel: escalationLevel(state),
  };
}

/** What `record` writes for a step, and what stands in the history for ever. */
export function stepRecord(work: Work): StepRecord {
  const { sections, clocks, escalations, entries } = work.changes();
  return {
    caseId: work.state.caseId,
    seq: work.state.seq,
    recordedAt: formatInstant(work.now),
    cause: work.cause,
    head: head(work.state),
    changed: sections,
    events: work.events,
    clocks: clocks.map((c) => clockRow(c, work.policy)),
    escalations: escalations.map((e) => escalationRow(e, work.policy)),
    notices: work.notices,
    ...(entries.length > 0 && { ledger: entries }),
  };
}
