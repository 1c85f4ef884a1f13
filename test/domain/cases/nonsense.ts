/** Payloads as a broken or hostile client would send them: one or two places of a good one made odd. */
import fc from 'fast-check';
import { one, type Gen } from './walk';

const long = 'x'.repeat(5_000);

/** Odd values: of the wrong kind, out of range, or names that every object of the language has. */
const odd: readonly unknown[] = [
  ...[null, undefined, true, false, [], {}, [[]], '', ' ', long],
  ...[-1, 0, 1, 2, 0.5, 1e21, NaN, Infinity, -Infinity, Number.MAX_SAFE_INTEGER],
  ...['constructor', '__proto__', 'toString', 'hasOwnProperty', 'none', 'L-1', 'callback', 'other-engineer'],
  ...['P999999Y', 'PT0S', '-P1D', 'PT1H', '2026-02-30', '0001-01-01', '9999-12-31'],
  ...[
    '2026-03-02T09:00:00Z',
    '1970-01-01T00:00:00Z',
    '9999-12-31T23:59:59Z',
    '2026-03-02T09:00:00',
    '2026-13-01T00:00:00Z',
  ],
];

/** A payload with something odd about it; now and then another thing altogether. */
export function distorted(gen: Gen, payload: unknown): unknown {
  if (gen(fc.nat, 19) === 0) return one(gen, odd);
  const copy = structuredClone(payload);
  for (let times = gen(fc.nat, 1) + 1; times > 0; times--) distort(gen, copy);
  return copy;
}

function distort(gen: Gen, value: unknown): void {
  if (Array.isArray(value)) return distortList(gen, value);
  if (typeof value !== 'object' || value === null) return;
  const record = value as Record<string, unknown>;
  const names = Object.keys(record);
  if (names.length === 0 || gen(fc.nat, 9) === 0) {
    record[one(gen, ['more', 'status', 'amountFen', 'constructor'])] = one(gen, odd);
    return;
  }
  const name = one(gen, names);
  const inner = record[name];
  if (typeof inner === 'object' && inner !== null && gen(fc.nat, 3) > 0) distort(gen, inner);
  else if (gen(fc.nat, 9) === 0) delete record[name];
  else
    record[name] =
      typeof inner === 'number' && gen(fc.boolean)
        ? one(gen, [-inner, inner + 1, inner * 2, inner / 2])
        : one(gen, odd);
}

/** Something in the list, the list twice, or nothing in it. */
function distortList(gen: Gen, list: unknown[]): void {
  const what = gen(fc.nat, 4);
  if (what === 0 || list.length === 0) list.push(...structuredClone(list));
  else if (what === 1) list.length = 0;
  else if (what === 2) list.push(one(gen, odd));
  else distort(gen, one(gen, list));
}
