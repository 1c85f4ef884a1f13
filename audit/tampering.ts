/**
 * Signs in the history itself that somebody went round the product: runs missing, events out of order or pointing
 * nowhere, cases reset, ended, paused or moved in time by hand. Of one case's runs in their order; needs no policy.
 */
import { finding, type Finding, type FindingKind } from './finding';
import { protoDuration, type HistoryEvent, type Run } from './history';
import type { EventRef, Timeline } from './timeline';

/** What auditors allow where they know why. */
export interface Allowances {
  /** On a test server that skips time. */
  timeSkipping?: boolean;
}

/** Event types that an unharmed case never has, and what each means. */
const byHand: ReadonlyMap<string, FindingKind> = new Map<string, FindingKind>(
  Object.entries({
    WORKFLOW_EXECUTION_TERMINATED: 'terminated',
    WORKFLOW_EXECUTION_CANCEL_REQUESTED: 'cancelled_by_hand',
    WORKFLOW_EXECUTION_CANCELED: 'cancelled_by_hand',
    WORKFLOW_EXECUTION_FAILED: 'case_failed',
    WORKFLOW_EXECUTION_TIMED_OUT: 'case_failed',
    WORKFLOW_EXECUTION_OPTIONS_UPDATED: 'options_changed',
    WORKFLOW_EXECUTION_TIME_SKIPPING_TRANSITIONED: 'time_skipped',
    WORKFLOW_EXECUTION_PAUSED: 'paused_by_hand',
    WORKFLOW_EXECUTION_UNPAUSED: 'paused_by_hand',
    WORKFLOW_PROPERTIES_MODIFIED_EXTERNALLY: 'properties_changed',
    ACTIVITY_PROPERTIES_MODIFIED_EXTERNALLY: 'properties_changed',
  } as const),
);

/** Written when an attempt ends, with the time at which it began. */
const writtenLater = 'ACTIVITY_TASK_STARTED';
/** What comes from outside while a task runs is written behind it, with the time at which it came. */
const heldBack: ReadonlySet<string> = new Set([
  ...['COMPLETED', 'FAILED', 'TIMED_OUT', 'CANCELED'].map((end) => `ACTIVITY_TASK_${end}`),
  ...['TIMER_FIRED', 'WORKFLOW_EXECUTION_SIGNALED', 'WORKFLOW_EXECUTION_CANCEL_REQUESTED'],
]);
/** Times of neighbouring events may differ by the servers' clocks. */
const clockSkewMs = 1_000;

/** Every sign in the histories of one case. */
export function signsOfTampering({ runs, endings }: Timeline, allow: Allowances = {}): Finding[] {
  return [
    ...runs.flatMap((run, index) => [
      ...order(run, index),
      ...dangling(run, index),
      ...interventions(run, index, allow),
    ]),
    ...chain(runs),
    ...endings.flatMap((ending, index) =>
      index < endings.length - 1 && ending !== 'continued'
        ? [finding('ended_early', [lastOf(runs[index]!, index)], { data: { run: runs[index]!.runId, ending } })]
        : [],
    ),
  ];
}

function lastOf(run: Run, index: number): EventRef {
  return { run: index, event: run.events.at(-1)!.id };
}

/** Numbers without gaps, times that do not run back. */
function order(run: Run, index: number): Finding[] {
  const found: Finding[] = [];
  let latest = 0;
  let taskStarted = 0;
  let position = 0;
  for (const { id, type, at } of run.events) {
    position++;
    if (id !== position)
      found.push(finding('events_out_of_order', [{ run: index, event: id }], { data: { position, event: id } }));
    if (type === writtenLater) continue;
    if (type === 'WORKFLOW_TASK_STARTED') taskStarted = at;
    const earliest = heldBack.has(type) ? taskStarted : latest;
    if (at < earliest - clockSkewMs)
      found.push(
        finding('time_runs_back', [{ run: index, event: id }], { at, until: latest, data: { byMs: latest - at } }),
      );
    if (at > latest) latest = at;
  }
  // One cut shifts everything behind it: its place is the first.
  return found
    .filter((f) => f.kind !== 'events_out_of_order')
    .concat(found.find((f) => f.kind === 'events_out_of_order') ?? []);
}

/** What each event points at must stand before it, be of the right type, and be used once. */
const pointers: ReadonlyMap<string, { field: 'startedEventId' | 'scheduledEventId'; to: string; use: Use }> = new Map([
  ['TIMER_FIRED', { field: 'startedEventId', to: 'TIMER_STARTED', use: 'ended' }],
  ['TIMER_CANCELED', { field: 'startedEventId', to: 'TIMER_STARTED', use: 'ended' }],
  ['ACTIVITY_TASK_STARTED', { field: 'scheduledEventId', to: 'ACTIVITY_TASK_SCHEDULED', use: 'begun' }],
  ['ACTIVITY_TASK_COMPLETED', { field: 'scheduledEventId', to: 'ACTIVITY_TASK_SCHEDULED', use: 'ended' }],
  ['ACTIVITY_TASK_FAILED', { field: 'scheduledEventId', to: 'ACTIVITY_TASK_SCHEDULED', use: 'ended' }],
  ['ACTIVITY_TASK_TIMED_OUT', { field: 'scheduledEventId', to: 'ACTIVITY_TASK_SCHEDULED', use: 'ended' }],
  ['WORKFLOW_TASK_STARTED', { field: 'scheduledEventId', to: 'WORKFLOW_TASK_SCHEDULED', use: 'begun' }],
  ['WORKFLOW_TASK_COMPLETED', { field: 'scheduledEventId', to: 'WORKFLOW_TASK_SCHEDULED', use: 'ended' }],
]);

type Use = 'begun' | 'ended';

function dangling(run: Run, index: number): Finding[] {
  const { events } = run;
  // Events nearly always stand in the place that their number says; a map of them all costs more than the rest.
  const inPlace = events.every(({ id }, position) => id === position + 1);
  const byId = inPlace ? undefined : new Map(events.map((event) => [event.id, event]));
  const used = { begun: new Set<number>(), ended: new Set<number>() };
  const updates = new Set<string>();
  const found: Finding[] = [];
  const wrong = (event: HistoryEvent, why: string, to = 0): void =>
    void found.push(
      finding('event_dangling', [{ run: index, event: event.id }], {
        at: event.at,
        data: { type: event.type, why, to },
      }),
    );
  for (const event of run.events) {
    const { attributes: a } = event;
    const pointer = pointers.get(event.type);
    if (pointer) {
      const to = Number(a[pointer.field]);
      const target = byId ? byId.get(to) : events[to - 1];
      if (target?.type !== pointer.to || to >= event.id) wrong(event, 'points_nowhere', to);
      else if (used[pointer.use].has(to)) wrong(event, 'twice', to);
      used[pointer.use].add(to);
      if (event.type === 'TIMER_FIRED' && target) found.push(...early(event, target, index));
    }
    if (event.type === 'WORKFLOW_EXECUTION_UPDATE_ACCEPTED')
      updates.add(a.acceptedRequest?.meta?.updateId ?? a.protocolInstanceId ?? '');
    if (event.type === 'WORKFLOW_EXECUTION_UPDATE_COMPLETED' && !updates.has(a.meta?.updateId ?? ''))
      wrong(event, 'points_nowhere');
  }
  return found;
}

/** A timer never fires before its time has passed since the server wrote it down. */
function early(fired: HistoryEvent, started: HistoryEvent, index: number): Finding[] {
  const ms = protoDuration(started.attributes.startToFireTimeout);
  const waitedMs = fired.at - started.at;
  if (waitedMs >= ms - clockSkewMs) return [];
  const events = [fired, started].map(({ id }) => ({ run: index, event: id }));
  return [finding('timer_early', events, { at: fired.at, data: { ms, waitedMs } })];
}

function interventions(run: Run, index: number, { timeSkipping = false }: Allowances): Finding[] {
  const found: Finding[] = [];
  for (const { id, at, type, attributes } of run.events) {
    const kind = byHand.get(type);
    if (kind === undefined && type !== 'WORKFLOW_TASK_FAILED') continue;
    const source = [{ run: index, event: id }];
    const { identity = '', reason = '', cause = '', baseRunId = '' } = attributes;
    if (type === 'WORKFLOW_TASK_FAILED' && (/RESET/.test(cause) || baseRunId !== ''))
      found.push(finding('reset', source, { at, data: { baseRunId } }));
    else if (kind !== undefined && (kind !== 'time_skipped' || !timeSkipping))
      found.push(finding(kind, source, { at, data: { identity, ...(reason ? { reason } : {}) } }));
  }
  return found;
}

/** Each run continues the one before, and the first continues none. */
function chain(runs: readonly Run[]): Finding[] {
  const found: Finding[] = [];
  runs.forEach((run, index) => {
    const first = { run: index, event: 1 };
    const before = runs[index - 1]?.runId;
    if (run.continuedFrom !== before)
      found.push(
        finding('run_missing', [first], { data: { run: run.runId, missing: run.continuedFrom ?? before ?? '' } }),
      );
    const { newExecutionRunId } = run.events.at(-1)!.attributes;
    const next = runs[index + 1]?.runId;
    if (newExecutionRunId && newExecutionRunId !== next)
      found.push(
        finding('run_missing', [lastOf(run, index)], { data: { run: run.runId, missing: newExecutionRunId } }),
      );
    const { firstExecutionRunId } = run.events[0]!.attributes;
    if (firstExecutionRunId && firstExecutionRunId !== runs[0]!.runId && run.continuedFrom === before)
      found.push(finding('run_missing', [first], { data: { run: run.runId, missing: firstExecutionRunId } }));
  });
  return found;
}
