/**
 * A supervisor's desk: the escalations that were told to one person and that nobody has answered yet. Cases deliver the
 * first notice of each level themselves; the desk reminds, gathers floods into digests and, when the person stays
 * silent, tells the deputy. It lives while something lies on it and continues as new.
 */
import {
  allHandlersFinished,
  condition,
  continueAsNew,
  defineQuery,
  defineSignal,
  log,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow';
import type { DeskEntry } from '../activities/contract';
import { formatInstant, parseInstant, type Instant } from '../domain/time/instant';
import { deliverDesk } from './effects';

export const escalatedSignal = defineSignal<[DeskEntry]>('escalated');
export const settledSignal = defineSignal<[DeskEntry]>('settled');
export const deskQuery = defineQuery<DeskEntry[]>('desk');

/** Product defaults: unanswered this long a line is reminded of, then told to the deputy. */
const remindAfterMs = 2 * 3_600_000;
const deputyAfterMs = 4 * 3_600_000;
/** More new lines than this within the gathering time are a flood, told in one digest. */
const floodSize = 10;
const gatherMs = 10 * 60_000;
/** An empty desk is cleared away after a day; the next escalation sets it up again. */
const idleMs = 24 * 3_600_000;

interface Line {
  entry: DeskEntry;
  since: Instant;
  digested: boolean;
  reminded: boolean;
  forwarded: boolean;
}

export interface DeskInput {
  personId: string;
  lines?: Line[];
  /** Mails so far: part of their keys. */
  mails?: number;
}

/** Runs the desk of one person until it has been empty for a day. */
export async function supervisorDesk({ personId, lines: carried = [], mails: sent = 0 }: DeskInput): Promise<void> {
  const lines = new Map(carried.map((l) => [keyOf(l.entry), l]));
  let mails = sent;
  let changed = false;
  setHandler(deskQuery, () => [...lines.values()].map((l) => l.entry));
  setHandler(escalatedSignal, (entry) => {
    if (lines.has(keyOf(entry))) return;
    lines.set(keyOf(entry), {
      entry,
      since: parseInstant(entry.at),
      digested: false,
      reminded: false,
      forwarded: false,
    });
    changed = true;
  });
  setHandler(settledSignal, (entry) => {
    changed = lines.delete(keyOf(entry)) || changed;
  });

  async function mail(kind: 'digest' | 'reminder' | 'deputy', told: Line[]): Promise<void> {
    mails++;
    const request = {
      key: `desk/${personId}/${workflowInfo().firstExecutionRunId}/${kind}/${mails}`,
      personId,
      kind,
      at: formatInstant(Date.now()),
      entries: told.map((l) => l.entry),
    };
    try {
      await deliverDesk(request);
    } catch (err) {
      log.warn('desk mail not delivered', { kind, reason: err instanceof Error ? err.name : 'unknown' });
    }
  }

  while (!workflowInfo().continueAsNewSuggested) {
    const next = nextLook([...lines.values()]);
    changed = false;
    const woken = await condition(() => changed, Math.max(1, next - Date.now()), {
      summary: `desk: look again ${formatInstant(next)}`,
    });
    if (woken) continue;
    if (lines.size === 0) return;
    const now = Date.now();
    const fresh = dueTogether(
      [...lines.values()].filter((l) => !l.digested),
      gatherMs,
      now,
    );
    if (fresh.length > floodSize) await mail('digest', fresh);
    for (const line of fresh) line.digested = true;
    const silent = dueTogether(
      [...lines.values()].filter((l) => !l.reminded),
      remindAfterMs,
      now,
    );
    if (silent.length > 0) await mail('reminder', silent);
    for (const line of silent) line.reminded = true;
    const deaf = dueTogether(
      [...lines.values()].filter((l) => !l.forwarded),
      deputyAfterMs,
      now,
    );
    if (deaf.length > 0) await mail('deputy', deaf);
    for (const line of deaf) line.forwarded = true;
  }
  await condition(allHandlersFinished);
  await continueAsNew<typeof supervisorDesk>({ personId, lines: [...lines.values()], mails });
}

/** The same escalation told at another level is another line only where it reached this person anew. */
function keyOf(entry: DeskEntry): string {
  return `${entry.caseId}/${entry.escalation}`;
}

/** Once one line has waited so long: it, and those that would follow within the gathering time, in one mail. */
function dueTogether(lines: Line[], afterMs: number, now: Instant): Line[] {
  if (!lines.some((l) => now >= l.since + afterMs)) return [];
  return lines.filter((l) => now >= l.since + afterMs - gatherMs);
}

function nextLook(lines: Line[]): Instant {
  const instants = lines.flatMap((l) => [
    ...(l.digested ? [] : [l.since + gatherMs]),
    ...(l.reminded ? [] : [l.since + remindAfterMs]),
    ...(l.forwarded ? [] : [l.since + deputyAfterMs]),
  ]);
  return instants.length > 0 ? Math.min(...instants) : Date.now() + idleMs;
}
