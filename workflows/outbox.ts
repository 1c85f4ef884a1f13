/**
 * What a case owes the world: its steps into the read model, strictly in their order; each mail after the record of its
 * own step and beside the others; what supervisors' desks hear, in order; alarms at once. Nothing leaves before `send`.
 */
import { log } from '@temporalio/workflow';
import type { AlarmRequest, DeliverRequest, TellDesksRequest } from '../activities/contract';
import type { NoticeRow, StepRecord } from '../domain/cases/record';
import { deliver, deliverStep, raiseAlarm, record, tellDesks } from './effects';
import { reasonOf } from './errors';

/** A notification owed and not yet settled. */
export interface Owed {
  seq: number;
  owedAt: string;
  notice: NoticeRow;
}

/** What became of a notification: why it reached nobody, or that it is to be tried again alone. */
type Fate = { undelivered?: string } | 'later';

/** What the case does about the ends of its effects. */
export interface OutboxEvents {
  /** Something ended: more may be due now. */
  changed(): void;
  /** The database will never take this step; the case goes on without it. */
  unrecorded(step: StepRecord, reason: string): void;
  /** A mail was refused for good, or has no address. */
  undelivered(notice: NoticeRow, reason: string): void;
}

interface Unrecorded {
  step: StepRecord;
  settle: (recorded: boolean) => void;
}

export class Outbox {
  private readonly unrecorded: Unrecorded[] = [];
  private recording = false;
  private readonly owedByKey = new Map<string, Owed>();
  private readonly sending = new Set<string>();
  private readonly alone = new Set<string>();
  private readonly forDesks: TellDesksRequest[] = [];
  private tellingDesks = false;
  private readonly alarms: AlarmRequest[] = [];
  private alarming = 0;

  constructor(
    owed: readonly Owed[],
    private readonly addressed: (owed: Omit<Owed, 'notice'>) => Omit<DeliverRequest, 'notice'>,
    private readonly events: OutboxEvents,
    /** Whether the notifications of a step go together. */
    private readonly together: boolean,
  ) {
    for (const one of owed) this.owedByKey.set(one.notice.key, one);
  }

  /** Notifications that are not settled yet. */
  get owed(): Owed[] {
    return [...this.owedByKey.values()];
  }

  /** Nothing but mails is waiting or under way. */
  get quiet(): boolean {
    const waiting = this.unrecorded.length + this.forDesks.length + this.alarms.length;
    return waiting === 0 && !this.recording && !this.tellingDesks && this.alarming === 0;
  }

  /** @param settle told once whether the step got recorded */
  add(step: StepRecord, settle: (recorded: boolean) => void): void {
    this.unrecorded.push({ step, settle });
    for (const notice of step.notices)
      this.owedByKey.set(notice.key, { seq: step.seq, owedAt: step.recordedAt, notice });
    this.events.changed();
  }

  alarm(request: AlarmRequest): void {
    this.alarms.push(request);
    this.events.changed();
  }

  tellDesks(request: TellDesksRequest): void {
    this.forDesks.push(request);
    this.events.changed();
  }

  /** Starts whatever may start now. Call it at rest only: see `rest.ts`. */
  send(): void {
    const [next] = this.unrecorded;
    if (next && !this.recording) void this.record(next);
    const recordedBefore = this.unrecorded[0]?.step.seq ?? Infinity;
    for (const group of this.due(recordedBefore)) void this.deliver(group);
    if (!this.tellingDesks) void this.tellNextDesk();
    for (const request of this.alarms.splice(0)) void this.raise(request);
  }

  private async record({ step, settle }: Unrecorded): Promise<void> {
    this.recording = true;
    let recorded = false;
    try {
      recorded = (await record(step)).result !== 'different';
    } catch (err) {
      this.events.unrecorded(step, reasonOf(err));
    }
    this.recording = false;
    this.unrecorded.shift();
    settle(recorded);
    this.events.changed();
  }

  /** What may leave now: the notifications of a step together, but for those that are tried again. */
  private due(recordedBefore: number): Owed[][] {
    const groups = new Map<number | string, Owed[]>();
    for (const [key, owed] of this.owedByKey) {
      if (owed.seq >= recordedBefore || this.sending.has(key)) continue;
      const group = this.together && !this.alone.has(key) ? owed.seq : key;
      groups.set(group, [...(groups.get(group) ?? []), owed]);
    }
    return [...groups.values()];
  }

  private async deliver(group: readonly Owed[]): Promise<void> {
    for (const { notice } of group) this.sending.add(notice.key);
    const fates = group.length === 1 ? [await this.sent(group[0]!)] : await this.sentTogether(group);
    group.forEach(({ notice }, index) => {
      const fate = fates[index] ?? 'later';
      this.sending.delete(notice.key);
      if (fate === 'later') return void this.alone.add(notice.key);
      if (fate.undelivered !== undefined) this.events.undelivered(notice, fate.undelivered);
      this.alone.delete(notice.key);
      this.owedByKey.delete(notice.key);
    });
    this.events.changed();
  }

  private async sent({ notice, ...step }: Owed): Promise<Fate> {
    try {
      const { result } = await deliver({ ...this.addressed(step), notice });
      return result === 'refused' || result === 'nobody' ? { undelivered: result } : {};
    } catch (err) {
      return { undelivered: reasonOf(err) };
    }
  }

  private async sentTogether(group: readonly Owed[]): Promise<Fate[]> {
    try {
      const notices = group.map(({ notice }) => notice);
      const { outcomes } = await deliverStep({ ...this.addressed(group[0]!), notices });
      return outcomes.map(({ result }) => {
        if (result === 'later') return result;
        return result === 'refused' || result === 'nobody' ? { undelivered: result } : {};
      });
    } catch {
      return [];
    }
  }

  private async tellNextDesk(): Promise<void> {
    const request = this.forDesks.shift();
    if (!request) return;
    this.tellingDesks = true;
    try {
      await tellDesks(request);
    } catch (err) {
      log.warn('desk not told', { escalation: request.entry.escalation, reason: reasonOf(err) });
    }
    this.tellingDesks = false;
    this.events.changed();
  }

  private async raise(request: AlarmRequest): Promise<void> {
    this.alarming++;
    try {
      await raiseAlarm(request);
    } catch (err) {
      log.error('alarm not raised', { key: request.key, reason: reasonOf(err) });
    }
    this.alarming--;
    this.events.changed();
  }
}
