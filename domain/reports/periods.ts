/** Which dates a report covers, and when it is made. */
import type { RecurringEntry } from '../recurring/entry';
import { timeOfDay } from '../recurring/entry';
import type { PolicyReport } from '../policy/schema-reports';
import { addMonths, DAY_MS, weekdayOf, type LocalDate } from '../time/date';
import { parseDuration } from '../time/duration';

/** First and last date, both included. */
export interface Period {
  from: LocalDate;
  to: LocalDate;
}

/** The period of that kind in which a date lies; a week begins on Monday. */
export function periodOf(kind: PolicyReport['period'], date: LocalDate): Period {
  if (kind === 'day') return { from: date, to: date };
  if (kind === 'week') {
    const monday = date - weekdayOf(date) + 1;
    return { from: monday, to: monday + 6 };
  }
  const length = { month: 1, quarter: 3, year: 12 }[kind];
  const on = new Date(date * DAY_MS);
  const month = Math.floor(on.getUTCMonth() / length) * length;
  const from = Date.UTC(on.getUTCFullYear(), month, 1) / DAY_MS;
  return { from, to: addMonths(from, length) - 1 };
}

/** The period that a report covers when it is made on a date: the one that had ended so many dates before. */
export function coveredOn(report: Pick<PolicyReport, 'period' | 'made'>, date: LocalDate): Period {
  return periodOf(report.period, date - parseDuration(report.made.after).days);
}

/**
 * When a report is made: at its time, so many dates after its period's last. Throws a RangeError for more than four
 * weeks, and for the last date itself: what happens later that day would be in no report.
 */
export function reportTimes({ period, made }: Pick<PolicyReport, 'period' | 'made'>): RecurringEntry['times'] {
  const { hour, minute } = timeOfDay(made.time);
  const { months, days, ms } = parseDuration(made.after);
  if (months > 0 || ms > 0 || days < 1 || days > 28)
    throw new RangeError(`A report is made 1 to 28 dates after its period, not ${made.after}`);
  const at = { hour, minutes: [minute] };
  if (period === 'day') return at;
  if (period === 'week') return { ...at, weekdays: [((days - 1) % 7) + 1] };
  const first = { month: undefined, quarter: [1, 4, 7, 10], year: [1] }[period];
  return { ...at, daysOfMonth: [days], ...(first && { months: first }) };
}
