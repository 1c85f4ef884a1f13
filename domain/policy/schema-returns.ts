/** The section `returns:` of a policy file: what a return or exchange needs beyond decisions, approvals and milestones. */
import { z } from 'zod';
import { duration, id, origin, text, when } from './schema-parts';

export const returnsSection = z.strictObject({
  /** The role that confirms on site and names the liable party, where the decisions ask for it (a major batch). */
  onSite: z.strictObject({ role: id, ...origin }).optional(),
  /** Cause, plan and liable party are named, before the return order or at any time. */
  plan: z.strictObject({ before: z.enum(['order', 'closing']), ...origin }).optional(),
  /** The only reasons for which goods may be refused when they come in. */
  refusals: z.array(z.strictObject({ reason: id, title: text, ...origin })).default([]),
  /** What may be taken off a refund: at most this share of the price of what was accepted. */
  deductions: z
    .array(z.strictObject({ id, title: text, when: when.optional(), mostShare: z.number().gt(0).max(1), ...origin }))
    .default([]),
  /** The rule by which money goes back, cited in the ledger. */
  refund: z.strictObject({ ...origin }).optional(),
  /** Another model at the same price may be given instead. */
  substitute: z.strictObject({ ...origin }).optional(),
  /** After an exchange the warranty runs anew, from the date on which the customer has the replacement. */
  warrantyRestart: z.strictObject({ ...origin }).optional(),
  /** What is claimed from the maker or dealer is entered under this rule. */
  supplier: z.strictObject({ ...origin }).optional(),
  /** Neither goods nor an answer: the customer is reminded, then the case ends by itself. */
  lapse: z.strictObject({ remind: duration, after: duration, ...origin }),
});
