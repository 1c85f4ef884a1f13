/** A plan through the API: changed with its conflicts shown, confirmed, published; who should go (issue 6 point 1). */
import { startApiRig, type ApiRig, type Reply } from './api-rig';

let rig: ApiRig;
beforeAll(async () => {
  rig = await startApiRig('plans');
});
afterAll(() => rig.close());

interface PlanBody {
  id: string;
  version: number;
  status: string;
  date: string;
  lines: {
    caseId: string;
    engineerId: string | null;
    startAt: string;
    endAt: string;
    conflicts: { code: string; text: string }[];
  }[];
}
const plan = (reply: Reply): PlanBody => reply.body as unknown as PlanBody;

async function draft(): Promise<PlanBody> {
  const { planId } = await rig.run<{ planId: string }>('draftPlan', {
    policyId: 'security-projects-chongqing',
    at: new Date().toISOString(),
  });
  return plan(await rig.call('GET', `/v1/plans/${planId}`, { as: rig.actors.dispatcher }));
}

test('overlapping visits are shown as conflicts, a stale version is refused, publishing gives the cases their engineers', async () => {
  const first = await rig.openRepair();
  const second = await rig.openRepair();
  await rig.settled();
  const made = await draft();
  expect(made.lines.map((l) => l.caseId).sort()).toEqual([first.body.caseId, second.body.caseId].sort());
  const [a, b] = made.lines;
  const { dispatcher, engineer, auditor } = rig.actors;
  const body = {
    version: made.version,
    caseId: b!.caseId,
    engineerId: a!.engineerId,
    startAt: a!.startAt,
    endAt: a!.endAt,
  };
  expect((await rig.call('POST', `/v1/plans/${made.id}/lines`, { as: engineer, body })).status).toBe(403);
  expect((await rig.call('POST', `/v1/plans/${made.id}/lines`, { as: auditor, body })).status).toBe(403);
  const unknown = await rig.call('POST', `/v1/plans/${made.id}/lines`, {
    as: dispatcher,
    body: { ...body, engineerId: 'nobody' },
  });
  expect([unknown.status, unknown.body.errors[0]?.field]).toEqual([422, 'engineerId']);
  const changed = await rig.call('POST', `/v1/plans/${made.id}/lines`, { as: dispatcher, body });
  expect(changed.status).toBe(200);
  for (const line of plan(changed).lines) expect(line.conflicts.map((c) => c.code)).toContain('overlap');
  expect(plan(changed).lines[0]!.conflicts[0]!.text).toBe('与另一安排时间重叠');
  const stale = await rig.call('POST', `/v1/plans/${made.id}/lines`, { as: dispatcher, body });
  expect([stale.status, stale.body.code]).toEqual([412, 'stale_version']);

  const early = await rig.call('POST', `/v1/plans/${made.id}/publish`, {
    as: dispatcher,
    body: { version: plan(changed).version },
  });
  expect(early.body.code).toBe('illegal_transition');
  // S-5.15: overlaps are the dispatcher's to bear; somebody without the training is not sent at all.
  const training = (qualified: boolean) =>
    rig.prisma.person.update({ where: { id: a!.engineerId! }, data: { qualified } });
  await training(false);
  const forbidden = await rig.call('POST', `/v1/plans/${made.id}/confirm`, {
    as: dispatcher,
    body: { version: plan(changed).version },
  });
  expect([forbidden.status, forbidden.body.code]).toEqual([409, 'requirement_missing']);
  expect(forbidden.body.errors.map(({ field }) => field).sort()).toEqual(
    [a!, b!].map(({ caseId }) => `lines.${caseId}.engineerId`).sort(),
  );
  await training(true);
  const confirmed = await rig.call('POST', `/v1/plans/${made.id}/confirm`, {
    as: dispatcher,
    body: { version: plan(changed).version },
  });
  // S-5.15: lost between the confirmation and the sending, the training is missed all the same.
  await training(false);
  const publishing = `/v1/plans/${made.id}/publish`;
  const lost = await rig.call('POST', publishing, { as: dispatcher, body: { version: plan(confirmed).version } });
  expect([lost.status, lost.body.code]).toEqual([409, 'requirement_missing']);
  await training(true);
  const published = await rig.call('POST', `/v1/plans/${made.id}/publish`, {
    as: dispatcher,
    body: { version: plan(confirmed).version },
  });
  expect([published.status, plan(published).status]).toEqual([202, 'published']);
  await rig.env.client.workflow.getHandle(`publishPlan/${made.id}/${plan(confirmed).version}`).result();
  const rows = await rig.prisma.case.findMany({ select: { engineerId: true } });
  expect(rows.map((r) => r.engineerId)).toEqual([a!.engineerId, a!.engineerId]);
});

test('who should go: ranked with reasons; an engineer whose training is missing is no choice (S-5.15)', async () => {
  await rig.prisma.person.update({ where: { id: 'otherEngineer' }, data: { qualified: false } });
  const { body } = await rig.openRepair();
  await rig.settled();
  const reply = await rig.call('GET', `/v1/cases/${body.caseId}/engineers`, { as: rig.actors.dispatcher });
  const { engineers } = reply.body as unknown as {
    engineers: { engineerId: string; fit: boolean; reasons: { code: string; text: string }[]; titles: object }[];
  };
  expect(engineers.map((e) => e.engineerId)).toEqual(['engineer', 'otherEngineer']);
  expect(engineers[1]).toMatchObject({ fit: false });
  expect(engineers[1]!.reasons.map((r) => r.code)).toContain('not_qualified');
  expect(engineers[0]!.titles).toMatchObject({ engineer: { zh: '李工' } });
});

test('certificates and absences: an end before its beginning is refused', async () => {
  const { administrator, dispatcher } = rig.actors;
  const span = { personId: 'engineer', from: '2026-03-03T00:00:00Z', until: '2026-03-02T00:00:00Z' };
  const wrong = await rig.call('POST', '/v1/absences', { as: dispatcher, body: span });
  expect([wrong.status, wrong.body.errors[0]?.field]).toEqual([422, 'until']);
  const right = await rig.call('POST', '/v1/certificates', {
    as: administrator,
    body: { personId: 'engineer', kind: 'security_installer', expiresOn: '2027-03-01' },
  });
  expect(right.status).toBe(201);
  const chores = await rig.call('GET', '/v1/chores?list=done', { as: dispatcher });
  expect((chores.body as unknown as { chores: object[] }).chores).toHaveLength(1);
});

test('C-SEC-n4: a case is not given directly either to somebody whose certificate is missing or has run out', async () => {
  const opened = await rig.openRepair({
    ...{ policy: 'security-install-3y', assetId: undefined, product: 'security_system' },
  });
  expect([opened.status, opened.body.errors]).toEqual([201, undefined]);
  await rig.settled();
  const { dispatcher, engineer } = rig.actors;
  const give = () => rig.act(opened.body.caseId, 'assign', dispatcher, { engineerId: engineer.id });
  await rig.act(opened.body.caseId, 'respond', dispatcher);
  const held = { personId: engineer.id, kind: 'security_installer' };
  const until = (day: Date) => rig.prisma.certificate.updateMany({ where: held, data: { expiresOn: day } });
  await rig.prisma.certificate.deleteMany({ where: held });
  const missing = await give();
  expect([missing.status, missing.body.errors[0]?.field]).toEqual([409, 'payload.engineerId']);
  await rig.prisma.certificate.create({ data: { ...held, expiresOn: new Date('2020-01-01') } });
  expect((await give()).body.code).toBe('requirement_missing');
  await until(new Date('2099-01-01'));
  expect((await give()).status).toBe(200);
});
