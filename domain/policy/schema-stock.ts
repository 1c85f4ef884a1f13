/** The section `stock:` of a service policy: what is owed around parts, old parts, robbed stock units and loaners. */
import { z } from 'zod';
import { duration, id, origin } from './schema-parts';

/** A duty that is owed from an event: by whom, how many calendar dates it may take, and how it climbs when late. */
export const datedDuty = {
  role: id,
  /** Calendar dates, the day of the event excluded; due at the end of the last (R-DAYEND). */
  within: duration,
  /** Told so long before it is due, or with the event itself. */
  warn: z.union([duration, z.literal('at_once')]).default('P1D'),
  ladder: id.default('supervisor'),
  ...origin,
};

export const stockSection = z.strictObject({
  /** A part that was expected and has not come, from the end of the expected day. */
  arrival: z.strictObject(datedDuty).optional(),
  /** The old part goes back to the maker with its card, from the receipt of the new one. */
  oldParts: z.strictObject(datedDuty).optional(),
  /** What was taken out of a stock unit is ordered for it, from the day on which it was taken. */
  reorder: z.strictObject(datedDuty).optional(),
  /** A loaner comes back, from the day on which the original was repaired. */
  loaners: z.strictObject(datedDuty).optional(),
  /** A part that fell below its reorder level: who is told at once, and within what it is ordered. */
  watch: z
    .strictObject({
      role: id,
      order: z.strictObject({
        within: duration,
        warn: duration.default('P1D'),
        ladder: id.default('supervisor'),
        ...origin,
      }),
      /** An order for the stock whose supplier names no day is expected within so many dates, and chased by `arrival`. */
      arrives: z.strictObject({ within: duration, ...origin }).default({ within: 'P14D', default: true }),
      ...origin,
    })
    .optional(),
  /** The KPI by which shipments are judged. */
  accuracy: id.optional(),
});
