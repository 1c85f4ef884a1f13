/**
 * What the auditor follows in every kind of case beside promises and ladders: callbacks and their attempts, waits for the
 * customer, money, and how a case ends.
 */
import type { Actor } from '../../domain/cases/record';
import type { CasePolicy } from '../../domain/policy/case-policy';
import type { FactValue } from '../../domain/policy/rule';
import { parseInstant, type Instant } from '../../domain/time/instant';
import type { Accounts } from '../account';
import { Ledger } from '../ledger';
import { handOn } from '../merging';
import { owed, type Round } from '../milestones';
import { leaveGaps } from '../open-duties';
import { supervision } from '../supervision';
import type { CaseUnderAudit, Watch } from './procedure';

/** Product default: what waits for the customer is looked at every two days; at the third look a supervisor decides. */
const lookMs = 48 * 3_600_000;
const looks = 3;

/** What becomes of charged money: promises that end with these outlast the case, and hold it until they are over. */
const money = ['invoice_sent', 'money_collected', 'money_handed_in', 'money_confirmed'];

/** Marks that may still be set after closing: papers and money that come in later. */
const papers = ['card_returned', 'result_reported', 'old_part_returned', 'archived', ...money];

/** What each action brings, by its name; payloads have passed the action's schema. */
export type Acts<C, P> = Readonly<Record<string, (file: C, payload: P) => void>>;

export abstract class CaseFile extends Ledger implements CaseUnderAudit {
  looked: Record<string, { at: Instant; times: number }> = {};
  calls = new Map<string, Calls>();

  constructor(
    policy: CasePolicy,
    private readonly acts: Readonly<Record<string, (file: never, payload: never) => void>>,
  ) {
    super(policy);
  }

  abstract opened(input: unknown): void;

  act(action: string, payload: unknown, _actor: Actor): boolean {
    const act = supervision[action] ?? this.acts[action];
    leaveGaps(this, action, payload as { checklist?: readonly string[] });
    if (action === 'merge') handOn(this, (payload as { into: string }).into);
    const taken = action === 'merge' ? this.acts.cancel : act;
    taken?.(this as never, payload as never);
    return taken !== undefined;
  }

  owedTo(...marks: string[]): Round[] {
    return [...this.rounds.values()].filter((r) => owed(r) && r.milestone.to.some((m) => marks.includes(m)));
  }

  owedCallback(id: string): Round | undefined {
    return [...this.rounds.values()].find((r) => owed(r) && r.milestone.callback === id);
  }

  owedCallbacks(): string[] {
    return this.policy.callbacks.filter((c) => this.owedCallback(c.id)).map((c) => c.id);
  }

  /** Whether a callback is owed without which the case may not close. */
  get mandatoryOwed(): boolean {
    return this.owedCallbacks().some((id) => this.policy.callbacks.some((c) => c.id === id && c.mandatory));
  }

  /**
   * An attempt to call the customer; answers whether they are satisfied, undefined where nobody answered. Unreached: the
   * next attempt, and after the last a supervisor.
   */
  attempt({ callback, reached, satisfied }: Attempt): boolean | undefined {
    const rule = this.policy.callbacks.find((r) => r.id === callback);
    const round = this.owedCallback(callback);
    if (!rule || !round) return undefined;
    const attempts = (this.calls.get(round.key)?.attempts ?? 0) + 1;
    if (reached) {
      this.calls.set(round.key, { callback, attempts, result: satisfied ? 'satisfied' : 'dissatisfied' });
      this.mark(`called_back.${callback}`);
      if (!satisfied && rule.opens) this.tell('open_case', `kind:${rule.opens.kind}`);
      return satisfied === true;
    }
    const more = attempts < rule.attempts;
    const nextAt = more ? this.at + rule.retryEveryMs : undefined;
    this.calls.set(round.key, { callback, attempts, nextAt, result: more ? undefined : 'unreached' });
    const { ladder } = round.milestone;
    if (!more && ladder)
      this.raise({
        key: `callback:${round.key}`,
        cause: 'callback',
        subject: callback,
        round: round.key,
        ladder,
        clauses: rule.clauses,
      });
    return undefined;
  }

  /** The callbacks owed are pointless, for the work goes on. */
  dropCallbacks(because: string): void {
    for (const id of this.owedCallbacks()) this.stop(this.owedCallback(id)!, 'cancelled', because);
  }

  /** It closes by itself: what closing wants done is left open. */
  shutByItself(): void {
    leaveGaps(this, 'close', { checklist: [] });
    this.shut();
  }

  shut(): void {
    this.closedAt = this.at;
    this.mark('closed');
    this.status = 'closed';
    this.endAll('case_closed', papers);
    this.waitNoMore();
  }

  abandon(): void {
    this.closedAt = this.at;
    this.mark('cancelled');
    this.status = 'cancelled';
    this.endForGood('case_cancelled');
    this.waitNoMore();
  }

  private waitNoMore(): void {
    for (const reason of Object.keys(this.paused)) this.resume(reason);
  }

  oweResponseAgain(): void {
    for (const milestone of this.policy.milestones)
      if (milestone.from.includes('reported') && milestone.to.includes('responded')) this.start(milestone);
  }

  /** Somebody looks again at what waits, not before. */
  lookAt(what: string, until: string): void {
    this.looked = { ...this.looked, [what]: { at: parseInstant(until), times: 0 } };
  }

  override accounts(): Accounts {
    const { customerId, siteId, assetId } = this.opening;
    return {
      parties: { customerId, siteId, assetId },
      findings: this.leftOpen,
      lookAgain: new Map(Object.entries(this.looked)),
      callbacks: new Map(
        [...this.calls].map(([key, { nextAt, ...run }]) => [key, { ...run, nextAttemptAt: nextAt }] as const),
      ),
    };
  }

  partsWaits(): ReturnType<CaseUnderAudit['partsWaits']> {
    return { waits: [] };
  }

  watches(): Watch[] {
    return [...this.customerWatches(), ...this.callbackWatches(), ...this.closingWatches()];
  }

  wake({ key }: Watch): void {
    const [kind = '', ...rest] = key.split(':');
    const what = rest.join(':');
    if (key === 'closing') {
      this.status = 'completed';
      this.endForGood('case_completed');
    } else if (kind === 'callback') {
      const run = this.calls.get(what)!;
      this.calls.set(what, { ...run, nextAt: undefined });
      this.tell('callback_due', this.policy.callbacks.find((c) => c.id === run.callback)!.role);
    } else this.lookAgain(what);
  }

  /** What waits for the customer, since when; a kind adds what it waits for without a pause. */
  protected customerWaits(): Record<string, Instant> {
    const reasons = Object.entries(this.paused).filter(([reason]) => reason !== 'waiting_parts');
    return Object.fromEntries(reasons.map(([reason, { since }]) => [reason, since]));
  }

  private customerWatches(): Watch[] {
    return Object.entries(this.customerWaits()).map(([what, since]) => {
      const look = this.looked[what];
      const at = look && look.at >= since ? look.at : since + lookMs;
      return { key: `customer:${what}`, at, label: () => `look again: ${what}` };
    });
  }

  private callbackWatches(): Watch[] {
    return [...this.calls].flatMap(([key, { callback, attempts, nextAt }]) => {
      const round = this.rounds.get(key);
      if (nextAt === undefined || !round || !owed(round)) return [];
      return [{ key: `callback:${key}`, at: nextAt, label: () => `${callback} attempt ${attempts + 1}` }];
    });
  }

  private closingWatches(): Watch[] {
    // Asked after every step, and nearly always answered by the status alone.
    if (this.status !== 'closed' || this.closedAt === undefined) return [];
    const unanswered = [...this.ascents.values()].some((a) => a.status === 'open');
    if (unanswered || this.owedTo(...money).length > 0) return [];
    return [{ key: 'closing', at: this.closedAt + this.policy.reopenWindowMs, label: () => 'reopen window ends' }];
  }

  private lookAgain(what: string): void {
    const since = this.customerWaits()[what] ?? 0;
    const look = this.looked[what];
    const times = (look && look.at >= since ? look.times : 0) + 1;
    this.looked = { ...this.looked, [what]: { at: this.at + lookMs, times } };
    this.tell(what === 'quote' ? 'quote_reminder' : 'milestone_reminder', 'dispatcher');
    const [ladder] = Object.keys(this.policy.ladders);
    if (times === looks && ladder !== undefined)
      this.raise({ key: `waiting:${what}`, cause: 'wait', subject: what, ladder, clauses: [] });
  }
}

/** The attempts of one callback. */
interface Calls {
  callback: string;
  attempts: number;
  nextAt?: Instant | undefined;
  result?: 'satisfied' | 'dissatisfied' | 'unreached' | undefined;
}

interface Attempt {
  callback: string;
  reached: boolean;
  satisfied?: boolean;
}

/** Fields that were given; what was left out changes nothing. */
export function given(facts: object): Record<string, FactValue> {
  return Object.fromEntries(
    Object.entries(facts as Record<string, FactValue | undefined>).filter(
      (entry): entry is [string, FactValue] => entry[1] !== undefined,
    ),
  );
}

export function without(object: object, ...names: string[]): object {
  return Object.fromEntries(Object.entries(object).filter(([name]) => !names.includes(name)));
}
