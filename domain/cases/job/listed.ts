/** What a policy lists to be gone through one by one: no other code is taken, and nothing of a site is left unseen. */
import type { CasePolicy } from '../../policy/case-policy';
import { insist } from '../refuse';

/** The actions of a job for which a policy may list what is gone through. */
type Listing = 'checkSite' | 'brief' | 'recordAcceptance' | 'reportTest';

/** Ids that the policy lists for an action; undefined where it lists none, and then anything may be written. */
export function listedFor({ jobs }: Pick<CasePolicy, 'jobs'>, action: Listing): readonly string[] | undefined {
  return jobs?.items?.[action];
}

/**
 * Refuses a code that the policy does not list, and one that stands twice: a check of something unknown proves nothing.
 * @param pathOf where the code at a place of the list stands in the payload
 */
export function insistListed(
  policy: Pick<CasePolicy, 'jobs'>,
  action: Listing,
  codes: readonly string[],
  pathOf: (index: number) => string,
): void {
  const listed = listedFor(policy, action);
  codes.forEach((code, index) => {
    insist(
      listed?.includes(code) ?? true,
      'invalid_request',
      `制度没有此项目：${code}`,
      `The policy lists no such item: ${code}`,
      pathOf(index),
      listed,
    );
    insist(codes.indexOf(code) === index, 'invalid_request', '同一项目只写一次', 'Each item once', pathOf(index));
  });
}

/** The place of an item in a list of what passed. */
export const itemOf =
  (list: string) =>
  (index: number): string =>
    `${list}.${index}.item`;
