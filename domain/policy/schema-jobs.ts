/** The section `jobs:` of a service policy: the work orders beside repairs that the department takes on. */
import { z } from 'zod';
import { jobWorks } from '../cases/job/works';
import { origin, text } from './schema-parts';

export const jobsSection = z.strictObject({
  /** What may be asked for; a request for other work is refused. */
  works: z.array(z.strictObject({ id: z.enum(jobWorks), title: text, ...origin })).min(1),
  /** What the signed acceptance of an installation or delivery begins. */
  acceptance: z.strictObject({ starts: z.literal('warranty'), ...origin }).optional(),
});
