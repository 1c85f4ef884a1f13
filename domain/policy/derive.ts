import type { Facts } from './rule';
import type { Policy } from './schema';

/**
 * The facts of a request with those that the policy derives from them, such as `largeItem` from weight and volume
 * (N-2.5-B-4a: over 1 m³ or over 100 kg; exactly 1 m³ or 100 kg is not large). A fact that is given already stays as
 * it is. A boolean that could be derived, and is not, counts as its opposite once every fact it depends on is known.
 */
export function deriveFacts(policy: Pick<Policy, 'derived'>, given: Facts): Facts {
  const facts: Record<string, string | number | boolean> = { ...given };
  for (const { fact, is, anyOf } of policy.derived) {
    if (facts[fact] !== undefined) continue;
    const holds = anyOf.some(({ fact: from, over, equals }) => {
      const known = facts[from];
      return over === undefined ? known !== undefined && known === equals : typeof known === 'number' && known > over;
    });
    if (holds) facts[fact] = is;
    else if (typeof is === 'boolean' && anyOf.every(({ fact: from }) => facts[from] !== undefined)) facts[fact] = !is;
  }
  return facts;
}
