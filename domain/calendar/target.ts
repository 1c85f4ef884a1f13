import type { Instant } from '../time/instant';

/** How a target is counted from its start. Plain data: it stands in policies' clocks and in derivations. */
export type TargetRule =
  /** Minutes and hours around the clock (R-HOURS); milliseconds. */
  | { kind: 'elapsed'; ms: number }
  /** Time in which the calendar is open (R-HALFDAY); milliseconds. */
  | { kind: 'workingTime'; ms: number }
  /** Closing of the nth working day, the start date excluded (R-WORKDAY). */
  | { kind: 'workingDays'; days: number }
  /** End of a calendar date, the start date excluded (R-DAYEND, R-MONTH). */
  | { kind: 'dates'; months: number; days: number }
  /** End of the nth month, that of the start being the first, however long they are (R-MONTH). */
  | { kind: 'monthEnd'; months: number }
  /** End of the start's date, of the next date, or closing of the next working day. */
  | { kind: 'dayEnd'; which: 'same' | 'next' | 'nextWorking' }
  /** A promised or agreed instant, and a signed distance from it in milliseconds. */
  | { kind: 'at'; at: Instant; offsetMs?: number };
