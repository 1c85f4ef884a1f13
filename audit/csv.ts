/** The promises of a report as lines of CSV, for other tools. */
import { formatInstant } from '../domain/time/instant';
import type { PromiseRow } from './compliance';

/** Column names of `csvRow`. */
export const csvHead =
  'case,promise,period,policy,region,engineer,level,milestone,outcome,dueAt,metAt,overMs,excused,extendedMs,clauses';

/** A promise as a line of CSV; a value that a spreadsheet would take for a formula is quoted as text. */
export function csvRow({
  caseId,
  promise,
  by,
  outcome,
  dueAt,
  metAt,
  overMs,
  excused,
  extendedMs,
  clauses,
}: PromiseRow): string {
  const { period, policy, region, engineer, level, milestone } = by;
  const iso = (at: number | undefined): string => (at === undefined ? '' : formatInstant(at));
  return [
    caseId,
    promise,
    period,
    policy,
    region,
    engineer,
    level,
    milestone,
    outcome,
    iso(dueAt),
    iso(metAt),
    overMs ?? '',
    excused,
    extendedMs,
    clauses.join(' '),
  ]
    .map((value) => cell(String(value)))
    .join(',');
}

function cell(text: string): string {
  const plain = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\n\r]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain;
}
