/**
 * The section `complaints:` of a policy file: who takes a complaint, which department answers for which category, whom
 * the customer may turn to next, what may be paid by whose approval. Amounts are yuan. Stages follow ISO 10002
 * (GB/T 19012): receipt, acknowledgement, assessment, investigation, response, communication of the decision, closing.
 */
import { z } from 'zod';
import { duration, fenAmount, id, origin, targetRow, text } from './schema-parts';

const category = z.strictObject({
  id,
  title: text,
  /** The policy role that answers for it, and the role that it draws in where needed. */
  owner: z.string(),
  then: z.string().optional(),
  /** Stock of the same lot is checked at once. */
  checksBatch: z.boolean().default(false),
  /** How long the owner has, from being given it. */
  targets: z.array(targetRow).min(1),
  ladder: id.optional(),
  ...origin,
});

const reviewLevel = z.strictObject({
  id,
  title: text,
  /** The policy role that looks at it again. */
  role: z.string(),
  /** Its ruling ends the matter within the company. */
  final: z.boolean().default(false),
  targets: z.array(targetRow).min(1),
  ladder: id.optional(),
  ...origin,
});

export const complaintsSection = z.strictObject({
  /** The policy role to which the complaint form goes, and that handles the complaint. */
  handler: z.strictObject({ role: z.string(), ...origin }),
  sources: z
    .array(
      z.strictObject({
        id: z.enum(['call', 'letter', 'visit', 'mailbox', 'callback', 'survey', 'regulator', 'other']),
        ...origin,
      }),
    )
    .min(1),
  channels: z
    .array(
      z.strictObject({
        id: z.enum(['phone', 'fax', 'letter', 'oral', 'email', 'message', 'other']),
        ...origin,
      }),
    )
    .min(1),
  /** Fields without which the form is not complete. */
  form: z
    .array(z.strictObject({ field: z.enum(['customer', 'address', 'phone', 'reason', 'recorder', 'lot']), ...origin }))
    .default([]),
  categories: z.array(category).min(1),
  /** Who looks for stock of the same lot, who tests a sample, and who settles with the customer where it is good. */
  batch: z.strictObject({ checker: z.string(), tester: z.string(), settles: z.string(), ...origin }).optional(),
  /** The ladder on which danger, serious loss and urgent matters are told at once, where no alert says so. */
  leadership: z.strictObject({ ladder: id, ...origin }),
  /** To whom the customer may go next, in this order; the last one rules. */
  levels: z.array(reviewLevel).min(1),
  compensation: z
    .strictObject({
      /** What may be paid for, and who bears it. */
      bases: z
        .array(
          z.strictObject({
            id,
            title: text,
            payer: z.enum(['company', 'maker', 'dealer', 'agent', 'carrier']),
            /** The amount is a price for one times a quantity. */
            perUnit: z.boolean().default(false),
            ...origin,
          }),
        )
        .min(1),
      /** Up to which amount of the whole case whose approvals are needed, in their order; nothing above the last. */
      limits: z.array(z.strictObject({ upTo: fenAmount, approvers: z.array(z.string()), ...origin })).min(1),
      ...origin,
    })
    .optional(),
  /** A written account to departments while the complaint, or a corrective action of it, is open. */
  written: z.strictObject({ every: duration, to: z.array(z.string()).min(1), ...origin }).optional(),
  /** After so many rounds without a satisfied customer a supervisor may close with a reason. */
  rounds: z.strictObject({ atMost: z.int().positive(), ...origin }),
});

export type PolicyComplaints = z.infer<typeof complaintsSection>;
