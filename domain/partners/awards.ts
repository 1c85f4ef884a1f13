/** The yearly award, and what several of them mean for the renewal of the agreement. */
import { addMonths, formatDate, parseDate } from '../time/date';
import { parseDuration } from '../time/duration';
import { ask, textOf, type Agreement } from './agreement';

/** The figures of a year by which a person decides on the award. */
export interface AwardFigures {
  satisfied: number;
  answered: number;
  /** Monthly reports that came late or not at all. */
  lateReports: number;
  complaints: number;
  /** Audits of the year that were not passed, and changes that were told too late. */
  failedAudits: number;
  lateChanges: number;
}

/** What the agreement says of the figures: it judges the satisfaction only; the other conditions have no figures. */
export interface AwardView extends AwardFigures {
  rate?: number;
  target?: number;
  passed?: boolean;
  clauses: readonly string[];
}

/** Measures a year's figures against the award's condition. */
export function awardView(agreement: Agreement, figures: AwardFigures): AwardView {
  const { satisfied, answered } = figures;
  // Of nobody asked there is no rate, and nothing to judge.
  const { answer, clauses } = ask(agreement, 'kpi', answered > 0 ? { satisfied, answered } : { answered });
  return {
    ...figures,
    ...(typeof answer.value === 'number' && { rate: answer.value }),
    ...(typeof answer.target === 'number' && { target: answer.target }),
    ...(typeof answer.passed === 'boolean' && { passed: answer.passed }),
    clauses,
  };
}

/** The new last day when an agreement that ends on a date (YYYY-MM-DD) is renewed for a term such as P2Y. */
export function renewedUntil(endsOn: string, term: string): string {
  return formatDate(addMonths(parseDate(endsOn), parseDuration(term).months));
}

/** How the agreement is renewed after these award years. */
export function renewal(
  agreement: Agreement,
  years: readonly number[],
): { term: string; priority: boolean; clauses: readonly string[] } | undefined {
  const { answer, clauses } = ask(agreement, 'entitlement', { awards: [...years].sort((a, b) => a - b) });
  const term = textOf(answer, 'renewal');
  return term === undefined ? undefined : { term, priority: answer.priority === true, clauses };
}
