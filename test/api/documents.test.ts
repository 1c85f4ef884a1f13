/** Papers and attachments of real cases over the API: issued by steps and on request, listed, proved, kept from others. */
import { createHash, randomUUID } from 'node:crypto';
import type { Actor } from '../../domain/cases/record';
import { letter, photograph, secret } from '../documents/attachment-files';
import { application } from '../domain/cases/return-simulator';
import { inOrder, readRun } from '../../audit/history';
import { apart } from '../../audit/late-papers';
import { reconcileFiles } from '../../audit/kept-files';
import { historiesWithPapers, runsOfServer } from '../../audit/server';
import { timelineOf } from '../../audit/timeline';
import { filesOf } from '../../bin/audit/kept-files';
import { removeErasedBytes } from '../../prisma/erasure/papers';
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
  late: boolean;
}
interface Papers {
  documents: Paper[];
  ready: { form: string }[];
  mayAsk: boolean;
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
async function listed(id: string, as = rig.actors.agent): Promise<Papers> {
  const reply = await rig.call('GET', `/v1/cases/${id}/documents`, { as });
  expect(reply.status).toBe(200);
  return JSON.parse(reply.text) as Papers;
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

  test('S-5.5-f: a paper of a case that has ended is made without touching the case, and the auditor knows it', async () => {
    const ended = await ordered();
    expect((await rig.act(ended, 'cancel', rig.actors.supervisor, { reason: '客户不退了' })).status).toBe(200);
    await rig.env.client.workflow.getHandle(ended).result();
    const [steps, before] = [await rig.prisma.step.count({ where: { caseId: ended } }), await listed(ended)];
    expect([before.mayAsk, (await listed(ended, rig.actors.auditor)).mayAsk]).toEqual([true, false]);
    await rig.prisma.customer.update({ where: { id: 'customer' }, data: { phone: '13900008888' } });

    const key = randomUUID();
    const first = await ask(ended, 'return_order', rig.actors.agent, key);
    expect([first.status, paperOf(first)]).toMatchObject([
      201,
      { form: 'return_order', version: 2, late: true, by: rig.actors.agent.id },
    ]);
    expect(paperOf(await ask(ended, 'return_order', rig.actors.agent, key))).toEqual(paperOf(first));
    expect(paperOf(await ask(ended, 'return_order')).id).toBe(paperOf(first).id);
    expect((await ask(ended, 'return_application', rig.actors.agent, key)).body.code).toBe('key_reused');
    expect((await ask(ended, 'goods_in_record')).body.code).toBe('requirement_missing');
    expect((await ask(ended, 'return_order', rig.actors.auditor)).status).toBe(403);
    const answer = await fetched(`/v1/cases/${ended}/documents/${paperOf(first).id}`);
    expect(sha256(Buffer.from(await answer.arrayBuffer()))).toBe(paperOf(first).sha256);
    expect(await rig.prisma.step.count({ where: { caseId: ended } })).toBe(steps);

    const found = async (): Promise<string[]> => {
      const served = await historiesWithPapers(rig.env.client, ended);
      const { own, papers } = apart(served.map(({ runId, history }) => readRun(history, runId)));
      expect(papers).toHaveLength(2);
      const rows = await filesOf(rig.prisma, rig.documents, ended);
      const files = reconcileFiles(ended, timelineOf(inOrder(own)), rows, papers);
      return files.map(({ kind, key: id }) => `${kind} ${id}`);
    };
    expect(await found()).toEqual([]);
    await rig.prisma.document.update({ where: { id: paperOf(first).id }, data: { late: false } });
    expect(await found()).toEqual([`row_changed ${paperOf(first).id}`]);

    const audit = await rig.call('GET', `/v1/audit/cases/${ended}`, { as: rig.actors.auditor });
    const { papers, findings } = audit.body as unknown as { papers: object[]; findings: { kind: string }[] };
    expect(papers).toHaveLength(2);
    expect(papers[0]).toMatchObject({
      ...{ form: 'return_order', by: rig.actors.agent.id, document: paperOf(first).id },
      sha256: paperOf(first).sha256,
    });
    expect(findings.filter(({ kind }) => kind.startsWith('late_paper'))).toHaveLength(2);
  });

  test('bytes that are not those of the hash are not handed out', async () => {
    const [paper] = (await listed(id)).documents;
    await rig.prisma.document.update({ where: { id: paper!.id }, data: { sha256: sha256(Buffer.from('else')) } });
    expect((await fetched(`/v1/cases/${id}/documents/${paper!.id}`)).status).toBe(500);
    await rig.prisma.document.update({ where: { id: paper!.id }, data: { sha256: paper!.sha256 } });
  });
});

describe('attachments', () => {
  let id: string;
  let photo: Buffer;
  beforeAll(async () => {
    [id, photo] = [await openReturn(), await photograph('image/jpeg')];
  });

  interface Kept {
    id: string;
    type: string;
    sha256: string;
    givenSha256: string;
    size: number;
    name: string;
  }
  interface Sent {
    to?: string;
    as?: Actor;
    type?: string;
    key?: string;
    query?: string;
  }
  const send = async (
    bytes: Uint8Array,
    sent: Sent = {},
  ): Promise<{ status: number; body: Reply['body']; kept: Kept }> => {
    const { to = id, as = rig.actors.agent, type = 'image/jpeg', key = randomUUID(), query = 'about=damage' } = sent;
    const answer = await fetch(`${rig.url}/v1/cases/${to}/attachments?${query}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${await rig.token(as)}`, 'content-type': type, 'idempotency-key': key },
      body: new Uint8Array(bytes),
    });
    const body = (await answer.json()) as Reply['body'] & { attachment: Kept };
    return { status: answer.status, body, kept: body.attachment };
  };
  const attached = async (as = rig.actors.agent): Promise<Kept[]> => {
    const reply = await rig.call('GET', `/v1/cases/${id}/attachments`, { as });
    return (JSON.parse(reply.text) as { attachments: Kept[] }).attachments;
  };

  test('a photograph is kept without metadata, named in the case’s history by hash, and downloaded as that', async () => {
    const key = randomUUID();
    const query = `about=damage&name=${encodeURIComponent('开裂处.png')}`;
    const { status, kept } = await send(photo, { key, query });
    expect(status).toBe(201);
    expect(kept).toMatchObject({ type: 'image/jpeg', givenSha256: sha256(photo), name: '开裂处.png' });
    expect((await send(photo, { key, query })).kept).toEqual(kept);
    expect(await attached()).toEqual([kept]);

    const answer = await fetched(`/v1/cases/${id}/attachments/${kept.id}`);
    const bytes = Buffer.from(await answer.arrayBuffer());
    expect([sha256(bytes), bytes.length]).toEqual([kept.sha256, kept.size]);
    expect(bytes.includes(secret)).toBe(false);
    expect(answer.headers.get('content-type')).toBe('image/jpeg');
    expect(answer.headers.get('content-disposition')).toContain(`filename*=UTF-8''${encodeURIComponent('开裂处.jpg')}`);

    const steps = effectsOf(await historyOf(rig.env.client, id)).map((e) => JSON.stringify(e.input));
    const named = steps.filter((step) => step.includes(kept.sha256));
    expect(named).toHaveLength(1);
    expect(named[0]).not.toContain('开裂处');
    const timeline = await rig.call('GET', `/v1/cases/${id}/timeline`, { as: rig.actors.agent });
    expect(timeline.text).toContain('损坏处');
  });

  test('bytes that lie about their type, broken, empty, unknown or too many are refused, and nothing is kept', async () => {
    const before = [await rig.prisma.attachment.count(), (await attached()).length];
    const lie = await send(await photograph('image/png'));
    expect([lie.status, lie.body.code, lie.body.errors[0]]).toMatchObject([
      415,
      'unsupported_media',
      { allowed: ['image/png'] },
    ]);
    for (const [bytes, sent, status] of [
      [Buffer.from('<svg/>'), { type: 'image/svg+xml' }, 415],
      [Buffer.from('<script>'), {}, 415],
      [photo.subarray(0, 300), {}, 400],
      [Buffer.alloc(0), {}, 400],
      [Buffer.alloc(10 * 1024 * 1024 + 1), {}, 413],
      [photo, { query: 'about=everything' }, 422],
      [photo, { query: 'about=damage&name=a%00b' }, 422],
      [photo, { key: 'short' }, 422],
      [photo, { as: rig.actors.approver }, 403],
      [photo, { as: rig.actors.engineer }, 403],
    ] as [Buffer, Sent, number][])
      expect([sent, (await send(bytes, sent)).status]).toEqual([sent, status]);
    expect([await rig.prisma.attachment.count(), (await attached()).length]).toEqual(before);
  });

  test('a key used for another file is refused, and the other file is not kept', async () => {
    const key = randomUUID();
    expect((await send(photo, { key })).status).toBe(201);
    const rows = await rig.prisma.attachment.count();
    const other = await send(await photograph('image/webp'), { key, type: 'image/webp' });
    expect([other.status, other.body.code]).toEqual([422, 'key_reused']);
    expect(await rig.prisma.attachment.count()).toBe(rows);
  });

  test('an action cannot name a file that was not uploaded to this case', async () => {
    const { kept } = await send(await letter(), { type: 'application/pdf', query: 'about=document' });
    const payload = { attachment: { id: kept.id, sha256: kept.sha256 }, about: 'goods' };
    const other = await openReturn();
    const foreign = await rig.act(other, 'attach', rig.actors.agent, payload);
    expect([foreign.status, foreign.body.errors[0]!.field]).toEqual([422, 'payload.attachment']);
    const forged = { ...payload, attachment: { ...payload.attachment, sha256: sha256(Buffer.from('else')) } };
    expect((await rig.act(id, 'attach', rig.actors.agent, forged)).status).toBe(422);
    expect((await fetched(`/v1/cases/${other}/attachments/${kept.id}`)).status).toBe(404);
  });

  test('S-8.3-b: whom a complaint is about reads and attaches nothing', async () => {
    const opened = await rig.call('POST', '/v1/cases/complaint', {
      as: rig.actors.agent,
      headers: { 'idempotency-key': randomUUID() },
      body: {
        ...{ policy: 'office-supplies-lubricants', customerId: 'customer', source: 'call', channel: 'phone' },
        ...{ complaint: '维修人员态度不好', concernedIds: [rig.actors.warehouse.id] },
      },
    });
    expect([opened.status, opened.text]).toEqual([201, opened.text]);
    const { caseId } = opened.body;
    rig.opened(caseId);
    while ((await rig.prisma.document.count({ where: { caseId } })) === 0)
      await new Promise((later) => setTimeout(later, 50));
    const { documents } = await listed(caseId);
    expect(documents.map(({ form }) => form)).toEqual(['complaint_form']);
    expect((await send(photo, { to: caseId })).status).toBe(201);
    const { warehouse: concerned } = rig.actors;
    for (const path of ['documents', `documents/${documents[0]!.id}`, 'attachments'])
      expect((await fetched(`/v1/cases/${caseId}/${path}`, concerned)).status).toBe(403);
    expect((await ask(caseId, 'complaint_form', concerned)).status).toBe(403);
    expect((await send(photo, { to: caseId, as: concerned })).status).toBe(403);
    const direct = await rig.act(caseId, 'issueDocument', concerned, { form: 'complaint_form' });
    expect(direct.status).toBe(403);
  });

  test('the auditor holds papers and attachments against the history, the rows and the bytes', async () => {
    const found = async (): Promise<object[]> => {
      const timeline = timelineOf(inOrder(await runsOfServer(rig.env.client, id)));
      const files = reconcileFiles(id, timeline, await filesOf(rig.prisma, rig.documents, id));
      return files.map(({ kind, table, key }) => ({ kind, table, key }));
    };
    const [kept] = await attached();
    expect(await found()).toEqual([]);

    const place = { table: 'attachment', key: kept!.id };
    await rig.prisma.attachment.update({ where: { id: kept!.id }, data: { sha256: sha256(photo) } });
    expect(await found()).toEqual([{ kind: 'row_changed', ...place }]);
    await rig.prisma.attachment.delete({ where: { id: kept!.id } });
    expect(await found()).toEqual([{ kind: 'row_missing', ...place }]);
  });
});

describe('N-2.3-6: makers’ technical documents', () => {
  interface Archived {
    id: string;
    title: string;
    sha256: string;
    givenSha256: string;
    size: number;
    withdrawnAt: string | null;
    kind: { title: { zh: string } };
  }
  let unit: { product: string; model: string };
  beforeAll(async () => {
    unit = await rig.prisma.asset.findUniqueOrThrow({ where: { id: 'asset' } });
  });
  const put = async (
    bytes: Uint8Array,
    query: object,
    as: Actor = rig.actors.dispatcher,
    key: string = randomUUID(),
  ) => {
    const about = { maker: '某厂', kind: 'service_manual', product: unit.product, ...query };
    const answer = await fetch(`${rig.url}/v1/maker-documents?${new URLSearchParams(about).toString()}`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${await rig.token(as)}`,
        ...{ 'content-type': 'application/pdf', 'idempotency-key': key },
      },
      body: new Uint8Array(bytes),
    });
    return { status: answer.status, body: (await answer.json()) as Archived };
  };
  const listing = async (path: string, as: Actor = rig.actors.engineer) => {
    const reply = await rig.call('GET', path, { as });
    const { rows, documents } = JSON.parse(reply.text) as { rows?: Archived[]; documents?: Archived[] };
    return { status: reply.status, titles: (rows ?? documents ?? []).map(({ title }) => title) };
  };

  test('are kept without metadata, found in the archive, shown with a case of the product, and withdrawn', async () => {
    const pdf = await letter();
    const key = randomUUID();
    const made = await put(pdf, { title: '甲手册', model: unit.model, edition: 'V2' }, rig.actors.dispatcher, key);
    expect([made.status, made.body]).toMatchObject([
      201,
      { givenSha256: sha256(pdf), kind: { title: { zh: '维修手册' } }, withdrawnAt: null },
    ]);
    const again = await put(pdf, { title: '甲手册', model: unit.model, edition: 'V2' }, rig.actors.dispatcher, key);
    expect(again.body).toEqual(made.body);
    // Another request under the key, be it by its words or by its file, is no retry.
    const otherTitle = await put(pdf, { title: '戊手册', model: unit.model }, rig.actors.dispatcher, key);
    const longer = Buffer.concat([pdf, Buffer.from('\n')]);
    const otherFile = await put(
      longer,
      { title: '甲手册', model: unit.model, edition: 'V2' },
      rig.actors.dispatcher,
      key,
    );
    for (const { status, body } of [otherTitle, otherFile])
      expect([status, body]).toMatchObject([422, { code: 'key_reused' }]);
    await put(pdf, { title: '乙目录', kind: 'parts_list' });
    await put(pdf, { title: '丙手册', model: 'another' });
    await put(pdf, { title: '丁手册', product: 'other_family' });

    const ofModel = `/v1/maker-documents?${new URLSearchParams({ product: unit.product, model: unit.model }).toString()}`;
    expect((await listing(ofModel)).titles.toSorted()).toEqual(['乙目录', '甲手册'].toSorted());
    expect((await listing(`/v1/maker-documents?q=${encodeURIComponent('丁')}`)).titles).toEqual(['丁手册']);
    // Carried in, so that no promise to dispatch within the day ends in the time that this server has skipped.
    const { caseId } = (await rig.openRepair({ channel: 'carry_in' })).body;
    expect(
      (await rig.act(caseId, 'assign', rig.actors.dispatcher, { engineerId: rig.actors.engineer.id })).status,
    ).toBe(200);
    const shown = `/v1/cases/${caseId}/maker-documents`;
    expect((await listing(shown)).titles.toSorted()).toEqual(['乙目录', '甲手册'].toSorted());

    const file = await fetched(`/v1/maker-documents/${made.body.id}/file`, rig.actors.engineer);
    const bytes = Buffer.from(await file.arrayBuffer());
    expect([sha256(bytes), bytes.length, bytes.includes(secret)]).toEqual([made.body.sha256, made.body.size, false]);
    expect(file.headers.get('content-disposition')).toContain(encodeURIComponent('甲手册.pdf'));

    const withdraw = `/v1/maker-documents/${made.body.id}/withdraw`;
    expect((await rig.call('POST', withdraw, { as: rig.actors.engineer, body: {} })).status).toBe(403);
    expect((await rig.call('POST', withdraw, { as: rig.actors.supervisor, body: {} })).status).toBe(200);
    expect((await listing(shown)).titles).toEqual(['乙目录']);
    expect((await listing('/v1/maker-documents?withdrawn=true')).titles).toEqual(['甲手册']);
    expect((await fetched(`/v1/maker-documents/${made.body.id}/file`, rig.actors.auditor)).status).toBe(200);
  });

  test('who keeps no records puts nothing in; broken bytes, other types and unknown kinds are refused', async () => {
    const before = await rig.prisma.makerDocument.count();
    const pdf = await letter();
    expect((await put(pdf, { title: '手册' }, rig.actors.engineer)).status).toBe(403);
    expect((await put(await photograph('image/png'), { title: '手册' })).status).toBe(415);
    expect((await put(pdf.subarray(0, 200), { title: '手册' })).status).toBe(400);
    expect((await put(pdf, { title: '手册', kind: 'poem' })).status).toBe(422);
    expect(await rig.prisma.makerDocument.count()).toBe(before);
    expect((await listing('/v1/maker-documents', rig.actors.administrator)).status).toBe(403);
  });

  test('bytes that the archive keeps outlast the erasure of a case that had them too', async () => {
    const pdf = await letter();
    const { sha256: kept } = (await put(pdf, { title: '同一份' })).body;
    const gone = { caseId: 'R-erased', name: '', type: 'application/pdf', about: 'document', size: 1, by: 'x' };
    await rig.prisma.attachment.create({
      data: { ...gone, id: 'a-erased', sha256: kept, givenSha256: kept, createdAt: new Date(), erasedAt: new Date() },
    });
    await removeErasedBytes(rig.prisma, rig.documents, ['R-erased']);
    expect(await rig.documents.get(kept)).toBeDefined();
  });
});
