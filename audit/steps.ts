/**
 * The steps of a case, as the auditor derives them, held against those that the case recorded: each has the other, under
 * the same number, with the same cause, time, actor and consequences.
 */
import type { StepRecord } from '../domain/cases/record';
import { formatInstant, parseInstant, type Instant } from '../domain/time/instant';
import { Claimed } from './claims';
import { ClaimedDecisions } from './decisions';
import { echoDifferences } from './echoes';
import { finding, type Finding } from './finding';
import { sameMoment } from './moments';
import type { CaseUnderAudit } from './procedures/procedure';
import type { Provenance } from './provenance';
import type { Claim, EventRef } from './timeline';

/** A step as the auditor derived it. */
export interface DerivedStep {
  seq: number;
  type: StepRecord['cause']['type'];
  name: string;
  by: string;
  role?: string;
  /** Of whoever acted, at that time. */
  duties?: readonly string[];
  requestId?: string;
  /** What an action asked for, with what its schema fills in. */
  payload?: unknown;
  source: EventRef;
  at: Instant;
  now: Instant;
  occurredAt?: Instant;
  status: string;
  /** The step as the case recorded it; absent where it did not. */
  claim?: Claim;
}

/** What the case recorded and was not yet found to follow from anything, in its order, beside all that was derived. */
export class Steps {
  readonly derived: DerivedStep[] = [];
  private readonly claims: Claim[] = [];
  private readonly claimed: Claimed;
  private readonly decided = new ClaimedDecisions();
  private next_ = 0;

  /**
   * @param claims by their numbers
   * @param findings what is found is added here
   * @param origins what reached the case so far
   */
  constructor(
    claims: readonly Claim[],
    private readonly findings: Finding[],
    origins: Provenance,
  ) {
    this.claimed = new Claimed(origins);
    for (const claim of claims) {
      const twin = this.claims.at(-1);
      if (twin?.step.seq === claim.step.seq) this.twice(twin, claim);
      else this.claims.push(claim);
    }
  }

  /** The recorded step whose turn it is. */
  get next(): Claim | undefined {
    return this.claims[this.next_];
  }

  /** The recorded step whose turn it is follows from nothing. */
  reject(): void {
    this.unfounded(this.claims[this.next_++]!);
  }

  /** The step that was derived last was recorded as the one whose turn it is. */
  settle(ledger: CaseUnderAudit): void {
    const claim = this.claims[this.next_++]!;
    const derived = this.derived.at(-1)!;
    derived.claim = claim;
    this.findings.push(
      ...causeDifferences(claim, derived),
      ...echoDifferences(claim, derived.payload, derived.source),
      ...this.claimed.compare(claim, ledger),
      ...this.decided.compare(claim, ledger),
    );
  }

  /**
   * At the end of the histories: what was recorded and never followed, and what the case did not record though a later
   * step was recorded, or the case is over.
   */
  finish(over: boolean): void {
    while (this.next) this.reject();
    const last = Math.max(0, ...this.derived.map((s) => (s.claim ? s.seq : 0)));
    for (const { claim, seq, source, now, type, name } of this.derived)
      if (!claim && (seq < last || over))
        this.findings.push(finding('step_missing', [source], { at: now, data: { step: seq, cause: type, name } }));
  }

  /** Two records under one number: harmless where they say the same, as after a run that was carried on. */
  private twice(first: Claim, second: Claim): void {
    if (JSON.stringify(first.step) === JSON.stringify(second.step)) return;
    this.findings.push(finding('step_twice', [second.source, first.source], { data: { step: second.step.seq } }));
  }

  private unfounded({ step, source }: Claim): void {
    this.findings.push(
      finding('step_without_cause', [source], {
        at: parseInstant(step.recordedAt),
        data: { step: step.seq, cause: step.cause.type, name: step.cause.name },
      }),
    );
  }
}

function causeDifferences({ step, source }: Claim, derived: DerivedStep): Finding[] {
  const found: Finding[] = [];
  const wrong = (what: string, claimed: unknown, other: unknown): void =>
    void found.push(
      finding('cause_differs', [source, derived.source], {
        at: derived.now,
        data: { step: step.seq, what, claimed: String(claimed), derived: String(other) },
      }),
    );
  if (step.seq !== derived.seq) wrong('seq', step.seq, derived.seq);
  if (!sameMoment(step.recordedAt, derived.now)) wrong('recordedAt', step.recordedAt, formatInstant(derived.now));
  if (derived.type === 'action' || derived.type === 'open') {
    const { actor, receivedAt, occurredAt, requestId } = step.cause;
    if (step.cause.name !== derived.name) wrong('name', step.cause.name, derived.name);
    if (actor?.id !== derived.by || actor.role !== derived.role) wrong('actor', actor?.id, derived.by);
    if (derived.duties && actor?.duties.join() !== derived.duties.join())
      wrong('duties', actor?.duties.join(), derived.duties.join());
    if (requestId !== derived.requestId) wrong('requestId', requestId, derived.requestId);
    const occurred = occurredAt === undefined ? undefined : parseInstant(occurredAt);
    if (occurred !== derived.occurredAt) wrong('occurredAt', occurredAt, derived.occurredAt);
    if (receivedAt === undefined || parseInstant(receivedAt) !== derived.at)
      wrong('receivedAt', receivedAt, formatInstant(derived.at));
  }
  return found;
}
