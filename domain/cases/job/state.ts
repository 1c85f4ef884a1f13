/** The state of a job: what every case with visits has, and what the work came to. */
import type { TextRef } from '../record';
import type { Instant } from '../../time/instant';
import type { VisitState } from '../visit/state';

/** The work orders beside repairs (N-2.1-1, N-2.1-2, N-2.1-3a, N-2.5-C-6, C-SEC-2-h …). */
export const jobWorks = [
  'site_preparation',
  'site_check',
  'demonstration',
  'installation',
  'training',
  'maintenance',
  'inspection',
] as const;

/** What is looked at on a site before equipment stands there (N-2.1-1, N-2.1-2), or on an inspection. */
export interface SiteCheck {
  at: Instant;
  passed: boolean;
  items: readonly { item: string; passed: boolean }[];
  text?: TextRef;
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
