/** What the sections of a policy file are made of: ids, clauses, durations, words, conditions, targets, amounts. */
import { z } from 'zod';

export const id = z.string().regex(/^[a-zA-Z][a-zA-Z0-9_-]*$/, 'letters, digits, _ and -, starting with a letter');
/** A clause id of the source document, such as `S-5.16-1b`. */
export const clauseId = z.string().regex(/^[A-Z][A-Za-z0-9]*-[A-Za-z0-9.-]+$/, 'a clause id such as S-5.16-1b');
export const duration = z
  .string()
  .regex(
    /^-?P(?=.)(\d+Y)?(\d+M)?(\d+W)?(\d+D)?(T(?=\d)(\d+H)?(\d+M)?(\d+S)?)?$/,
    'an ISO 8601 duration such as PT4H or P5D',
  );
/** What staff and customers read: Chinese first, English second. */
export const text = z.strictObject({ zh: z.string().min(1), en: z.string().min(1) });

/**
 * Where a rule comes from: clauses of the source, or a product default that is never cited to a clause. A reading
 * (`R-…` of the policy's `readings`) says how an unclear clause is understood; `R-…=option` keeps the rule only while
 * that option of the reading is chosen.
 */
export const origin = {
  clause: z.union([clauseId, z.array(clauseId).min(1)]).optional(),
  default: z.literal(true).optional(),
  reading: z
    .string()
    .regex(/^R-[A-Z0-9-]+(=[a-zA-Z]+)?$/, 'a reading such as R-S-LEVEL, or R-S-LEVEL=levelFirst')
    .optional(),
};

export const factValue = z.union([z.string(), z.number(), z.boolean()]);
/** A condition over the case's facts: every named fact equals the value, or one of the values. */
export const when = z.record(z.string(), z.union([factValue, z.array(factValue).min(1)]));

/**
 * How long: exactly one of the kinds. `elapsed` and `working` are spans; `workingDays` ends at the close of the nth
 * working day (R-WORKDAY); `dates` counts calendar dates and ends with the last one (R-DAYEND, R-MONTH); `monthEnd` ends
 * with the last date of so many months, that of the start being the first, so P1M from any date of January is the 31st;
 * `dayEnd` is the
 * end of a local date; `at` is an instant that the case learns (an appointment, a promised date), plus an offset.
 */
export const target = z.strictObject({
  elapsed: duration.optional(),
  working: duration.optional(),
  workingDays: z.int().positive().optional(),
  dates: duration.optional(),
  monthEnd: duration.optional(),
  dayEnd: z.enum(['same', 'next', 'nextWorking']).optional(),
  at: z.string().optional(),
  offset: duration.optional(),
});

export const targetRow = target.extend({
  when: when.optional(),
  /** A fact holding a duration that is added, such as `travelTime` for customers out of town. */
  plus: z.string().optional(),
  /** Never later than this from the start, whatever is added. */
  cap: duration.optional(),
  /** This row's own warning, where the text gives one. */
  warn: target.extend({ share: z.number().gt(0).lt(1).optional() }).optional(),
  ...origin,
});

/** Yuan with at most two decimals. */
export const fenAmount = z.number().nonnegative().multipleOf(0.01);

/** The kinds of case in which a rule applies; with none it stands for decisions only. */
export const kinds = z.array(z.enum(['repair', 'return', 'complaint', 'job'])).default(['repair']);
