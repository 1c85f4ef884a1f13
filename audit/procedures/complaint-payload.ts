/** What the actions of a complaint bring, as the auditor takes it. */

/** A line of compensation that somebody asks for. */
export interface Money {
  basis: string;
  amountFen: number;
  unitFen?: number;
  quantity?: number;
}

/** Every field that any action's payload may have, after its schema checked it. */
export interface Payload {
  known: string[];
  lots: string[];
  severity: string;
  categories: string[];
  urgent: boolean;
  region?: string;
  product?: string;
  what: string;
  preserveScene: boolean;
  concernedIds: string[];
  handlerId: string;
  category: string;
  taskPersonId: string;
  role: string;
  lot: string | undefined;
  inStock: boolean;
  similar: boolean;
  customerIds: string[];
  complete: boolean;
  affectedId: string;
  outcome: string;
  correctionOwnerId: string;
  dueOn: string;
  correction: number;
  effective: boolean;
  compensation: Money[];
  decision: 'approved' | 'refused';
  duty: string;
  accepted: boolean;
  level?: string;
  callback: string;
  entry: number;
  reason?: unknown;
  reached: boolean;
  satisfied?: boolean;
}

/** What lines of compensation come to. */
export const total = (lines: readonly { amountFen: number }[]): number =>
  lines.reduce((sum, l) => sum + l.amountFen, 0);
