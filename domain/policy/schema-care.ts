/** The section `care:` of a policy file: what installed products and their owners are owed without anybody calling. */
import { z } from 'zod';
import { questionSchema } from './schema-questions';
import { duration, id, origin, text } from './schema-parts';

/** A local time of day. */
export const timeOfDayText = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'a time of day such as 07:30');

/**
 * One rule: a call, visit, notice or training, on dates that count from an anchor of the unit. A recurring date is
 * counted from its anchor each time (R-MONTH), so month ends and leap days do not drift.
 */
const careRule = z.strictObject({
  id,
  title: text,
  task: z.enum(['call', 'visit', 'notice', 'training']),
  /**
   * What the dates count from. `installed` is the sale date where no installation is known; `last_repair` is the last
   * repair's report, else the beginning of the warranty; `calendar` counts from nothing and needs `months`.
   */
  from: z
    .enum(['installed', 'sold', 'warranty_end', 'contract_end', 'last_repair', 'next_maintenance', 'calendar'])
    .optional(),
  every: duration.optional(),
  /** Once, so long after the anchor; with a leading minus before it. */
  offset: duration.optional(),
  /** On the first of these months. */
  months: z.array(z.int().min(1).max(12)).min(1).optional(),
  /** A notice so long before each date of another rule. */
  before: z.strictObject({ rule: id, lead: duration }).optional(),
  /** No dates, but a share of the visits that ended, picked without pattern; the call is due from the next date on. */
  sample: z.strictObject({ of: z.literal('visits'), share: z.number().positive().max(1), ...origin }).optional(),
  /** No date later than this. */
  until: z.enum(['warranty_end', 'contract_end', 'warranty_or_contract']).optional(),
  /** Only units of these products of the policy; without, all. */
  products: z.array(id).min(1).optional(),
  /** One task for each unit, or one for the customer whatever they have. */
  per: z.enum(['asset', 'customer']).default('asset'),
  role: id,
  /** It can be seen and prepared so long before its date. */
  ahead: duration.default('P0D'),
  /** Dates that it may take beyond its own; it is due at the end of the last. */
  within: duration.default('P0D'),
  /** Nobody answers: the next attempt, and after how many a supervisor decides. */
  retry: z.strictObject({ every: duration, attempts: z.int().positive(), ...origin }).optional(),
  /** Optional ones may be skipped with a reason by whoever owns them. */
  mandatory: z.boolean().default(true),
  /** What is asked, in order. */
  script: z.array(questionSchema).default([]),
  /** A sheet that the customer signs. */
  form: id.optional(),
  /** The mail to the customer on a notice's date. */
  template: id.optional(),
  ladder: id,
  ...origin,
});

export const careSection = z.strictObject({
  /** When the daily pass runs, local time. */
  at: z.strictObject({ time: timeOfDayText, ...origin }),
  rules: z.array(careRule).min(1),
});

export type CareRule = z.infer<typeof careRule>;
