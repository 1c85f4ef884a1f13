/** A request for approval as the auditor follows it: all who are named, in their order, none of them who asked (R-APPROVE). */
import type { Instant } from '../domain/time/instant';
import type { Account } from './account';
import type { Journal } from './journal';
import type { Suspicion } from './procedures/procedure';

interface Decision {
  role: string;
  by: string;
  decision: 'approved' | 'refused';
  at: Instant;
}

/** One request, and what was decided on it so far. */
export class Request {
  private readonly decisions: Decision[] = [];

  constructor(
    private readonly approvers: readonly string[],
    readonly by: string,
  ) {}

  private get refused(): boolean {
    return this.decisions.some(({ decision }) => decision === 'refused');
  }

  /** The role that decides next; undefined where nothing is left to decide. */
  get next(): string | undefined {
    return this.refused ? undefined : this.approvers[this.decisions.length];
  }

  get approved(): boolean {
    return !this.refused && this.decisions.length >= this.approvers.length;
  }

  /** Whoever decided so far. */
  get people(): readonly string[] {
    return this.decisions.map(({ by }) => by);
  }

  /** Whether somebody took part in the decision. */
  decided(personId: string): boolean {
    return this.people.includes(personId);
  }

  /** What was decided, in its order. */
  get decisionsSoFar(): Account {
    return this.decisions.map((one) => ({ ...one }));
  }

  /** The request as a case keeps it. */
  get account(): Account {
    const status = this.refused ? 'refused' : this.approved ? 'approved' : 'asked';
    return { approvers: this.approvers, askedBy: this.by, status, decisions: this.decisionsSoFar };
  }

  /** What is wrong with a decision of this person in this role, before it is taken. */
  suspect(personId: string, duty: string): Suspicion[] {
    return [
      ...(duty !== this.next
        ? [{ kind: 'approval_out_of_order' as const, what: duty, expected: this.next ?? 'none' }]
        : []),
      ...(personId === this.by ? [{ kind: 'self_approval' as const, what: duty }] : []),
      ...(this.decided(personId) ? [{ kind: 'double_approval' as const, what: duty }] : []),
    ];
  }

  /** A decision of whoever acts in the present step. */
  decide({ by, at }: Pick<Journal, 'by' | 'at'>, role: string, decision: 'approved' | 'refused'): void {
    this.decisions.push({ role, by, decision, at });
  }
}
