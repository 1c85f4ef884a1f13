/**
 * The duties that an actor carried in a request, read anew: a word is a policy role, and behind `@` the policy and the
 * region that it is for, a star for any. A duty for one policy or region is none in a case of another, so whoever holds it
 * elsewhere decides nothing here.
 */
import type { Actor } from '../domain/cases/record';
import type { Journal } from './journal';

/** Whether the actor held the policy role in this case, with what is known of it before the action. */
export function heldDuty(
  { duties }: Pick<Actor, 'duties'>,
  role: string,
  { policy, facts }: Pick<Journal, 'policy' | 'facts'>,
): boolean {
  return duties.some((word) => {
    const [of, scope] = split(word, '@');
    if (of !== role) return false;
    const [policyId = '*', region] = scope === undefined ? [] : split(scope, '/');
    const here = policyId === '*' || policyId === policy.pins[0]?.id;
    return here && (region === undefined || region === facts.region);
  });
}

function split(text: string, at: string): [before: string, after: string | undefined] {
  const index = text.indexOf(at);
  return index < 0 ? [text, undefined] : [text.slice(0, index), text.slice(index + 1)];
}
