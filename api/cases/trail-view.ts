/** How the API shows what happened in a case: its steps, clocks, escalations and mails. Instants as ISO 8601 in UTC. */
import { z } from 'zod';
import type { Clock, Escalation, Notice, Step } from '../../prisma/generated/client';
import { valueWords } from '../../messages/field-words';
import { detail, detailsOf, words } from './titles/event-lines';
import type { Terms } from './titles/terms';

const at = z.iso.datetime();

export const stepView = z
  .object({
    seq: z.int(),
    recordedAt: at,
    cause: z.object({
      type: z.string(),
      name: z.string(),
      actorId: z.string().nullable(),
      actorRole: z.string().nullable(),
    }),
    requestId: z.string().nullable(),
    receivedAt: at.nullable(),
    occurredAt: at.nullable(),
    writtenAt: at.describe('by the clock of the database; later than recordedAt where it was away'),
    events: z.array(
      z.looseObject({
        type: z.string(),
        title: words,
        details: z.array(detail),
        clauses: z.array(z.string()).optional(),
      }),
    ),
    titles: z.object({
      cause: words,
      role: words.optional(),
      actor: words.optional().describe('the name, for the roles that may know it'),
    }),
  })
  .meta({ id: 'Step' });

/** An event as the step's row keeps it. */
interface RecordedEvent {
  type: string;
  data?: Record<string, unknown>;
  clauses?: string[];
}

export function toStep(s: Step, terms: Terms): z.infer<typeof stepView> {
  return {
    seq: s.seq,
    recordedAt: s.recordedAt.toISOString(),
    cause: { type: s.causeType, name: s.causeName, actorId: s.actorId, actorRole: s.actorRole },
    requestId: s.requestId,
    receivedAt: s.receivedAt?.toISOString() ?? null,
    occurredAt: s.occurredAt?.toISOString() ?? null,
    writtenAt: s.writtenAt.toISOString(),
    events: (s.events as unknown as RecordedEvent[]).map((e) => ({
      ...e,
      title: terms.event(e.type),
      details: detailsOf(e.type, e.data ?? {}, terms),
    })),
    titles: {
      cause: terms.cause(s.causeType, s.causeName),
      role: s.actorRole === null ? undefined : terms.role(s.actorRole),
      actor: s.actorId === null || !terms.known.people.has(s.actorId) ? undefined : terms.person(s.actorId),
    },
  };
}

export const clockView = z
  .object({
    key: z.string(),
    milestone: z.string(),
    status: z.string(),
    startedAt: at.nullable(),
    warnAt: at.nullable(),
    dueAt: at.nullable(),
    warnedAt: at.nullable(),
    breachedAt: at.nullable(),
    metAt: at.nullable(),
    stoppedBecause: z.string().nullable(),
    provisional: z.boolean(),
    pauses: z.array(z.looseObject({ reason: z.string(), title: words, from: z.string(), to: z.string().optional() })),
    extendedMs: z.number(),
    clauses: z.array(z.string()),
    derivation: z
      .array(z.string())
      .describe('how the due time came about, in the language of the caller; empty where it has none'),
    titles: z.object({ clock: words, status: words, stoppedBecause: words.optional() }),
  })
  .meta({ id: 'Clock' });

interface RecordedPause {
  reason: string;
  from: string;
  to?: string;
}

export function toClock(c: Clock, derivation: string[], terms: Terms): z.infer<typeof clockView> {
  const iso = (d: Date | null): string | null => d?.toISOString() ?? null;
  return {
    key: c.key,
    milestone: c.milestone,
    status: c.status,
    startedAt: iso(c.startedAt),
    warnAt: iso(c.warnAt),
    dueAt: iso(c.dueAt),
    warnedAt: iso(c.warnedAt),
    breachedAt: iso(c.breachedAt),
    metAt: iso(c.metAt),
    stoppedBecause: c.stoppedBecause,
    provisional: c.provisional,
    pauses: (c.pauses as unknown as RecordedPause[]).map((p) => ({ ...p, title: terms.pause(p.reason) })),
    extendedMs: Number(c.extendedMs),
    clauses: c.clauses,
    derivation,
    titles: {
      clock: terms.clock(c.key),
      status: terms.clockStatus(c.status),
      stoppedBecause: c.stoppedBecause === null ? undefined : terms.ending(c.stoppedBecause),
    },
  };
}

export const escalationView = z
  .object({
    key: z.string(),
    caseId: z.string(),
    cause: z.string(),
    subject: z.string(),
    clock: z.string().nullable(),
    level: z.int(),
    role: z.string(),
    status: z.string(),
    raisedAt: at,
    people: z.array(z.string()),
    acknowledgedBy: z.string().nullable(),
    acknowledgedAt: at.nullable(),
    endedAt: at.nullable(),
    endedBecause: z.string().nullable(),
    repeats: z.int(),
    nextAt: at.nullable(),
    clauses: z.array(z.string()),
  })
  .meta({ id: 'Escalation' });

export function toEscalation(e: Escalation): z.infer<typeof escalationView> {
  return {
    key: e.key,
    caseId: e.caseId,
    cause: e.cause,
    subject: e.subject,
    clock: e.clock,
    level: e.level,
    role: e.role,
    status: e.status,
    raisedAt: e.raisedAt.toISOString(),
    people: e.people,
    acknowledgedBy: e.acknowledgedBy,
    acknowledgedAt: e.acknowledgedAt?.toISOString() ?? null,
    endedAt: e.endedAt?.toISOString() ?? null,
    endedBecause: e.endedBecause,
    repeats: e.repeats,
    nextAt: e.nextAt?.toISOString() ?? null,
    clauses: e.clauses,
  };
}

/** An escalation among those of its case, with its words. */
export const titledEscalationView = escalationView
  .extend({
    titles: z.object({
      subject: words,
      role: words,
      status: words,
      endedBecause: words.optional(),
      acknowledgedBy: words.optional(),
      people: z.array(words),
    }),
  })
  .meta({ id: 'CaseEscalation' });

export function toTitledEscalation(e: Escalation, terms: Terms): z.infer<typeof titledEscalationView> {
  return {
    ...toEscalation(e),
    titles: {
      subject: terms.subject(e.cause, e.subject),
      role: terms.role(e.role),
      status: terms.escalationStatus(e.status),
      endedBecause: e.endedBecause === null ? undefined : terms.ending(e.endedBecause),
      acknowledgedBy: e.acknowledgedBy === null ? undefined : terms.person(e.acknowledgedBy),
      people: e.people.map((id) => terms.person(id)),
    },
  };
}

export const noticeView = z
  .object({
    key: z.string(),
    caseId: z.string().nullable().describe('absent for mails of a desk'),
    seq: z.int().nullable(),
    template: z.string(),
    to: z.string().describe('customer, engineer, dispatcher, role:<policy role> or person:<id>; never an address'),
    status: z.string(),
    reason: z.string().nullable(),
    attempts: z.int(),
    sentAt: at.nullable(),
    createdAt: at,
    clauses: z.array(z.string()),
    titles: z.object({ template: words, to: words, status: words, reason: words.optional() }),
  })
  .meta({ id: 'Notice' });

export function toNotice(n: Notice, terms: Terms): z.infer<typeof noticeView> {
  return {
    key: n.key,
    caseId: n.caseId,
    seq: n.seq,
    template: n.template,
    to: n.to,
    status: n.status,
    reason: n.reason,
    attempts: n.attempts,
    sentAt: n.sentAt?.toISOString() ?? null,
    createdAt: n.createdAt.toISOString(),
    clauses: n.clauses,
    titles: {
      template: terms.template(n.template, n.to),
      to: terms.recipient(n.to),
      status: terms.noticeStatus(n.status),
      reason: n.reason === null ? undefined : valueWords(n.reason, 'reason'),
    },
  };
}
