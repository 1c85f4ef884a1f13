/** The section of a supplier policy about what the department does with it month by month. */
import { z } from 'zod';
import { id, origin } from './schema-parts';
import { datedDuty } from './schema-stock';

/** How a late duty climbs: to a ladder of the policy; a warning before the date where the agreement names none. */
const chased = { ladder: id.default('supervisor'), warn: z.strictObject({ before: z.string(), ...origin }).optional() };

export const partnersSection = z.strictObject({
  /**
   * What is done about every month: milestones of this policy, whose dates its `deadline` question tells. The partner
   * reports a month when it is over; what the principal does itself, such as a check of the parts drawn, it does in it.
   */
  reports: z
    .array(
      z.strictObject({ milestone: id, by: z.enum(['partner', 'principal']).default('partner'), ...chased, ...origin }),
    )
    .default([]),
  settlement: z
    .strictObject({
      /** As the `deadline` question knows it; a cost belongs to the period with the same date of settlement. */
      milestone: id,
      /** The policy role that makes it. */
      role: id,
      /** Whether a share of the partner's payments is its repair fund. */
      fund: z.boolean().default(false),
      /** Whether what the principal bears is paid against a return card. */
      card: z.boolean().default(false),
      ...chased,
      ...origin,
    })
    .optional(),
  /** The approval by which special returns are decided; a whole application waits no longer than `decide` says. */
  specialReturns: z.strictObject({ approval: id, decide: z.strictObject(datedDuty).optional(), ...origin }).optional(),
  /** Changes of the partner's address, phone and people are told by a date that the `deadline` question gives. */
  changes: z.strictObject({ milestone: id, ...origin }).optional(),
  /**
   * The principal looks at the partner's service: at random, and by the date that the `deadline` question gives for the
   * milestone. Without a milestone, or while its interval is blank, at random only. What one that was not passed found is
   * corrected in time, by the partner's own person where one is named, else by the role, which the mail about it goes to too.
   */
  audits: z
    .strictObject({
      milestone: id.optional(),
      correction: z.strictObject(datedDuty).optional(),
      ...chased,
      ...origin,
    })
    .optional(),
  /** Whether there is a yearly award, which its KPI is a condition of. */
  award: z.strictObject({ role: id, ...origin }).optional(),
  /** Who decides on the renewal before the agreement ends; the warning tells them what the awards mean for it. */
  renewal: z.strictObject({ role: id, ...chased, ...origin }).optional(),
});
