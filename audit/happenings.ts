/**
 * The events of a recorded step held against what the auditor found to happen in it: marks, breaches, escalations, changes
 * of status. An event that is left out, put in, dated otherwise or put under another clause is an alarm; what an event says
 * of its action in the action's own words is held against the action in `echoes.ts`.
 */
import type { CaseEvent } from '../domain/cases/record';
import type { Happening } from './happening';
import type { Ledger } from './ledger';
import { sameMoment } from './moments';

/** Events of which the auditor knows when they have to be there, and the fields that say what they are about. */
const known: Readonly<Record<string, readonly string[]>> = {
  clock_breached: ['clock', 'dueAt'],
  breach_withdrawn: ['clock'],
  escalation_raised: ['escalation', 'subject', 'level'],
  escalation_climbed: ['escalation', 'level'],
  escalation_repeated: ['escalation', 'level'],
  escalation_settled: ['escalation', 'because'],
  people_called: ['escalation', 'level', 'role', 'people'],
  nobody_on_duty: ['escalation', 'role'],
  price_replaced: ['fee', 'quantity', 'amountFen'],
  entry_posted: ['entry', 'type', 'amountFen', 'payer', 'payee'],
};

/** Takes one difference: what of the event it is, the event, what was recorded, what was derived. */
type Tell = (what: string, key: string, claimed: unknown, derived: unknown) => void;

/**
 * Tells what differs.
 * @param idle marks that a case may lack: its code made none
 */
export function compareEvents(
  events: readonly CaseEvent[],
  ledger: Ledger,
  idle: (mark: string) => boolean,
  tell: Tell,
): void {
  const left = [...ledger.happened];
  let status = ledger.statusBefore;
  for (const { type, at, data = {} } of events) {
    if (!sameMoment(at, ledger.at)) tell('event.at', type, at, ledger.at);
    if (type === 'status_changed') {
      if (data.from !== status) tell('event.from', type, data.from, status);
      status = String(data.to);
      continue;
    }
    const line = lineOf(type, data);
    const index = left.indexOf(line);
    if (index >= 0) left.splice(index, 1);
    else if (Object.hasOwn(known, type) || Object.hasOwn(ledger.done, type)) tell('event', line, 'recorded', 'none');
  }
  if (status !== ledger.status) tell('event.to', 'status_changed', status, ledger.status);
  for (const line of left) if (!idle(line)) tell('event', line, 'none', 'happened');
}

function lineOf(type: string, data: Readonly<Record<string, unknown>>): Happening {
  const fields = known[type];
  return fields === undefined ? type : [type, ...fields.map((field) => String(data[field]))].join(' ');
}
