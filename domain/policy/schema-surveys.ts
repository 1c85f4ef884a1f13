/** The section `surveys:` of a policy file: who is asked when, what, until when, and what a bad answer leads to. */
import { z } from 'zod';
import { timeOfDayText } from './schema-care';
import { questionSchema } from './schema-questions';
import { duration, id, origin, text } from './schema-parts';

const survey = z.strictObject({
  id,
  title: text,
  /** `customers`: everybody who has a unit under the policy; `cases`: whoever had a case closed the day before. */
  of: z.enum(['customers', 'cases']),
  /** For customers: sent on the first of these months. */
  months: z.array(z.int().min(1).max(12)).min(1).optional(),
  /** For cases: of these kinds. */
  kinds: z
    .array(z.enum(['repair', 'return', 'complaint']))
    .min(1)
    .optional(),
  questions: z.array(questionSchema).min(1),
  /** Dates until which it must be back (R-DAYEND). */
  returnWithin: z.strictObject({ dates: duration, ...origin }),
  /** Dates after sending on which it is reminded of. */
  remind: z.array(z.strictObject({ after: duration, ...origin })).default([]),
  /** The link is dead after so many dates. */
  expires: z.strictObject({ after: duration, ...origin }),
  /** Who completes it by phone or visit where nothing comes back, and until how long after the return date. */
  fallback: z.strictObject({ role: id, within: duration, ...origin }),
  ladder: id,
  ...origin,
});

export const surveysSection = z.strictObject({
  /** When the daily pass runs, local time. */
  at: z.strictObject({ time: timeOfDayText, ...origin }),
  /** Who is told of a bad answer; the complaint is opened in any case. */
  surveys: z.array(survey).min(1),
});

export type PolicySurvey = z.infer<typeof survey>;
