/** Arithmetic and comparison of known values. Unknown comes out where two values do not go together. */
import { dateAt } from '../calendar/zone';
import type { ZoneSnapshot } from '../calendar/snapshot';
import { addMonths } from '../time/date';
import type { BinaryOperator } from './expression';
import {
  clean,
  dateValue,
  exactMs,
  instantValue,
  isList,
  isTagged,
  spanValue,
  type DateValue,
  type DurationValue,
  type Value,
} from './value';

/** The result of an operator on two known values; undefined where it has none. `&&` and `||` are not for here. */
export function operate(op: BinaryOperator, left: Value, right: Value, zone: ZoneSnapshot): Value | undefined {
  switch (op) {
    case '==':
      return isSame(left, right, zone);
    case '!=': {
      const same = isSame(left, right, zone);
      return same === undefined ? undefined : !same;
    }
    case '<':
    case '<=':
    case '>':
    case '>=': {
      const order = compare(left, right, zone);
      if (order === undefined) return undefined;
      return op === '<' ? order < 0 : op === '<=' ? order <= 0 : op === '>' ? order > 0 : order >= 0;
    }
    case 'in':
      return isList(right) ? right.some((entry) => isSame(left, entry, zone) === true) : undefined;
    case '+':
    case '-':
      return add(left, op === '+' ? right : negative(right), op === '-' ? right : undefined, zone);
    case '*':
      if (typeof left === 'number' && typeof right === 'number') return clean(left * right);
      if (isTagged(left, 'duration') && typeof right === 'number') return scaled(left, right);
      if (isTagged(right, 'duration') && typeof left === 'number') return scaled(right, left);
      return undefined;
    case '/':
      // A rate stays unrounded: it is compared with its target as it is (R-INCL).
      return ratio(left, right);
    default:
      return undefined;
  }
}

function ratio(left: Value, right: Value): Value | undefined {
  if (typeof left === 'number' && typeof right === 'number') return right === 0 ? undefined : left / right;
  if (!isTagged(left, 'duration')) return undefined;
  if (typeof right === 'number') return right === 0 ? undefined : scaled(left, 1 / right);
  const [part, total] = [exactMs(left), isTagged(right, 'duration') ? exactMs(right) : undefined];
  return part === undefined || !total ? undefined : part / total;
}

/** The value with the opposite sign, where it has one. */
export function negative(value: Value): Value | undefined {
  if (typeof value === 'number') return -value;
  if (isTagged(value, 'duration')) return scaled(value, -1);
  return undefined;
}

function scaled({ months, days, ms }: DurationValue, by: number): DurationValue | undefined {
  const part = (size: number): number => (size === 0 ? 0 : size * by);
  const result: DurationValue = { t: 'duration', months: part(months), days: part(days), ms: Math.round(part(ms)) };
  if (Number.isInteger(result.months) && Number.isInteger(result.days)) return result;
  const exact = exactMs({ t: 'duration', months, days, ms });
  return exact === undefined ? undefined : spanValue(Math.round(exact * by));
}

/** Left plus right; for a difference `right` is negative already and `minus` is what is taken away. */
function add(left: Value, right: Value | undefined, minus: Value | undefined, zone: ZoneSnapshot): Value | undefined {
  if (typeof left === 'number' && typeof right === 'number') return clean(left + right);
  if (isTagged(right, 'duration')) {
    if (isTagged(left, 'date')) return dateLater(left, right);
    if (isTagged(left, 'instant')) {
      const ms = exactMs(right);
      return ms === undefined ? undefined : instantValue(left.at + ms);
    }
    if (isTagged(left, 'duration')) return sum(left, right);
    return undefined;
  }
  if (minus === undefined) return undefined;
  if (isTagged(left, 'instant') && isTagged(minus, 'instant')) return spanValue(left.at - minus.at);
  const [later, earlier] = [dateOf(left, zone), dateOf(minus, zone)];
  if (later === undefined || earlier === undefined) return undefined;
  return { t: 'duration', months: 0, days: later - earlier, ms: 0 };
}

/** A date some months and days later (R-START, R-MONTH); hours do not go with dates. */
function dateLater({ date }: DateValue, { months, days, ms }: DurationValue): DateValue | undefined {
  return ms === 0 ? dateValue(addMonths(date, months) + days) : undefined;
}

function sum(a: DurationValue, b: DurationValue): DurationValue {
  return { t: 'duration', months: a.months + b.months, days: a.days + b.days, ms: a.ms + b.ms };
}

/** The local date of a date or an instant. */
export function dateOf(value: Value, zone: ZoneSnapshot): number | undefined {
  if (isTagged(value, 'date')) return value.date;
  return isTagged(value, 'instant') ? dateAt(zone, value.at) : undefined;
}

function isSame(left: Value, right: Value, zone: ZoneSnapshot): boolean | undefined {
  if (left === null || right === null) return left === right;
  if (isTagged(left, 'object') || isTagged(right, 'object')) return undefined;
  if (isList(left) && isList(right)) {
    return left.length === right.length && left.every((entry, index) => isSame(entry, right[index] ?? null, zone));
  }
  if (typeof left !== 'object' && typeof right !== 'object') {
    return typeof left === typeof right ? left === right : undefined;
  }
  const order = compare(left, right, zone);
  return order === undefined ? undefined : order === 0;
}

/**
 * Negative, zero or positive as left is before, the same as or after right; undefined where they have no order. A date
 * and an instant are compared by their dates.
 */
export function compare(left: Value, right: Value, zone: ZoneSnapshot): number | undefined {
  if (typeof left === 'number' && typeof right === 'number') return left - right;
  if (isTagged(left, 'instant') && isTagged(right, 'instant')) return left.at - right.at;
  if (isTagged(left, 'duration') && isTagged(right, 'duration')) return lengthOf(left) - lengthOf(right);
  const [a, b] = [dateOf(left, zone), dateOf(right, zone)];
  return a === undefined || b === undefined ? undefined : a - b;
}

const averageMonth = 30.436875 * 86_400_000;

/** For comparison only: a month counts as its average, so that P1Y is more than P3M and equal to P12M. */
function lengthOf({ months, days, ms }: DurationValue): number {
  return months * averageMonth + days * 86_400_000 + ms;
}
