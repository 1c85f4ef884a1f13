/**
 * The events of a recorded step held against what the auditor found to happen in it: marks, breaches, escalations, changes
 * of status. An event that is left out, put in, dated otherwise or put under another clause is an alarm; what an event says
 * of its action in the action's own words is held against the action in `echoes.ts`.
 */
import type { CaseEvent, StepCause } from '../domain/cases/record';
import type { Happening } from './happening';
import type { Ledger } from './ledger';
import { sameMoment } from './moments';

/** Events that happen more than once in a step, and the fields that say what they are about. */
const lines: Readonly<Record<string, readonly string[]>> = {
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
  finding: ['action', 'missing'],
};

/**
 * What an action, a timer or an answer tells beside what the auditor finds itself, by its name; of a timer by the first
 * word of its key. A question mark: it may be told, as the case stands. Nothing else tells these.
 */
const tells: Readonly<Record<string, readonly string[]>> = {
  open: ['opening_failed?', 'linked?'],
  // Of any kind
  ...{ note: ['noted'], link: ['linked'], handOver: ['handed_over'], complained: ['complained'] },
  ...{ issueDocument: ['document_asked'], attach: ['attached'], merge: ['merged'] },
  ...{ absorb: ['absorbed', 'clock_passed_on?'], acknowledge: ['escalation_acknowledged'] },
  ...{ resolveEscalation: ['escalation_resolved'], extend: ['clock_extended'], excuse: ['excuse_requested'] },
  ...{ approveExcuse: ['breach_excused'], correct: ['clock_corrected'], callBack: ['callback_attempted'] },
  ...{ confirmEntry: ['entry_confirmed'], reverseEntry: ['entry_reversed'], assess: ['assessed?'] },
  // Timers and answers
  ...{ clock: ['reminded?'], customer: ['customer_wait_looked_at'], delivery: ['not_delivered'] },
  ...{ parts: ['parts_cap_warning?', 'parts_late?'], calendarYear: ['calendar_year_imported'] },
  // Visits, repairs and jobs
  ...{ hold: ['held_for_customer'], resume: ['customer_ready'], completeRecord: ['record_amended?'] },
  ...{
    waitForParts: ['parts_late?'],
    expectParts: ['parts_expected', 'parts_late?'],
    receiveParts: ['parts_delivered'],
  },
  ...{ decideLoaner: ['loaner_decided'], decidePrice: ['approval_decided?'], complete: ['work_done'] },
  ...{ addDepartment: ['department_added'] },
  // Returns
  ...{ decideReturn: ['approval_decided'], inspectItem: ['item_inspected'] },
  // Complaints
  ...{ completeForm: ['form_amended'], logContact: ['contact_logged'], addStatement: ['statement_given'] },
  ...{
    assignHandler: ['handler_assigned'],
    takeTask: ['task_taken'],
    assignTask: ['task_taken'],
    passTask: ['task_passed'],
  },
  ...{
    listAffected: ['affected_told'],
    settleAffected: ['affected_settled'],
    verifyCorrection: ['correction_not_effective?'],
  },
  ...{ decideCompensation: ['compensation_decided'], answerDecision: ['entry_reversed?'] },
};

/** Told in any step where it is so: a decision, which is asked anew; a late account of the time. */
const anywhere: readonly string[] = ['policy_decided', 'late_entry'];

/** How cases told their decisions before policies made them. */
const ofFirstCode = 'coverage_decided';

/** Takes one difference: what of the event it is, the event, what was recorded, what was derived. */
type Tell = (what: string, key: string, claimed: unknown, derived: unknown) => void;

/**
 * Tells what differs.
 * @param cause what set the step off
 * @param idle marks that a case may lack: its code made none
 */
export function compareEvents(
  events: readonly CaseEvent[],
  cause: StepCause,
  ledger: Ledger,
  idle: (mark: string) => boolean,
  tell: Tell,
): void {
  const left = [...ledger.happened];
  const told = tells[cause.type === 'timer' ? cause.name.split(':')[0]! : cause.name] ?? [];
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
    else if (type === ofFirstCode && !ledger.policy.program) continue;
    else if (!anywhere.includes(type) && !told.includes(type) && !told.includes(`${type}?`))
      tell('event', line, 'recorded', 'none');
  }
  for (const type of told)
    if (!type.endsWith('?') && !events.some((event) => event.type === type)) tell('event', type, 'none', 'happened');
  if (status !== ledger.status) tell('event.to', 'status_changed', status, ledger.status);
  for (const line of left) if (!idle(line)) tell('event', line, 'none', 'happened');
}

function lineOf(type: string, data: Readonly<Record<string, unknown>>): Happening {
  const fields = lines[type];
  return fields === undefined ? type : [type, ...fields.map((field) => String(data[field]))].join(' ');
}
