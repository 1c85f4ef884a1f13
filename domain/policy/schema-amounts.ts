/**
 * The section `amounts:` of a service policy: what is owed around money that returns, complaints and jobs bring up. Charges
 * of repairs have milestones of their own in the case; see `domain/cases/repair/settlement.ts`.
 */
import { z } from 'zod';
import { datedDuty } from './schema-stock';

/** The kinds of case whose money is followed here. */
export const amountKinds = ['return', 'complaint', 'job'] as const;

const duty = z.strictObject({
  kinds: z
    .array(z.enum(amountKinds))
    .min(1)
    .default([...amountKinds]),
  ...datedDuty,
});

export const amountsSection = z.strictObject({
  /** An entry of the ledger is confirmed by a second person, from its posting on. */
  confirm: duty.optional(),
  /** A refund or compensation that was confirmed is paid out; a kind whose own milestone follows every payment is left out. */
  pay: duty.optional(),
  /** What somebody owes the company is got in: a claim against maker, dealer or carrier; money collected on a job. */
  collect: duty.optional(),
});

export type AmountsSection = z.infer<typeof amountsSection>;
