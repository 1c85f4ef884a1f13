import { askable, type Asked } from '../../../policies/loader/ask';
import { readExamples, type Example } from '../../../policies/loader/examples';
import { shipped, shippedPolicies } from '../../rig/shipped-policies';

/** A shipped policy, ready to be asked. */
export function shippedDecisions(id: string): Asked {
  return askable(shipped(id).policy);
}

/** Every shipped policy with its examples. */
export function allShipped(): { asked: Asked; examples: Example[] }[] {
  return shippedPolicies().loaded.map(({ policy, file }) => ({
    asked: askable(policy),
    examples: readExamples(file).examples,
  }));
}
