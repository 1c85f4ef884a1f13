/** Erasure on real PostgreSQL: what goes, what stays, what stops it, and the proof of it. */
import { createHash } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { retainRecords } from '../../activities/retention';
import { folderStore } from '../../documents/store/folder';
import { canonicalJson } from '../../domain/policy/canonical';
import { checkRecords } from '../../domain/policy/check-records';
import type { PolicySource } from '../../domain/policy/source';
import { recurringEntries } from '../../domain/recurring/schedules';
import { liftHold, listHolds, placeHold } from '../../prisma/erasure/holds';
import { retain } from '../../prisma/erasure/retention';
import { brokenProofs, type ErasedTable } from '../../prisma/erasure/proof';
import { eraseCustomer, erasePerson } from '../../prisma/erasure/subjects';
import { shipped } from '../rig/shipped-policies';
import { testDatabase, type TestDatabase } from '../rig/database';

let db: TestDatabase;
beforeAll(async () => void (db = await testDatabase()));
afterAll(() => db.drop());

const at = '2026-06-01T08:00:00.000Z';
const request = (subjectId: string) => ({ subjectId, reason: '客户书面要求', by: 'admin-1', at });
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const refusal = (code: string, words: RegExp): unknown =>
  expect.objectContaining({ code, message: expect.stringMatching(words) });

/** A customer with everything that may be known of one. */
async function customer(id: string, closedAt: Date | null = new Date('2026-01-05T00:00:00Z')): Promise<void> {
  const { prisma } = db;
  const secret = `王五-${id}`;
  const caseId = `R-${id}`;
  await prisma.customer.create({
    data: {
      id,
      name: secret,
      phone: '13900000000',
      email: `${id}@private.example`,
      address: secret,
      wishes: secret,
      ref: id,
    },
  });
  await prisma.site.create({ data: { customerId: id, name: secret, address: secret, contact: secret, phone: '1' } });
  await prisma.asset.create({
    data: {
      id: `a-${id}`,
      customerId: id,
      product: 'lift',
      model: 'm',
      serialNo: `SN-${id}`,
      attributes: { plate: secret },
    },
  });
  await prisma.case.create({
    data: {
      ...{ id: caseId, kind: 'repair', status: closedAt ? 'completed' : 'received', policyId: 'p', policyVersion: '1' },
      ...{ policyHash: 'h', customerId: id, assetId: `a-${id}`, openedAt: new Date('2026-01-01T00:00:00Z'), closedAt },
      ...{ seq: 1, state: { texts: { fault: { id: `t-${id}` } } }, updatedAt: new Date(at) },
    },
  });
  await prisma.text.create({
    data: { id: `t-${id}`, caseId, kind: 'open.fault', body: secret, sha256: sha256(secret), authorId: 'x' },
  });
  await prisma.filing.create({
    data: { policyId: 'p', kind: 'k', caseId, text: secret, answer: secret, filedBy: 'x', filedAt: new Date(at) },
  });
  const mails = [
    { key: `n-${id}`, caseId, params: {} },
    { key: `list-${id}`, caseId: null, params: { entries: [{ caseId, subject: 'x', at }] } },
    { key: `care-${id}`, caseId: null, customerId: id, params: {} },
  ];
  for (const { key, params, ...of } of mails) {
    await prisma.notice.create({
      data: { ...of, key, params, template: 'case_received', to: 'customer', status: 'sent', createdAt: new Date(at) },
    });
    await prisma.mail.create({
      data: {
        messageId: `<${key}>`,
        noticeKey: key,
        to: [`${id}@private.example`],
        subject: secret,
        text: secret,
        html: secret,
      },
    });
  }
  await prisma.careTask.create({
    data: {
      ...{ id: `care/p/r/${id}`, policyId: 'p', ruleId: 'r', kind: 'call', customerId: id, owner: 'o' },
      ...{ plannedOn: new Date(at), openedAt: new Date(at), dueAt: new Date(at), result: { reason: secret } },
      tries: { create: { no: 1, at: new Date(at), by: 'x', reached: true, satisfied: true, note: secret } },
    },
  });
  await prisma.survey.create({
    data: {
      ...{ id: `survey-${id}`, policyId: 'p', policyHash: 'h', surveyId: 's', customerId: id, keyCustomer: false },
      ...{ token: `token-${id}`, sentAt: new Date(at), dueAt: new Date(at), expiresAt: new Date(at) },
      ...{ answers: { quality: 5, words: secret }, score: 1 },
    },
  });
}

/** Every value of every table of both schemas, as one text. */
async function everything(): Promise<string> {
  const tables = await db.prisma.$queryRaw<{ name: string }[]>`
    SELECT format('%I.%I', table_schema, table_name) AS "name" FROM information_schema.tables
    WHERE table_schema IN ('cases', 'master') AND table_type = 'BASE TABLE'`;
  const texts = [];
  for (const { name } of tables)
    texts.push(JSON.stringify(await db.prisma.$queryRawUnsafe(`SELECT t::text FROM ${name} t`)));
  return texts.join('\n');
}

test('a customer is erased everywhere; the case, its hashes and its figures stay; another customer is untouched', async () => {
  await customer('c1');
  await customer('c2');
  expect(await everything()).toContain('王五-c1');
  const before = await db.prisma.case.findUniqueOrThrow({ where: { id: 'R-c1' } });
  const proof = await eraseCustomer(db.prisma, request('c1'));
  const after = await everything();
  expect(after).not.toMatch(/王五-c1|c1@private|token-c1/);
  expect(after).toContain('王五-c2');
  expect(await db.prisma.case.findUniqueOrThrow({ where: { id: 'R-c1' } })).toEqual(before);
  expect(await db.prisma.text.findUniqueOrThrow({ where: { id: 't-c1' } })).toMatchObject({
    body: '',
    sha256: sha256('王五-c1'),
    erasedAt: new Date(at),
  });
  expect(await db.prisma.survey.findFirstOrThrow({ where: { customerId: 'c1' } })).toMatchObject({
    answers: { quality: 5 },
    score: 1,
  });
  expect(await db.prisma.careTask.findFirstOrThrow({ where: { customerId: 'c1' } })).toMatchObject({
    status: 'dropped',
  });
  expect(proof).toMatchObject({ subject: 'customer', subjectId: 'c1', by: 'admin-1', at: new Date(at) });
  const what = proof.what as unknown as ErasedTable[];
  expect(Object.fromEntries(what.map((w) => [w.table, w.rows]))).toMatchObject({
    Customer: 1,
    Text: 1,
    Filing: 1,
    Mail: 3,
    Site: 1,
  });
  // Whoever kept a copy can be shown that it was this text.
  expect(what.find((w) => w.table === 'Text')!.sha256).toBe(sha256(canonicalJson([{ id: 't-c1', body: '王五-c1' }])));
  await expect(eraseCustomer(db.prisma, request('c1'))).rejects.toEqual(refusal('already_done', /2026-06-01/));
});

test('papers and attachments go out of the store, but for bytes that another case keeps', async () => {
  await customer('c9');
  const store = folderStore(mkdtempSync(join(tmpdir(), 'sanbao-papers-')));
  const paper = async (caseId: string, form: string, bytes: string) => {
    const hash = await store.put(Buffer.from(bytes));
    const row = { caseId, form, version: 1, seq: 1, sha256: hash, size: 1, by: 'x', createdAt: new Date(at) };
    await db.prisma.document.create({ data: { id: `${caseId}.${form}.1`, ...row } });
    return hash;
  };
  const own = await paper('R-c9', 'service_record', '王五-c9 service record');
  const shared = await paper('R-c9', 'terms', 'the same terms for everybody');
  await paper('R-c2', 'terms', 'the same terms for everybody');
  await expect(eraseCustomer(db.prisma, request('c9'))).rejects.toEqual(refusal('unavailable', /store/));
  expect(await store.get(own)).toBeDefined();
  await eraseCustomer(db.prisma, request('c9'), store);
  expect(await store.get(own)).toBeUndefined();
  expect(await store.get(shared)).toBeDefined();
  expect(await db.prisma.document.findUniqueOrThrow({ where: { id: 'R-c9.service_record.1' } })).toMatchObject({
    sha256: own,
    erasedAt: new Date(at),
  });
});

test('open cases, and a legal hold on the customer or on a case, stop it, and nothing is erased', async () => {
  await customer('c3', null);
  await expect(eraseCustomer(db.prisma, request('c3'))).rejects.toEqual(refusal('requirement_missing', /R-c3/));
  await db.prisma.case.update({ where: { id: 'R-c3' }, data: { closedAt: new Date(at) } });
  const holds = [
    ['customer', 'c3'],
    ['case', 'R-c3'],
  ] as const;
  for (const [subject, subjectId] of holds) {
    const hold = await db.prisma.legalHold.create({
      data: { subject, subjectId, reason: '诉讼', placedBy: 's', placedAt: new Date(at) },
    });
    await expect(eraseCustomer(db.prisma, request('c3'))).rejects.toEqual(
      refusal('requirement_missing', RegExp(hold.id)),
    );
    expect(await everything()).toContain('王五-c3');
    await db.prisma.legalHold.update({ where: { id: hold.id }, data: { liftedAt: new Date(at), liftedBy: 's' } });
  }
  await eraseCustomer(db.prisma, request('c3'));
  expect(await everything()).not.toContain('王五-c3');
  await expect(eraseCustomer(db.prisma, request('nobody'))).rejects.toEqual(refusal('not_found', /no such/));
});

test('a member of staff goes once they are inactive and off duty; their account too', async () => {
  const { prisma } = db;
  const active = await prisma.person.create({
    data: { id: 'p1', name: '赵六', email: 'zhao@dept.example', role: 'engineer' },
  });
  await prisma.authUser.create({ data: { id: 'u1', name: '赵六', email: 'zhao@dept.example', personId: active.id } });
  const duty = await prisma.duty.create({
    data: { personId: 'p1', role: 'duty_manager', from: new Date('2026-01-01') },
  });
  await expect(erasePerson(prisma, request('p1'))).rejects.toEqual(refusal('requirement_missing', /active/));
  await prisma.person.update({ where: { id: 'p1' }, data: { active: false } });
  await expect(erasePerson(prisma, request('p1'))).rejects.toEqual(refusal('requirement_missing', RegExp(duty.id)));
  await prisma.duty.update({ where: { id: duty.id }, data: { until: new Date('2026-05-01') } });
  const filed = { policyId: 'p', kind: 'conduct', filedBy: 'x', filedAt: new Date(at), answer: '已约谈赵六' };
  await prisma.filing.create({ data: { ...filed, id: 'about-p1', personId: 'p1', text: '赵六收受礼品' } });
  const { what } = await erasePerson(prisma, request('p1'));
  expect(what).toContainEqual(expect.objectContaining({ table: 'Filing', rows: 1 }));
  expect(await prisma.filing.findUnique({ where: { id: 'about-p1' } })).toMatchObject({ text: '', answer: null });
  expect(await everything()).not.toMatch(/赵六|zhao@/);
  expect(await prisma.authUser.count({ where: { personId: 'p1' } })).toBe(0);
});

test('by age: what the policy keeps no longer goes, held cases stay, and a second pass finds nothing', async () => {
  await customer('c4', new Date('2023-05-31T00:00:00Z'));
  await customer('c5', new Date('2023-05-31T00:00:00Z'));
  await customer('c6', new Date('2024-06-01T00:00:00Z'));
  await db.prisma.legalHold.create({
    data: { subject: 'customer', subjectId: 'c5', reason: '诉讼', placedBy: 's', placedAt: new Date(at) },
  });
  const pass = () => retain(db.prisma, { policyId: 'p', textsBefore: new Date('2023-06-01T00:00:00Z'), at });
  expect(await pass()).toEqual({ cases: 1 });
  expect(await pass()).toEqual({ cases: 0 });
  const bodies = await db.prisma.text.findMany({
    where: { id: { in: ['t-c4', 't-c5', 't-c6'] } },
    orderBy: { id: 'asc' },
  });
  expect(bodies.map((t) => t.body)).toEqual(['', '王五-c5', '王五-c6']);
  // Mails are kept: this policy says nothing of them.
  expect((await db.prisma.mail.findUniqueOrThrow({ where: { messageId: '<n-c4>' } })).text).toBe('王五-c4');
  const [last] = await db.prisma.erasure.findMany({ orderBy: { n: 'desc' }, take: 1 });
  expect(last).toMatchObject({ subject: 'retention', subjectId: 'p', what: [{ table: 'Text', rows: 1 }] });
});

test('by age papers and attachments go with their bytes; bytes that a broken pass left go with the next', async () => {
  await customer('c10', new Date('2020-01-05T00:00:00Z'));
  await customer('c11', new Date('2026-01-05T00:00:00Z'));
  const store = folderStore(mkdtempSync(join(tmpdir(), 'sanbao-papers-')));
  const by = { by: 'x', createdAt: new Date(at) };
  const paper = async (caseId: string) => {
    const sha = await store.put(Buffer.from(`paper of ${caseId}`));
    const row = { caseId, form: 'service_record', version: 1, seq: 1, sha256: sha, size: 1, ...by };
    await db.prisma.document.create({ data: { id: `${caseId}.service_record.1`, ...row } });
    return sha;
  };
  const [old, young] = [await paper('R-c10'), await paper('R-c11')];
  const photo = await store.put(Buffer.from('a photograph'));
  await db.prisma.attachment.create({
    data: {
      ...{ id: 'photo-c10', caseId: 'R-c10', name: '王五-c10 front door.jpg', type: 'image/jpeg', about: 'fault' },
      ...{ sha256: photo, size: 1, givenSha256: photo, ...by },
    },
  });
  const pass = (documents?: typeof store) =>
    retain(db.prisma, { policyId: 'p', papersBefore: new Date('2021-01-01T00:00:00Z'), at }, documents);
  await expect(pass()).rejects.toEqual(refusal('unavailable', /store/));
  // Broken off behind the transaction: the bytes are still there.
  const silent = (sha: string) => (sha === old ? Promise.reject(new Error('gone')) : store.remove(sha));
  await expect(pass({ ...store, remove: silent })).rejects.toThrow('gone');
  expect(await store.get(old)).toBeDefined();
  expect(await pass(store)).toEqual({ cases: 0 });
  expect([await store.get(old), await store.get(photo)]).toEqual([undefined, undefined]);
  expect(await store.get(young)).toBeDefined();
  expect(await db.prisma.attachment.findUniqueOrThrow({ where: { id: 'photo-c10' } })).toMatchObject({
    ...{ name: '', sha256: photo, erasedAt: new Date(at) },
  });
  const [last] = await db.prisma.erasure.findMany({ orderBy: { n: 'desc' }, take: 1 });
  expect(last!.what).toMatchObject([
    { table: 'Document', rows: 1 },
    { table: 'Attachment', rows: 1 },
  ]);
});

test('holds are placed on what there is, listed, and lifted once', async () => {
  const { prisma } = db;
  const ask = { reason: '诉讼 2026-7', by: 'p1', at };
  await expect(placeHold(prisma, { subject: 'case', subjectId: 'R-none', ...ask })).rejects.toEqual(
    refusal('not_found', /no such/),
  );
  const hold = await placeHold(prisma, { subject: 'case', subjectId: 'R-c2', ...ask });
  const mine = async (inForce: boolean) => (await listHolds(prisma, { inForce, subjectId: 'R-c2' })).map((h) => h.id);
  expect(await mine(true)).toEqual([hold.id]);
  expect(await liftHold(prisma, { id: hold.id, ...ask })).toMatchObject({ liftedBy: 'p1', liftReason: ask.reason });
  expect([await mine(true), await mine(false)]).toEqual([[], [hold.id]]);
  await expect(liftHold(prisma, { id: hold.id, ...ask })).rejects.toEqual(refusal('already_done', /before/));
});

test('a policy says how long: whole dates in its zone, and a nightly pass for each policy that says so', async () => {
  const { policy } = shipped('security-projects-chongqing');
  const kept = { ...policy, id: 'kept', records: { keep: { texts: 'P3Y' }, default: true as const } };
  expect(recurringEntries([policy]).filter((e) => e.workflowType === 'retention')).toEqual([]);
  expect(recurringEntries([kept]).filter((e) => e.workflowType === 'retention')).toHaveLength(1);
  expect(checkRecords(kept)).toEqual([]);
  expect(checkRecords({ ...policy, records: { keep: { texts: 'P1M' } } }).map((i) => i.path.join('.'))).toEqual([
    'records.keep.texts',
    'records',
  ]);
  // Closed in the last minute of 31 May 2023 in Chongqing, and in the first of 1 June.
  await customer('c7', new Date('2023-05-31T15:59:00Z'));
  await customer('c8', new Date('2023-05-31T16:00:00Z'));
  await db.prisma.case.updateMany({ where: { id: { in: ['R-c7', 'R-c8'] } }, data: { policyId: 'kept' } });
  const policies: PolicySource = { get: () => kept, all: () => [kept], calendars: () => ({}) };
  const pass = () =>
    retainRecords({ prisma: db.prisma, policies }, { policyId: 'kept', at: '2026-06-01T03:20:00+08:00' });
  expect(await pass()).toEqual({ cases: 1 });
  expect((await db.prisma.text.findUniqueOrThrow({ where: { id: 't-c7' } })).body).toBe('');
  expect((await db.prisma.text.findUniqueOrThrow({ where: { id: 't-c8' } })).body).toBe('王五-c8');
});

test('a proof that is changed or taken out shows', async () => {
  const proofs = () => db.prisma.erasure.findMany({ orderBy: { n: 'asc' } });
  const before = await proofs();
  expect(before.length).toBeGreaterThanOrEqual(4);
  expect(brokenProofs(before)).toEqual([]);
  await db.prisma.erasure.update({ where: { n: 2 }, data: { reason: 'x' } });
  expect(brokenProofs(await proofs())).toEqual([2]);
  await db.prisma.erasure.delete({ where: { n: 2 } });
  expect(brokenProofs(await proofs())[0]).toBe(3);
});
