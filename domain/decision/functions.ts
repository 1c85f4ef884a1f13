/** The functions of the expression language. Each is strict, unknown in and unknown out, unless it says otherwise. */
import type { Environment } from './environment';
import { compare, operate } from './operators';
import { approvalFunctions } from './functions-approvals';
import { figureFunctions } from './functions-figures';
import { timeFunctions } from './functions-time';
import { any, boolean, list, number, text, whole, type DecisionFunction, type Types } from './signature';
import { asText, clean, isList, isTagged, typeOf, type Value } from './value';

const union = (args: readonly Types[]): Types => [...new Set(args.flat())];
const ordered: Types = ['number', 'date', 'instant', 'duration'];

const generalFunctions: Readonly<Record<string, DecisionFunction>> = {
  known: {
    takes: [any],
    gives: boolean,
    takesUnknown: true,
    apply: ([value]) => value !== undefined && value !== null,
    says: 'whether a fact was given, or a value can be computed',
  },
  coalesce: {
    takes: [any, any],
    more: true,
    gives: union,
    takesUnknown: true,
    apply: (values) => values.find((value) => value !== undefined && value !== null),
    says: 'the first of its arguments that is known',
  },
  min: whole({
    takes: [ordered, ordered],
    more: true,
    gives: union,
    apply: (values, env) => extreme(values, (a, b) => (compare(a, b, env.zone) ?? NaN) <= 0),
    says: 'the smallest, earliest or shortest',
  }),
  max: whole({
    takes: [ordered, ordered],
    more: true,
    gives: union,
    apply: (values, env) => extreme(values, (a, b) => (compare(a, b, env.zone) ?? NaN) >= 0),
    says: 'the largest, latest or longest',
  }),
  sum: whole({
    takes: [list],
    gives: number,
    apply: ([values]) => {
      if (!isList(values) || !values.every((value) => typeof value === 'number')) return undefined;
      return clean(values.reduce<number>((total, value) => total + Number(value), 0));
    },
    says: 'the sum of a list of numbers; unknown entries are left out',
  }),
  absent: {
    takes: [any],
    gives: boolean,
    takesUnknown: true,
    apply: ([value]) => (value === undefined ? undefined : value === null || value === false),
    says: 'whether a fact is known to be absent: null or false; unknown where it was not given',
  },
  count: whole({
    takes: [list, list],
    atLeast: 1,
    gives: number,
    apply: ([values, wanted], env) =>
      isList(values)
        ? values.filter((value) => wanted === undefined || operate('in', value, wanted, env.zone) === true).length
        : undefined,
    says: 'how many entries a list has, or how many of them are among those of a second one',
  }),
  has: whole({
    takes: [any, any],
    gives: boolean,
    apply: ([value, wanted], env) => operate('in', wanted!, asList(value!), env.zone) === true,
    says: 'whether a fact is a value, or a list that holds it',
  }),
  each: whole({
    takes: [any, any],
    gives: ['object'],
    // Reckoned entry by entry by the evaluator.
    apply: () => undefined,
    says: 'each(fact, expression): the expression for each entry of the fact, as an object by entry',
  }),
  supposing: {
    takes: [any, any, any],
    gives: (args) => args[2] ?? any,
    takesUnknown: true,
    // Reckoned by the evaluator, in an environment of its own.
    apply: () => undefined,
    says: 'supposing(fact, value, expression): the expression as if the fact had that value',
  },
  answerOf: whole({
    takes: [text, text],
    gives: any,
    apply: ([question, field], env) => env.others.answerOf(asText(question), asText(field), env),
    says: "a field of the answer to another question about the same facts, such as answerOf('entitlement', 'decision')",
  }),
  same: whole({
    takes: [['object', 'list']],
    gives: any,
    apply: ([values], env) => {
      const [first, ...more] = isTagged(values, 'object') ? Object.values(values.fields) : asList(values!);
      return first !== undefined && more.every((value) => operate('==', first, value, env.zone) === true)
        ? first
        : undefined;
    },
    says: 'the value that all entries have in common; unknown where they differ',
  }),
  valuesOf: whole({
    takes: [['object']],
    gives: list,
    apply: ([object], env) => (isTagged(object, 'object') ? distinct(Object.values(object.fields), env) : undefined),
    says: 'the values of an object in their order, without repetitions',
  }),
  longestRun: whole({
    takes: [list],
    gives: number,
    apply: ([values]) => (isList(values) ? longestRun(values) : undefined),
    says: 'the longest run of consecutive years in a list of years, or of trues in a list of booleans',
  }),
  distinct: whole({
    takes: [list],
    gives: list,
    apply: ([values], env) => (isList(values) ? distinct(values, env) : undefined),
    says: 'a list without repetitions',
  }),
  without: whole({
    takes: [list, list],
    gives: list,
    apply: ([values, others], env) =>
      isList(values) ? values.filter((value) => operate('in', value, others!, env.zone) !== true) : undefined,
    says: 'the entries of the first list that are not in the second',
  }),
  anyOf: whole({
    takes: [['list', 'text', 'number'], list],
    gives: boolean,
    apply: ([values, wanted], env) => asList(values!).some((value) => operate('in', value, wanted!, env.zone) === true),
    says: 'whether a value, or an entry of a list, is among those of the second list',
  }),
  allOf: whole({
    takes: [['list', 'text', 'number'], list],
    gives: boolean,
    apply: ([values, wanted], env) =>
      asList(values!).every((value) => operate('in', value, wanted!, env.zone) === true),
    says: 'whether a value, or every entry of a list, is among those of the second list',
  }),
  concat: {
    takes: [list, list],
    more: true,
    gives: list,
    takesUnknown: true,
    apply: (lists) => lists.flatMap((entry) => (isList(entry) ? entry : [])),
    says: 'several lists as one; unknown ones are left out',
  },
  asList: whole({
    takes: [any],
    gives: list,
    apply: ([value]) => asList(value!),
    says: 'a list as it is, anything else as a list of one',
  }),
  pick: whole({
    takes: [['object'], text],
    gives: any,
    apply: ([object, field]) => (isTagged(object, 'object') ? object.fields[asText(field)] : undefined),
    says: 'the field of an object fact by its name',
  }),
  typeOf: whole({
    takes: [any],
    gives: text,
    apply: ([value]) => typeOf(value!),
    says: "'boolean', 'number', 'text', 'date', 'instant', 'duration', 'list' or 'object'",
  }),
  round: whole({
    takes: [number, number],
    atLeast: 1,
    gives: number,
    apply: ([value, digits = 0]) => rounded(Number(value), Number(digits)),
    says: 'a number rounded half up to so many decimals',
  }),
  floor: whole({
    takes: [number],
    gives: number,
    apply: ([value]) => Math.floor(Number(value)),
    says: 'the whole number below',
  }),
  ceil: whole({
    takes: [number],
    gives: number,
    apply: ([value]) => Math.ceil(Number(value)),
    says: 'the whole number above',
  }),
  share: whole({
    takes: [number, number],
    gives: number,
    apply: ([part, total], env) => operate('/', part!, total!, env.zone),
    says: 'part / whole, unrounded; unknown where the whole is 0',
  }),
};

/** Every function by name. */
export const functions: Readonly<Record<string, DecisionFunction>> = {
  ...generalFunctions,
  ...timeFunctions,
  ...figureFunctions,
  ...approvalFunctions,
};

function distinct(values: readonly Value[], env: Environment): readonly Value[] {
  return values.filter(
    (value, index) => values.findIndex((other) => operate('==', value, other, env.zone) === true) === index,
  );
}

function longestRun(values: readonly Value[]): number {
  const years = values.some((value) => typeof value === 'boolean')
    ? values.flatMap((value, index) => (value === true ? [index] : []))
    : [...new Set(values.map(Number))].sort((a, b) => a - b);
  let [longest, run] = [0, 0];
  years.forEach((year, index) => {
    run = index > 0 && years[index - 1] === year - 1 ? run + 1 : 1;
    longest = Math.max(longest, run);
  });
  return longest;
}

function asList(value: Value): readonly Value[] {
  return isList(value) ? value : [value];
}

function extreme(values: readonly Value[], before: (a: Value, b: Value) => boolean): Value | undefined {
  return values.reduce((best, value) => (before(best, value) ? best : value));
}

/** Half up, as amounts are rounded: 2.675 to two decimals is 2.68. */
function rounded(value: number, digits: number): number {
  const scale = 10 ** digits;
  return clean(Math.floor(clean(value * scale) + 0.5) / scale);
}
