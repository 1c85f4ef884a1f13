/** Papers and attachments of real cases over the API: issued by steps and on request, listed, proved, kept from others. */
import { createHash, randomUUID } from 'node:crypto';
import { application } from '../domain/cases/return-simulator';
import { effectsOf } from '../faults/nothing-lost';
import { historyOf } from '../rig/replay';
import { startApiRig, type ApiRig, type Reply } from './api-rig';

let rig: ApiRig;
beforeAll(async () => {
  rig = await startApiRig('documents');
}, 60_000);
afterAll(() => rig.close());

interface Paper {
  id: string;
  form: string;
  version: number;
  seq: number;
  sha256: string;
  size: number;
  by: string;
}
const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

async function openReturn(): Promise<string> {
  const deliveredOn = new Date(Date.now() - 3 * 86_400_000).toISOString().slice(0, 10);
  const reply = await rig.call('POST', '/v1/cases/return', {
    as: rig.actors.agent,
    headers: { 'idempotency-key': randomUUID() },
    body: {
      ...{ policy: 'office-supplies-lubricants', customerId: 'customer', source: 'phone', product: 'label' },
      ...{ wants: 'return', reason: '标签粘不住', qualityProblem: true, deliveredOn },
    },
  });
  expect(reply.status).toBe(201);
  rig.opened(reply.body.caseId);
  return reply.body.caseId;
}

/** A return whose order is issued. */
async function ordered(): Promise<string> {
  const { agent, approver, supervisor } = rig.actors;
  const id = await openReturn();
  const lines = application.sale.lines.map((l) => ({ ...l, serialNo: undefined }));
  const sale = { documentNo: `XS-${randomUUID().slice(0, 8)}`, lines };
  for (const [action, as, payload] of [
    ['respond', agent, {}],
    ['fileApplication', agent, { ...application, sale }],
    ['submit', agent, {}],
    ['decideReturn', approver, { decision: 'approved', duty: 'salesperson' }],
    ['decideReturn', supervisor, { decision: 'approved', duty: 'duty_manager' }],
    ['issueOrder', agent, { orderNo: 'TH-1', route: 'send_in' }],
  ] as const) {
    const reply = await rig.act(id, action, as, payload);
    expect([action, reply.status, reply.text]).toEqual([action, 200, reply.text]);
  }
  await rig.settled();
  return id;
}

const ask = (id: string, form: string, as = rig.actors.agent, key: string = randomUUID()): Promise<Reply> =>
  rig.call('POST', `/v1/cases/${id}/documents`, { as, body: { form }, headers: { 'idempotency-key': key } });
const paperOf = (reply: Reply): Paper => (JSON.parse(reply.text) as { document: Paper }).document;
async function listed(id: string, as = rig.actors.agent): Promise<{ documents: Paper[]; ready: { form: string }[] }> {
  const reply = await rig.call('GET', `/v1/cases/${id}/documents`, { as });
  expect(reply.status).toBe(200);
  return JSON.parse(reply.text) as { documents: Paper[]; ready: { form: string }[] };
}
const fetched = async (path: string, as = rig.actors.agent): Promise<Response> =>
  fetch(`${rig.url}${path}`, { headers: { authorization: `Bearer ${await rig.token(as)}` } });

describe('papers of a return', () => {
  let id: string;
  beforeAll(async () => {
    id = await ordered();
  });

  test('O-11.1 O-11.3-d: application and return order are issued with their steps, with the hash in the history', async () => {
    const { documents, ready } = await listed(id);
    expect(documents.map(({ form, version }) => [form, version])).toEqual([
      ['return_application', 1],
      ['return_order', 1],
    ]);
    expect(ready.map(({ form }) => form)).toEqual(['return_application', 'return_order']);
    const effects = effectsOf(await historyOf(rig.env.client, id));
    const made = effects.flatMap((e) => (e.result as { document?: { id: string; sha256: string } }).document ?? []);
    expect(made).toEqual(documents.map(({ id: document, sha256: hash }) => ({ id: document, sha256: hash })));
  });

  test('a paper is downloaded as the bytes of its hash, to be saved and not shown', async () => {
    const [paper] = (await listed(id)).documents;
    const answer = await fetched(`/v1/cases/${id}/documents/${paper!.id}`);
    const bytes = Buffer.from(await answer.arrayBuffer());
    expect(answer.status).toBe(200);
    expect(bytes.subarray(0, 5).toString()).toBe('%PDF-');
    expect([sha256(bytes), bytes.length]).toEqual([paper!.sha256, paper!.size]);
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'content-type': 'application/pdf',
      'x-content-type-options': 'nosniff',
      'cache-control': 'private, no-store',
      'content-security-policy': "default-src 'none'; sandbox",
      'content-disposition': expect.stringContaining('attachment;') as string,
    });
  });

  test('asked for again: the same paper while the case says the same, the next version once it went on', async () => {
    const first = await ask(id, 'return_order');
    expect(first.status).toBe(201);
    expect(paperOf(first)).toMatchObject({ form: 'return_order', version: 1 });
    const key = randomUUID();
    const [once, again] = [
      await ask(id, 'return_order', rig.actors.agent, key),
      await ask(id, 'return_order', rig.actors.agent, key),
    ];
    expect(paperOf(again)).toEqual(paperOf(once));
    await rig.prisma.customer.update({ where: { id: 'customer' }, data: { phone: '13900009999' } });
    const next = paperOf(await ask(id, 'return_order'));
    expect(next).toMatchObject({ version: 2, by: rig.actors.agent.id });
    expect((await listed(id)).documents.filter(({ form }) => form === 'return_order')).toHaveLength(2);
  });

  test('a form that does not fit, or has nothing to print yet, is refused and changes nothing', async () => {
    const before = (await listed(id)).documents;
    const nothing = await ask(id, 'goods_in_record');
    expect([nothing.status, nothing.body.code, nothing.body.errors[0]!.field]).toEqual([
      409,
      'requirement_missing',
      'form',
    ]);
    expect([(await ask(id, 'quote')).status, (await ask(id, 'poem')).status]).toEqual([422, 422]);
    expect(
      (await rig.call('POST', `/v1/cases/${id}/documents`, { as: rig.actors.agent, body: { form: 'quote' } })).status,
    ).toBe(422);
    expect((await listed(id)).documents).toEqual(before);
  });

  test('who needs no customer reads no paper; another case’s paper is none of this case’s', async () => {
    const [paper] = (await listed(id)).documents;
    const path = `/v1/cases/${id}/documents/${paper!.id}`;
    const { approver, administrator, engineer, auditor } = rig.actors;
    expect((await fetched(path, auditor)).status).toBe(200);
    for (const actor of [approver, administrator, engineer]) expect((await fetched(path, actor)).status).toBe(403);
    expect((await ask(id, 'return_order', auditor)).status).toBe(403);
    const other = await openReturn();
    expect((await fetched(`/v1/cases/${other}/documents/${paper!.id}`)).status).toBe(404);
  });

  test('bytes that are not those of the hash are not handed out', async () => {
    const [paper] = (await listed(id)).documents;
    await rig.prisma.document.update({ where: { id: paper!.id }, data: { sha256: sha256(Buffer.from('else')) } });
    expect((await fetched(`/v1/cases/${id}/documents/${paper!.id}`)).status).toBe(500);
    await rig.prisma.document.update({ where: { id: paper!.id }, data: { sha256: paper!.sha256 } });
  });
});
