/** Where a repair stands while the auditor goes through it, and what it waits for. */
import type { Actor } from '../../domain/cases/record';
import { isThirdEdition } from '../../domain/policy/edition';
import type { FactValue } from '../../domain/policy/rule';
import type { Instant } from '../../domain/time/instant';
import type { Accounts } from '../account';
import { Request } from '../approvals';
import type { EventRef } from '../timeline';
import { decideRepair, isAbout, type Decided, type PriceSaid, type QuoteSaid } from './decided';
import type { CaseUnderAudit, PartsWait, Suspicion, Watch } from './procedure';
import { ChargedMoney } from './charged-money';
import { VisitCase } from './visit-case';

/** What a repair opens with, as far as it matters for its promises. */
export interface Opening {
  facts: Record<string, FactValue>;
  severeLoss: boolean;
  parties: { dispatcherId?: string; engineerId?: string };
}

/** A line of a quote. */
interface QuotedLine {
  fee: string;
  quantity: number;
  unitFen: number;
  fen: number;
  payer: string | undefined;
}

/** A loaner that was asked for. */
interface Loaner {
  status: 'requested' | 'approved' | 'refused' | 'issued' | 'returned';
  request: Request;
  depositFen?: number;
}

/** A repair under audit: where device, quote, parts and loaner stand, besides ledger and visit. */
export class RepairCase extends VisitCase {
  quote?: QuoteSaid & { sentAt: Instant; lines: readonly QuotedLine[] };
  price?: PriceSaid & { request: Request; askedBy: string };
  waits: (PartsWait & { ended?: string })[] = [];
  capReachedAt?: Instant;
  capReached?: EventRef;
  partsWarned = false;
  /** The date on which the part is expected, and the one of which it was told that it is late. */
  expectedAt?: Instant;
  lateToldFor?: Instant;
  deviceIn?: Instant;
  deviceBack?: Instant;
  loaner?: Loaner;
  depositNo?: number | undefined;
  outcome?: { signedOffAt?: Instant; content: boolean; chargedFen?: number | undefined };
  /** The customer's last rating was bad; it stands until they rate again. */
  ratedBadly = false;
  /** How often the work was said to be done, or not to be done yet. */
  completions = 0;
  oldPartsReturned = 0;
  established: Readonly<Record<string, unknown>> = {};
  repairableHere?: boolean;
  goodwill = false;
  readonly money = new ChargedMoney();
  openedAt: Instant = 0;
  decided?: Decided;

  override act(action: string, payload: unknown, actor: Actor): boolean {
    const known = super.act(action, payload, actor);
    const { entry } = payload as { entry: number };
    if (action === 'confirmEntry') this.money.confirmed(this, entry);
    if (action === 'reverseEntry') this.money.reversed(this, entry);
    return known;
  }

  /**
   * A price, or a loaner, is decided in the order of its approvers, by none who asked for it or decided before (R-APPROVE);
   * nobody quotes the line of a price until then, and one that was approved is not put aside without a word.
   */
  suspect(action: string, payload: unknown, { id }: Actor): Suspicion[] {
    const { price } = this;
    const { duty } = payload as { duty: string };
    if (action === 'decidePrice') return price?.request.suspect(id, duty) ?? [];
    if (action === 'decideLoaner') return this.loaner?.request.suspect(id, duty) ?? [];
    const silently = action === 'askPrice' && (payload as { replaces?: boolean }).replaces !== true;
    if (silently && this.unquoted && isThirdEdition(this.policy))
      return [{ kind: 'approval_out_of_order', what: action, expected: 'quote' }];
    const next = price?.request.next;
    const { lines = [] } = payload as { lines?: { fee: string }[] };
    if (action !== 'quote' || next === undefined || !lines.some(({ fee }) => fee === price?.fee)) return [];
    return [{ kind: 'approval_out_of_order', what: action, expected: next }];
  }

  /** Whether a price was approved and its line not quoted yet. */
  get unquoted(): boolean {
    return this.price?.request.approved === true && !this.price.quoted;
  }

  /** A price that was approved and not quoted goes, and the case says which. */
  giveUpPrice(): void {
    const { fee, quantity, fen } = this.price ?? {};
    if (this.unquoted) this.happened.push(`price_replaced ${fee} ${quantity} ${fen}`);
  }

  /** Another price is asked for: the policy's answer about it names who approves. Answers the first of them. */
  askPrice(line: Pick<PriceSaid, 'fee' | 'quantity' | 'fen'>): string | undefined {
    const asked = { ...line, said: {}, quoted: false, past: false, askedBy: this.by };
    const approvers = this.approversOf(asked);
    this.price = { ...asked, request: new Request(approvers, this.by) };
    return approvers[0];
  }

  /** Another amount than was asked for: whoever sets it goes first, and then all whom the policy names for that amount. */
  setPrice(fen: number, role: string): void {
    const { request, ...price } = this.price!;
    const set = { ...price, fen };
    if (!isThirdEdition(this.policy)) {
      this.price = { ...set, request };
      return;
    }
    const others = this.approversOf(set).filter((other) => other !== role);
    this.price = { ...set, request: new Request([role, ...others], set.askedBy) };
  }

  /** A quote was sent: of the price's own line, or of others. */
  passPrice(lines: readonly { fee: string; quantity: number }[]): void {
    const { price } = this;
    if (!price) return;
    const its = !isThirdEdition(this.policy) || lines.some((line) => isAbout(price, line));
    this.price = { ...price, quoted: price.quoted || its, past: true };
  }

  /** Whom the policy wants to approve a price, asked about it alone. */
  private approversOf(price: PriceSaid & { askedBy: string }): string[] {
    this.price = { ...price, said: {}, past: false, request: new Request([], this.by) };
    this.decide();
    const { decision, required } = this.decisions().fee?.answer ?? {};
    return decision === 'pending' ? ([required ?? []].flat() as string[]) : [];
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

  /** What the policy decides by what is known now, and who bears the work by it. */
  decide(): void {
    this.decided = decideRepair(this.policy, this);
    if (this.decided?.coverage === undefined) return;
    const { coverage, chargeable } = this.decided;
    const changed = coverage !== this.facts.coverage;
    this.learn({ coverage, chargeable });
    if (changed && coverage !== 'goodwill' && this.policy.program)
      this.mark(coverage === 'pending_proof' ? 'facts_asked' : 'entitlement_decided');
    this.markWarrantyOver();
  }

  /** The workshop has the device and the policy says that its warranty is over: said once for each stay. */
  markWarrantyOver(): void {
    if (!this.deviceHere || this.decisions().entitlement?.answer.warrantyOver !== true) return;
    if ((this.done.warranty_over_here ?? -Infinity) < this.deviceIn!) this.mark('warranty_over_here');
  }

  /** The answers of the policy as they stand. */
  decisions(): Decided['answers'] {
    return this.decided?.answers ?? {};
  }

  get deviceHere(): boolean {
    return this.deviceIn !== undefined && this.deviceBack === undefined;
  }

  /** Where work goes on: at the bench, at the customer's, or by a visit to come. */
  get place(): string {
    if (this.deviceHere) return 'in_repair';
    if (this.visiting) return 'on_site';
    return this.visit.appointment !== undefined && this.visit.arrivedAt === undefined ? 'scheduled' : 'assessed';
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

  expectParts(at: Instant | undefined): void {
    this.expectedAt = at;
    const cap = this.capAt();
    if (at !== undefined && cap !== undefined && at >= cap) this.tellLate();
  }

  private tellLate(): void {
    this.lateToldFor = this.expectedAt;
    this.tell('parts_late', 'dispatcher');
  }

  endWait(ended: string): void {
    const to = Math.min(this.at, this.capAt() ?? this.at);
    this.waits = this.waits.map((w) => (w.to === undefined ? { ...w, to: Math.max(to, w.from), ended } : w));
    this.expectedAt = undefined;
    this.resume('waiting_parts', to);
    if (this.status === 'waiting_parts') this.status = this.place;
  }

  reachCap(): void {
    this.capReachedAt = this.capAt() ?? this.at;
    this.capReached = this.source;
    this.endWait('cap');
    this.mark('parts_cap_reached');
    const { ladder, capMs, clauses } = this.policy.parts;
    this.raise({ key: 'parts_cap', cause: 'partsCap', subject: 'parts_cap_reached', ladder, targetMs: capMs, clauses });
  }

  /** A cap that passed unseen comes first. */
  noteCap(): void {
    const cap = this.capAt();
    if (cap !== undefined && cap < this.at) this.reachCap();
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

  giveDepositBack(): void {
    const { depositFen = 0 } = this.loaner ?? {};
    this.post('deposit_returned', depositFen, 'company', 'customer', { clauses: this.policy.loaner.clauses });
  }

  afterWork(): void {
    this.status = this.deviceHere ? 'ready' : 'callback_due';
    this.closeIfDone();
  }

  /** The work is over, mandatory callbacks are done and nobody is known to be dissatisfied: the case closes by itself. */
  closeIfDone(): void {
    const signed =
      this.facts.remoteOnly === true || this.outcome?.signedOffAt !== undefined || this.deviceBack !== undefined;
    const over =
      !this.deviceHere &&
      this.loaner?.status !== 'issued' &&
      !this.visiting &&
      (this.quote?.answer === 'declined' || (this.facts.resolved === true && signed));
    const asked = Object.entries(this.done).some(
      ([mark, at]) => mark.startsWith('called_back.') && at >= (this.outcome?.signedOffAt ?? 0),
    );
    if (over && !this.mandatoryOwed && (this.outcome?.content !== false || asked)) this.shutByItself();
  }

  override shut(): void {
    if (this.waits.some((w) => w.to === undefined)) this.endWait('not_needed');
    super.shut();
  }

  override abandon(): void {
    if (this.waits.some((w) => w.to === undefined)) this.endWait('not_needed');
    super.abandon();
  }

  unresolve(): void {
    this.learn({ resolved: false, tested: false, remoteOnly: undefined });
  }

  override accounts(): Accounts {
    const { quote, price, loaner, lastCompletion } = this;
    return {
      ...super.accounts(),
      parts: {
        waits: this.waits.map(({ from, to, ended }) => ({ from, to, ended })),
        expectedAt: this.expectedAt,
        lateToldFor: this.lateToldFor,
        capReachedAt: this.capReachedAt,
        warned: this.partsWarned || undefined,
        stockUnit:
          this.done.stock_unit_used === undefined ? undefined : { at: this.done.stock_unit_used, reordered: false },
        oldPartsReturned: this.oldPartsReturned,
      },
      workshop: { receivedAt: this.done.device_received, returnedAt: this.deviceBack },
      outcome: lastCompletion && { ...lastCompletion, round: this.completions, signedOffAt: this.outcome?.signedOffAt },
      quote: quote && {
        sentAt: quote.sentAt,
        customerFen: quote.customerFen,
        answer: quote.answer,
        lines: quote.lines.map(({ fen, ...line }) => ({ ...line, totalFen: fen })),
      },
      price: price && {
        ...{ fee: price.fee, quantity: price.quantity, amountFen: price.fen, quoted: price.quoted || undefined },
        approval: price.request.account,
        inQuestion: isThirdEdition(this.policy) ? !price.past : undefined,
      },
      loaner: loaner && {
        ...{ status: loaner.status, requestedBy: loaner.request.by, depositFen: loaner.depositFen },
        approvals: loaner.request.decisionsSoFar,
      },
      ...this.money.accounts(),
    };
  }

  override partsWaits(): ReturnType<CaseUnderAudit['partsWaits']> {
    const { waits, capReachedAt, capReached } = this;
    return { waits, capReachedAt, capReached };
  }

  override watches(): Watch[] {
    const watches: Watch[] = [];
    const cap = this.capAt();
    const { warnMs, capMs } = this.policy.parts;
    if (cap !== undefined && warnMs !== undefined && !this.partsWarned)
      watches.push({ key: 'parts:warning', at: cap - (capMs - warnMs), label: () => 'parts wait close to its cap' });
    if (cap !== undefined && this.expectedAt !== undefined && this.expectedAt !== this.lateToldFor)
      watches.push({ key: 'parts:expected', at: this.expectedAt, label: () => 'parts expected' });
    if (cap !== undefined) watches.push({ key: 'parts:cap', at: cap, label: () => 'parts wait cap' });
    return [...watches, ...super.watches()];
  }

  protected override customerWaits(): Record<string, Instant> {
    const waits = super.customerWaits();
    return this.quote && this.status === 'waiting_customer' ? { ...waits, quote: this.quote.sentAt } : waits;
  }

  override wake(watch: Watch): void {
    if (watch.key === 'parts:warning') {
      this.partsWarned = true;
      this.tell('parts_waiting', 'dispatcher');
    } else if (watch.key === 'parts:expected') this.tellLate();
    else if (watch.key === 'parts:cap') this.reachCap();
    else super.wake(watch);
  }
}
