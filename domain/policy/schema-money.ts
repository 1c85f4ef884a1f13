/** The section `money:` of a service policy: who takes the second step of the ledger. */
import { z } from 'zod';
import { id, origin } from './schema-parts';

export const moneySection = z.strictObject({
  /** The policy role that confirms entries before finance pays or after it was paid, such as the finance department. */
  confirmedBy: id,
  ...origin,
});
