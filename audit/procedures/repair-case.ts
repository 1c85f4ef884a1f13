/** Where a repair stands while the auditor goes through it, and what it waits for. */
import type { Actor } from '../../domain/cases/record';
import type { CasePolicy, FactValue } from '../../domain/policy/case-policy';
import type { Instant } from '../../domain/time/instant';
import { Ledger } from '../ledger';
import { owed, type Round } from '../milestones';
import { supervision } from '../supervision';
import type { EventRef } from '../timeline';
import { decideRepair, type Decided, type QuoteSaid } from './decided';
import type { CaseUnderAudit, PartsWait, Watch } from './procedure';

/** What a repair opens with, as far as it matters for its promises. */
export interface Opening {
  facts: Record<string, FactValue>;
  severeLoss: boolean;
  parties: { dispatcherId?: string; engineerId?: string };
}

/** Product default: what waits for the customer is looked at every two days; at the third look a supervisor decides. */
const lookMs = 48 * 3_600_000;
const looks = 3;

/** Marks that may still be set after closing: papers that come in later. */
const papers = ['card_returned', 'result_reported', 'old_part_returned'];

/** A repair under audit: where device, visit, quote, parts and loaner stand, besides the ledger. */
export class RepairCase extends Ledger implements CaseUnderAudit {
  visit: { appointment?: Instant; doorAt?: Instant; arrivedAt?: Instant; endedAt?: Instant } = {};
  quote?: QuoteSaid & { sentAt: Instant };
  waits: PartsWait[] = [];
  capReachedAt?: Instant;
  capReached?: EventRef;
  partsWarned = false;
  deviceIn?: Instant;
  deviceBack?: Instant;
  loaner?: 'requested' | 'approved' | 'refused' | 'issued' | 'returned';
  approvals = 0;
  looked: Record<string, { at: Instant; times: number }> = {};
  outcome?: { signedOffAt?: Instant; content: boolean };
  lastCompletion?: { resolved: boolean; tested: boolean };
  /** The customer's last rating was bad; it stands until they rate again. */
  ratedBadly = false;
  calls = new Map<string, { callback: string; attempts: number; nextAt?: Instant; satisfied?: boolean }>();
  established: Readonly<Record<string, unknown>> = {};
  repairableHere?: boolean;
  goodwill = false;
  openedAt: Instant = 0;
  decided?: Decided;
  closedAt?: Instant;

  constructor(
    policy: CasePolicy,
    private readonly acts: Readonly<Record<string, (c: RepairCase, payload: never) => void>>,
  ) {
    super(policy);
  }

  opened(input: unknown): void {
    const { facts, severeLoss } = input as Opening;
    this.openedAt = this.at;
    this.learn(facts);
    this.status = 'received';
    this.decide();
    this.mark('reported');
    if (facts.recordComplete === true) this.mark('record_completed');
    if (severeLoss) this.mark('severe_loss');
  }

  act(action: string, payload: unknown, _actor: Actor): boolean {
    const act = supervision[action] ?? this.acts[action];
    act?.(this, payload as never);
    return act !== undefined;
  }

  /** What the policy decides by what is known now, and who bears the work by it. */
  decide(): void {
    this.decided = decideRepair(this.policy, this);
    if (this.decided?.coverage === undefined) return;
    const { coverage, chargeable } = this.decided;
    const changed = coverage !== this.facts.coverage;
    this.learn({ coverage, chargeable });
    if (changed && coverage !== 'goodwill' && this.policy.program)
      this.mark(coverage === 'pending_proof' ? 'facts_asked' : 'entitlement_decided');
  }

  /** The answers of the policy as they stand. */
  decisions(): Decided['answers'] {
    return this.decided?.answers ?? {};
  }

  get deviceHere(): boolean {
    return this.deviceIn !== undefined && this.deviceBack === undefined;
  }

  get visiting(): boolean {
    return this.visit.arrivedAt !== undefined && this.visit.endedAt === undefined;
  }

  /** Where work goes on: at the bench, at the customer's, or by a visit to come. */
  get place(): string {
    if (this.deviceHere) return 'in_repair';
    if (this.visiting) return 'on_site';
    return this.visit.appointment !== undefined && this.visit.arrivedAt === undefined ? 'scheduled' : 'assessed';
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

  /** When the wait that stands reaches the cap: over all waits together, or over the whole repair, as the policy reads it. */
  capAt(): Instant | undefined {
    const open = this.waits.find((w) => w.to === undefined);
    if (!open) return undefined;
    const { capOf, capMs } = this.policy.parts;
    if (capOf === 'wholeRepair' && this.done.device_received !== undefined)
      return Math.max(open.from, this.done.device_received + capMs);
    const used = this.waits.reduce((sum, w) => sum + (w.to === undefined ? 0 : w.to - w.from), 0);
    return open.from + Math.max(0, capMs - used);
  }

  endWait(): void {
    const to = Math.min(this.at, this.capAt() ?? this.at);
    this.waits = this.waits.map((w) => (w.to === undefined ? { ...w, to: Math.max(to, w.from) } : w));
    this.resume('waiting_parts', to);
    if (this.status === 'waiting_parts') this.status = this.place;
  }

  reachCap(): void {
    this.capReachedAt = this.capAt() ?? this.at;
    this.capReached = this.source;
    this.endWait();
    this.mark('parts_cap_reached');
    const { ladder, capMs, clauses } = this.policy.parts;
    this.raise({ key: 'parts_cap', cause: 'partsCap', subject: 'parts_cap_reached', ladder, targetMs: capMs, clauses });
  }

  /** A cap that passed unseen comes first. */
  noteCap(): void {
    const cap = this.capAt();
    if (cap !== undefined && cap < this.at) this.reachCap();
  }

  appoint(at: Instant): void {
    this.visit = { ...this.visit, appointment: at, arrivedAt: undefined, doorAt: undefined };
    this.resume('customer_side');
    this.learn({ appointment: at });
    if (this.status !== 'waiting_parts') this.status = 'scheduled';
  }

  noAppointment(): void {
    this.learn({ appointment: undefined });
  }

  endQuote(accepted: boolean): void {
    if (this.policy.quote.pause) this.resume(this.policy.quote.pause);
    if (accepted) {
      this.status = this.place;
      return;
    }
    for (const round of this.owedTo('assigned', 'on_site_arrival', 'repaired'))
      this.stop(round, 'cancelled', 'declined');
    this.status = this.deviceHere ? 'ready' : 'callback_due';
  }

  afterWork(): void {
    this.status = this.deviceHere ? 'ready' : 'callback_due';
    this.closeIfDone();
  }

  /** The work is over, mandatory callbacks are done and nobody is known to be dissatisfied: the case closes by itself. */
  closeIfDone(): void {
    const mandatory = this.owedCallbacks().some((id) => this.policy.callbacks.some((c) => c.id === id && c.mandatory));
    const signed =
      this.facts.remoteOnly === true || this.outcome?.signedOffAt !== undefined || this.deviceBack !== undefined;
    const over =
      !this.deviceHere &&
      this.loaner !== 'issued' &&
      !this.visiting &&
      (this.quote?.answer === 'declined' || (this.facts.resolved === true && signed));
    const asked = Object.entries(this.done).some(
      ([mark, at]) => mark.startsWith('called_back.') && at >= (this.outcome?.signedOffAt ?? 0),
    );
    if (over && !mandatory && (this.outcome?.content !== false || asked)) this.shut();
  }

  shut(): void {
    if (this.waits.some((w) => w.to === undefined)) this.endWait();
    this.closedAt = this.at;
    this.mark('closed');
    this.status = 'closed';
    this.endAll('case_closed', papers);
    for (const reason of Object.keys(this.paused)) this.resume(reason);
  }

  unresolve(): void {
    this.learn({ resolved: false, tested: false, remoteOnly: undefined });
  }

  partsWaits(): ReturnType<CaseUnderAudit['partsWaits']> {
    const { waits, capReachedAt, capReached } = this;
    return { waits, capReachedAt, capReached };
  }

  watches(): Watch[] {
    const watches: Watch[] = [];
    const cap = this.capAt();
    const { warnMs, capMs } = this.policy.parts;
    if (cap !== undefined && warnMs !== undefined && !this.partsWarned)
      watches.push({ key: 'parts:warning', at: cap - (capMs - warnMs), label: 'parts wait close to its cap' });
    if (cap !== undefined) watches.push({ key: 'parts:cap', at: cap, label: 'parts wait cap' });
    for (const [what, since] of Object.entries(this.customerWaits())) {
      const look = this.looked[what];
      const at = look && look.at >= since ? look.at : since + lookMs;
      watches.push({ key: `customer:${what}`, at, label: `look again: ${what}` });
    }
    for (const [key, run] of this.calls) {
      const round = this.rounds.get(key);
      if (run.nextAt !== undefined && round && owed(round))
        watches.push({
          key: `callback:${key}`,
          at: run.nextAt,
          label: `${run.callback} attempt ${run.attempts + 1}`,
        });
    }
    const unanswered = [...this.ascents.values()].some((a) => a.status === 'open');
    if (this.status === 'closed' && this.closedAt !== undefined && !unanswered)
      watches.push({ key: 'closing', at: this.closedAt + this.policy.reopenWindowMs, label: 'reopen window ends' });
    return watches;
  }

  /** What waits for the customer, since when. */
  private customerWaits(): Record<string, Instant> {
    const reasons = Object.entries(this.paused).filter(([reason]) => reason !== 'waiting_parts');
    const waits: Record<string, Instant> = Object.fromEntries(reasons.map(([reason, { since }]) => [reason, since]));
    if (this.quote && this.status === 'waiting_customer') waits.quote = this.quote.sentAt;
    return waits;
  }

  wake({ key }: Watch): void {
    const [kind = '', ...rest] = key.split(':');
    const what = rest.join(':');
    if (key === 'parts:warning') {
      this.partsWarned = true;
      this.tell('parts_waiting', 'dispatcher');
    } else if (key === 'parts:cap') this.reachCap();
    else if (key === 'closing') {
      this.status = 'completed';
      this.endAll('case_completed');
    } else if (kind === 'callback') {
      const run = this.calls.get(what)!;
      this.calls.set(what, { ...run, nextAt: undefined });
      this.tell('callback_due', this.policy.callbacks.find((c) => c.id === run.callback)!.role);
    } else this.lookAgain(what);
  }

  private lookAgain(what: string): void {
    const since = this.customerWaits()[what] ?? 0;
    const look = this.looked[what];
    const times = (look && look.at >= since ? look.times : 0) + 1;
    this.looked[what] = { at: this.at + lookMs, times };
    this.tell(what === 'quote' ? 'quote_reminder' : 'milestone_reminder', 'dispatcher');
    const [ladder] = Object.keys(this.policy.ladders);
    if (times === looks && ladder !== undefined)
      this.raise({ key: `waiting:${what}`, cause: 'wait', subject: what, ladder, clauses: [] });
  }
}
