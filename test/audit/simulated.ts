/**
 * A simulated case of any kind that writes the history which Temporal would have kept of it: Updates, timers, records,
 * calls and mails, as proto3 JSON. So thousands of honest cases can be audited without a server.
 */
import { climbOne, tellPeople, untold } from '../../domain/cases/calling';
import { entryOf } from '../../domain/cases/kinds';
import type { Actor, NoticeRow, StepCause, StepRecord } from '../../domain/cases/record';
import type { CaseState } from '../../domain/cases/state';
import type { Work } from '../../domain/cases/work';
import { roleOf, type Escalation } from '../../domain/sla/escalation';
import { formatInstant, type Instant } from '../../domain/time/instant';
import { CaseSimulator } from '../domain/cases/case-simulator';

export interface RawHistory {
  events: RawHistoryEvent[];
}
export interface RawHistoryEvent {
  eventId: string;
  eventTime: string;
  eventType: string;
  [attributes: string]: unknown;
}

/** A value as a history keeps it. */
export const pack = (value: unknown): { metadata: unknown; data: string } => ({
  metadata: { encoding: 'anNvbi9wbGFpbg==' },
  data: Buffer.from(JSON.stringify(value)).toString('base64'),
});

interface Action {
  actor: Actor;
  name: string;
  payload: unknown;
  receivedAt: Instant;
  occurredAt?: Instant;
}

interface Written {
  events: RawHistoryEvent[];
  steps: number;
  timers: Map<string, { at: Instant; id: number; event: number }>;
  action?: Action;
  called?: { scheduled: number; people: string[] };
  acts: number;
  activities: number;
}

export class RecordedSimulator<S extends CaseState> extends CaseSimulator<S> {
  // Made on first use: the base class takes the opening step before fields of this one exist.
  declare private written_: Written | undefined;

  private get written(): Written {
    return (this.written_ ??= { events: [], steps: 0, timers: new Map(), acts: 0, activities: 0 });
  }

  override act(
    actor: Actor,
    action: string,
    payload: unknown = {},
    more: { receivedAt?: Instant; occurredAt?: Instant; expectedSeq?: number } = {},
  ): this {
    this.written.action = {
      actor,
      name: action,
      payload,
      receivedAt: more.receivedAt ?? this.now,
      occurredAt: more.occurredAt,
    };
    return super.act(actor, action, payload, more);
  }

  override take(cause: StepCause, at: Instant, change: (work: Work<S>) => void): void {
    this.flush();
    const started = this.written;
    const before = cause.type === 'timer' ? started.timers.get(cause.name) : undefined;
    if (cause.type === 'open') this.open();
    if (before) {
      this.push('TIMER_FIRED', this.now, 'timerFiredEventAttributes', {
        timerId: String(before.id),
        startedEventId: String(before.event),
      });
      started.timers.delete(cause.name);
    }
    super.take(cause, at, change);
    this.flush();
    const [uncalled] = this.uncalled();
    if (uncalled) this.callPeople(uncalled);
  }

  private get policyId(): string {
    return (this.state.pins.find(({ layer }) => layer === 'service') ?? this.state.pins[0]!).id;
  }

  private uncalled(): Escalation[] {
    return Object.values(this.state.escalations).filter(untold);
  }

  /** What case workflows do: people are called for open escalations, and for those that a late completion settled. */
  protected override callPeople(_open: Escalation): void {
    const [uncalled] = this.uncalled();
    if (!uncalled) return;
    this.flush();
    const role = roleOf(this.policy, uncalled);
    const found = this.roster(role);
    const { key, level, repeats } = uncalled;
    this.activity(
      'callOut',
      { caseId: this.setup.input.caseId, escalation: `${key}/${level}/${repeats}`, role, policyId: this.policyId },
      { people: found },
    );
    this.take({ type: 'system', name: 'call_out' }, this.now, (work) => void tellPeople(work, uncalled, found, role));
  }

  /** With the event that case workflows write. */
  protected override climbOne(work: Work<S>, open: Escalation): void {
    climbOne(work, open);
  }

  /** The history up to now; closed where the case has ended. */
  history(): RawHistory {
    this.flush();
    return { events: structuredClone(this.written.events) };
  }

  private push(type: string, at: Instant, key: string, attributes: unknown, more: object = {}): number {
    const { events } = this.written;
    const eventId = String(events.length + 1);
    events.push({ eventId, eventTime: formatInstant(at), eventType: `EVENT_TYPE_${type}`, ...more, [key]: attributes });
    return events.length;
  }

  private open(): void {
    const { input, kind } = this.setup;
    this.push('WORKFLOW_EXECUTION_STARTED', this.now, 'workflowExecutionStartedEventAttributes', {
      workflowType: { name: entryOf(kind.table.kind).opening.workflowType },
      input: { payloads: [pack(input)] },
      originalExecutionRunId: 'run-1',
      firstExecutionRunId: 'run-1',
    });
  }

  private task(): void {
    const scheduled = this.push('WORKFLOW_TASK_SCHEDULED', this.now, 'workflowTaskScheduledEventAttributes', {});
    this.push('WORKFLOW_TASK_STARTED', this.now, 'workflowTaskStartedEventAttributes', {
      scheduledEventId: String(scheduled),
    });
    this.push('WORKFLOW_TASK_COMPLETED', this.now, 'workflowTaskCompletedEventAttributes', {
      scheduledEventId: String(scheduled),
      workerVersion: { buildId: 'build-1' },
    });
  }

  private activity(name: string, request: unknown, result: unknown): void {
    const scheduled = this.push('ACTIVITY_TASK_SCHEDULED', this.now, 'activityTaskScheduledEventAttributes', {
      activityId: String(++this.written.activities),
      activityType: { name },
      input: { payloads: [pack(request)] },
    });
    const scheduledEventId = String(scheduled);
    this.push('ACTIVITY_TASK_STARTED', this.now, 'activityTaskStartedEventAttributes', {
      scheduledEventId,
      attempt: 1,
    });
    this.push('ACTIVITY_TASK_COMPLETED', this.now, 'activityTaskCompletedEventAttributes', {
      scheduledEventId,
      result: { payloads: [pack(result)] },
    });
  }

  /** Writes the steps that were taken since: task, Update, timers, record, mails, the Update's answer. */
  private flush(): void {
    const written = this.written;
    for (; written.steps < this.steps.length; written.steps++) this.write(this.steps[written.steps]!);
  }

  private write(taken: StepRecord): void {
    const { written } = this;
    this.task();
    let cause = taken.cause;
    const action = cause.type === 'action' ? written.action : undefined;
    if (cause.type === 'open') {
      const { requestId } = this.setup.input;
      cause = { ...cause, requestId, receivedAt: formatInstant(this.now) };
    }
    if (action) {
      const n = ++written.acts;
      cause = { ...cause, updateId: `${action.actor.id}:key-${n}`, requestId: `request-${n}` };
    }
    if (action) {
      const envelope = {
        payload: action.payload,
        actor: action.actor,
        requestId: `request-${written.acts}`,
        receivedAt: formatInstant(action.receivedAt),
        ...(action.occurredAt === undefined ? {} : { occurredAt: formatInstant(action.occurredAt) }),
        fingerprint: `print-${written.acts}`,
      };
      this.push('WORKFLOW_EXECUTION_UPDATE_ACCEPTED', this.now, 'workflowExecutionUpdateAcceptedEventAttributes', {
        protocolInstanceId: cause.updateId,
        acceptedRequest: {
          meta: { updateId: cause.updateId },
          input: { name: action.name, args: { payloads: [pack(envelope)] } },
        },
      });
    }
    this.armTimers();
    const step = JSON.parse(JSON.stringify({ ...taken, cause })) as StepRecord;
    this.activity('record', step, { result: 'recorded' });
    for (const notice of step.notices) this.mail(step, notice);
    if (action)
      this.push('WORKFLOW_EXECUTION_UPDATE_COMPLETED', this.now, 'workflowExecutionUpdateCompletedEventAttributes', {
        meta: { updateId: cause.updateId },
        outcome: {
          success: {
            payloads: [
              pack({ seq: step.seq, status: step.head.status, fingerprint: `print-${written.acts}`, recorded: true }),
            ],
          },
        },
      });
  }

  private mail(step: StepRecord, notice: NoticeRow): void {
    this.activity(
      'deliver',
      {
        ...{ caseId: step.caseId, seq: step.seq, owedAt: step.recordedAt, notice },
        ...{ parties: this.state.parties, policyId: this.policyId, region: step.head.region },
      },
      { result: 'sent', messageId: `<${notice.key}>` },
    );
  }

  private armTimers(): void {
    const { timers } = this.written;
    const wanted = new Map(this.timers().map((t) => [t.key, t]));
    for (const [key, timer] of timers) {
      if (wanted.get(key)?.at === timer.at) continue;
      timers.delete(key);
      this.push('TIMER_CANCELED', this.now, 'timerCanceledEventAttributes', {
        timerId: String(timer.id),
        startedEventId: String(timer.event),
      });
    }
    for (const { key, at, ...rest } of wanted.values()) {
      if (timers.has(key)) continue;
      const id = this.written.events.length + 1;
      const open = this.state.escalations[key.slice('ladder:'.length)];
      const summary = 'summary' in rest ? String(rest.summary) : `${open!.key} unanswered at level ${open!.level}`;
      const event = this.push(
        'TIMER_STARTED',
        this.now,
        'timerStartedEventAttributes',
        { timerId: String(id), startToFireTimeout: `${(Math.max(1, at - this.now) / 1000).toFixed(3)}s` },
        { userMetadata: { summary: pack(summary) } },
      );
      timers.set(key, { at, id, event });
    }
  }
}
