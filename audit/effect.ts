/** What an activity was asked, and what it answered. */
import type { Instant } from '../domain/time/instant';
import { decode, type Payload } from './history';

/** An event of a case: the index of its run in order, and the event's number there. */
export interface EventRef {
  run: number;
  event: number;
}

/** What an activity was asked, when, and how it ended. */
export interface Effect {
  name: string;
  asked: EventRef;
  askedAt: Instant;
  request: unknown;
  ended?: EventRef;
  endedAt?: Instant;
  attempts?: number;
  result?: unknown;
  /** Failed for good or timed out: the failure's type. */
  failure?: string;
  /** The activity that sent it with others ended without getting through it. It may have been sent: nobody answered. */
  lost?: EventRef;
}

/** Not read yet; what was read may be undefined. */
const unread = Symbol('unread');

/** Reads request and answer when somebody wants to know: dozens of answers in a case say nothing but that it was done. */
export class AskedEffect implements Effect {
  ended?: EventRef;
  endedAt?: Instant;
  attempts?: number;
  failure?: string;
  lost?: EventRef;
  private requested: unknown;
  private answered: unknown;
  private answer: Payload | undefined;

  /** @param request what it was asked, where that was read already */
  constructor(
    readonly name: string,
    readonly asked: EventRef,
    readonly askedAt: Instant,
    private readonly question: Payload | undefined,
    request: unknown = unread,
  ) {
    this.requested = request;
  }

  get request(): unknown {
    if (this.requested === unread) this.requested = decode(this.question);
    return this.requested;
  }

  get result(): unknown {
    if (this.answered === unread) this.answered = decode(this.answer);
    return this.answered;
  }

  /**
   * It was done, and answered this.
   * @param result what it answered, where that was read already
   */
  answers(payload: Payload | undefined, result: unknown = unread): void {
    this.answer = payload;
    this.answered = result;
  }
}
