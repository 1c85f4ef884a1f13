/** A step that raises escalations, or ends those whose reason is gone. */
import { ladderOf, type Escalation } from '../sla/escalation';
import type { CaseState } from './state';
import { Step } from './step';

export class EscalatingStep<S extends CaseState = CaseState> extends Step<S> {
  /** Raises an escalation at the first level of a ladder; one of the same key that is open already stays alone. */
  escalate(
    about: Pick<Escalation, 'key' | 'cause' | 'subject' | 'ladder' | 'clauses'> &
      Partial<Pick<Escalation, 'clock' | 'targetMs'>>,
  ): void {
    const known = this.state.escalations[about.key];
    if (known && known.endedAt === undefined) return;
    const key = known ? this.freeKey(about.key) : about.key;
    ladderOf(this.policy, about.ladder);
    this.setEscalation({
      ...about,
      key,
      level: 1,
      status: 'open',
      raisedAt: this.at,
      levelAt: this.now,
      told: [],
      repeats: 0,
    });
    this.event('escalation_raised', { escalation: key, subject: about.subject, level: 1 }, about.clauses);
  }

  setEscalation(escalation: Escalation): void {
    this.state = { ...this.state, escalations: { ...this.state.escalations, [escalation.key]: escalation } };
  }

  /** Ends escalations whose reason is gone. */
  settle(which: (escalation: Escalation) => boolean, because: string): void {
    for (const escalation of Object.values(this.state.escalations)) {
      if (escalation.endedAt !== undefined || !which(escalation)) continue;
      this.setEscalation({
        ...escalation,
        status: 'settled',
        endedAt: this.at,
        endedBecause: because,
        nextAt: undefined,
      });
      this.event('escalation_settled', { escalation: escalation.key, because });
    }
  }

  /** A key that no escalation of the case has yet. */
  protected freeKey(stem: string): string {
    let n = 1;
    let key = stem;
    while (this.state.escalations[key]) key = `${stem}#${++n}`;
    return key;
  }
}
