/** ISO 10002, 8.6: cause and liability (O-6.1-b), and corrective actions, each with an owner and a date (C-M1-10.1-b). */
import type { z } from 'zod';
import { dateAt, endOfLocalDate } from '../../calendar/zone';
import type { CasePolicy } from '../../policy/case-policy';
import { parseDate } from '../../time/date';
import type { Instant } from '../../time/instant';
import { holdsDuty } from '../duty';
import type { Actor } from '../record';
import { insist, insistRole } from '../refuse';
import { insistImpartial } from './impartial';
import type * as p from './payloads';
import { regionOf, rulesOf, type ComplaintWork } from './rules';
import { untestedLots, type ComplaintState, type Correction } from './state';

type In<T extends z.ZodType> = z.infer<T>;

/** Whoever handles the complaint: its handler, anybody of that role, or a supervisor. */
export function insistHandler(state: ComplaintState, actor: Actor, policy: CasePolicy): void {
  const { role } = rulesOf(policy).handler;
  insistRole(
    actor.role === 'supervisor' ||
      state.parties.engineerId === actor.id ||
      holdsDuty(actor, role, policy.pins[0]!.id, regionOf(state)),
    'forbidden',
    role,
    { zh: '由投诉处理人{named}办理', en: 'This is for the handler of the complaint {named}' },
  );
}

/** What happened, why, and whose it is; every category and every lot has had its say before. */
export function conclude(work: ComplaintWork, { analysis, cause, liability, outcome }: In<typeof p.conclude>): void {
  work.put('finding', { at: work.at, by: work.by, analysis, cause, liability, outcome });
  work.facts({ outcome });
  work.mark('investigated', { cause, liability, outcome });
  work.status('responding');
}

export function concludeGuard(state: ComplaintState, actor: Actor, _payload: unknown, policy: CasePolicy): void {
  insistHandler(state, actor, policy);
  const open = openWork(state);
  insist(
    open.length === 0,
    'requirement_missing',
    `调查尚未完成:${open.join('、')}`,
    `Still to be answered: ${open.join(', ')}`,
    undefined,
    open,
  );
}

/** Categories without an answer and lots without a check or a test. */
export function openWork(state: ComplaintState): string[] {
  const tasks = Object.values(state.tasks).filter(({ status }) => status !== 'answered');
  const checked = state.withoutLot !== undefined || Object.keys(state.lots).length > 0;
  const unchecked = state.form.lots.filter((lot) => state.lots[lot] === undefined);
  const ordered = state.done.batch_check_ordered !== undefined;
  return [
    ...tasks.map(({ category }) => category),
    ...(ordered && !checked ? ['batch'] : []),
    ...(ordered ? unchecked : []),
    ...untestedLots(state),
  ];
}

export function planCorrection(
  work: ComplaintWork,
  { what, correctionOwnerId, dueOn }: In<typeof p.planCorrection>,
): void {
  const no = work.state.corrections.length + 1;
  const correction: Correction = {
    no,
    what,
    ownerId: correctionOwnerId,
    dueAt: endOfDay(work.policy, dueOn),
    plannedBy: work.by,
  };
  work.put('corrections', [...work.state.corrections, correction]);
  work.mark('correction_planned', { correction: no, dueOn });
  work.notify('correction_due', `person:${correctionOwnerId}`, { correction: no, dueOn });
}

/** The end of a local date in the policy's zone. */
function endOfDay(policy: CasePolicy, date: string): Instant {
  return endOfLocalDate(zoneOf(policy), parseDate(date));
}

function zoneOf(policy: CasePolicy) {
  const [calendar] = Object.values(policy.calendars);
  if (!calendar) throw new RangeError('a case carries at least one calendar');
  return calendar.zone;
}

export function planCorrectionGuard(
  state: ComplaintState,
  _actor: Actor,
  { correctionOwnerId, dueOn }: In<typeof p.planCorrection>,
  policy: CasePolicy,
  at: Instant,
): void {
  insistImpartial(state, correctionOwnerId, 'correctionOwnerId');
  insist(
    parseDate(dueOn) >= dateAt(zoneOf(policy), at),
    'time_refused',
    '日期不得早于今天',
    'The date must not lie in the past',
    'dueOn',
  );
}

export function reportCorrection(work: ComplaintWork, { correction, evidence }: In<typeof p.reportCorrection>): void {
  change(work, correction, (c) => ({ ...c, done: { at: work.at, by: work.by, evidence }, verified: undefined }));
  work.mark('correction_done', { correction, evidence: evidence.id });
  work.settle((e) => e.key === `correction:${correction}`, 'done');
}

export function reportCorrectionGuard(
  state: ComplaintState,
  actor: Actor,
  { correction }: In<typeof p.reportCorrection>,
): void {
  const found = correctionOf(state, correction);
  insist(
    found.done === undefined || found.verified?.effective === false,
    'already_done',
    '已报告完成',
    'It was reported as done already',
    'correction',
  );
  insist(
    actor.role === 'supervisor' || found.ownerId === actor.id,
    'forbidden',
    '由整改责任人报告',
    'Its owner reports it',
    'correction',
    [found.ownerId],
  );
}

/** C-M1-10.1-b: whether it was really carried out, and helps, is checked by somebody else. */
export function verifyCorrection(
  work: ComplaintWork,
  { correction, effective, text }: In<typeof p.verifyCorrection>,
): void {
  change(work, correction, (c) => ({ ...c, verified: { at: work.at, by: work.by, effective } }));
  const said = { correction, ...(text ? { text: text.id } : {}) };
  if (effective) work.mark('correction_verified', said);
  else work.event('correction_not_effective', said);
}

export function verifyCorrectionGuard(
  state: ComplaintState,
  actor: Actor,
  { correction }: In<typeof p.verifyCorrection>,
): void {
  const found = correctionOf(state, correction);
  insist(found.done !== undefined, 'illegal_transition', '尚未完成', 'It is not done yet', 'correction');
  insist(found.verified === undefined, 'already_done', '已验证', 'It was verified already', 'correction');
  insist(
    found.ownerId !== actor.id && found.done.by !== actor.id,
    'forbidden',
    '不得验证自己的整改',
    'Nobody verifies what they did themselves',
    'correction',
  );
}

/** The date has passed: the ladder is told, once. */
export function correctionOverdue(work: ComplaintWork, no: number): void {
  change(work, no, (c) => ({ ...c, overdueAt: work.at }));
  work.mark('correction_overdue', { correction: no });
  const [ladder] = Object.keys(work.policy.ladders);
  if (ladder !== undefined)
    work.escalate({ key: `correction:${no}`, cause: 'wait', subject: 'correction_overdue', ladder, clauses: [] });
}

function change(work: ComplaintWork, no: number, changed: (correction: Correction) => Correction): void {
  work.put(
    'corrections',
    work.state.corrections.map((c) => (c.no === no ? changed(c) : c)),
  );
}

function correctionOf({ corrections }: ComplaintState, no: number): Correction {
  const found = corrections.find((c) => c.no === no);
  insist(
    found !== undefined,
    'not_found',
    '没有此整改措施',
    'There is no such corrective action',
    'correction',
    corrections.map((c) => c.no),
  );
  return found;
}
