/**
 * What the first run of a case was given. More than half of it is the policy, and thousands of cases pin the same one: a
 * policy that was read before, byte for byte, is not parsed again, and is the same object in every case. So what
 * is reckoned from a policy or a calendar alone can be kept by that object.
 */
import { bytesOf, parsed, type Payload } from './history';
import { holdsReference } from './text-references';

/** So many texts of policies are kept: ten policies, three kinds of case, a few versions and years. About 60 KB each. */
const most = 64;
const key = Buffer.from('"policy":');

interface KnownPolicy {
  bytes: Buffer;
  policy: unknown;
}

/** Last used last. */
const known: KnownPolicy[] = [];

/** The value of a run's first payload, with what of its text may refer to other texts: a policy that is shared does not. */
export interface OpeningInput {
  value: unknown;
  text: string | undefined;
}

/** Reads a run's first payload; its `policy`, where it has one, is frozen and shared. */
export function decodeInput(payload: Payload | undefined): OpeningInput {
  if (payload?.data === undefined) return { value: undefined, text: undefined };
  const bytes = bytesOf(payload.data);
  const at = bytes.indexOf(key) + key.length;
  if (at >= key.length) {
    const found = known.findIndex(
      (k) =>
        bytes.length > at + k.bytes.length && bytes.compare(k.bytes, 0, k.bytes.length, at, at + k.bytes.length) === 0,
    );
    const met = known[found];
    if (met) {
      known.push(...known.splice(found, 1));
      const input = around(bytes, at, met);
      if (input) return input;
    }
  }
  const text = bytes.toString('utf8');
  const value = parsed(text) as { policy?: unknown } | undefined;
  const own = at >= key.length && typeof value?.policy === 'object' && value.policy !== null;
  if (own) learn(value.policy, bytes, at);
  return { value, text };
}

/** The input with a known policy put in; undefined where the text names another one too, which then counts. */
function around(bytes: Buffer, at: number, { bytes: known, policy }: KnownPolicy): OpeningInput | undefined {
  const end = at + known.length;
  if (bytes.includes(key, end)) return undefined;
  const text = `${bytes.toString('utf8', 0, at)}null${bytes.toString('utf8', end)}`;
  const value = parsed(text) as { policy?: unknown } | null | undefined;
  // Null is what was put there: elsewhere it would be inside another field.
  return value?.policy === null ? { value: { ...value, policy }, text } : undefined;
}

/** Keeps the policy where it was written as this auditor would write it, and refers to no text; else it stays this case's own. */
function learn(policy: unknown, bytes: Buffer, at: number): void {
  const text = JSON.stringify(policy);
  const own = Buffer.from(text);
  const same = bytes.compare(own, 0, own.length, at, Math.min(bytes.length, at + own.length)) === 0;
  if (!same || holdsReference(text)) return;
  frozen(policy);
  known.push({ bytes: own, policy });
  if (known.length > most) known.shift();
}

function frozen(value: unknown): void {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return;
  Object.freeze(value);
  for (const part of Object.values(value)) frozen(part);
}
