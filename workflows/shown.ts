/** What Temporal's own tools show of a case: its search attributes, and where it stands in a few lines. */
import { setCurrentDetails, upsertSearchAttributes } from '@temporalio/workflow';
import type { CaseState } from '../domain/cases/state';
import { anyBreach, escalationLevel } from '../domain/cases/step-record';
import { isOwed } from '../domain/sla/clock';
import { formatInstant } from '../domain/time/instant';
import { caseStatus, escalationLevelAttribute, slaBreached } from './search-attributes';

export class Shown {
  private last = { status: '', level: 0, breached: false };

  /** Search attributes on change only: each upsert is an event. The details are free: they are a query. */
  show(state: CaseState): void {
    const now = { status: state.status, level: escalationLevel(state), breached: anyBreach(state) };
    const changed = [
      ...(now.status !== this.last.status ? [{ key: caseStatus, value: now.status }] : []),
      ...(now.level !== this.last.level ? [{ key: escalationLevelAttribute, value: now.level }] : []),
      ...(now.breached !== this.last.breached ? [{ key: slaBreached, value: now.breached }] : []),
    ];
    this.last = now;
    if (changed.length > 0) upsertSearchAttributes(changed);
    const clocks = Object.values(state.clocks).filter((c) => isOwed(c) && c.dueAt !== undefined);
    setCurrentDetails(
      [
        `**${now.status}** · step ${state.seq}`,
        ...clocks.map((c) => `- ${c.key}: ${c.status}, due ${formatInstant(c.dueAt!)}`),
      ].join('\n'),
    );
  }
}
