/**
 * What accepted actions say, read by the schemas of today. A case is older than its reader: what an earlier version took and
 * today's bounds refuse is still what was done, and is followed; that it lies outside is told.
 */
import { z } from 'zod';
import type { AnyAction } from '../domain/cases/kind';

/** An action's payload with its defaults, and the fields in which it goes beyond what is taken today. */
export interface ReadPayload {
  payload: unknown;
  beyond: readonly string[];
}

/** What a schema says of a value that has the right shape and lies outside its bounds. */
const outOfBounds: readonly string[] = [
  ...['too_big', 'too_small', 'not_multiple_of'],
  ...['invalid_format', 'invalid_value', 'custom'],
];

/** Of a choice of schemas it is enough that one knows the shape. */
function isBeyond(issue: z.core.$ZodIssue): boolean {
  if (issue.code === 'invalid_union')
    return issue.errors.some((branch) => branch.length > 0 && branch.every((inner) => isBeyond(inner)));
  return issue.code === 'invalid_key' || outOfBounds.includes(issue.code);
}

/** Undefined where no version of the action can have meant it: a field is missing, unknown or of another kind. */
export function readPayload(def: AnyAction, payload: unknown): ReadPayload | undefined {
  const parsed = def.payload.safeParse(payload);
  if (parsed.success) return { payload: parsed.data, beyond: [] };
  const { issues } = parsed.error;
  if (!issues.every(isBeyond)) return undefined;
  return { payload: completed(def.payload, payload), beyond: issues.map(({ path }) => path.join('.')) };
}

/** A value of the right shape, with what its schema assumes where nothing was said. */
function completed(schema: z.ZodType, value: unknown): unknown {
  if (schema instanceof z.ZodDefault)
    return value === undefined ? schema.def.defaultValue : completed(schema.unwrap() as z.ZodType, value);
  if (schema instanceof z.ZodOptional)
    return value === undefined ? value : completed(schema.unwrap() as z.ZodType, value);
  if (schema instanceof z.ZodArray)
    return (value as unknown[]).map((one) => completed(schema.element as z.ZodType, one));
  if (!(schema instanceof z.ZodObject)) return value;
  const given = value as Readonly<Record<string, unknown>>;
  const fields = Object.entries<z.ZodType>(schema.shape).map(([name, field]) => [name, completed(field, given[name])]);
  return Object.fromEntries(fields.filter(([, said]) => said !== undefined));
}
