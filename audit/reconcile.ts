/**
 * The read model held against the histories, row by row. What the rows should be follows from the records and deliveries
 * in the histories alone; every difference is told with both values. Pure: rows come in as plain JSON.
 */
import type { DeliverOutcome, StepRecord } from '../domain/cases/record';
import { canonicalJson } from '../domain/policy/canonical';
import { sha256 } from './archive/manifest';
import { tables, type RowDifference, type Table } from './difference';
import type { DeliverAsked, Effect, EventRef, Timeline } from './timeline';

/** A row by its key: seq of a step, key of a clock … Instants as ISO 8601, absent values as null. */
export type Rows = Readonly<Record<Table, ReadonlyMap<string, Row>>>;
export type Row = Readonly<Record<string, unknown>>;

interface Expected {
  row: Row;
  source: EventRef;
  /** Its record or delivery is still under way: the row may be there or not, in the old form or the new one. */
  underWay: boolean;
}

/** The rows that the histories of a case imply. */
export function expectedRows({ claims, effects }: Timeline): Record<Table, Map<string, Expected>> {
  const rows: Record<Table, Map<string, Expected>> = {
    case: new Map(),
    step: new Map(),
    clock: new Map(),
    escalation: new Map(),
    notice: new Map(),
  };
  let state: Record<string, unknown> = {};
  const seen = new Set<number>();
  for (const { step, source, effect } of claims) {
    // What the database refused for good is rightly not there; a step that was recorded twice counts once.
    if (effect.failure !== undefined || seen.has(step.seq)) continue;
    seen.add(step.seq);
    const underWay = effect.ended === undefined;
    const put = (table: Table, key: string, row: object): void =>
      void rows[table].set(key, { row: row as Row, source, underWay });
    state = { ...state, ...step.changed };
    put('case', step.caseId, { ...step.head, seq: step.seq, state, updatedAt: step.recordedAt });
    put('step', String(step.seq), stepRow(step));
    for (const clock of step.clocks) put('clock', clock.key, clock);
    for (const escalation of step.escalations) put('escalation', escalation.key, escalation);
    for (const { key, template, to, params, clauses } of step.notices)
      put('notice', key, {
        seq: step.seq,
        template,
        to,
        params,
        clauses,
        createdAt: step.recordedAt,
        status: 'pending',
      });
  }
  for (const effect of effects) if (effect.name === 'deliver') settle(rows.notice, effect);
  return rows;
}

function stepRow(step: StepRecord): Row {
  const { cause } = step;
  return {
    hash: sha256(canonicalJson(step)),
    recordedAt: step.recordedAt,
    causeType: cause.type,
    causeName: cause.name,
    actorId: cause.actor?.id,
    actorRole: cause.actor?.role,
    requestId: cause.requestId,
    receivedAt: cause.receivedAt,
    occurredAt: cause.occurredAt,
    events: step.events,
  };
}

function settle(notices: Map<string, Expected>, { request, result, ended }: Effect): void {
  const { notice } = request as DeliverAsked;
  const expected = notices.get(notice.key);
  if (!expected) return;
  if (ended === undefined) {
    notices.set(notice.key, { ...expected, underWay: true });
    return;
  }
  const { result: outcome, messageId, reason } = (result ?? {}) as Partial<DeliverOutcome>;
  // Nobody knows what became of it: one that is under way as well may have been sent.
  if (outcome === undefined) return;
  const status = outcome === 'sent' || outcome === 'already' ? 'sent' : outcome;
  notices.set(notice.key, {
    ...expected,
    row: { ...expected.row, status, ...(messageId ? { messageId } : {}), ...(reason ? { reason } : {}) },
    source: ended,
    underWay: false,
  });
}

/** Every difference between the histories of a case and its rows. */
export function reconcile(caseId: string, timeline: Timeline, found: Rows): RowDifference[] {
  const expected = expectedRows(timeline);
  return tables.flatMap((table) => {
    const keys = new Set([...expected[table].keys(), ...found[table].keys()]);
    return [...keys].flatMap((key): RowDifference[] => {
      const [should, is] = [expected[table].get(key), found[table].get(key)];
      const place = { caseId, table, key, ...(should ? { source: should.source } : {}) };
      if (!should) return [{ kind: 'row_added', ...place }];
      if (!is) return should.underWay ? [] : [{ kind: 'row_missing', ...place }];
      if (should.underWay) return [];
      return Object.entries(should.row).flatMap(([field, value]): RowDifference[] => {
        const [a, b] = [plain(value), plain(is[field])];
        if (a === b) return [];
        const never = table === 'notice' && field === 'status' && is[field] === 'sent';
        return [{ kind: never ? 'mail_never_sent' : 'row_changed', ...place, field, history: a, database: b }];
      });
    });
  });
}

/** Absent and null are the same in a row. */
function plain(value: unknown): string {
  return value === undefined || value === null ? 'null' : canonicalJson(value);
}
