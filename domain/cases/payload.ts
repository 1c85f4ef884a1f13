/**
 * Building blocks of action payloads. Free text never enters a history: the API keeps it in `master` and passes a
 * reference, so a payload schema says `freeText()` and the API's own schema has a string in its place.
 */
import { z } from 'zod';

/** A reference to a text kept in `master`. */
export const textRef = z.strictObject({ id: z.string().min(1).max(64), sha256: z.string().regex(/^[0-9a-f]{64}$/) });

/** A reference to a file kept in the document store: its id, and the SHA-256 of its bytes. */
export const fileRef = z.strictObject({ id: z.string().min(1).max(64), sha256: z.string().regex(/^[0-9a-f]{64}$/) });

/** Longest free text that the API takes, in characters. */
export const freeTextMax = 4000;

/** The sentence of a rule of our own in both languages, for `refine`: callers are answered in theirs, logs have the English one. */
export function said(zh: string, en: string): { message: string; params: { zh: string; en: string } } {
  return { message: en, params: { zh, en } };
}

/**
 * Whether a text is one that can be kept: well-formed Unicode without control characters. Line ends and tabs may stand.
 * PostgreSQL takes neither NUL nor half a surrogate pair, and a step with one could never be recorded.
 */
export function isPlainText(text: string): boolean {
  return !/[^\P{Cc}\t\n\r]|\p{Cs}/u.test(text);
}

/** Free text as people write it: line ends become `\n`, blanks around it go. */
const words = z
  .string()
  .overwrite((text) => text.replace(/\r\n?/g, '\n'))
  .trim()
  .min(1)
  .max(freeTextMax)
  .refine(isPlainText, said('不能含有控制字符或残缺字符', 'no control characters or broken characters'));

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
  const asWords = (name: string): z.ZodType => {
    const field = payload.shape[name] as z.ZodType;
    const described = field.description === undefined ? words : words.describe(field.description);
    return field instanceof z.ZodOptional ? described.optional() : described;
  };
  return payload.extend(Object.fromEntries(fields.map((name) => [name, asWords(name)])));
}

/**
 * A value with the defaults of its schema filled in, and nothing checked. Fields that the schema does not name stay, behind
 * those that it does. Schemas of payloads change nothing but by their defaults; a test holds that.
 */
export function withDefaults(schema: z.ZodType, value: unknown): unknown {
  if (schema instanceof z.ZodDefault && value === undefined) return schema.def.defaultValue;
  if (schema instanceof z.ZodDefault || schema instanceof z.ZodOptional)
    return withDefaults(schema.unwrap() as z.ZodType, value);
  if (schema instanceof z.ZodArray && Array.isArray(value))
    return value.map((item) => withDefaults(schema.element as z.ZodType, item));
  if (!(schema instanceof z.ZodObject) || typeof value !== 'object' || value === null) return value;
  const named = Object.entries<z.ZodType>(schema.shape).map(
    ([name, field]) => [name, withDefaults(field, (value as Record<string, unknown>)[name])] as const,
  );
  const others = Object.entries(value).filter(([name]) => !Object.hasOwn(schema.shape, name));
  return Object.fromEntries([...named.filter(([, filled]) => filled !== undefined), ...others]);
}

/** An instant as clients write it: ISO 8601 with an offset; parsed to epoch milliseconds by the action. */
export const instantText = z.iso.datetime({ offset: true });
const spanPattern = /^P(?=.)(\d{1,2}D)?(T(?=\d)(\d{1,3}H)?(\d{1,4}M)?)?$/;
/** A span of days, hours and minutes, at most thirty days, as ISO 8601: exact, so that it can be added to an instant. */
export const spanText = z
  .string()
  .regex(spanPattern)
  .refine(
    (span) => !/^P(\d+)D/.test(span) || Number(/^P(\d+)D/.exec(span)![1]) <= 30,
    said('至多 P30D（三十天）', 'at most P30D'),
  );
/** A calendar date `YYYY-MM-DD`. */
export const dateText = z.iso.date();
/** One thousand million yuan, in fen: more than a case of ours is about, and sums of such amounts stay exact. */
export const mostFen = 100_000_000_000;
/** Money in whole fen. */
export const fen = z.int().nonnegative().max(mostFen);
const recordIdPattern = /^[A-Za-z0-9][A-Za-z0-9._:-]{0,63}$/;
const codePattern = /^[A-Za-z0-9][A-Za-z0-9._:#/ -]{0,63}$/;
const bookNumberPattern =
  /^(?=[ -~]*$|.*[0-9])[A-Za-z0-9\p{Script=Han}〔（(][A-Za-z0-9\p{Script=Han}〔〕（）()._:#/ -]{0,63}$/u;

/** Looked up by such a name, any object answers with what nobody put there. */
const builtIn = (name: string): boolean => name in Object.prototype;
const reserved = said('不能用保留字', 'not a reserved word');

/** The key of something in a case's state, such as a clock or an escalation. */
export const stateKey = z
  .string()
  .min(1)
  .max(120)
  .refine((name) => !builtIn(name), reserved);
/** An id of a person, asset or other master record. */
export const recordId = z
  .string()
  .regex(recordIdPattern)
  .refine((name) => !builtIn(name), reserved);
/**
 * An identifier that stands in histories: of a policy's rows, a ticket, a parcel, a part. ASCII only and without `@`, so
 * that neither a name in Chinese nor an e-mail address passes for one.
 */
export const code = z
  .string()
  .regex(codePattern)
  .refine((name) => !builtIn(name), reserved);
/**
 * A number as the company's books or a maker's plate have it (销字〔2026〕18 号, 得力 DL-100). Chinese ones hold a
 * digit, so that a name does not pass for one.
 */
export const bookNumber = z.string().regex(bookNumberPattern);

/** The patterns above in words, for whoever is refused. */
export const formats = [
  {
    pattern: spanPattern,
    words: { zh: '时长，如 PT4H（四小时）或 P2D（两天）', en: 'a span such as PT4H or P2D' },
  },
  {
    pattern: recordIdPattern,
    words: { zh: '只能用字母、数字和 . _ : -，至多 64 个字符', en: 'letters, digits and . _ : -, at most 64' },
  },
  {
    pattern: codePattern,
    words: {
      zh: '只能用字母、数字、空格和 . _ : # / -，以字母或数字开头，至多 64 个字符',
      en: 'letters, digits, spaces and . _ : # / -, at most 64, beginning with a letter or digit',
    },
  },
  {
    pattern: bookNumberPattern,
    words: {
      zh: '只能用汉字、字母、数字、括号、空格和 . _ : # / -，有汉字须有数字，至多 64 个字符',
      en: 'Chinese characters, letters, digits, brackets, spaces and . _ : # / -, a digit among Chinese ones, at most 64',
    },
  },
] as const;
