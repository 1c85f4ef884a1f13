/** The section `filings:` of a service policy: what staff put before the company, and who has to decide it. */
import { z } from 'zod';
import { id, origin, text } from './schema-parts';
import { datedDuty } from './schema-stock';

export const filingsSection = z.array(
  z.strictObject({
    id,
    title: text,
    /** What it is about: somebody who works here, a partner under its agreement, a product. */
    about: z.enum(['person', 'partner', 'product']),
    /** The rules that may have been broken; none where a filing needs no ground. */
    grounds: z.array(z.strictObject({ id, title: text, ...origin })).default([]),
    /** The duty to decide begins with so many about the same one, once; what was found groundless is not counted. */
    from: z.int().min(1).max(100).default(1),
    ...datedDuty,
  }),
);

export type FilingRule = z.infer<typeof filingsSection>[number];
