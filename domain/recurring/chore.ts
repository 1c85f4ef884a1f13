/**
 * One instance of a recurring duty: a plan to be published, a report to be handed in, a partner's list. It has an owner,
 * a due time, a warning and a ladder like any milestone; it is a row, for a hundred thousand assets have many.
 */
import type { Policy } from '../policy/schema';
import { durationMs } from '../time/duration';
import type { Instant } from '../time/instant';

/** A level of a chore's ladder: whom it tells (`role:<id>`), and after how long unanswered the next one is told. */
export interface ChoreLevel {
  to: string;
  climbAfterMs: number;
}

/** Every recurring duty that there is; each has its words in `messages/duties.ts`. */
export const choreKinds = [
  'publish_plan',
  'record_sheet',
  'care_call',
  'care_visit',
  'care_notice',
  'care_training',
  'survey_return',
  'answer_complaint',
  'report',
  'customer_file',
  'part_arrival',
  'old_part',
  'reorder',
  'stock_low',
  'loaner_overdue',
  'partner_report',
  'partner_check',
  'settlement',
  'partner_audit',
  'partner_correction',
  'partner_return',
  'agreement_renewal',
  'filing',
  'amount_confirm',
  'amount_pay',
  'amount_collect',
  'holiday_duty',
] as const;
export type ChoreKind = (typeof choreKinds)[number];

/** Duties that end with what they ask for being recorded, and the request that records it. */
const recordedBy: Readonly<Partial<Record<ChoreKind, string>>> = {
  filing: 'POST /v1/filings/:id/decide',
  amount_confirm: 'POST /v1/cases/:id/actions/confirmEntry',
  amount_pay: 'POST /v1/cases/:id/actions/payRefund, …/carryOut',
  agreement_renewal: 'POST /v1/partners/:id/renewal',
  partner_audit: 'POST /v1/partners/:id/audits',
  partner_correction: 'POST /v1/partners/:id/audits/:audit/correction',
  partner_return: 'POST /v1/partners/:id/returns/:return/decide',
  holiday_duty: 'POST /v1/duties',
  stock_low: 'POST /v1/parts/requests',
};

/**
 * The request that ends a duty by recording what it asks for: nobody ticks it off by hand. Undefined where somebody says
 * that it is done, as of the money of a job: a claim is settled in its case, and no ledger has what a job collects.
 */
export function closedBy(kind: ChoreKind, subject: NewChore['subject']): string | undefined {
  if (kind === 'amount_collect' && subject.entry !== undefined) return 'POST /v1/cases/:id/actions/settleClaim';
  return recordedBy[kind];
}

export interface NewChore {
  /** Business key: the same duty of the same period is the same chore. */
  key: string;
  kind: ChoreKind;
  policyId: string;
  region?: string;
  /** `role:<policy role>` or `person:<id>`. */
  owner: string;
  /** Ids and codes of what it is about. */
  subject: Readonly<Record<string, string | number | boolean>>;
  createdAt: Instant;
  warnAt?: Instant;
  dueAt: Instant;
  ladder: readonly ChoreLevel[];
  clauses: readonly string[];
}

/** Product default: a level that does not answer within half an hour, at the least, is passed over. */
const leastClimbMs = 30 * 60_000;

/** Product default, as of milestones: whoever owes it is warned when four fifths of its time have passed. */
export function choreWarning(createdAt: Instant, dueAt: Instant): Instant {
  return createdAt + Math.round(Math.max(0, dueAt - createdAt) * 0.8);
}

/**
 * The levels of a policy's ladder for a chore; shares are of the time that it had.
 * Throws a RangeError where the policy has no such ladder.
 */
export function choreLadder(policy: Pick<Policy, 'id' | 'ladders'>, ladder: string, spanMs: number): ChoreLevel[] {
  const found = policy.ladders[ladder];
  if (!found) throw new RangeError(`Policy ${policy.id} has no ladder ${ladder}`);
  return found.levels.map(({ role, climbAfter }) => ({
    to: `role:${role}`,
    climbAfterMs: Math.max(
      leastClimbMs,
      climbAfter ? durationMs(climbAfter.atLeast) : 0,
      Math.round((climbAfter?.share ?? 0) * spanMs),
    ),
  }));
}
