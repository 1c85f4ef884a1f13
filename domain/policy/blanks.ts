import type { Policy } from './schema';

/**
 * The figures that a policy still needs before it may be published: parameters marked `required: publish` without a
 * value (R-MISSING). It can be checked and tried out without them.
 */
export function blanksOf({ parameters }: Policy): string[] {
  return parameters.filter(({ required, value }) => required === 'publish' && value === undefined).map(({ id }) => id);
}
