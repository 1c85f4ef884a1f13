/** The state of a job: what every case with visits has, and what the work came to. */
import type { TextRef } from '../record';
import type { Instant } from '../../time/instant';
import type { VisitState } from '../visit/state';

/** What is looked at on a site before equipment stands there (N-2.1-1, N-2.1-2), or on an inspection. */
export interface SiteCheck {
  at: Instant;
  passed: boolean;
  items: readonly { item: string; passed: boolean }[];
  text?: TextRef;
}

/** A department whose part of a delivery goes to its desk (O-3.1-a). */
export interface Department {
  /** Place in the list of the delivery, from 1. */
  no: number;
  name: TextRef;
  pieces: number;
  deliveredAt?: Instant;
  receivedBy?: TextRef;
}

/** Who was there when goods were counted or accepted: the customer's side as written down, ours by their ids. */
interface BothSides {
  at: Instant;
  customerSide: TextRef;
  companySide: readonly string[];
  text?: TextRef;
}

/** The user's count of the goods, and what they look like (C-SEC-1.1-b). */
export interface GoodsCheck extends BothSides {
  complete: boolean;
  goods: readonly { item: string; listed: number; counted: number; sound: boolean }[];
}

/** What both sides found together (C-SEC-1.3, O-8.1); accepted ones were signed by both. */
export interface Acceptance extends BothSides {
  accepted: boolean;
  tests: readonly { item: string; passed: boolean }[];
}

/** A product tested at the customer's wish, with the summary (O-5.2). */
export interface TestReport {
  at: Instant;
  passed: boolean;
  items: readonly { item: string; passed: boolean }[];
  summary: TextRef;
}

export interface JobOutcome {
  resolved: boolean;
  tested: boolean;
  finishedAt: Instant;
  signed?: boolean;
  signedOffAt?: Instant;
  rating?: { quality: number; attitude: number };
}

export interface JobState extends VisitState {
  kind: 'job';
  texts: { task: TextRef; wish?: TextRef };
  intake: Readonly<Record<string, unknown>>;
  siteCheck?: SiteCheck;
  departments?: readonly Department[];
  goodsCheck?: GoodsCheck;
  acceptance?: Acceptance;
  testReport?: TestReport;
  outcome?: JobOutcome;
}

/** The statuses of a job, in the order of the work. */
export const jobStatuses = [
  'received',
  'contacted',
  'assessed',
  'scheduled',
  'dispatched',
  'on_site',
  'callback_due',
  'closed',
  'completed',
  'cancelled',
] as const;
