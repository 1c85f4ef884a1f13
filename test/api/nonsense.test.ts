/** Nonsense of every sort at every route, by who may call it: refused with a problem, never a failure of ours. */
import { randomUUID } from 'node:crypto';
import { requestExamples } from '../../api/examples/requests';
import { access, mayCall, type RouteKey } from '../../api/roles';
import { everyRole, startApiRig, type ApiRig } from './api-rig';

let rig: ApiRig;
beforeAll(async () => {
  rig = await startApiRig('api-nonsense');
});
afterAll(() => rig?.close());

const keys = (Object.keys(access) as RouteKey[]).filter((key) => key !== 'GET /v1/changes');

/** Whatever JSON can say, in the place of each field of a request that would be taken. */
const odd: readonly unknown[] = [
  null,
  true,
  -1,
  1e308,
  0.1,
  '',
  '\u0000',
  '😀'.repeat(3000),
  'constructor',
  '9999-12-31T23:59:59-12:00',
  [],
  [null],
  {},
  { toString: 1 },
  [[[[[{}]]]]],
];

function bodiesOf(key: RouteKey): unknown[] {
  const example = requestExamples[key] as Record<string, unknown> | undefined;
  if (!example) return [...odd];
  const fields = Object.keys(example);
  // Each field takes each odd value once; the others stay as they are.
  return [...odd.slice(0, 3), ...odd.map((value, i) => ({ ...example, [fields[i % fields.length]!]: value }))];
}

function pathOf(key: RouteKey, id: string): string {
  return key.split(' ')[1]!.replace(/:\w+/g, encodeURIComponent(id));
}

it.each(keys)('%s', async (key) => {
  const method = key.split(' ')[0]!;
  const role = everyRole.find((one) => access[key] === 'public' || mayCall(key, one))!;
  const as = access[key] === 'public' ? undefined : rig.actors[role];
  const ask = async (path: string, body?: unknown): Promise<void> => {
    const headers = { 'idempotency-key': randomUUID() };
    const reply = await rig.call(method, path, { as, body, headers });
    expect([path, body, reply.status, reply.status < 500]).toEqual([path, body, reply.status, true]);
    if (reply.status >= 400 && reply.status !== 429) expect(reply.body.code).toEqual(expect.any(String));
  };
  for (const id of ['nobody', '../x', 'R2026-000001;', '０', 'a'.repeat(300), '__proto__']) await ask(pathOf(key, id));
  if (method === 'GET')
    for (const query of [
      '?limit=x',
      '?cursor=%00',
      '?q=%25_%5C',
      '?from=9999-99-99',
      '?limit=1e9&limit=2',
      '?policyId[]=1',
    ])
      await ask(`${pathOf(key, 'nobody')}${query}`);
  else for (const body of bodiesOf(key)) await ask(pathOf(key, 'nobody'), body);
  // What was odd and taken all the same is no failure of the log either.
  expect(rig.logged.filter((line) => line.includes('a request failed'))).toEqual([]);
});
