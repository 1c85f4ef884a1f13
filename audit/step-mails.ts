/** The mails of a step that were asked for together, each read as if it had been asked for alone. */
import type { DeliverStepOutcome, NoticeRow } from '../domain/cases/record';
import type { Instant } from '../domain/time/instant';
import { AskedEffect, type EventRef } from './effect';
import { decode, type Payload } from './history';

/** Each mail that the request names. */
export function mailsOf(request: Payload | undefined, source: EventRef, at: Instant): AskedEffect[] {
  const { notices, ...step } = decode(request) as { notices: readonly NoticeRow[] };
  return notices.map((notice) => new AskedEffect('deliver', source, at, undefined, { ...step, notice }));
}

/**
 * Gives each mail its own answer; returns those that have none. They are to be tried again, each alone, and that is when
 * they are asked for.
 */
export function answerMails(
  mails: readonly AskedEffect[],
  answer: Payload | undefined,
  source: EventRef,
  at: Instant,
): AskedEffect[] {
  const { outcomes = [] } = (decode(answer) ?? {}) as Partial<DeliverStepOutcome>;
  return mails.filter((mail, index) => {
    const outcome = outcomes[index];
    if (outcome === undefined || outcome.result === 'later') return true;
    mail.ended = source;
    mail.endedAt = at;
    mail.answers(undefined, outcome);
    return false;
  });
}
