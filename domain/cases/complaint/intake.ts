/** Receipt, acknowledgement and assessment of a complaint (ISO 10002, 8.2 to 8.5): the form, who is concerned, danger. */
import type { z } from 'zod';
import { holds } from '../../policy/rule';
import type { CasePolicy } from '../../policy/case-policy';
import type { Actor, NoticeRow } from '../record';
import { newCase } from '../opening';
import { insist, insistKnown } from '../refuse';
import { orderBatchCheck } from './batch';
import { insistImpartial, isConcerned } from './impartial';
import type { ComplaintInput } from './opening';
import type * as p from './payloads';
import { categoryOf, rulesOf, type ComplaintWork } from './rules';
import type { ComplaintState, Task } from './state';
import { routeTask } from './tasks';

type In<T extends z.ZodType> = z.infer<T>;

/** The state before the first step. */
export function newComplaint(input: ComplaintInput): ComplaintState {
  return {
    ...newCase(input, 'complaint'),
    texts: input.texts,
    form: input.form,
    tasks: {},
    lots: {},
    corrections: [],
    proposals: [],
    reviews: [],
    contacts: [],
    round: 1,
  };
}

/** The complaint came in: its clocks start, and what must be known above is told in the same step. */
export function open(work: ComplaintWork, input: ComplaintInput): void {
  work.facts(input.facts);
  work.status('received');
  work.mark('reported', { source: input.form.source, channel: input.form.channel });
  if (input.facts.regulator === true) tellLeadership(work, 'regulator_referred');
  if (input.parties.barred !== undefined) work.mark('staff_concerned', { people: input.parties.barred.length });
  for (const mark of input.danger) tellLeadership(work, mark);
  if (input.preserveScene) work.mark('scene_preserved');
  if (input.aboutCase !== undefined) overCase(work, input.aboutCase);
  const level = rulesOf(work.policy).levels.find(({ id }) => id === input.addressedTo);
  if (level) work.notify('complaint_addressed', level.role, { level: level.id }, level.clauses);
  submitForm(work);
}

/** The case that it is about hears of it, and becomes urgent while it runs. */
function overCase(work: ComplaintWork, caseId: string): void {
  const known = work.state.links.some((link) => link.caseId === caseId);
  if (!known) work.put('links', [...work.state.links, { caseId, relation: 'about', at: work.at }]);
  const { actor } = work.cause;
  if (actor) work.notify('complained', `case:${caseId}`, { by: actor.id, role: actor.role });
}

/** O-10.2, C-M2-1-b: the form that has every field goes to who handles complaints, in the same step. */
function submitForm(work: ComplaintWork): void {
  const { form } = work.state;
  const missing = rulesOf(work.policy).form.filter(({ field }) => !fieldKnown(work.state, field));
  if (form.completedAt !== undefined || missing.length > 0) return;
  const { role, clauses } = rulesOf(work.policy).handler;
  work.put('form', { ...form, completedAt: work.at });
  work.mark('form_completed');
  work.notify('complaint_form', role, { source: form.source }, clauses);
}

function fieldKnown({ form, facts }: ComplaintState, field: string): boolean {
  if (field === 'lot') return form.lots.length > 0;
  return field === 'reason' || field === 'customer' || field === 'recorder' || facts[`${field}Known`] === true;
}

export function completeForm(work: ComplaintWork, { known, lots }: In<typeof p.completeForm>): void {
  addLots(work, lots);
  work.facts(Object.fromEntries(known.map((field) => [`${field}Known`, true])));
  work.event('form_amended', { known, lots });
  submitForm(work);
}

/** Fields that the policy asks for; the goods' lots are named, not ticked. */
export function completeFormGuard(
  _state: ComplaintState,
  _actor: Actor,
  { known }: In<typeof p.completeForm>,
  policy: CasePolicy,
): void {
  const asked = rulesOf(policy)
    .form.map(({ field }) => field)
    .filter((field) => field !== 'lot');
  for (const field of known) insistKnown(field, asked, 'known');
}

function addLots(work: ComplaintWork, lots: readonly string[]): void {
  const all = [...new Set([...work.state.form.lots, ...lots])];
  if (all.length > work.state.form.lots.length) work.put('form', { ...work.state.form, lots: all });
}

/** ISO 10002, 8.4: the customer knows that the complaint is received. It is the first contact, too (N-2.6-1d). */
export function acknowledgeReceipt(work: ComplaintWork, { channel, words }: In<typeof p.acknowledgeReceipt>): void {
  const said = { channel, ...(words ? { words: words.id } : {}) };
  work.mark('acknowledged', said);
  work.mark('responded', said);
  if (work.state.status === 'received') work.status('acknowledged');
}

export function acknowledgeReceiptGuard({ done }: ComplaintState): void {
  insist(
    done.acknowledged === undefined || (done.reopened ?? 0) > done.acknowledged,
    'already_done',
    '已向客户确认收到',
    'The receipt was acknowledged already',
  );
}

/** S-8.2-a, E-m5.3-0: every call, letter and visit is kept. */
export function logContact(work: ComplaintWork, { channel, text }: In<typeof p.logContact>): void {
  work.put('contacts', [...work.state.contacts, { at: work.at, by: work.by, channel, text }]);
  work.event('contact_logged', { channel, text: text.id });
}

/** The side of the person complained about. */
export function addStatement(work: ComplaintWork, { text }: In<typeof p.addStatement>): void {
  work.put('notes', [...work.state.notes, { at: work.at, by: work.by, text }]);
  work.event('statement_given', { text: text.id });
}

/** ISO 10002, 8.5: how grave it is, and whose it is; each new category goes to its owner in the same step (R-E-MIXED). */
export function assess(work: ComplaintWork, payload: In<typeof p.assess>): void {
  const { severity, categories, urgent, lots, region, product, reason } = payload;
  work.put('severity', severity);
  addLots(work, lots);
  const found = categories.map((id) => categoryOf(work.policy, id, 'categories'));
  work.facts({
    severity,
    ...(urgent && { urgent }),
    ...(region !== undefined && { region }),
    ...(product !== undefined && { product }),
    ...(found.some((c) => c.checksBatch) && { quality: true }),
  });
  work.mark('assessed', { severity, ...(reason ? { reason: reason.id } : {}) });
  if (urgent || severity === 'critical') tellLeadership(work, 'urgent_reported');
  const fresh = found.filter(({ id }) => work.state.tasks[id] === undefined);
  for (const category of fresh) routeTask(work, category);
  if (fresh.some((c) => c.checksBatch)) orderBatchCheck(work);
  if (work.state.status === 'received' || work.state.status === 'acknowledged') work.status('assessed');
}

export function assessGuard(
  state: ComplaintState,
  _actor: Actor,
  { severity, categories, region, product, reason }: In<typeof p.assess>,
  policy: CasePolicy,
): void {
  for (const [i, id] of categories.entries()) categoryOf(policy, id, `categories.${i}`);
  insistKnown(region, policy.regions, 'region');
  insistKnown(product, policy.products, 'product');
  insist(
    state.severity === undefined || state.severity === severity || reason !== undefined,
    'invalid_request',
    '改动严重程度须说明原因',
    'Changing the severity needs a reason',
    'reason',
  );
}

const dangerMarks = {
  safety: 'safety_reported',
  customer_loss: 'severe_loss',
  company_loss: 'company_loss',
  staff_held: 'incident_reported',
  urgent: 'urgent_reported',
} as const;

/** N-2.4-3d, N-2.4-4a, C-IOT-4.3-7, S-8.2-c: known above in the same step; N-2.4-4b: the scene is kept. */
export function reportDanger(work: ComplaintWork, { what, preserveScene, text }: In<typeof p.reportDanger>): void {
  tellLeadership(work, dangerMarks[what], text ? { text: text.id } : {});
  if (preserveScene) work.mark('scene_preserved');
}

/** Told at once: by the policy's own alert for the mark, else on its ladder for such things. */
function tellLeadership(work: ComplaintWork, mark: string, params: NoticeRow['params'] = {}): void {
  work.mark(mark, params);
  if (work.policy.alerts.some((rule) => rule.on === mark && holds(rule.when, work.state.facts))) return;
  const { ladder, clauses } = rulesOf(work.policy).leadership;
  work.escalate({ key: `alert:${mark}`, cause: 'alert', subject: mark, ladder, clauses });
}

/** Whom it is about: from now on they neither act nor are told, and what they had is with their department again. */
export function nameConcerned(work: ComplaintWork, { concernedIds, reason }: In<typeof p.nameConcerned>): void {
  const barred = [...new Set([...(work.state.parties.barred ?? []), ...concernedIds])];
  const { engineerId, dispatcherId, ...parties } = work.state.parties;
  const keep = (id: string | undefined): string | undefined =>
    id === undefined || barred.includes(id) ? undefined : id;
  work.put('parties', {
    ...parties,
    ...(keep(engineerId) && { engineerId }),
    ...(keep(dispatcherId) && { dispatcherId }),
    barred,
  });
  work.facts({ aboutStaff: true });
  work.mark('staff_concerned', { people: barred.length, reason: reason.id });
  work.put(
    'tasks',
    Object.fromEntries(Object.entries(work.state.tasks).map(([id, task]) => [id, freed(task, barred)])),
  );
}

function freed(task: Task, barred: readonly string[]): Task {
  if (task.status !== 'taken' || task.personId === undefined || !barred.includes(task.personId)) return task;
  return { ...task, status: 'routed', personId: undefined };
}

export function nameConcernedGuard(
  state: ComplaintState,
  actor: Actor,
  { concernedIds }: In<typeof p.nameConcerned>,
): void {
  const fresh = concernedIds.filter((id) => !isConcerned(state, id));
  insist(fresh.length > 0, 'already_done', '已登记被投诉人', 'They are named already', 'concernedIds');
  insist(!concernedIds.includes(actor.id), 'forbidden', '请由他人登记', 'Somebody else has to enter this');
}

/** Who handles the complaint from now on (O-6.1-a): investigates, proposes, keeps the customer informed. */
export function assignHandler(work: ComplaintWork, { handlerId, reason }: In<typeof p.assignHandler>): void {
  work.put('parties', { ...work.state.parties, engineerId: handlerId });
  work.event('handler_assigned', { handlerId, ...(reason ? { reason: reason.id } : {}) });
  work.notify('complaint_assigned', 'engineer', {}, rulesOf(work.policy).handler.clauses);
}

export function assignHandlerGuard(
  state: ComplaintState,
  _actor: Actor,
  { handlerId, reason }: In<typeof p.assignHandler>,
): void {
  insistImpartial(state, handlerId, 'handlerId');
  const { engineerId } = state.parties;
  insist(engineerId !== handlerId, 'already_done', '已由此人处理', 'This person handles it already', 'handlerId');
  insist(
    engineerId === undefined || reason !== undefined,
    'invalid_request',
    '更换处理人须说明原因',
    'Another handler needs a reason',
    'reason',
  );
}
