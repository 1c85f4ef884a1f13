/** What the API does while the database, or the workers, are away. */
import { randomUUID } from 'node:crypto';
import { openDatabase } from '../../activities/database';
import { startApi, type RunningApi } from '../../api/server';
import { repairRequest, startApiRig, type ApiRig } from './api-rig';

let rig: ApiRig;
let withoutDatabase: RunningApi;
let withoutWorkers: RunningApi;
const nowhere = 'postgresql://nobody@127.0.0.1:9/none';
beforeAll(async () => {
  rig = await startApiRig('api-outage');
  const { deps } = rig;
  withoutDatabase = await startApi({
    ...deps,
    prisma: openDatabase({ url: nowhere }),
    config: { ...deps.config, databaseUrl: nowhere },
  });
  withoutWorkers = await startApi({ ...deps, config: { ...deps.config, taskQueue: 'nobody-polls-this' } });
});
afterAll(async () => {
  await withoutDatabase?.close();
  await withoutWorkers?.close();
  await rig?.close();
});

async function post(
  url: string,
  path: string,
  body: object,
  key: string = randomUUID(),
): Promise<{ status: number; headers: Headers; body: Record<string, unknown> }> {
  const headers = {
    'content-type': 'application/json',
    authorization: `Bearer ${await rig.token(rig.actors.dispatcher)}`,
    'idempotency-key': key,
  };
  const answer = await fetch(`${url}${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
  return { status: answer.status, headers: answer.headers, body: (await answer.json()) as Record<string, unknown> };
}

describe('with the database down', () => {
  it('opens no case: 503, come again with the same key', async () => {
    const reply = await post(withoutDatabase.url, '/v1/cases/repair', repairRequest);
    expect([reply.status, reply.body.code]).toEqual([503, 'unavailable']);
    expect(reply.headers.get('retry-after')).toBe('5');
  });

  it('takes an action all the same, once a key', async () => {
    const id = (await rig.openRepair()).body.caseId;
    const path = `/v1/cases/${id}/actions/respond`;
    const key = randomUUID();
    const first = await post(withoutDatabase.url, path, { payload: {} }, key);
    expect([first.status, first.body.state, first.body.case]).toEqual([200, 'done', null]);
    const again = await post(withoutDatabase.url, path, { payload: {} }, key);
    expect(again.body.seq).toBe(first.body.seq);
    const other = await post(withoutDatabase.url, path, { payload: { by: 'email' } }, key);
    expect([other.status, other.body.code]).toEqual([422, 'key_reused']);
  });

  it('takes no action whose words it could not keep', async () => {
    const id = (await rig.openRepair()).body.caseId;
    const reply = await post(withoutDatabase.url, `/v1/cases/${id}/actions/note`, { payload: { text: '不能丢' } });
    expect([reply.status, reply.headers.get('retry-after')]).toEqual([503, '5']);
    expect(await rig.prisma.step.count({ where: { caseId: id, causeName: 'note' } })).toBe(0);
  });

  it('says that it is not ready, but lives', async () => {
    expect((await fetch(`${withoutDatabase.url}/healthz`)).status).toBe(200);
    const ready = await fetch(`${withoutDatabase.url}/readyz`);
    expect([ready.status, await ready.json()]).toEqual([
      503,
      { status: 'unavailable', database: false, temporal: true },
    ]);
  });
});

describe('with a case that cannot be recorded', () => {
  it('says that the action is accepted, and with the same key that it is done once it is', async () => {
    const id = (await rig.openRepair()).body.caseId;
    const path = `/v1/cases/${id}/actions/respond`;
    const key = randomUUID();
    await rig.prisma.$transaction(
      async (holding) => {
        await holding.$executeRaw`LOCK TABLE cases."Step" IN EXCLUSIVE MODE`;
        const reply = await post(rig.url, path, { payload: {} }, key);
        expect([reply.status, reply.body.state]).toEqual([202, 'accepted']);
      },
      { maxWait: 10_000, timeout: 40_000 },
    );
    const again = await post(rig.url, path, { payload: {} }, key);
    expect([again.status, again.body.state]).toEqual([200, 'done']);
  }, 60_000);
});

describe('without workers', () => {
  it('opens a case, which is safe, and says that it is not recorded yet', async () => {
    const key = randomUUID();
    const reply = await post(withoutWorkers.url, '/v1/cases/repair', repairRequest, key);
    expect([reply.status, reply.body.recorded]).toEqual([201, false]);
    const path = `/v1/cases/${String(reply.body.caseId)}/actions/respond`;
    const began = Date.now();
    const action = await post(withoutWorkers.url, path, { payload: {} });
    expect([action.status, action.body.code, action.headers.get('retry-after')]).toEqual([503, 'unavailable', '5']);
    expect(Date.now() - began).toBeLessThan(8_000);
    await rig.env.client.workflow.getHandle(String(reply.body.caseId)).terminate('the test is over');
  }, 30_000);
});
