/** One thing that is wrong with what was given. */
export interface GivenProblem {
  field: string;
  detail: { zh: string; en: string };
  allowed?: readonly string[];
}
