/** The section `jobs:` of a service policy: the work orders beside repairs that the department takes on. */
import { z } from 'zod';
import { jobWorks } from '../cases/job/works';
import { id, origin, text } from './schema-parts';

export const jobsSection = z.strictObject({
  /** What may be asked for; a request for other work is refused. Absent: any work. */
  works: z
    .array(z.strictObject({ id: z.enum(jobWorks), title: text, ...origin }))
    .min(1)
    .optional(),
  /** What is gone through one by one with an action of a job, so that nobody has to think of it or type it. */
  items: z
    .array(
      z.strictObject({
        id,
        title: text,
        with: z.enum(['checkSite', 'brief', 'recordAcceptance', 'reportTest']),
        ...origin,
      }),
    )
    .default([]),
  /** What the signed acceptance of an installation or delivery begins. */
  acceptance: z.strictObject({ starts: z.literal('warranty'), ...origin }).optional(),
});
