/**
 * What the first run of a case was given. More than half of it is the policy, and thousands of cases pin the same one: a
 * policy that was read before, byte for byte, is not parsed again, and is the same object in every case. So what
 * is reckoned from a policy or a calendar alone can be kept by that object.
 */
import { decode, type Payload } from './history';

/** So many texts of policies are kept: ten policies, three kinds of case, a few versions and years. About 60 KB each. */
const most = 64;
const key = Buffer.from('"policy":');

interface KnownPolicy {
  bytes: Buffer;
  policy: unknown;
}

/** Last used last. */
const known: KnownPolicy[] = [];

/** The value of a run's first payload; its `policy`, where it has one, is frozen and shared. */
export function decodeInput(payload: Payload | undefined): unknown {
  if (payload?.data === undefined) return undefined;
  const bytes = Buffer.from(payload.data, 'base64');
  const at = bytes.indexOf(key) + key.length;
  if (at < key.length) return decode(payload);
  const found = known.findIndex(
    (k) =>
      bytes.length > at + k.bytes.length && bytes.compare(k.bytes, 0, k.bytes.length, at, at + k.bytes.length) === 0,
  );
  const met = known[found];
  if (met) {
    known.push(...known.splice(found, 1));
    const value = around(bytes, at, met);
    if (value) return value;
  }
  const value = decode(payload) as { policy?: unknown } | undefined;
  return typeof value?.policy === 'object' && value.policy !== null ? learned(value, bytes, at) : value;
}

/** The input with a known policy put in; undefined where the text names another one too, which then counts. */
function around(bytes: Buffer, at: number, { bytes: text, policy }: KnownPolicy): object | undefined {
  const end = at + text.length;
  if (bytes.includes(key, end)) return undefined;
  try {
    const rest = `${bytes.toString('utf8', 0, at)}null${bytes.toString('utf8', end)}`;
    const value = JSON.parse(rest) as { policy?: unknown } | null;
    // Null is what was put there: elsewhere it would be inside another field.
    return value?.policy === null ? { ...value, policy } : undefined;
  } catch {
    return undefined;
  }
}

/** Keeps the policy where it was written as this auditor would write it; else it stays this case's own. */
function learned(value: { policy?: unknown }, bytes: Buffer, at: number): unknown {
  const text = Buffer.from(JSON.stringify(value.policy));
  if (bytes.compare(text, 0, text.length, at, Math.min(bytes.length, at + text.length)) !== 0) return value;
  frozen(value.policy);
  known.push({ bytes: text, policy: value.policy });
  if (known.length > most) known.shift();
  return value;
}

function frozen(value: unknown): void {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return;
  Object.freeze(value);
  for (const part of Object.values(value)) frozen(part);
}
