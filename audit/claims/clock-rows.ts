/** The row that a case records of each promise. */
import type { ClockRow } from '../../domain/cases/record';
import { formatInstant } from '../../domain/time/instant';
import type { Ledger } from '../ledger';
import { clausesOf, standing, type Round } from '../milestones';
import { iso } from '../moments';
import { sameJson } from '../same-json';
import { Comparison, type Tell } from './comparison';
import type { RowTable } from './rows';

function parts(row: ClockRow, round: Round): unknown[] {
  const { startedAt, dueAt, warnAt, warnedAt, brokenAt, metAt, stopped, provisional, extensions, pauses } = round;
  const dates = [startedAt, dueAt, warnAt, warnedAt, brokenAt, metAt];
  return [row, ...dates, stopped, provisional, extensions, pauses, round.row];
}

/** A promise as the case recorded it, held against the auditor's. */
function compare(row: ClockRow, round: Round, _ledger: Ledger, tell: Tell): void {
  const c = new Comparison(tell);
  c.same('milestone', row.milestone, round.milestone.id);
  c.list('clauses', row.clauses, clausesOf(round));
  if (!sameJson(row.target, targetOf(round)))
    tell('target', JSON.stringify(row.target), JSON.stringify(targetOf(round)));
  c.same('status', row.status, standing(round));
  c.moment('startedAt', row.startedAt, round.startedAt);
  c.moment('dueAt', row.dueAt, round.dueAt);
  c.moment('warnAt', row.warnAt, round.warnAt);
  c.moment('warnedAt', row.warnedAt, round.warnedAt);
  c.moment('breachedAt', row.breachedAt, round.brokenAt);
  c.moment('metAt', row.metAt, round.metAt);
  c.same('stoppedBecause', row.stoppedBecause, round.stopped?.because);
  c.same('provisional', row.provisional, round.provisional);
  c.same(
    'extendedMs',
    row.extendedMs,
    round.extensions.reduce((sum, e) => sum + e.ms, 0),
  );
  if (row.pauses.length > 0 || round.pauses.length > 0)
    c.same(
      'pauses',
      pausesInWords(row.pauses),
      pausesInWords(round.pauses.map((p) => ({ ...p, from: formatInstant(p.from), to: iso(p.to) }))),
    );
}

/** How the promises of a case are held against the auditor's. */
export const clockRows: RowTable<ClockRow, Round> = { name: 'clock', statusOf: standing, parts, compare };

/** The row of targets that applies, as a case tells it. */
function targetOf({ milestone, row }: Round): object {
  const { target, plus, capMs } = milestone.targets[row] ?? {};
  return { ...target, ...(plus && { plus }), ...(capMs && { capMs }) };
}

function pausesInWords(list: readonly Spell[]): string {
  return list.map(({ reason, from, to = '', by = '' }) => `${reason} ${from} ${to} ${by}`).join(', ');
}

interface Spell {
  reason: string;
  from: string;
  to?: string | undefined;
  by?: string | undefined;
}
