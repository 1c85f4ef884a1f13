/**
 * Reads workflow histories as proto3 JSON: what `temporal workflow show --output json` prints, what the archive keeps
 * and what Temporal's own pages download. No client, no protobuf classes. Only the fields that an auditor asks for are
 * typed; instants are epoch milliseconds.
 */
import { ownInstant, type Instant } from '../domain/time/instant';

/** A payload as it is stored: JSON in base64. */
export interface Payload {
  data?: string;
}

interface Payloads {
  payloads?: Payload[];
}

/** The attributes of events that are read, of all types together; each event has those of its type. */
export interface Attributes {
  workflowType?: { name?: string };
  workflowId?: string;
  originalExecutionRunId?: string;
  firstExecutionRunId?: string;
  continuedExecutionRunId?: string;
  newExecutionRunId?: string;
  baseRunId?: string;
  newRunId?: string;
  workflowExecutionTimeout?: string;
  input?: Payloads;
  identity?: string;
  reason?: string;
  cause?: string;
  scheduledEventId?: string;
  startedEventId?: string;
  workflowTaskCompletedEventId?: string;
  timerId?: string;
  startToFireTimeout?: string;
  activityId?: string;
  activityType?: { name?: string };
  attempt?: number;
  result?: Payloads;
  failure?: { message?: string; cause?: unknown; applicationFailureInfo?: { type?: string } };
  signalName?: string;
  binaryChecksum?: string;
  workerVersion?: { buildId?: string };
  deploymentVersion?: { buildId?: string };
  protocolInstanceId?: string;
  acceptedRequest?: { meta?: { updateId?: string; identity?: string }; input?: { name?: string; args?: Payloads } };
  meta?: { updateId?: string };
  outcome?: { success?: Payloads; failure?: { message?: string } };
}

/** One event of a history. */
export interface HistoryEvent {
  id: number;
  at: Instant;
  /** Without the prefix `EVENT_TYPE_`, such as `TIMER_STARTED`. */
  type: string;
  attributes: Attributes;
  /** What a command was labelled with: a timer's promise. */
  summary?: string | undefined;
}

/** One run of a workflow, from its start to its end or to where the file stops. */
export interface Run {
  runId: string;
  /** The run that continued as this one; absent for the first. */
  continuedFrom?: string;
  workflowType: string;
  /** Where the history tells it. */
  workflowId?: string;
  events: readonly HistoryEvent[];
}

/** Thrown for a file that is no history: the message says what is missing. */
export class NoHistory extends Error {}

/**
 * Reads a run from parsed JSON.
 * @param runId the run's id where the keeper of the file knows it; a history that was reset tells only its origin's
 */
export function readRun(json: unknown, runId?: string): Run {
  const raw = (json as { events?: unknown } | null)?.events;
  if (!Array.isArray(raw) || raw.length === 0) throw new NoHistory('no events: this is no workflow history');
  const events = raw.map(readEvent);
  const first = events[0]!;
  if (first.type !== 'WORKFLOW_EXECUTION_STARTED') throw new NoHistory(`begins with ${first.type}, not with a start`);
  const { workflowType, continuedExecutionRunId, originalExecutionRunId, workflowId } = first.attributes;
  return {
    runId: runId ?? originalExecutionRunId ?? '',
    ...(continuedExecutionRunId ? { continuedFrom: continuedExecutionRunId } : {}),
    workflowType: workflowType?.name ?? '',
    ...(workflowId ? { workflowId } : {}),
    events,
  };
}

interface RawEvent {
  eventId?: string | number;
  eventTime?: string;
  eventType?: string;
  userMetadata?: { summary?: Payload };
  [attributes: string]: unknown;
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

function readEvent(given: unknown, index: number): HistoryEvent {
  if (!isObject(given)) throw new NoHistory(`event ${index + 1} is no object`);
  const raw = given as RawEvent;
  const { eventTime = '', eventType, eventId } = raw;
  const at = ownInstant(eventTime) ?? Date.parse(eventTime);
  if (typeof eventType !== 'string' || eventId === undefined || Number.isNaN(at))
    throw new NoHistory(`event ${index + 1} has no id, type or time`);
  const { type, field } = kindOf(eventType);
  const attributes = raw[field] === undefined ? otherAttributes(raw) : raw[field];
  if (!isObject(attributes)) throw new NoHistory(`the attributes of event ${index + 1} are no object`);
  const summary = raw.userMetadata?.summary;
  return { id: Number(eventId), at, type, attributes, summary: summary && String(decode(summary)) };
}

/** An event's attributes under another name than its type's; none where it has none. */
function otherAttributes(raw: RawEvent): unknown {
  let found: unknown = {};
  for (const key in raw) if (key.endsWith('EventAttributes')) found = raw[key];
  return found;
}

/** What files call a type of event, and where such an event has its attributes. */
interface EventKind {
  type: string;
  field: string;
}

/** By the type as a file writes it. There are sixty; names that somebody made up are not kept. */
const kinds = new Map<string, EventKind>();
const mostKinds = 200;

function kindOf(eventType: string): EventKind {
  const known = kinds.get(eventType);
  if (known) return known;
  const type = plainType(eventType);
  const field = `${type.toLowerCase().replace(/_(.)/g, (_, letter: string) => letter.toUpperCase())}EventAttributes`;
  // The names of fields are compared by their address, texts letter by letter.
  const [name = type, place = field] = Object.keys({ [type]: 0, [field]: 0 });
  const kind = { type: name, field: place };
  if (kinds.size < mostKinds) kinds.set(eventType, kind);
  return kind;
}

/** Temporal's pages write `TimerStarted`, everybody else `EVENT_TYPE_TIMER_STARTED`. */
function plainType(type: string): string {
  if (type.startsWith('EVENT_TYPE_')) return type.slice('EVENT_TYPE_'.length);
  return type.replace(/(?<=[a-z])(?=[A-Z])/g, '_').toUpperCase();
}

/** Where payloads are unpacked, one after the other: bytes of its own for each would cost more than to read them. */
let unpacked = Buffer.allocUnsafeSlow(128 * 1024);

/** What a payload says; undefined where it says nothing. */
export function textOf(payload: Payload | undefined): string | undefined {
  if (payload?.data === undefined) return undefined;
  return bytesOf(payload.data).toString('utf8');
}

/** The bytes that a text in base64 stands for. They stay only until the next are asked for. */
export function bytesOf(base64: string): Buffer {
  if (base64.length > unpacked.length) unpacked = Buffer.allocUnsafeSlow(2 * base64.length);
  return unpacked.subarray(0, unpacked.write(base64, 'base64'));
}

/** The value of a payload's text; undefined where it is no JSON. */
export function parsed(text: string | undefined): unknown {
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** The value in a payload; undefined where it holds none or is no JSON. */
export function decode(payload: Payload | undefined): unknown {
  return parsed(textOf(payload));
}

/** A duration as proto3 JSON writes it, `477.318s`, in milliseconds. */
export function protoDuration(text: string | undefined): number {
  return Math.round(Number.parseFloat(text ?? '0') * 1000);
}

/**
 * The runs of one case in their order: each continues the one before. A run whose predecessor is not there comes after
 * those that have theirs; the audit reports the gap.
 */
export function inOrder(runs: readonly Run[]): Run[] {
  const left = [...runs].sort((a, b) => a.events[0]!.at - b.events[0]!.at);
  const ordered: Run[] = [];
  while (left.length > 0) {
    const last = ordered.at(-1)?.runId;
    const next = left.findIndex((run) => run.continuedFrom === last);
    ordered.push(...left.splice(Math.max(0, next), 1));
  }
  return ordered;
}
