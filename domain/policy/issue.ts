import type { Policy } from './schema';

/** One thing that is wrong, and where. */
export interface PolicyIssue {
  path: readonly (string | number)[];
  /** What is wrong, in words that name the offender. */
  problem: string;
  /** What may stand there instead; the loader suggests the nearest one. */
  allowed?: readonly string[];
  /** The name that was not found, where that is the problem. */
  unknown?: string;
  /** The section of the policy in which the missing name should stand, such as `ladders`. */
  section?: keyof Policy;
}
