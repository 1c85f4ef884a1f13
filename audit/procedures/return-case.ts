/** Where a return stands while the auditor goes through it: remedy, approvals, goods, refund, replacement, claims. */
import { dateAt } from '../../domain/calendar/zone';
import type { Actor } from '../../domain/cases/record';
import { isSecondEdition, isThirdEdition } from '../../domain/policy/edition';
import type { FactValue } from '../../domain/policy/rule';
import { formatDate } from '../../domain/time/date';
import type { Instant } from '../../domain/time/instant';
import type { Accounts } from '../account';
import type { Request } from '../approvals';
import { CaseFile } from './case-file';
import { approversOf, entitlementOf, fitting, nothing, type Entitlement } from './entitlement';
import type { Watch } from './procedure';

interface Line {
  line: number;
  quantity: number;
}
export interface Sold extends Line {
  model: string;
  unitFen: number;
  serialNo?: string;
}
interface Inspected {
  line: number;
  received: number;
  accepted?: number;
  refused?: number;
  by?: string;
}

/** What a return opens with, as far as it matters for its promises. */
interface Opening {
  facts: Record<string, FactValue>;
  parties: { dispatcherId?: string; engineerId?: string; assetId?: string };
  sale?: { lines: Sold[] };
  items: Line[];
}

/** A return under audit. */
export class ReturnCase extends CaseFile {
  sold: readonly Sold[] = [];
  items: readonly Line[] = [];
  entitlement: Entitlement = nothing;
  remedy?: string;
  offeredAt?: Instant;
  request?: Request;
  orderedAt?: Instant;
  freightPayer?: string;
  receivedAt?: Instant;
  lines: readonly Inspected[] = [];
  sentBackAt?: Instant;
  refund?: { entries: readonly number[]; fen: number; paid: boolean; before: number };
  replacement?: { lines: readonly { line: number; model: string; serialNo?: string }[]; delivered: boolean };
  claims: readonly { of: string; fen: number }[] = [];
  settledAt?: Instant;
  private assetId?: string;

  opened(input: unknown): void {
    const { facts, sale, items, parties } = input as Opening;
    this.assetId = parties.assetId;
    this.sold = sale?.lines ?? [];
    this.items = items;
    this.learn(facts);
    this.status = 'received';
    this.decide();
    this.mark('reported');
    if (items.length > 0) this.mark('applied');
  }

  /** What the customer is entitled to now; a remedy that they agreed to and that no longer holds is gone, unless approved. */
  decide(): void {
    this.entitlement = entitlementOf(this.policy, this.facts);
    if (this.remedy === undefined || this.request?.approved || this.remedies.includes(this.remedy)) return;
    this.forgetRemedy();
  }

  get remedies(): readonly string[] {
    return this.entitlement.remedies;
  }

  forgetRemedy(): void {
    this.remedy = undefined;
    this.learn({ remedy: undefined });
  }

  /** The remedy that is wanted and owed. */
  get wish(): string | undefined {
    return fitting(this.remedies, this.facts.customerWants);
  }

  agree(remedy: string | undefined): void {
    if (remedy === undefined || this.remedy === remedy) return;
    this.remedy = remedy;
    this.learn({ remedy });
    this.mark('remedy_agreed');
  }

  get isRepair(): boolean {
    return (this.remedy ?? this.wish)?.endsWith('_repair') ?? false;
  }

  /** Who has to approve; a repair needs nobody. */
  approvers(): readonly string[] {
    return this.isRepair ? [] : approversOf(this.policy, this.facts);
  }

  approved(): void {
    this.mark('return_approved');
    this.status = 'authorised';
    if (!this.isRepair) return;
    this.mark('passed_to_repair');
    this.tell('open_case', 'kind:repair');
    this.settleOnce();
  }

  /** From the acceptance of the goods on a replacement is owed. */
  owesReplacement(): void {
    if (this.remedy === 'exchange' && this.done.exchange_accepted === undefined) this.mark('exchange_accepted');
  }

  soldLine(line: number): Sold | undefined {
    return this.sold.find((l) => l.line === line);
  }

  /** What was accepted had cost this much, fen. */
  get acceptedFen(): number {
    return this.lines.reduce((sum, { line, accepted = 0 }) => sum + accepted * (this.soldLine(line)?.unitFen ?? 0), 0);
  }

  override accounts(): Accounts {
    const { refund, replacement } = this;
    return {
      ...super.accounts(),
      remedy: this.remedy,
      entitlement: this.entitlement,
      offeredAt: this.offeredAt,
      settledAt: this.settledAt,
      ...(this.request && { approval: this.request.account }),
      order: this.orderedAt === undefined ? undefined : { issuedAt: this.orderedAt, freightPayer: this.freightPayer },
      goods: {
        receivedAt: this.receivedAt,
        sentBackAt: this.sentBackAt,
        lines: this.lines.map(({ line, received, accepted, refused, by }) => ({
          line,
          received,
          accepted,
          refused,
          inspectedBy: by,
        })),
        differs: this.items.flatMap(({ line, quantity }) => {
          const received = this.lines.find((l) => l.line === line)?.received;
          return received === undefined || received === quantity ? [] : [{ line, announced: quantity, received }];
        }),
      },
      refund: refund && {
        amountFen: refund.fen,
        entries: refund.entries,
        paidFen: refund.before > 0 ? refund.before : undefined,
      },
      replacement: replacement && {
        lines: replacement.lines.map(({ line, model }) => ({
          line,
          model,
          substitute: this.soldLine(line)?.model !== model,
        })),
      },
      warrantyFrom: this.done.warranty_restarted === undefined ? undefined : this.facts.exchangedOn,
      claims: this.claims.map(({ of, fen }, i) => ({ no: i + 1, of, claimedFen: fen })),
    };
  }

  /** Goods of the customer that are with us and did not become ours. */
  get holdsGoods(): boolean {
    if (this.receivedAt === undefined || this.sentBackAt !== undefined) return false;
    const ours = this.refund?.paid === true || this.refundedFen > 0 || this.replacement !== undefined;
    return this.lines.some((l) => (ours ? (l.refused ?? 0) : l.received) > 0);
  }

  /** What the customer got of refunds so far, also of those taken back since. */
  get refundedFen(): number {
    return this.refund?.paid ? this.refund.fen : (this.refund?.before ?? 0);
  }

  /** Whether another refund has to be proposed, because a part of this one was taken back. */
  private get resettles(): boolean {
    return isSecondEdition(this.policy) && (this.refund?.entries.some((no) => this.book.reversed(no)) ?? false);
  }

  /** A paid refund that was wrong is settled anew. */
  override act(action: string, payload: unknown, actor: Actor): boolean {
    const taken = super.act(action, payload, actor);
    if (action !== 'reverseEntry' || this.status !== 'callback_due' || !this.resettles) return taken;
    if (isThirdEdition(this.policy)) this.dropCallbacks('refund_taken_back');
    this.settledAt = undefined;
    this.status = 'settling';
    return taken;
  }

  settleIfDone(): void {
    const refused = this.lines.some((l) => (l.refused ?? 0) > 0);
    if (refused && this.sentBackAt === undefined) return;
    const nothing = this.lines.length > 0 && this.lines.every((l) => l.accepted === 0);
    const paid = this.remedy === 'return' && this.refund?.paid === true && !this.resettles;
    const exchanged = this.remedy === 'exchange' && this.replacement?.delivered === true;
    if (nothing || paid || exchanged) this.settleOnce();
  }

  /** The customer has what the remedy is. */
  private settleOnce(): void {
    if (this.settledAt === undefined) this.completed();
  }

  completed(): void {
    this.settledAt = this.at;
    this.mark('return_completed');
    this.status = 'callback_due';
    this.closeIfSatisfied();
  }

  closeIfSatisfied(): void {
    if (this.settledAt !== undefined && !this.holdsGoods && !this.mandatoryOwed) this.shutByItself();
  }

  delivered(): void {
    this.replacement = { ...this.replacement!, delivered: true };
    this.mark('replacement_delivered');
    if (this.policy.returns?.warrantyRestart) {
      const { zone } = Object.values(this.policy.calendars)[0]!;
      this.learn({ exchangedOn: formatDate(dateAt(zone, this.at)) });
      this.mark('warranty_restarted');
    }
    const whole = this.items.length === 1 && this.assetId !== undefined;
    for (const { line } of this.replacement.lines)
      if (this.soldLine(line)?.serialNo !== undefined || whole) this.tell('unit_exchanged', 'unit');
    this.settleIfDone();
  }

  /** Neither goods nor an answer: reminded, then ended. */
  private get lapse(): { at: Instant; remindAt: Instant } | undefined {
    const rule = this.policy.returns?.lapse;
    const since = { waiting_goods: this.orderedAt, waiting_customer: this.offeredAt }[this.status];
    return rule && since !== undefined ? { at: since + rule.afterMs, remindAt: since + rule.remindMs } : undefined;
  }

  override watches(): Watch[] {
    const { lapse } = this;
    if (!lapse) return super.watches();
    const reminded = (this.looked.lapse?.at ?? 0) >= lapse.remindAt;
    return [
      ...super.watches(),
      ...(reminded
        ? []
        : [{ key: 'lapse:reminder', at: lapse.remindAt, label: () => 'goods or answer still missing' }]),
      { key: 'lapse:end', at: lapse.at, label: () => 'lapses' },
    ];
  }

  override wake(watch: Watch): void {
    if (watch.key === 'lapse:reminder') {
      this.looked = { ...this.looked, lapse: { at: this.at, times: 1 } };
      this.mark('goods_reminded');
      this.tell('goods_reminder', 'customer');
    } else if (watch.key === 'lapse:end') {
      this.mark('lapsed');
      this.tell('return_lapsed', 'customer');
      this.abandon();
    } else super.wake(watch);
  }

  protected override customerWaits(): Record<string, Instant> {
    const waits = super.customerWaits();
    if (this.status === 'waiting_customer' && this.offeredAt !== undefined) waits.offer = this.offeredAt;
    if (this.status === 'waiting_goods' && this.orderedAt !== undefined) waits.goods = this.orderedAt;
    return waits;
  }
}
