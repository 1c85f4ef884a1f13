/** What the auditor knows of a kind of case: how it opens, what each action means for marks, facts and pauses. */
import type { KindDef } from '../../domain/cases/kind';
import type { Actor } from '../../domain/cases/record';
import type { CasePolicy } from '../../domain/policy/case-policy';
import type { Instant } from '../../domain/time/instant';
import type { Ledger } from '../ledger';
import type { EventRef } from '../timeline';
import type { Answered } from '../answers';

/** A durable wait that has to stand as a timer. */
export interface Watch {
  key: string;
  at: Instant;
  /** How the timer's label begins; asked for only where a timer was started. */
  label: () => string;
}

/** One wait for parts; without `to` it goes on. */
export interface PartsWait {
  from: Instant;
  to?: Instant;
}

/** A case under audit: the ledger and what its kind adds. */
export interface CaseUnderAudit extends Ledger {
  /** Waits of the kind, beside those of promises and ladders. */
  watches(): Watch[];
  /** What happens when a wait of the kind is over. */
  wake(watch: Watch): void;
  /** An accepted action; `payload` with its schema's defaults. Answers false where the auditor does not know it. */
  act(action: string, payload: unknown, actor: Actor): boolean;
  opened(input: unknown): void;
  /** What is wrong with an action by who takes it, in which order, or how much it is about; before it is taken. */
  suspect?(action: string, payload: unknown, actor: Actor): Suspicion[];
  /** What the policy decides by what the auditor knows, by question; absent where the kind is not asked that way. */
  decisions?(): Readonly<Partial<Record<string, Answered>>>;
  /** Waits for parts, and when they together reached the cap. */
  partsWaits(): { waits: readonly PartsWait[]; capReachedAt?: Instant | undefined; capReached?: EventRef | undefined };
}

/** Something about an action that the product would have refused. */
export interface Suspicion {
  kind:
    | 'self_approval'
    | 'double_approval'
    | 'approval_out_of_order'
    | 'second_person_missing'
    | 'amount_not_allowed'
    | 'action_not_allowed'
    | 'concerned_acts';
  /** The role, item, entry or amount that it is about. */
  what: string;
  expected?: string | number;
}

export interface Procedure {
  /** The product's table of actions, read as data: names, roles, statuses, payload schemas. */
  table: KindDef;
  /** Engineers act on jobs that were given to them only. */
  ownJobs: boolean;
  /** A fresh case from the input of its first run. */
  create(input: unknown, policy: CasePolicy): CaseUnderAudit;
}
