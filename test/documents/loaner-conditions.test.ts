/** In which condition a loaner went out and came back, as its agreement says (S-4.5-f). */
import { loanerConditions, type NotedCondition } from '../../activities/documents/loaner-conditions';

const [day, minute] = [86_400_000, 60_000];
const noted = (at: number, condition: string, caseId: string | null = 'R1'): NotedCondition => ({
  ...{ at, condition, caseId },
});
const out = { status: 'issued', issuedAt: 10 * day } as const;
const back = { ...out, status: 'returned', returnedAt: 20 * day } as const;

describe('S-4.5-f: the condition of a loaner', () => {
  test('is the one at its own hand-out and return, a little before or after them', () => {
    for (const shift of [-minute, 0, minute]) {
      const checks = [noted(10 * day + shift, 'good'), noted(20 * day + shift, 'damaged')];
      expect(loanerConditions(checks, back, 'R1')).toEqual({ issued: 'good', returned: 'damaged' });
    }
  });

  test('was the one seen last where nobody noted any at the hand-out: a check at the return is no hand-out', () => {
    const checks = [noted(2 * day, 'damaged', 'R0'), noted(9 * day, 'worn', null), noted(20 * day, 'incomplete')];
    expect(loanerConditions(checks, back, 'R1')).toEqual({ issued: 'worn', returned: 'incomplete' });
    expect(loanerConditions(checks.slice(2), back, 'R1')).toEqual({ returned: 'incomplete' });
  });

  test('has none at the return while the customer has it, or where only later borrowers came back with it', () => {
    const checks = [noted(10 * day, 'good'), noted(12 * day, 'worn')];
    expect(loanerConditions(checks, out, 'R1')).toEqual({ issued: 'good' });
    expect(loanerConditions([checks[0]!, noted(30 * day, 'damaged', 'R2')], back, 'R1')).toEqual({ issued: 'good' });
  });

  test('is the first that was noted at the return: what is found in the workshop later is another matter', () => {
    const checks = [noted(10 * day, 'good'), noted(20 * day, 'worn'), noted(25 * day, 'damaged')];
    expect(loanerConditions(checks, back, 'R1')).toEqual({ issued: 'good', returned: 'worn' });
  });

  test('lent again in the same case, the unit goes out as it came back', () => {
    const checks = [noted(1 * day, 'good'), noted(5 * day, 'worn'), noted(20 * day, 'damaged')];
    expect(loanerConditions(checks, back, 'R1')).toEqual({ issued: 'worn', returned: 'damaged' });
    expect(loanerConditions(checks, { status: 'approved' }, 'R1')).toEqual({});
  });
});
