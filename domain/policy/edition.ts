/**
 * The edition of the rules that stand in code and not in a policy: what an action does, and when it is refused. A case keeps
 * the edition under which it was opened, as it keeps its policy, since its history has to replay to what it was (decision 0018).
 */
import type { CasePolicy } from './case-policy';

/**
 * New cases are opened under this one. The first had no number. The second: a ruling's own solution replaces what was owed
 * instead of adding to it, what takes confirmed money back is confirmed before what follows it, a refund taken back after
 * payment is settled anew, and an exchange goes out complete. The third: a price that was approved stays until its own line
 * is quoted, a price that an approver sets goes to those whom the policy names for it, and what a policy hangs on a mark
 * counts wherever it stands: a discontented customer of a job, a need that was passed on, a decision that nobody else tells;
 * after an appeal carrying out and satisfaction are asked anew; a refund that is taken back is called about anew, and no
 * return ends while its refund is half done, no complaint while a compensation that was accepted is; nothing is accepted that is no longer offered; a sample that was
 * tested is a mark of its own; the mails of a step are sent by one activity.
 */
export const EDITION = 3;

/** Whether a case has the rules of the second edition. */
export function isSecondEdition({ edition = 1 }: Pick<CasePolicy, 'edition'>): boolean {
  return edition >= 2;
}

/** Whether a case has the rules of the third edition. */
export function isThirdEdition({ edition = 1 }: Pick<CasePolicy, 'edition'>): boolean {
  return edition >= 3;
}
