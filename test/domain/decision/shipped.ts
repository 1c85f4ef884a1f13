import { join } from 'node:path';
import { askable, type Asked } from '../../../policies/loader/ask';
import { readExamples, type Example } from '../../../policies/loader/examples';
import { knownNames } from '../../../policies/loader/known';
import { loadPolicy, policyFiles } from '../../../policies/loader/load';
import { shippedFolder } from '../../../policies/loader/shipped';

/** A shipped policy, ready to be asked. */
export function shippedDecisions(id: string): Asked {
  return askable(loadPolicy(join(shippedFolder('policies'), `${id}.yaml`), knownNames()).policy);
}

/** Every shipped policy with its examples. */
export function allShipped(): { asked: Asked; examples: Example[] }[] {
  return policyFiles().map((file) => ({
    asked: askable(loadPolicy(file, knownNames()).policy),
    examples: readExamples(file).examples,
  }));
}
