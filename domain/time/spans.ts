/** Stretches of time, `[from, until)`. */
import type { Instant } from './instant';

export interface Span {
  from: Instant;
  /** Its end, excluded. */
  until: Instant;
}

/** Whether some stretches together leave no instant of another one out. */
export function covers(spans: readonly Span[], whole: Span): boolean {
  const sorted = [...spans].sort((a, b) => a.from - b.from);
  const reached = sorted.reduce((at, { from, until }) => (from <= at && until > at ? until : at), whole.from);
  return reached >= whole.until;
}
