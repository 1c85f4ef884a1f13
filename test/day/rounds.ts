/** What people of the department do every day: publish the plan, work the queues, answer what has climbed to them. */
import type { Actor } from '../../domain/cases/record';
import { wall, type Story } from './agenda';
import { security, office } from './department';
import type { Cast } from './stories';

/** At 17:40 the dispatcher confirms and publishes the plan that was drafted at 17:00. */
export async function* planning({ desk }: Cast, from: number, until: number): Story {
  const { dispatcher } = desk.rig.actors;
  for (let date = wall.dateOf(from); wall.at(date, '17:40') <= until; date++) {
    yield wall.at(date, '17:40');
    const { plans } = await desk.call<{ plans: { id: string; version: number; status: string }[] }>(
      dispatcher,
      'GET',
      `/v1/plans?policyId=${security}&limit=1`,
    );
    const [plan] = plans;
    if (plan?.status !== 'draft') continue;
    const { version } = await desk.call<{ version: number }>(dispatcher, 'POST', `/v1/plans/${plan.id}/confirm`, {
      version: plan.version,
    });
    await desk.call(dispatcher, 'POST', `/v1/plans/${plan.id}/publish`, { version });
    const { workflow } = desk.rig.env.client;
    const workflowId = `publishPlan/${plan.id}/${version}`;
    desk.rig.opened(workflowId);
    for (;;) {
      const { status } = await workflow.getHandle(workflowId).describe();
      if (status.name === 'COMPLETED') break;
      await new Promise((done) => setTimeout(done, 50));
    }
  }
}

interface Task {
  id: string;
  policyId: string;
  kind: string;
  nextAttemptAt: string | null;
  script: { id: string; kind: string }[];
  form: string | null;
  attempts: number;
}

/** At 10:00 agents work through the queue of care; one call in five reaches nobody, one customer in thirty is cross. */
export async function* care({ desk, roll }: Cast, from: number, until: number): Story {
  const { agent } = desk.rig.actors;
  for (let date = wall.dateOf(from); wall.at(date, '10:00') <= until; date++) {
    yield wall.at(date, '10:00');
    const { rows } = await desk.call<{ rows: Task[] }>(agent, 'GET', '/v1/care/tasks?limit=100');
    const now = await desk.rig.now();
    for (const task of rows) {
      const path = `/v1/care/tasks/${encodeURIComponent(task.id)}`;
      if (task.nextAttemptAt !== null && Date.parse(task.nextAttemptAt) > now + 3_600_000) continue;
      if (task.kind !== 'call') await desk.call(agent, 'POST', `${path}/complete`, { signedBy: '客户' });
      else if (roll() < 0.2) await desk.call(agent, 'POST', `${path}/attempts`, { reached: false });
      else {
        const satisfied = roll() > 0.03;
        const given = { scale: satisfied ? 5 : 2, yes_no: satisfied, text: satisfied ? '无' : '交货慢' };
        const answers = Object.fromEntries(task.script.map(({ id, kind }) => [id, given[kind as keyof typeof given]]));
        await desk.call(agent, 'POST', `${path}/attempts`, { reached: true, satisfied, answers });
      }
    }
  }
}

/** Customers answer the survey's link, most in the first days; who does not is asked by phone when the week is over. */
export async function* surveys({ desk, roll }: Cast, from: number, until: number): Story {
  const { dispatcher } = desk.rig.actors;
  for (let date = wall.dateOf(from); wall.at(date, '20:00') <= until; date++) {
    yield wall.at(date, '20:00');
    const out = await desk.rig.prisma.survey.findMany({
      where: { policyId: office, returnedAt: null },
      orderBy: { id: 'asc' },
    });
    const now = await desk.rig.now();
    for (const { id, token, dueAt } of out) {
      const happy = roll() > 0.05;
      const answers = { quality: happy ? 5 : 2, delivery: 4, service: 5, solved: happy };
      if (roll() < 0.25) {
        const body = new URLSearchParams({ quality: happy ? '5' : '2', delivery: '4', service: '5', solved: 'yes' });
        const sent = await fetch(`${desk.rig.url}/s/${token}`, { method: 'POST', body });
        if (sent.status !== 200) throw new Error(`the survey page answered ${sent.status}`);
      } else if (dueAt.getTime() < now && roll() < 0.5)
        await desk.call(dispatcher, 'POST', `/v1/surveys/${encodeURIComponent(id)}/record`, { by: 'phone', answers });
    }
  }
}

/** Twice a day supervisors and managers answer what has climbed to them: late duties, escalations of cases. */
export async function* answering({ desk }: Cast, from: number, until: number): Story {
  const { rig } = desk;
  const actors = Object.values<Actor | string>({ ...rig.people }).filter((p) => typeof p !== 'string');
  for (let date = wall.dateOf(from); wall.at(date, '16:00') <= until; date++)
    for (const time of ['09:30', '16:00']) {
      if (wall.at(date, time) > until) return;
      yield wall.at(date, time);
      const { chores } = await desk.call<{ chores: { key: string; acknowledgedAt: string | null }[] }>(
        rig.actors.supervisor,
        'GET',
        '/v1/chores?list=late&limit=500',
      );
      for (const { key, acknowledgedAt } of chores)
        if (acknowledgedAt === null) await desk.call(rig.actors.supervisor, 'POST', '/v1/chores/acknowledge', { key });
      const open = await rig.prisma.escalation.findMany({ where: { status: 'open' }, orderBy: { raisedAt: 'asc' } });
      for (const { caseId, key, people } of open) {
        const whoever = actors.find((a) => people.includes(a.id) && ['supervisor', 'approver'].includes(a.role));
        if (whoever) await rig.act(caseId, 'acknowledge', whoever, { escalation: key });
      }
    }
}
