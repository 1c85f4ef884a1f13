/**
 * Building blocks of action payloads. Free text never enters a history: the API keeps it in `master` and passes a
 * reference, so a payload schema says `freeText()` and the API's own schema has a string in its place.
 */
import { z } from 'zod';

/** A reference to a text kept in `master`. */
export const textRef = z.strictObject({ id: z.string().min(1).max(64), sha256: z.string().regex(/^[0-9a-f]{64}$/) });

/** Longest free text that the API takes, in characters. */
export const freeTextMax = 4000;

/** A described reference is a clone: what both share is the definition. */
function isText(field: z.ZodType): boolean {
  return (field instanceof z.ZodOptional ? (field.unwrap() as z.ZodType) : field).def === textRef.def;
}

/** The fields of a payload that are free text; they stand at the top level of the payload. */
export function freeTextFields(payload: z.ZodType): string[] {
  if (!(payload instanceof z.ZodObject)) return [];
  return Object.entries<z.ZodType>(payload.shape)
    .filter(([, field]) => isText(field))
    .map(([name]) => name);
}

/** The payload as a client sends it: free texts as strings instead of references. */
export function clientPayload(payload: z.ZodType): z.ZodType {
  const fields = freeTextFields(payload);
  if (!(payload instanceof z.ZodObject) || fields.length === 0) return payload;
  const words = (name: string): z.ZodType => {
    const field = payload.shape[name] as z.ZodType;
    const text = z.string().trim().min(1).max(freeTextMax);
    const described = field.description === undefined ? text : text.describe(field.description);
    return field instanceof z.ZodOptional ? described.optional() : described;
  };
  return payload.extend(Object.fromEntries(fields.map((name) => [name, words(name)])));
}

/** An instant as clients write it: ISO 8601 with an offset; parsed to epoch milliseconds by the action. */
export const instantText = z.iso.datetime({ offset: true });
/** A calendar date `YYYY-MM-DD`. */
export const dateText = z.iso.date();
/** Money in whole fen. */
export const fen = z.int().nonnegative();
/** An id of a person, asset or other master record. */
export const recordId = z.string().min(1).max(64);
