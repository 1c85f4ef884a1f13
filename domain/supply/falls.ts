/**
 * When a part that fell below its reorder level is to be ordered: as long as it is below and no order is on its way. An order
 * that is withdrawn, does not come on its expected day, or brings too little covers the fall no longer: it is owed anew.
 */
import type { Instant } from '../time/instant';

/** An order for the stock itself. */
export interface StockOrder {
  id: string;
  requestedAt: Instant;
  /** The end of the day on which it should come. */
  expectedAt: Instant;
  /** When it came or was withdrawn; absent while it is open. */
  endedAt?: Instant;
}

/** A fall below the level, until the level was reached again. */
export interface Fall {
  id: string;
  fellAt: Instant;
  clearedAt?: Instant;
}

/** A stretch of time in which nothing was on its way. */
export interface FallDuty {
  /** Business key of the duty. */
  key: string;
  from: Instant;
  /** When it was ordered, or the level reached; absent while it is open. */
  doneAt?: Instant;
  /** An order had been made before, and failed. */
  again: boolean;
}

/** The duties of a fall as of an instant, in order of time; at most the last one is open. */
export function fallDuties(fall: Fall, orders: readonly StockOrder[], now: Instant): FallDuty[] {
  const end = fall.clearedAt ?? Infinity;
  const spans = orders.map((order) => ({ ...order, failsAt: Math.min(order.expectedAt, order.endedAt ?? Infinity) }));
  const duties: FallDuty[] = [];
  let from = fall.fellAt;
  let key = `stock_low/${fall.id}`;
  let again = false;
  for (;;) {
    for (const last of covering(spans, from)) {
      from = last.failsAt;
      key = `stock_low/${fall.id}/${last.id}/${new Date(from).toISOString()}`;
      again = true;
    }
    if (from >= end || from > now) return duties;
    const next = Math.min(end, ...spans.map(({ requestedAt }) => requestedAt).filter((at) => at > from));
    const doneAt = next <= now ? next : undefined;
    duties.push({ key, from, again, ...(doneAt !== undefined && { doneAt }) });
    if (doneAt === undefined || doneAt >= end) return duties;
    from = doneAt;
  }
}

type Span = StockOrder & { failsAt: Instant };

/** The orders that cover an instant and, one after the other, what follows without a gap. */
function* covering(spans: readonly Span[], at: Instant): Generator<Span> {
  let reached = at;
  for (;;) {
    const [longest] = spans
      .filter(({ requestedAt, failsAt }) => requestedAt <= reached && failsAt > reached)
      .sort((a, b) => b.failsAt - a.failsAt || (a.id < b.id ? -1 : 1));
    if (!longest) return;
    reached = longest.failsAt;
    yield longest;
  }
}
