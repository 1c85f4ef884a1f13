/**
 * The escalations of a case on their way up: the people of each level are looked up and told, an unanswered level climbs,
 * and the desks of whoever was told hear of it.
 */
import { climbOne, tellPeople, untold } from '../domain/cases/calling';
import type { CaseState } from '../domain/cases/state';
import { ladderOf, type Escalation } from '../domain/sla/escalation';
import { formatInstant } from '../domain/time/instant';
import { callOut } from './effects';
import { reasonOf } from './errors';
import type { Outbox } from './outbox';
import { servedBy, type Running, type Wait } from './running';

export class Ladders<S extends CaseState> {
  /** Escalation levels whose people are being looked up. */
  private readonly lookingUp = new Set<string>();
  /** Those whose people could not be looked up: tried again with the next step. */
  private readonly unreadable = new Set<string>();

  constructor(
    private readonly run: Running<S>,
    private readonly outbox: Pick<Outbox, 'tellDesks'>,
  ) {}

  /** Nobody is being looked up. */
  get quiet(): boolean {
    return this.lookingUp.size === 0;
  }

  /** An unanswered level: the next one, or, at the top, the same again. */
  waits(): Wait<S>[] {
    return Object.values(this.run.state.escalations)
      .filter((e) => e.status === 'open' && e.nextAt !== undefined)
      .map((e) => ({
        key: `ladder:${e.key}`,
        at: e.nextAt!,
        summary: `${e.key} unanswered at level ${e.level}`,
        wake: (work) => {
          const open = work.state.escalations[e.key]!;
          if (open.status === 'open') climbOne(work, open);
        },
      }));
  }

  /** Resolves the people of each escalation's level once, and tells them; nobody there means the next level at once. */
  lookUp(): void {
    for (const escalation of Object.values(this.run.state.escalations)) {
      const id = `${escalation.key}/${escalation.level}/${escalation.repeats}`;
      if (!untold(escalation) || this.lookingUp.has(id) || this.unreadable.has(id)) continue;
      this.lookingUp.add(id);
      void this.callPeople(escalation, id);
    }
  }

  private async callPeople(escalation: Escalation, id: string): Promise<void> {
    const { state, policy } = this.run;
    const ladder = ladderOf(policy, escalation.ladder);
    const { role } = ladder[escalation.level - 1] ?? ladder[ladder.length - 1]!;
    const { caseId, parties } = state;
    const about = { caseId, ...servedBy(this.run), barred: parties.barred };
    try {
      const request = { ...about, escalation: id, role, at: formatInstant(Date.now()) };
      const { people } = await callOut(request);
      this.called(escalation.key, people, role);
    } catch (err) {
      this.unreadable.add(id);
      const reason = reasonOf(err);
      this.run.alarm(`roster/${caseId}/${id}`, 'roster_unreadable', { escalation: escalation.key, reason });
    }
    this.lookingUp.delete(id);
    this.run.stir();
  }

  private called(key: string, people: string[], role: string): void {
    const open = this.run.state.escalations[key];
    if (!open || !untold(open)) return;
    this.run.take({ type: 'system', name: 'call_out' }, Date.now(), (work) => {
      if (tellPeople(work, open, people, role) === 'nobody')
        this.run.alarm(`nobody/${key}/${this.run.state.caseId}/${open.repeats}`, 'nobody_on_duty', {
          escalation: key,
          role,
        });
    });
    if (open.status === 'open') this.tellDesks(people, 'escalated', open);
  }

  /** After each step: rosters are read again, and whoever was told of what is answered or settled need not look at it. */
  stepped(before: S, after: S): void {
    this.unreadable.clear();
    for (const escalation of Object.values(after.escalations)) {
      if (before.escalations[escalation.key]?.status === 'open' && escalation.status !== 'open')
        this.tellDesks(escalation.told, 'settled', escalation);
    }
  }

  private tellDesks(people: readonly string[], signal: 'escalated' | 'settled', escalation: Escalation): void {
    if (people.length === 0) return;
    const { key, level, subject } = escalation;
    const { caseId } = this.run.state;
    const { policyId } = servedBy(this.run);
    const entry = { caseId, escalation: key, level, subject, at: formatInstant(Date.now()), policyId };
    this.outbox.tellDesks({ people: [...people], signal, entry });
  }
}
