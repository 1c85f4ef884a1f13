/**
 * What accepted actions say, read by the schemas of today. A case is older than its reader: what an earlier version took and
 * today's bounds refuse is still what was done, and is followed; that it lies outside is told.
 */
import type { AnyAction } from '../domain/cases/kind';
import { withDefaults } from '../domain/cases/payload';

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

/** Undefined where no version of the action can have meant it: a field is missing, unknown or of another kind. */
export function readPayload(def: AnyAction, payload: unknown): ReadPayload | undefined {
  const parsed = def.payload.safeParse(payload);
  if (parsed.success) return { payload: parsed.data, beyond: [] };
  const { issues } = parsed.error;
  if (issues.some(({ code }) => !outOfBounds.includes(code))) return undefined;
  return { payload: withDefaults(def.payload, payload), beyond: issues.map(({ path }) => path.join('.')) };
}
