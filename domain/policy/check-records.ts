/** What is wrong with the section on the keeping of records beside its shape. */
import { parseDuration } from '../time/duration';
import type { PolicyIssue } from './issue';
import type { Policy } from './schema';

/** Terms that are no whole dates or shorter than a case may still be reopened, and a section without an origin. */
export function checkRecords({ records }: Policy): PolicyIssue[] {
  if (!records) return [];
  const issues: PolicyIssue[] = [];
  for (const [name, term] of Object.entries(records.keep)) {
    const { sign, months, days, ms } = parseDuration(term);
    if (sign < 0 || ms > 0 || months * 28 + days < 180)
      issues.push({
        path: ['records', 'keep', name],
        problem: 'is no term of whole dates of at least half a year',
        allowed: ['P6M', 'P3Y'],
      });
  }
  if (records.clause === undefined && records.default !== true)
    issues.push({ path: ['records'], problem: 'has neither a clause nor `default: true`' });
  return issues;
}
