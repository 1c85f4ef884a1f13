/** A category's share of a complaint: given to its owner with a clock of its own, taken, passed on, answered. */
import type { z } from 'zod';
import type { CasePolicy } from '../../policy/case-policy';
import type { ComplaintCategory } from '../../policy/complaint-rules';
import { holdsDuty } from '../duty';
import type { Actor } from '../record';
import { insist, insistKnown, insistRole } from '../refuse';
import { insistImpartial } from './impartial';
import type * as p from './payloads';
import { categoryOf, regionOf, rulesOf, type ComplaintWork } from './rules';
import type { ComplaintState, Task } from './state';

type In<T extends z.ZodType> = z.infer<T>;

/** S-8.2-b, E-m5.3-1…3: to the department concerned, whose clock starts now. */
export function routeTask(work: ComplaintWork, category: ComplaintCategory): void {
  const task: Task = { category: category.id, owner: category.owner, status: 'routed', routedAt: work.at };
  put(work, task);
  work.mark('routed', { category: category.id, to: category.owner });
  work.mark(`routed.${category.id}`);
  work.notify('complaint_task', category.owner, { category: category.id }, category.clauses);
}

function put(work: ComplaintWork, task: Task): void {
  work.put('tasks', { ...work.state.tasks, [task.category]: task });
}

/** Somebody of the owning department looks into it. */
export function takeTask(work: ComplaintWork, { category }: In<typeof p.takeTask>): void {
  give(work, category, work.by);
}

export function assignTask(work: ComplaintWork, { category, taskPersonId }: In<typeof p.assignTask>): void {
  give(work, category, taskPersonId);
  work.notify(
    'complaint_task',
    `person:${taskPersonId}`,
    { category },
    categoryOf(work.policy, category, 'category').clauses,
  );
}

function give(work: ComplaintWork, category: string, personId: string): void {
  put(work, { ...work.state.tasks[category]!, status: 'taken', personId });
  work.event('task_taken', { category, personId });
  if (work.state.status === 'assessed') work.status('investigating');
}

/** Its owner draws in another department, such as development or production (E-m5.3-1). The clock runs on. */
export function passTask(work: ComplaintWork, { category, role, reason }: In<typeof p.passTask>): void {
  const task = work.state.tasks[category]!;
  put(work, { ...task, personId: undefined, owner: role, status: 'routed', passedFrom: task.owner });
  work.event('task_passed', { category, from: task.owner, to: role, reason: reason.id });
  work.notify('complaint_task', role, { category }, categoryOf(work.policy, category, 'category').clauses);
}

export function answerTask(work: ComplaintWork, { category, answer }: In<typeof p.answerTask>): void {
  const task = work.state.tasks[category]!;
  put(work, {
    ...task,
    status: 'answered',
    personId: task.personId ?? work.by,
    answer: { at: work.at, by: work.by, text: answer },
  });
  work.mark('answered', { category, answer: answer.id });
  work.mark(`answered.${category}`);
  if (work.state.status === 'assessed') work.status('investigating');
  if (Object.values(work.state.tasks).every(({ status }) => status === 'answered')) work.mark('all_answered');
}

/** The share of a category, where it is not answered yet. */
function openTask(state: ComplaintState, category: string): Task {
  const open = Object.values(state.tasks).filter(({ status }) => status !== 'answered');
  const found = open.find((task) => task.category === category);
  insist(
    found !== undefined,
    'not_found',
    '没有此类别的待办',
    'Nothing of this category is open',
    'category',
    open.map((task) => task.category),
  );
  return found;
}

export function takeTaskGuard(
  state: ComplaintState,
  actor: Actor,
  { category }: In<typeof p.takeTask>,
  policy: CasePolicy,
): void {
  const task = openTask(state, category);
  insist(task.personId !== actor.id, 'already_done', '已由您处理', 'You have it already', 'category');
  insist(task.personId === undefined, 'illegal_transition', '已由他人处理', 'Somebody else has it', 'category');
  insistOwner(state, actor, task, policy);
}

export function assignTaskGuard(
  state: ComplaintState,
  _actor: Actor,
  { category, taskPersonId }: In<typeof p.assignTask>,
): void {
  const task = openTask(state, category);
  insist(task.personId !== taskPersonId, 'already_done', '已由此人处理', 'This person has it already', 'taskPersonId');
  insistImpartial(state, taskPersonId, 'taskPersonId');
}

export function passTaskGuard(
  state: ComplaintState,
  actor: Actor,
  { category, role }: In<typeof p.passTask>,
  policy: CasePolicy,
): void {
  const task = openTask(state, category);
  insistOwner(state, actor, task, policy);
  const { categories } = rulesOf(policy);
  const known = [...new Set(categories.flatMap(({ owner, then }) => [owner, ...(then ? [then] : [])]))];
  insistKnown(role, known, 'role');
  insist(role !== task.owner, 'already_done', '已在该部门', 'It is with this department already', 'role');
}

export function answerTaskGuard(
  state: ComplaintState,
  actor: Actor,
  { category }: In<typeof p.answerTask>,
  policy: CasePolicy,
): void {
  insistOwner(state, actor, openTask(state, category), policy);
}

/** Its department, the person to whom it was given, or a supervisor for them. */
function insistOwner(state: ComplaintState, actor: Actor, task: Task, policy: CasePolicy): void {
  insistRole(
    actor.role === 'supervisor' ||
      task.personId === actor.id ||
      holdsDuty(actor, task.owner, policy.pins[0]!.id, regionOf(state)),
    'forbidden',
    task.owner,
    { zh: '此项由{named}处理', en: 'This is for {named}' },
    'category',
  );
}
