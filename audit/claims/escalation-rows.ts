/** The row that a case records of each escalation. */
import type { EscalationRow } from '../../domain/cases/record';
import { roleOf, type Ascent } from '../ladder';
import type { Ledger } from '../ledger';
import { Comparison, type Tell } from './comparison';
import type { RowTable } from './rows';

function parts(row: EscalationRow, ascent: Ascent): unknown[] {
  const { status, level, repeats, people, acknowledgedBy, acknowledgedAt, endedBecause, endedAt, nextAt } = ascent;
  return [row, status, level, repeats, people, acknowledgedBy, acknowledgedAt, endedBecause, endedAt, nextAt];
}

/** An escalation as the case recorded it, held against the auditor's. */
function compare(row: EscalationRow, ascent: Ascent, { policy }: Ledger, tell: Tell): void {
  const c = new Comparison(tell);
  c.same('cause', row.cause, ascent.cause);
  c.same('subject', row.subject, ascent.subject);
  c.same('clock', row.clock, ascent.round);
  c.same('ladder', row.ladder, ascent.ladder);
  c.list('clauses', row.clauses, ascent.clauses);
  c.same('status', row.status, ascent.status);
  c.same('level', row.level, ascent.level);
  c.same('repeats', row.repeats, ascent.repeats);
  c.same('role', row.role, roleOf(policy, ascent));
  c.moment('raisedAt', row.raisedAt, ascent.raisedAt);
  c.list('people', row.people, ascent.people ?? []);
  c.same('acknowledgedBy', row.acknowledgedBy, ascent.acknowledgedBy);
  c.moment('acknowledgedAt', row.acknowledgedAt, ascent.acknowledgedAt);
  c.same('endedBecause', row.endedBecause, ascent.endedBecause);
  c.moment('endedAt', row.endedAt, ascent.endedAt);
  c.moment('nextAt', row.nextAt, ascent.nextAt);
}

/** How the escalations of a case are held against the auditor's. */
export const escalationRows: RowTable<EscalationRow, Ascent> = {
  name: 'escalation',
  statusOf: ({ status }) => status,
  parts,
  compare,
};
