/** Steps of a case as the record lane hands them over. */
import type { ClockRow, EscalationRow, NoticeRow, StepRecord } from '../../domain/cases/record';

const START = Date.parse('2026-11-23T01:00:00.000Z');

/** The instant `minutes` after the case was opened. */
export function at(minutes: number): string {
  return new Date(START + minutes * 60_000).toISOString();
}

export function stepOf(caseId: string, seq: number, over: Partial<StepRecord> = {}): StepRecord {
  return {
    caseId,
    seq,
    recordedAt: at(seq),
    cause: {
      type: 'action',
      name: 'respond',
      actor: { id: 'person-1', role: 'agent', duties: [] },
      requestId: `request-${seq}`,
      receivedAt: at(seq),
    },
    head: headOf(),
    changed: { status: 'responded', seq, facts: { level: 'level2' } },
    events: [{ type: 'responded', at: at(seq), clauses: ['S-5.16-2b'] }],
    clocks: [],
    escalations: [],
    notices: [],
    ...over,
  };
}

export function headOf(over: Partial<StepRecord['head']> = {}): StepRecord['head'] {
  return {
    kind: 'repair',
    status: 'responded',
    policyId: 'security-projects-chongqing',
    policyVersion: '1.0',
    policyHash: 'hash-1',
    level: 'level2',
    region: 'main_nine_districts',
    customerId: 'customer-1',
    engineerId: 'engineer-1',
    dispatcherId: 'dispatcher-1',
    openedAt: at(0),
    breached: false,
    escalationLevel: 0,
    ...over,
  };
}

export function clockOf(key: string, over: Partial<ClockRow> = {}): ClockRow {
  return {
    key,
    milestone: key,
    status: 'running',
    startedAt: at(0),
    warnAt: at(20),
    dueAt: at(30),
    provisional: false,
    pauses: [],
    extendedMs: 0,
    clauses: ['S-5.16-2b'],
    target: { kind: 'elapsed', ms: 1_800_000 },
    ...over,
  };
}

export function escalationOf(key: string, over: Partial<EscalationRow> = {}): EscalationRow {
  return {
    key,
    cause: 'breach',
    subject: 'response',
    clock: 'response',
    ladder: 'supervisor',
    level: 1,
    role: 'department_supervisor',
    status: 'open',
    raisedAt: at(30),
    people: ['person-2'],
    repeats: 0,
    clauses: ['S-5.16-5'],
    ...over,
  };
}

export function noticeOf(key: string, over: Partial<NoticeRow> = {}): NoticeRow {
  return { key, template: 'case_received', to: 'customer', params: {}, clauses: [], ...over };
}
