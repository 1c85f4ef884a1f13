/** The sections of the state that every kind of case has. */
import type { CaseState } from '../../domain/cases/state';
import type { Ledger } from '../ledger';
import { sameJson } from '../same-json';
import { Comparison, type Tell } from './comparison';

/** Of the sections that a step changed: whom the case has, who is barred from it, what it pinned, what it waits for. */
export function sectionDifferences(changed: Readonly<Record<string, unknown>>, ledger: Ledger, tell: Tell): void {
  const { parties, pins, paused } = changed as Partial<{
    parties: Ledger['parties'];
    pins: unknown;
    paused: Ledger['paused'];
  }>;
  const waits = (of: Ledger['paused']): string =>
    Object.entries(of)
      .map(([reason, { since, by }]) => `${reason} ${since} ${by}`)
      .sort()
      .join();
  const c = new Comparison(tell);
  const { caseId, kind, status, seq, openedAt, closedAt, ledger: money } = changed as Partial<CaseState>;
  if (caseId !== undefined) c.same('changed.caseId', caseId, ledger.opening.caseId);
  if (kind !== undefined) c.same('changed.kind', kind, ledger.policy.kind);
  if (status !== undefined) c.same('changed.status', status, ledger.status);
  if (seq !== undefined) c.same('changed.seq', seq, ledger.seq);
  if (openedAt !== undefined) c.same('changed.openedAt', openedAt, ledger.opening.at);
  if (closedAt !== undefined) c.same('changed.closedAt', closedAt, ledger.closedAt);
  if (money) for (const [no, a, b] of ledger.book.otherwise(money)) tell(`changed.ledger.${no}`, a, b);
  if (parties) {
    c.same('parties.dispatcherId', parties.dispatcherId, ledger.parties.dispatcherId);
    c.same('parties.engineerId', parties.engineerId, ledger.parties.engineerId);
  }
  if (pins && !sameJson(pins, ledger.policy.pins)) tell('pins', JSON.stringify(pins), '');
  if (paused) c.same('paused', waits(paused), waits(ledger.paused));
}
