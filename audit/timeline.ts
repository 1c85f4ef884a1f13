/**
 * From events to what reached the case and what came of it: per workflow task the inputs that it took (the opening,
 * actions, fired timers, answers of activities, signals), and the timers that it started and cancelled. Beside them the
 * steps that the case claims to have taken, the mails, the gaps in which the system was down, and the code that decided.
 */
import type { ActionEnvelope, ActionOutcome } from '../domain/cases/envelope';
import type { DeliverOutcome, NoticeRow, StepRecord } from '../domain/cases/record';
import type { Instant } from '../domain/time/instant';
import { AskedEffect, type Effect, type EventRef } from './effect';
import { decode, parsed, protoDuration, textOf, type HistoryEvent, type Payload, type Run } from './history';
import { decodeInput } from './opening-input';
import { answerMails, mailsOf } from './step-mails';
import { mayRefer, TextReferences } from './text-references';

export type { Effect, EventRef } from './effect';

/** A timer from its start to its end. */
export interface Timer {
  timerId: string;
  source: EventRef;
  /** What its label says that it watches. */
  summary: string;
  ms: number;
  /** When it was to fire, reckoned from the workflow's time. */
  at: Instant;
}

/** Something that reached the case and may have made it take a step. */
export type Input = { source: EventRef } & (
  | { type: 'open'; input: unknown; carried: unknown }
  | { type: 'action'; updateId: string; name: string; envelope: ActionEnvelope; outcome?: ActionOutcome | 'failed' }
  | { type: 'timer'; timer: Timer }
  | { type: 'signal'; name: string; value: unknown; by: string }
  | { type: 'effect'; effect: Effect }
);

/** One workflow task: the workflow saw one time during all of it. */
export interface Task {
  run: number;
  now: Instant;
  started: number;
  inputs: Input[];
  timersStarted: Timer[];
  timersCancelled: string[];
  /** The run ended, or continued as new, with this task. */
  last: boolean;
}

/** A step as the case recorded it: the argument of `record`. */
export interface Claim {
  source: EventRef;
  step: StepRecord;
  effect: Effect;
  /** SHA-256 of texts that it refers to and that nobody handed in. */
  strangeTexts: readonly string[];
}

/** A stretch in which the history shows that something did not run. */
export interface Gap {
  from: Instant;
  to: Instant;
  what: 'worker' | 'server' | 'database' | 'mail' | 'task_failed';
  source: EventRef;
}

/** How a run came to its end; `open` where it has not. */
export type Ending = 'open' | 'completed' | 'continued' | 'failed' | 'timed_out' | 'terminated' | 'cancelled';

export interface Timeline {
  runs: readonly Run[];
  tasks: Task[];
  claims: Claim[];
  effects: Effect[];
  gaps: Gap[];
  /** The builds that took decisions, each with its first task. */
  builds: { build: string; source: EventRef; at: Instant }[];
  endings: Ending[];
  /** The time of the last event. */
  until: Instant;
}

/** Longer than this without a worker, or a timer later than this, is a gap. Sticky queues alone take two seconds. */
const gapMs = 10_000;

const endings: Readonly<Record<string, Ending>> = {
  WORKFLOW_EXECUTION_COMPLETED: 'completed',
  WORKFLOW_EXECUTION_CONTINUED_AS_NEW: 'continued',
  WORKFLOW_EXECUTION_FAILED: 'failed',
  WORKFLOW_EXECUTION_TIMED_OUT: 'timed_out',
  WORKFLOW_EXECUTION_TERMINATED: 'terminated',
  WORKFLOW_EXECUTION_CANCELED: 'cancelled',
};

/** How a run came to its end, by its last event. */
export function endingOf(run: Run): Ending {
  return endings[run.events.at(-1)!.type] ?? 'open';
}

/** The timeline of a case from its runs in their order. */
export function timelineOf(runs: readonly Run[]): Timeline {
  const timeline: Timeline = { runs, tasks: [], claims: [], effects: [], gaps: [], builds: [], endings: [], until: 0 };
  const texts = new TextReferences();
  const again = new Map<string, Effect>();
  runs.forEach((run, index) => new RunReader(run, index, timeline, texts, again).read());
  timeline.claims.sort((a, b) => a.step.seq - b.step.seq || a.source.run - b.source.run);
  return timeline;
}

class RunReader {
  private pending: Input[] = [];
  private task: Task | undefined;
  private taskAt: { event: number; now: Instant } | undefined;
  private scheduledAt: Instant | undefined;
  private readonly timers = new Map<number, Timer>();
  private readonly effects = new Map<number, AskedEffect>();
  /** Mails of a step that were asked for together. */
  private readonly mails = new Map<number, AskedEffect[]>();
  private readonly updates = new Map<string, Extract<Input, { type: 'action' }>>();

  constructor(
    private readonly run: Run,
    private readonly index: number,
    private readonly timeline: Timeline,
    private readonly texts: TextReferences,
    /** Mails that the activity of their step did not get through, by key: the case, or its next run, asks for them again. */
    private readonly again: Map<string, Effect>,
  ) {}

  read(): void {
    for (const event of this.run.events) {
      this.take(event);
      this.timeline.until = Math.max(this.timeline.until, event.at);
    }
    this.timeline.endings.push(endingOf(this.run));
  }

  private take(event: HistoryEvent): void {
    const { attributes: a } = event;
    const source = { run: this.index, event: event.id };
    switch (event.type) {
      case 'WORKFLOW_EXECUTION_STARTED':
        return this.opened(a.input?.payloads, source);
      case 'WORKFLOW_TASK_SCHEDULED':
        this.scheduledAt ??= event.at;
        return;
      case 'WORKFLOW_TASK_STARTED':
        this.taskAt = { event: event.id, now: event.at };
        this.gap(this.scheduledAt, event.at, 'worker', source);
        this.scheduledAt = undefined;
        return;
      case 'WORKFLOW_TASK_FAILED':
      case 'WORKFLOW_TASK_TIMED_OUT':
        this.timeline.gaps.push({ from: this.taskAt?.now ?? event.at, to: event.at, what: 'task_failed', source });
        this.taskAt = undefined;
        this.scheduledAt = event.at;
        return;
      case 'WORKFLOW_TASK_COMPLETED':
        return this.completed(event, source);
      case 'TIMER_STARTED':
        return this.timerStarted(event, source);
      case 'TIMER_CANCELED':
        this.task?.timersCancelled.push(a.timerId ?? '');
        return;
      case 'TIMER_FIRED': {
        const timer = this.timers.get(Number(a.startedEventId));
        if (!timer) return;
        this.gap(timer.at, event.at, 'server', source);
        this.pending.push({ source, type: 'timer', timer });
        return;
      }
      case 'ACTIVITY_TASK_SCHEDULED':
        return this.asked(event, source);
      case 'ACTIVITY_TASK_STARTED': {
        const effect = this.effects.get(Number(a.scheduledEventId));
        if (effect) effect.attempts = a.attempt ?? 1;
        return;
      }
      case 'ACTIVITY_TASK_COMPLETED':
      case 'ACTIVITY_TASK_FAILED':
      case 'ACTIVITY_TASK_TIMED_OUT':
      case 'ACTIVITY_TASK_CANCELED':
        return this.ended(event, source);
      case 'WORKFLOW_EXECUTION_SIGNALED':
        this.pending.push({
          source,
          type: 'signal',
          name: a.signalName ?? '',
          value: this.handedIn(a.input),
          by: a.identity ?? '',
        });
        return;
      case 'WORKFLOW_EXECUTION_UPDATE_ACCEPTED':
        return this.accepted(event, source);
      case 'WORKFLOW_EXECUTION_UPDATE_COMPLETED': {
        const update = this.updates.get(a.meta?.updateId ?? '');
        if (update)
          update.outcome = a.outcome?.success ? (decode(a.outcome.success.payloads?.[0]) as ActionOutcome) : 'failed';
        return;
      }
      default:
        if (this.task && endings[event.type]) this.task.last = true;
    }
  }

  private opened(payloads: readonly Payload[] = [], source: EventRef): void {
    const { value, text } = decodeInput(payloads[0]);
    if (this.index === 0) this.texts.give(text);
    this.pending.push({ source, type: 'open', input: value, carried: decode(payloads[1]) });
  }

  private gap(from: Instant | undefined, to: Instant, what: Gap['what'], source: EventRef): void {
    if (from !== undefined && to - from > gapMs) this.timeline.gaps.push({ from, to, what, source });
  }

  /** The task is done: it saw everything that had come before it began. */
  private completed(event: HistoryEvent, source: EventRef): void {
    const started = this.taskAt ?? { event: event.id, now: event.at };
    this.task = {
      run: this.index,
      now: started.now,
      started: started.event,
      inputs: this.pending.filter((input) => input.source.event < started.event),
      timersStarted: [],
      timersCancelled: [],
      last: false,
    };
    this.pending = this.pending.filter((input) => input.source.event >= started.event);
    this.timeline.tasks.push(this.task);
    this.taskAt = undefined;
    const { workerVersion, deploymentVersion, binaryChecksum } = event.attributes;
    const build = deploymentVersion?.buildId ?? workerVersion?.buildId ?? binaryChecksum ?? '';
    if (this.timeline.builds.at(-1)?.build !== build) this.timeline.builds.push({ build, source, at: event.at });
  }

  private timerStarted(event: HistoryEvent, source: EventRef): void {
    const ms = protoDuration(event.attributes.startToFireTimeout);
    const timer: Timer = {
      timerId: event.attributes.timerId ?? '',
      source,
      summary: event.summary ?? '',
      ms,
      at: (this.task?.now ?? event.at) + ms,
    };
    this.timers.set(event.id, timer);
    this.task?.timersStarted.push(timer);
  }

  private asked(event: HistoryEvent, source: EventRef): void {
    const { activityType, input } = event.attributes;
    const name = activityType?.name ?? '';
    const payload = input?.payloads?.[0];
    if (name === 'record') return this.recorded(event, source, textOf(payload));
    if (name === 'deliverStep') {
      const mails = mailsOf(payload, source, event.at);
      this.mails.set(event.id, mails);
      for (const mail of mails) this.askedAgain(mail);
      this.timeline.effects.push(...mails);
      return;
    }
    const effect = new AskedEffect(name, source, event.at, payload);
    if (name === 'deliver') this.askedAgain(effect);
    this.effects.set(event.id, effect);
    this.timeline.effects.push(effect);
  }

  /** From now on this request tells what becomes of the mail, and no longer the one that was lost. */
  private askedAgain({ request }: Effect): void {
    // Read only where it matters: requests are many, lost ones few.
    if (this.again.size === 0) return;
    const { notice } = (request ?? {}) as Partial<DeliverAsked>;
    const lost = this.again.get(String(notice?.key));
    if (!lost) return;
    this.again.delete(String(notice?.key));
    this.timeline.effects = this.timeline.effects.filter((effect) => effect !== lost);
  }

  private recorded(event: HistoryEvent, source: EventRef, text: string | undefined): void {
    const step = parsed(text) as StepRecord;
    const effect = new AskedEffect('record', source, event.at, undefined, step);
    this.effects.set(event.id, effect);
    this.timeline.effects.push(effect);
    this.timeline.claims.push({ source, step, effect, strangeTexts: this.texts.strange(text) });
  }

  private ended(event: HistoryEvent, source: EventRef): void {
    const { scheduledEventId, result, failure } = event.attributes;
    const mails = this.mails.get(Number(scheduledEventId));
    if (mails) return this.mailsEnded(mails, event, source);
    const effect = this.effects.get(Number(scheduledEventId));
    if (!effect) return;
    effect.ended = source;
    effect.endedAt = event.at;
    if (event.type === 'ACTIVITY_TASK_COMPLETED') {
      const answer = result?.payloads?.[0];
      if (mayRefer(answer)) this.texts.give(textOf(answer));
      effect.answers(answer);
    } else effect.failure = failure?.applicationFailureInfo?.type ?? event.type;
    if (effect.name === 'record') this.gap(effect.askedAt, event.at, 'database', source);
    if (effect.name === 'deliver') this.gap(effect.askedAt, event.at, 'mail', source);
    this.pending.push({ source, type: 'effect', effect });
  }

  private mailsEnded(mails: readonly AskedEffect[], { type, at, attributes }: HistoryEvent, source: EventRef): void {
    const answer = type === 'ACTIVITY_TASK_COMPLETED' ? attributes.result?.payloads?.[0] : undefined;
    if (mayRefer(answer)) this.texts.give(textOf(answer));
    this.gap(mails[0]?.askedAt, at, 'mail', source);
    for (const mail of answerMails(mails, answer, source, at))
      this.again.set((mail.request as DeliverAsked).notice.key, mail);
    for (const effect of mails) if (effect.ended) this.pending.push({ source, type: 'effect', effect });
  }

  /** The first value of what reached the case; the texts that it refers to are known from now on. */
  private handedIn(payloads: { payloads?: Payload[] } | undefined): unknown {
    const text = textOf(payloads?.payloads?.[0]);
    this.texts.give(text);
    return parsed(text);
  }

  private accepted(event: HistoryEvent, source: EventRef): void {
    const { acceptedRequest, protocolInstanceId } = event.attributes;
    const update: Extract<Input, { type: 'action' }> = {
      source,
      type: 'action',
      updateId: acceptedRequest?.meta?.updateId ?? protocolInstanceId ?? '',
      name: acceptedRequest?.input?.name ?? '',
      envelope: this.handedIn(acceptedRequest?.input?.args) as ActionEnvelope,
    };
    this.updates.set(update.updateId, update);
    this.task?.inputs.push(update);
  }
}

/** The request of a `deliver`, as far as the auditor reads it. */
export interface DeliverAsked {
  seq: number;
  notice: NoticeRow;
}

/** The answer of a `deliver` that ended well. */
export type DeliverAnswer = DeliverOutcome;
