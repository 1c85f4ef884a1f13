/**
 * A task that led to no command, and whose successor was scheduled at once, is handed out together with it on replay.
 * The server makes such histories when it is slow or a worker dies; here they are made from any history. Commands must
 * leave in the same order all the same.
 */
import type { HistoryJson } from './replay';

type Event = HistoryJson['events'][number];

const what = ({ eventType }: Event): string => eventType.replace('EVENT_TYPE_', '');
const fromOutside = /^(TIMER_FIRED|ACTIVITY_TASK_(STARTED|COMPLETED)|WORKFLOW_EXECUTION_SIGNALED)$/;

/** The same case, each task that follows one without commands scheduled before its events came. */
export function joined(history: HistoryJson): HistoryJson {
  const events = history.events.map(unplaced);
  for (let i = 0; i < events.length; i++) {
    if (what(events[i]!) !== 'WORKFLOW_TASK_COMPLETED') continue;
    let next = i + 1;
    while (next < events.length && fromOutside.test(what(events[next]!))) next++;
    if (next === i + 1 || next === events.length || what(events[next]!) !== 'WORKFLOW_TASK_SCHEDULED') continue;
    events.splice(i + 1, 0, ...events.splice(next, 1));
  }
  const ids = new Map(events.map((e, index) => [e.eventId, String(index + 1)]));
  const renumbered = JSON.stringify(events, (key, value: unknown) =>
    /[eE]ventId$/.test(key) && typeof value === 'string' ? (ids.get(value) ?? value) : value,
  );
  return { ...history, events: JSON.parse(renumbered) as Event[] };
}

/** An action that came with the second of two tasks: only its place in the sequence would keep the two apart. */
function unplaced(event: Event): Event {
  const accepted = event.workflowExecutionUpdateAcceptedEventAttributes as Record<string, unknown> | undefined;
  if (!accepted) return event;
  return {
    ...event,
    workflowExecutionUpdateAcceptedEventAttributes: { ...accepted, acceptedRequestSequencingEventId: '1' },
  };
}
