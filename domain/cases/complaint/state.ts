/**
 * The state of a complaint: what every case has, and a section for each stage of ISO 10002 (GB/T 19012). JSON; instants
 * are epoch milliseconds, money fen, texts references.
 */
import type { CompensationPayer } from '../../policy/complaint-rules';
import type { Instant } from '../../time/instant';
import type { Approval } from '../approvals';
import type { TextRef } from '../record';
import type { CaseState } from '../state';

/** The complaint handling form: what was said, how it came, who wrote it down (O-10.2, C-M2-1-a). */
export interface ComplaintForm {
  source: string;
  channel: string;
  recorder: string;
  lots: readonly string[];
  /** When it had every field that the policy asks for, and went to who handles complaints. */
  completedAt?: Instant;
}

/** A category's share of the complaint: with its owner, on its own clock. */
export interface Task {
  category: string;
  /** The policy role that answers for it now. */
  owner: string;
  status: 'routed' | 'taken' | 'answered';
  routedAt: Instant;
  personId?: string;
  /** Passed on by its owner, such as to development or production. */
  passedFrom?: string;
  answer?: { at: Instant; by: string; text: TextRef };
}

/** What is known of a lot that was complained about. `undefined` keys wait for somebody. */
export interface LotCheck {
  inStock: boolean;
  checkedBy: string;
  checkedAt: Instant;
  /** The policy role that tests a sample of it, once stock was found. */
  tester?: string;
  sample?: { similar: boolean; size: number; by: string; at: Instant; text?: TextRef };
  recall?: Recall;
}

export interface Recall {
  openedAt: Instant;
  /** Every affected customer, by id: told when, and how it ended with them. */
  customers: Readonly<Record<string, { toldAt: Instant; outcome?: 'returned' | 'kept' | 'used_up' | 'unreached' }>>;
  /** The list is complete. */
  listedAt?: Instant;
  doneAt?: Instant;
}

export interface Correction {
  no: number;
  what: TextRef;
  ownerId: string;
  /** End of the local date by which it has to be done. */
  dueAt: Instant;
  plannedBy: string;
  done?: { at: Instant; by: string; evidence: TextRef };
  verified?: { at: Instant; by: string; effective: boolean };
  /** Told to the ladder, because its date passed. */
  overdueAt?: Instant;
}

export interface Finding {
  at: Instant;
  by: string;
  analysis: TextRef;
  cause: string;
  liability: string;
  outcome: 'upheld' | 'partly_upheld' | 'not_upheld';
}

export interface CompensationLine {
  basis: string;
  payer: CompensationPayer;
  amountFen: number;
  unitFen?: number;
  quantity?: number;
}

/** A solution offered to the customer; `by` is who answers for it. */
export interface Proposal {
  no: number;
  at: Instant;
  by: string;
  solution: TextRef;
  remedy: string;
  lines: readonly CompensationLine[];
  totalFen: number;
  approval: Approval;
  /** When it was decided and told. */
  decidedAt?: Instant;
  answer?: { accepted: boolean; at: Instant; by: string };
  /** The ruling that it carries out. */
  level?: string;
  /** A ruling confirmed what the customer had accepted before: the money is in the ledger already. */
  alreadyOwed?: true;
  /** A ruling’s own solution: its money takes the place of all that the customer accepted before. */
  replaces?: true;
}

export interface Review {
  level: string;
  role: string;
  askedAt: Instant;
  ruling?: { at: Instant; by: string; outcome: 'confirmed' | 'amended'; text: TextRef; final: boolean };
}

export interface Contact {
  at: Instant;
  by: string;
  channel: string;
  text: TextRef;
}

export interface ComplaintState extends CaseState {
  kind: 'complaint';
  texts: { complaint: TextRef; wish?: TextRef };
  form: ComplaintForm;
  severity?: 'minor' | 'serious' | 'critical';
  tasks: Readonly<Record<string, Task>>;
  lots: Readonly<Record<string, LotCheck>>;
  /** The goods carry no lot number: nothing to check. */
  withoutLot?: { at: Instant; by: string };
  finding?: Finding;
  corrections: readonly Correction[];
  proposals: readonly Proposal[];
  reviews: readonly Review[];
  contacts: readonly Contact[];
  /** Rounds of work: one more whenever the customer was not satisfied. */
  round: number;
  carriedOutAt?: Instant;
  satisfiedAt?: Instant;
  /** The written result that the customer got at closing. */
  result?: { at: Instant; by: string; text: TextRef };
  /** The last written account to the departments. */
  written?: { no: number; at: Instant };
}

/** The statuses of a complaint, in the order of ISO 10002. */
export const complaintStatuses = [
  'received',
  'acknowledged',
  'assessed',
  'investigating',
  'responding',
  'communicated',
  'in_review',
  'carrying_out',
  'follow_up',
  'closed',
  'completed',
  'cancelled',
] as const;
export type ComplaintStatus = (typeof complaintStatuses)[number];

/** The proposal that counts now. */
export function currentProposal({ proposals }: Pick<ComplaintState, 'proposals'>): Proposal | undefined {
  return proposals.at(-1);
}

/** Somebody has ruled, and nobody in the company rules after them. */
export function ruledFinally({ reviews }: Pick<ComplaintState, 'reviews'>): boolean {
  return reviews.some(({ ruling }) => ruling?.final === true);
}

/** Corrective actions that are not done and found effective. */
export function openCorrections({ corrections }: Pick<ComplaintState, 'corrections'>): Correction[] {
  return corrections.filter(({ verified }) => verified?.effective !== true);
}

/** Lots of which stock was found and whose sample is not tested yet. */
export function untestedLots({ lots }: Pick<ComplaintState, 'lots'>): string[] {
  return Object.keys(lots).filter((lot) => lots[lot]!.inStock && lots[lot]!.sample === undefined);
}

/** Lots that are being recalled. */
export function openRecalls({ lots }: Pick<ComplaintState, 'lots'>): string[] {
  return Object.keys(lots).filter((lot) => lots[lot]!.recall !== undefined && lots[lot]!.recall.doneAt === undefined);
}
