/**
 * The edition of the rules that stand in code and not in a policy: what an action does, and when it is refused. A case keeps
 * the edition under which it was opened, as it keeps its policy, since its history has to replay to what it was (decision 0018).
 */
import type { CasePolicy } from './case-policy';

/**
 * New cases are opened under this one. The first had no number. The second: a ruling's own solution replaces what was owed
 * instead of adding to it, and is carried out and asked about anew; what takes confirmed money back is confirmed before what
 * follows it, a refund taken back after payment is settled anew, and called about anew, and no return ends while its refund
 * is half done; an exchange goes out complete.
 */
export const EDITION = 2;

/** Whether a case has the rules of the second edition. */
export function isSecondEdition({ edition = 1 }: Pick<CasePolicy, 'edition'>): boolean {
  return edition >= 2;
}
