/** The section `records:` of a service policy: how long what people wrote about ended cases is kept. */
import { z } from 'zod';
import { duration, origin } from './schema-parts';

export const recordsSection = z.strictObject({
  /**
   * From the closing of a case, in dates of the policy's zone; what is left out is kept without end. Histories, clocks and
   * money hold no personal data and stay in any case.
   */
  keep: z.strictObject({
    texts: duration.optional(),
    mails: duration.optional(),
    /** Papers of the case and what was attached to it, with their bytes; their hashes stay. */
    papers: duration.optional(),
  }),
  ...origin,
});
