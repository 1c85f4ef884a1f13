/** Alters histories as somebody would who wants to hide something. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { auditCase, type AuditOptions, type CaseAudit } from '../../audit/audit-case';
import { readRun } from '../../audit/history';
import { pack, type RawHistory, type RawHistoryEvent } from './simulated';

export type GoldenName =
  | 'late-response'
  | 'parts-cap'
  | 'quote-pause'
  | 'return-refund'
  | 'complaint-appeal'
  | 'installation'
  | 'before-decisions';

/** A golden history, fresh at every call. */
export function golden(name: GoldenName): RawHistory {
  return JSON.parse(readFileSync(join(__dirname, '../histories', `${name}.json`), 'utf8')) as RawHistory;
}

export function audited(histories: readonly RawHistory[], options: AuditOptions = {}): CaseAudit {
  return auditCase(
    histories.map((history) => readRun(history)),
    options,
  );
}

/** The attributes that alterations touch. */
export interface Altered {
  timerId?: string;
  startToFireTimeout?: string;
  scheduledEventId?: string;
  startedEventId?: string;
  activityType?: { name: string };
  [other: string]: unknown;
}

/** The attributes of an event, whatever its type. */
export function attributesOf(event: RawHistoryEvent): Altered {
  const key = Object.keys(event).find((k) => k.endsWith('EventAttributes'))!;
  return event[key] as Altered;
}

export function eventOf(history: RawHistory, type: string, which: (event: RawHistoryEvent) => boolean = () => true) {
  const found = history.events.find((e) => e.eventType === `EVENT_TYPE_${type}` && which(e));
  if (!found) throw new Error(`no ${type} in the history`);
  return found;
}

/** Every place in an event that holds a payload. */
function payloadsOf(value: unknown): { data: string }[] {
  if (typeof value !== 'object' || value === null) return [];
  if ('data' in value && 'metadata' in value) return [value as { data: string }];
  return Object.values(value).flatMap(payloadsOf);
}

/** Rewrites what stands in an event's payloads. */
export function rewrite(event: RawHistoryEvent, change: (text: string) => string): void {
  let changed = false;
  for (const payload of payloadsOf(event)) {
    const before = Buffer.from(payload.data, 'base64').toString('utf8');
    const after = change(before);
    changed ||= after !== before;
    payload.data = Buffer.from(after).toString('base64');
  }
  if (!changed) throw new Error('nothing was altered');
}

/** Changes the value in an event's first payload. */
export function edit<T>(event: RawHistoryEvent, change: (value: T) => void): void {
  const [payload] = payloadsOf(event);
  const value = JSON.parse(Buffer.from(payload!.data, 'base64').toString('utf8')) as T;
  change(value);
  payload!.data = pack(value).data;
}

export function activity(history: RawHistory, name: string, holds: string): RawHistoryEvent {
  return eventOf(history, 'ACTIVITY_TASK_SCHEDULED', (e) => {
    return attributesOf(e).activityType?.name === name && wordsIn(e).includes(holds);
  });
}

export function update(history: RawHistory, name: string): RawHistoryEvent {
  return eventOf(history, 'WORKFLOW_EXECUTION_UPDATE_ACCEPTED', (e) => JSON.stringify(e).includes(`"name":"${name}"`));
}

/** Everything that an event's payloads say. */
export function wordsIn(event: RawHistoryEvent): string {
  return payloadsOf(event)
    .map((p) => Buffer.from(p.data, 'base64').toString('utf8'))
    .join();
}

/** Puts an event in, or takes one out, and numbers everything anew, as a careful forger would. */
export function renumber(history: RawHistory): void {
  const places = new Map(history.events.map((e, i) => [e.eventId, String(i + 1)]));
  for (const event of history.events) {
    const attributes = attributesOf(event);
    for (const key of ['scheduledEventId', 'startedEventId', 'workflowTaskCompletedEventId', 'acceptedEventId'])
      if (typeof attributes[key] === 'string') attributes[key] = places.get(attributes[key]) ?? attributes[key];
    event.eventId = places.get(event.eventId)!;
  }
}

/** Adds an event at the end of a history. */
export function append(history: RawHistory, type: string, attributes: object): void {
  const last = history.events.at(-1)!;
  const key = `${type.toLowerCase().replace(/_(.)/g, (_, c: string) => c.toUpperCase())}EventAttributes`;
  history.events.push({
    eventId: String(history.events.length + 1),
    eventTime: last.eventTime,
    eventType: `EVENT_TYPE_${type}`,
    [key]: attributes,
  });
}

export function remove(history: RawHistory, event: RawHistoryEvent): void {
  history.events.splice(history.events.indexOf(event), 1);
}

/** Takes an action out with its answer, as if it had never been sent, and numbers the rest anew. */
export function removeUpdate(history: RawHistory, event: RawHistoryEvent | string): void {
  const found = typeof event === 'string' ? update(history, event) : event;
  const { acceptedRequest } = attributesOf(found) as { acceptedRequest?: { meta: { updateId: string } } };
  const id = acceptedRequest!.meta.updateId;
  const answers = history.events.filter(
    (e) => e.eventType.endsWith('UPDATE_COMPLETED') && JSON.stringify(e).includes(`"${id}"`),
  );
  for (const one of [found, ...answers]) remove(history, one);
  renumber(history);
}
