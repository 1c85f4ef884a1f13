/**
 * The state of a repair: what every case has, and a section for each part of the work. JSON; instants are epoch
 * milliseconds, money fen.
 */
import type { Approval } from '../approvals';
import type { CaseQuestion, PolicyDecision } from '../policy-decision';
import type { TextRef } from '../record';
import type { Instant } from '../../time/instant';
import type { VisitState } from '../visit/state';

export interface QuoteLine {
  fee: string;
  quantity: number;
  unitFen: number;
  totalFen: number;
  payer: string;
}

export interface Quote {
  lines: readonly QuoteLine[];
  /** What the customer pays. */
  customerFen: number;
  sentAt: Instant;
  answer?: 'accepted' | 'declined';
  answeredAt?: Instant;
  answeredBy?: 'signature' | 'phone' | 'email' | 'message';
  remittedFen?: number;
  remittedAt?: Instant;
}

/** Another price than the table's, asked for one line of it; the policy's fee decision names who approves (S-3.4-b). */
export interface AskedPrice {
  fee: string;
  quantity: number;
  /** For the whole line: what was asked for, or what the first approver set instead. */
  amountFen: number;
  approval: Approval;
  /** The customer was sent a quote of this line since; in cases before the third edition, any quote. */
  quoted?: true;
  /** Nothing was quoted since it was asked for or decided on. Absent before the third edition, where `quoted` says so. */
  inQuestion?: boolean;
}

export interface Parts {
  waits: readonly { from: Instant; to?: Instant; ended?: 'arrived' | 'stock_unit' | 'cap' | 'not_needed' }[];
  items: readonly { partNo: string; quantity: number }[];
  expectedAt?: Instant;
  /** The expected date of which the dispatcher was told that the part does not come by it. */
  lateToldFor?: Instant;
  /** The waits together reached the cap with the part still missing. */
  capReachedAt?: Instant;
  warned?: boolean;
  stockUnit?: { serialNo: string; at: Instant; reordered: boolean };
  oldPartsReturned: number;
}

export interface Loaner {
  status: 'requested' | 'approved' | 'refused' | 'issued' | 'returned';
  approvals: readonly { role: string; by: string; decision: 'approved' | 'refused'; at: Instant }[];
  requestedBy: string;
  unitId?: string;
  depositFen?: number;
  issuedAt?: Instant;
  returnedAt?: Instant;
}

export interface Workshop {
  receivedAt?: Instant;
  ticketNo?: string;
  /** What came with the device, one a line. */
  accessories?: TextRef;
  atMakerSince?: Instant;
  backFromMakerAt?: Instant;
  returnedAt?: Instant;
  trackingNo?: string;
}

export interface Outcome {
  /** Completions so far; a follow-on after a dissatisfied customer adds one. */
  round: number;
  resolved: boolean;
  tested: boolean;
  completedAt: Instant;
  signed?: boolean;
  signedOffAt?: Instant;
  rating?: { quality: number; attitude: number };
  chargedFen?: number;
}

/** What the customer gets for their money. */
export const moneyPapers = ['invoice', 'receipt'] as const;

/** Money that a customer was charged, by its entry in the ledger: who has it, and where its invoice is. */
export interface Charge {
  entry: number;
  fen: number;
  /** The invoice goes first, the money is collected on another visit. */
  first: boolean;
  paper?: (typeof moneyPapers)[number];
  sent?: { at: Instant; by: string; invoiceNo: string; trackingNo?: string };
  collected?: { at: Instant; by: string };
  handedIn?: { at: Instant; by: string };
}

/** Whether the customer's device is in the workshop, or at the maker. */
export function deviceIsHere({ workshop }: Pick<RepairState, 'workshop'>): boolean {
  return workshop.receivedAt !== undefined && workshop.returnedAt === undefined;
}

/** Where the work goes on after something that was waited for: at the bench, at the customer, or by another visit. */
export function workplace(state: Pick<RepairState, 'workshop' | 'visit'>): RepairStatus {
  if (deviceIsHere(state)) return 'in_repair';
  const { appointment, arrivedAt, endedAt } = state.visit;
  if (arrivedAt !== undefined && endedAt === undefined) return 'on_site';
  return appointment !== undefined && arrivedAt === undefined ? 'scheduled' : 'assessed';
}

/** What a repair is about: the work of a visit, or what is priced by itself (S-3.3-a, S-3.4-a). */
export const repairWorks = [
  'repair',
  'installation',
  'training',
  'maintenance_visit',
  'camera_relocation',
  'maintenance_contract',
] as const;

/** Who bears the work. */
export const coverages = ['warranty', 'contract', 'free', 'paid', 'goodwill', 'pending_proof', 'not_accepted'] as const;
export type Coverage = (typeof coverages)[number];

export type RepairDecisions = Readonly<Partial<Record<CaseQuestion, PolicyDecision>>>;

/** A code, figure, date or instant (ISO 8601), yes or no, or several codes. */
export type EstablishedFact = string | number | boolean | readonly string[];

export interface RepairState extends VisitState {
  kind: 'repair';
  texts: { fault: TextRef; wish?: TextRef };
  intake: Readonly<Record<string, unknown>>;
  /** What the policy last answered to each question. */
  decisions: RepairDecisions;
  /** Facts of the policy's decisions that somebody established, by their names there. */
  established: Readonly<Record<string, EstablishedFact>>;
  /** A supervisor granted goodwill. */
  goodwill?: { at: Instant; by: string };
  diagnosis?: { at: Instant; by: string; text: TextRef; repairableHere: boolean; parts: readonly string[] };
  quote?: Quote;
  /** The last price that was asked for. */
  price?: AskedPrice;
  parts: Parts;
  loaner?: Loaner;
  workshop: Workshop;
  help: readonly { stage: string; askedAt: Instant; answeredAt?: Instant; solved?: boolean }[];
  outcome?: Outcome;
  charges?: readonly Charge[];
}

/** The statuses of a repair, in the order of the work (the source's own table of states is cut off, N-2.7). */
export const repairStatuses = [
  'received',
  'contacted',
  'assessed',
  'scheduled',
  'dispatched',
  'on_site',
  'in_repair',
  'waiting_customer',
  'waiting_parts',
  'at_factory',
  'repaired',
  'ready',
  'callback_due',
  'closed',
  'completed',
  'cancelled',
] as const;
export type RepairStatus = (typeof repairStatuses)[number];

/** Where hands are on the device. */
export const atWork = ['on_site', 'in_repair'] as const satisfies readonly RepairStatus[];
