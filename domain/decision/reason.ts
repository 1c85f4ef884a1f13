import type { Text } from './program';

/** A condition that was looked at, or the rule that gave the answer. */
export interface Reason {
  /** The rule, and for a rule asked of several entries, which. */
  rule: string;
  /** `decided`: the rule's answer was taken; the others tell how one of its conditions stood. */
  outcome: 'decided' | 'held' | 'failed' | 'unknown' | 'pending';
  /** Clause ids of the source; none for a product default. */
  clauses: readonly string[];
  text?: Text;
}
