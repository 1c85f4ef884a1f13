/** A question to a customer: in a call's script and in a survey. */
import { z } from 'zod';
import { id, origin, text } from './schema-parts';

export const questionSchema = z.strictObject({
  id,
  title: text,
  /** `scale` from 1 to `most`; `yes_no`; `text` is never judged. */
  kind: z.enum(['scale', 'yes_no', 'text']),
  most: z.int().min(2).max(10).default(5),
  /** A bad answer: a scale at or below this, or this answer to yes or no. It opens a complaint. */
  bad: z.union([z.int(), z.boolean()]).optional(),
  optional: z.boolean().default(false),
  ...origin,
});

export type PolicyQuestion = z.infer<typeof questionSchema>;
