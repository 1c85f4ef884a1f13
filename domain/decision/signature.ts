import type { Environment } from './environment';
import type { Expression } from './expression';
import type { Value, ValueType } from './value';

/** The types that an expression may have; several where a fact may hold one or the other. */
export type Types = readonly ValueType[];

/** Which section of the policy a literal argument names, so that the check can say what is allowed there. */
export type NamesOf = 'milestones' | 'fees' | 'approvals' | 'callbacks' | 'kpis';

/** A function of the expression language. */
export interface DecisionFunction {
  /** Types of the arguments in order. */
  takes: readonly Types[];
  /** How many of them must be there; all, if absent. */
  atLeast?: number;
  /** Any number of further arguments of the last one's types. */
  more?: boolean;
  gives: Types | ((args: readonly Types[]) => Types);
  /** The section in which the first argument, a literal text, must be found. */
  names?: NamesOf;
  /** Whether it can say something although an argument is unknown. */
  takesUnknown?: boolean;
  apply(args: readonly (Value | undefined)[], env: Environment): Value | undefined;
  /** Facts that it still needs where all its arguments are known and it is not. */
  needs?(args: readonly Expression[], env: Environment): string[];
  /** One line for policy writers. */
  says: string;
}

/** Declares a function whose arguments are all known when it is called. */
export function whole(
  definition: Omit<DecisionFunction, 'apply' | 'takesUnknown'> & {
    apply(args: readonly Value[], env: Environment): Value | undefined;
  },
): DecisionFunction {
  return { ...definition, apply: (args, env) => definition.apply(args as readonly Value[], env) };
}

export const number: Types = ['number'];
export const text: Types = ['text'];
export const date: Types = ['date'];
export const instant: Types = ['instant'];
export const duration: Types = ['duration'];
export const list: Types = ['list'];
export const boolean: Types = ['boolean'];
export const dated: Types = ['date', 'instant'];
export const any: Types = ['boolean', 'number', 'text', 'null', 'date', 'instant', 'duration', 'object', 'list'];
