/** A request for approval as the auditor follows it: all who are named, in their order, none of them who asked (R-APPROVE). */
import type { Suspicion } from './procedures/procedure';

export class Request {
  private readonly decidedBy: string[] = [];
  private refused = false;

  constructor(
    private readonly approvers: readonly string[],
    private readonly askedBy: string,
  ) {}

  /** The role that decides next; undefined where nothing is left to decide. */
  get next(): string | undefined {
    return this.refused ? undefined : this.approvers[this.decidedBy.length];
  }

  get approved(): boolean {
    return !this.refused && this.decidedBy.length >= this.approvers.length;
  }

  /** Whoever decided so far. */
  get people(): readonly string[] {
    return this.decidedBy;
  }

  /** Whether somebody took part in the decision. */
  decided(personId: string): boolean {
    return this.decidedBy.includes(personId);
  }

  /** What is wrong with a decision of this person in this role, before it is taken. */
  suspect(personId: string, duty: string): Suspicion[] {
    return [
      ...(duty !== this.next
        ? [{ kind: 'approval_out_of_order' as const, what: duty, expected: this.next ?? 'none' }]
        : []),
      ...(personId === this.askedBy ? [{ kind: 'self_approval' as const, what: duty }] : []),
      ...(this.decided(personId) ? [{ kind: 'double_approval' as const, what: duty }] : []),
    ];
  }

  decide(personId: string, decision: 'approved' | 'refused'): void {
    this.decidedBy.push(personId);
    this.refused ||= decision === 'refused';
  }
}
