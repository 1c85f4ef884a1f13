/** What a partner owes by date: the monthly report, the settlement. Dates, roles and forms are the agreement's. */
import { ask, textOf, type Agreement } from './agreement';

/** A duty with its date, as the agreement gives it; instants ISO 8601 with the policy zone's offset. */
export interface DatedDuty {
  dueAt: string;
  warnAt?: string;
  form?: string;
  /** Who owes it. */
  role?: string;
  /** Policy roles that are told. */
  notify: readonly string[];
  clauses: readonly string[];
}

/** The report about a month (YYYY-MM); undefined where the agreement wants none of that name. */
export function reportDuty(agreement: Agreement, milestone: string, month: string): DatedDuty | undefined {
  return dated(ask(agreement, 'deadline', { milestone, forMonth: month }));
}

/** The settlement of the period to which a date belongs. */
export function settlementDuty(agreement: Agreement, milestone: string, on: string): DatedDuty | undefined {
  return dated(ask(agreement, 'deadline', { milestone, costDate: on }));
}

/** The next regular audit, by the last one (YYYY-MM-DD), else by the signing (an instant); undefined while its interval is blank. */
export function auditDuty(
  agreement: Agreement,
  milestone: string,
  { signed, lastAudit }: { signed: string; lastAudit?: string },
): DatedDuty | undefined {
  return dated(ask(agreement, 'deadline', { milestone, signed, ...(lastAudit !== undefined && { lastAudit }) }));
}

/** The last day, YYYY-MM-DD, of the term that an agreement signed at that instant (ISO 8601) has; undefined where it names no term. */
export function lastDayOf(agreement: Agreement, signed: string): string | undefined {
  return textOf(ask(agreement, 'deadline', { signed }).answer, 'lastDay');
}

/** To whom an audit that was not passed is told; undefined where the agreement says nothing of it. */
export function auditTold(agreement: Agreement, inspection: string): string | undefined {
  return textOf(ask(agreement, 'escalation', { inspection }).answer, 'to');
}

/** Whether a report that came on that date (YYYY-MM-DD) was in time; undefined where the agreement does not say. */
export function reportStatus(
  agreement: Agreement,
  milestone: string,
  month: string,
  receivedOn: string,
): 'met' | 'breached' | undefined {
  const status = textOf(ask(agreement, 'deadline', { milestone, forMonth: month, sent: receivedOn }).answer, 'status');
  return status === 'met' || status === 'breached' ? status : undefined;
}

function dated({ answer, clauses }: ReturnType<typeof ask>): DatedDuty | undefined {
  const dueAt = textOf(answer, 'due');
  if (dueAt === undefined) return undefined;
  const { notify } = answer;
  return {
    dueAt,
    warnAt: textOf(answer, 'warnAt'),
    form: textOf(answer, 'form'),
    role: textOf(answer, 'role'),
    notify: Array.isArray(notify) ? notify.map(String) : [],
    clauses,
  };
}
