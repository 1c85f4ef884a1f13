/** The mails of a step that were asked for together, each read as if it had been asked for alone. */
import type { DeliverStepOutcome } from '../domain/cases/record';
import type { Instant } from '../domain/time/instant';
import { AskedEffect, type EventRef } from './effect';
import { decode, type Payload } from './history';

/** Each mail that the request names; none where it names them in no way that a case does: then they are missing. */
export function mailsOf(request: Payload | undefined, source: EventRef, at: Instant): AskedEffect[] {
  const { notices, ...step } = (decode(request) ?? {}) as { notices?: unknown };
  if (!Array.isArray(notices) || !notices.every(isNotice)) return [];
  return (notices as unknown[]).map((notice) => new AskedEffect('deliver', source, at, undefined, { ...step, notice }));
}

function isNotice(notice: unknown): boolean {
  const { key, to, params } = (notice ?? {}) as Readonly<Record<string, unknown>>;
  return typeof key === 'string' && typeof to === 'string' && typeof params === 'object' && params !== null;
}

/**
 * Gives each mail its own answer; returns those that have none. They are to be tried again, each alone. Until they are
 * asked for, they stay under way: whoever was lost may have sent them.
 */
export function answerMails(
  mails: readonly AskedEffect[],
  answer: Payload | undefined,
  source: EventRef,
  at: Instant,
): AskedEffect[] {
  const { outcomes } = (decode(answer) ?? {}) as { outcomes?: unknown };
  const answers = (Array.isArray(outcomes) ? outcomes : []) as readonly (
    DeliverStepOutcome['outcomes'][number] | null
  )[];
  return mails.filter((mail, index) => {
    const outcome = answers[index];
    if (!outcome || outcome.result === 'later') {
      mail.lost = source;
      return true;
    }
    mail.ended = source;
    mail.endedAt = at;
    mail.answers(undefined, outcome);
    return false;
  });
}
