/** One account of what is wrong: the part of the request, and the path in it that the caller sent. */
import { randomUUID } from 'node:crypto';
import { createApp } from '../../api/app';
import { besidePayload } from '../../api/cases/action-route';
import { payloadExamples } from '../../api/examples/payloads';
import { requestExamples } from '../../api/examples/requests';
import { fieldNames } from '../../api/http/places';
import { access, mayCall, type RouteKey } from '../../api/roles';
import type { Route } from '../../api/route';
import { caseKinds } from '../../domain/cases/kinds';
import { clientPayload } from '../../domain/cases/payload';
import type { SystemRole } from '../../domain/cases/record';
import { everyRole, repairRequest, startApiRig, type ApiRig, type Reply } from './api-rig';

let rig: ApiRig;
let routes: readonly Route[];
beforeAll(async () => {
  rig = await startApiRig('api-places');
  ({ routes } = createApp(rig.deps));
});
afterAll(() => rig?.close());

const actions = caseKinds.flatMap(({ table, opening }) =>
  table.actions
    .filter(({ told }) => !told)
    .map((action) => ({ kind: table.kind, number: `${opening.prefix}2026-999999`, action })),
);
const named = actions.map((one) => [`${one.kind} ${one.action.name}`, one] as const);

/** What was said of each field, `in path`; nothing is left without a place. */
function places(reply: Reply): string[] {
  return reply.body.errors.map((e) => `${e.in} ${e.field}`);
}

/** Whether something stands at this path, or where it was to stand. */
function leadsThrough(sent: unknown, path: string): boolean {
  const steps = path.split('.').slice(0, -1);
  let at = sent;
  for (const step of steps) at = (at as Record<string, unknown> | undefined)?.[step];
  return typeof at === 'object' && at !== null;
}

const post = (path: string, role: SystemRole, body: unknown, headers: Record<string, string> = {}) =>
  rig.call('POST', path, { as: rig.actors[role], body, headers: { 'idempotency-key': randomUUID(), ...headers } });

describe.each(named)('%s', (_name, { kind, number, action }) => {
  const path = `/v1/cases/${number}/actions/${action.name}`;
  const role = action.roles[0]!;

  it('names fields of its payload by the path at which they were sent', async () => {
    const wrong = await post(path, role, { payload: { noSuchField: 1 } });
    expect([wrong.status, places(wrong)]).toEqual([422, expect.arrayContaining(['body payload.noSuchField'])]);
    expect(places(wrong).filter((place) => !place.startsWith('body payload.'))).toEqual([]);
  });

  it('refuses its example for nothing but what the rest of the world lacks', async () => {
    const body = { payload: payloadExamples[kind][action.name] ?? {} };
    const reply = await post(path, role, body);
    expect([404, 409, 422]).toContain(reply.status);
    for (const { in: place, field } of reply.body.errors.filter((e) => e.field !== undefined)) {
      expect([field, place]).toEqual([field, 'body']);
      expect(leadsThrough(body, field!)).toBe(true);
    }
  });

  it('has no field called like what is sent beside the payload', () => {
    expect(fieldNames(clientPayload(action.payload)).filter((name) => besidePayload.includes(name))).toEqual([]);
  });
});

describe('every part of a request', () => {
  it('is told from the others', async () => {
    const as = rig.actors.agent;
    const path = '/v1/cases/R2026-999999/actions/note';
    const keyless = await rig.call('POST', path, { as, body: { payload: { text: '一' }, colour: 1 } });
    expect(places(keyless).sort()).toEqual(['body colour', 'header idempotency-key']);
    expect(places(await post(`${path}?colour=red`, 'agent', { payload: { text: '一' } }))).toEqual(['query colour']);
    expect(places(await rig.call('GET', '/v1/cases/R%00', { as }))).toEqual(['path id']);
    expect(places(await post('/v1/cases/R2026-999999/actions/dance', 'agent', {}))).toEqual(['path action']);
    const file = { 'content-type': 'text/plain' };
    const photo = `/v1/cases/R2026-999999/attachments?about=damage&name=a.jpg&sha256=${'0'.repeat(64)}`;
    const upload = await rig.call('POST', photo, {
      as,
      raw: 'x',
      headers: { ...file, 'idempotency-key': randomUUID() },
    });
    expect([upload.status, places(upload)]).toEqual([415, ['header content-type']]);
  });

  it('is named by the caller’s own way to say it: an older view by header or in the body', async () => {
    const { caseId } = (await rig.openRepair()).body;
    const late = (more: object) => rig.act(caseId, 'respond', rig.actors.agent, {}, more);
    expect(places(await late({ headers: { 'if-match': '"0"' } }))).toEqual(['header if-match']);
    expect(places(await late({ body: { expectedSeq: 0 } }))).toEqual(['body expectedSeq']);
    const assigned = await rig.act(caseId, 'assign', rig.actors.dispatcher, { engineerId: 'nobody' });
    expect(places(assigned)).toEqual(['body payload.engineerId']);
    const unknown = await rig.act(caseId, 'acknowledge', rig.actors.supervisor, { escalation: 'breach:none' });
    expect(places(unknown)).toEqual(['body payload.escalation']);
  });

  it('is told from what the records lack', async () => {
    const { id } = await rig.prisma.customer.create({ data: { name: '无电话客户' } });
    const request = { ...repairRequest, customerId: id, siteId: undefined, assetId: undefined };
    const reply = await post('/v1/cases/repair', 'agent', request);
    expect(reply.status).toBe(422);
    expect(places(reply)).toContain('record phone');
  });
});

const requests = (Object.keys(access) as RouteKey[]).filter((key) => key in requestExamples);

it.each(requests)('%s places whatever is wrong with its body', async (key) => {
  const [method, path] = key.split(' ') as [string, string];
  const route = routes.find((r) => r.key === key)!;
  const role = everyRole.find((one) => access[key] === 'public' || mayCall(key, one))!;
  const ids = path.replace(/:kind/, 'customers').replace(/:(\w+)/g, 'nobody');
  const reply = await rig.call(method, ids, {
    as: access[key] === 'public' ? undefined : rig.actors[role],
    body: { noSuchField: 1 },
  });
  expect([reply.status, places(reply)]).toEqual([422, expect.arrayContaining(['body noSuchField'])]);
  const known = fieldNames(route.body!);
  for (const { in: place, field } of reply.body.errors.filter((e) => e.field !== 'noSuchField'))
    expect([place, known.includes(field!.split('.')[0]!) || place === 'header']).toEqual([place, true]);
});
