/** The mail lane (design §6) against a real PostgreSQL and a real SMTP server. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MockActivityEnvironment } from '@temporalio/testing';
import { DefaultLogger } from '@temporalio/worker';
import { simpleParser, type ParsedMail } from 'mailparser';
import { createActivities, type ActivityDeps } from '../../activities';
import type { DeliverRequest } from '../../activities/contract';
import { openMailer, retryDelay } from '../../activities/mailer';
import { messageIdOf, resend } from '../../activities/notifications';
import { recordStep } from '../../activities/records';
import type { NoticeRow } from '../../domain/cases/record';
import { startMailbox, type Mailbox } from '../../engines/mailbox';
import { loadClauses } from '../../messages/clauses';
import { testDatabase, type TestDatabase } from '../rig/database';
import { memoryLog } from './log';
import { scriptedSmtp } from './scripted-smtp';
import { at, headOf, noticeOf, stepOf } from './steps';

const SENDER = '三包售后 <service@dept.example>';
let rig: TestDatabase;
let mailbox: Mailbox;
let folder: string;
let deps: ActivityDeps;
const log = memoryLog();

beforeAll(async () => {
  rig = await testDatabase();
  folder = mkdtempSync(join(tmpdir(), 'sanbao-mailbox-'));
  mailbox = await startMailbox({ folder, smtpPort: 0, httpPort: 0 });
  deps = {
    prisma: rig.prisma,
    log,
    taskQueue: 'cases',
    temporal: {
      signalWithStart: () => Promise.reject(new Error('not used here')),
      getHandle: () => {
        throw new Error('not used here');
      },
    },
    policies: { get: () => undefined, all: () => [], calendars: () => ({}) },
    mailer: openMailer({ smtpUrl: mailbox.smtpUrl, sender: SENDER }),
    mail: {
      company: { name: { zh: '三包售后', en: 'Sanbao Service' }, hotline: '400-000-0000' },
      publicUrl: 'https://service.example',
      clauses: loadClauses(join(__dirname, '..', '..')),
    },
  };
  await hire();
});
afterAll(async () => {
  deps.mailer.close();
  await mailbox.stop();
  await rig.drop();
  rmSync(folder, { recursive: true, force: true });
});
beforeEach(() => mailbox.refuse([]));

/** A customer, an engineer, a dispatcher, a duty manager with a deputy, and a case with its texts. */
async function hire(): Promise<void> {
  const { prisma } = rig;
  await prisma.customer.createMany({
    data: [
      { id: 'customer-1', name: '王秀英', phone: '13900001234', email: 'wang@example.com', address: '解放路 1 号' },
      { id: 'customer-mute', name: '李无邮', phone: '13900005678' },
    ],
  });
  const person = (id: string, language: string, email: string | null = `${id}@dept.example`) => ({
    id,
    name: `人员 ${id}`,
    email,
    role: 'supervisor',
    language,
    phone: '13800009999',
  });
  await prisma.person.createMany({
    data: [
      person('engineer-1', 'zh'),
      person('dispatcher-1', 'zh'),
      person('manager-1', 'zh'),
      person('manager-2', 'en'),
      person('deputy-1', 'zh'),
      person('mute-1', 'zh', null),
    ],
  });
  const from = new Date(at(-600));
  await prisma.duty.createMany({
    data: [
      { id: 'duty-1', personId: 'manager-1', role: 'duty_manager', from, deputyId: 'deputy-1' },
      { id: 'duty-2', personId: 'manager-2', role: 'duty_manager', from },
      { personId: 'mute-1', role: 'mute_role', from },
    ],
  });
  await prisma.site.create({
    data: {
      id: 'site-1',
      customerId: 'customer-1',
      name: '总店',
      address: '示例大道 8 号',
      contact: '王店长',
      phone: '023-0000000',
    },
  });
  await prisma.asset.create({
    data: { id: 'asset-1', customerId: 'customer-1', product: 'camera', model: 'X-200', serialNo: 'SN-42' },
  });
  await prisma.text.create({
    data: { id: 'text-fault', kind: 'fault', body: '录像机<不>录像 & 报警', sha256: '0', authorId: 'dispatcher-1' },
  });
  await prisma.policyVersion.create({
    data: {
      hash: 'hash-1',
      policyId: 'security-projects-chongqing',
      version: '1.0',
      body: {
        timeZone: 'Asia/Urumqi',
        products: [{ id: 'camera', title: { zh: '摄像机', en: 'Camera' } }],
        milestones: [{ id: 'response', title: { zh: '首次响应', en: 'First response' } }],
      },
    },
  });
  await recordStep(
    deps,
    stepOf('R2026-000001', 1, {
      head: headOf({ siteId: 'site-1', assetId: 'asset-1' }),
      changed: {
        pins: [{ layer: 'service', id: 'security-projects-chongqing', version: '1.0', hash: 'hash-1' }],
        texts: { fault: { id: 'text-fault', sha256: '0' } },
      },
    }),
  );
}

let notices = 0;
function owed(over: Partial<NoticeRow> = {}, request: Partial<DeliverRequest> = {}): DeliverRequest {
  return {
    caseId: 'R2026-000001',
    seq: 1,
    owedAt: at(5),
    notice: noticeOf(`R2026-000001/1/test/${++notices}`, { to: 'customer', ...over }),
    parties: { customerId: 'customer-1', engineerId: 'engineer-1', dispatcherId: 'dispatcher-1' },
    policyId: 'security-projects-chongqing',
    region: 'main_nine_districts',
    ...request,
  };
}

/** Runs an activity as a worker does, as the given attempt. */
function run<K extends 'deliver' | 'deliverStep' | 'deliverDesk'>(
  name: K,
  request: Parameters<ReturnType<typeof createActivities>[K]>[0],
  attempt = 1,
  over: Partial<ActivityDeps> = {},
) {
  const activity = createActivities({ ...deps, ...over })[name] as (r: typeof request) => Promise<unknown>;
  return new MockActivityEnvironment({ attempt }, { logger: new DefaultLogger('ERROR') }).run(activity, request);
}
const deliver = (request: DeliverRequest, attempt = 1, over: Partial<ActivityDeps> = {}) =>
  run('deliver', request, attempt, over);

/** The mails that carry this notice's Message-ID, decoded. */
async function received(key: string): Promise<ParsedMail[]> {
  const stored = mailbox.list().filter((mail) => mail.messageId === messageIdOf(key, 'dept.example'));
  return Promise.all(stored.map(({ id }) => simpleParser(readFileSync(join(folder, `${id}.eml`)))));
}
const rowOf = (key: string) => rig.prisma.notice.findUniqueOrThrow({ where: { key } });

test('a customer gets a readable Chinese mail, and what was sent is kept', async () => {
  const request = owed({ template: 'visit_appointed', params: { appointmentAt: at(60) }, clauses: ['S-5.1-d'] });
  const messageId = messageIdOf(request.notice.key, 'dept.example');
  expect(await deliver(request)).toEqual({ result: 'sent', messageId });

  const [mail] = await received(request.notice.key);
  expect(mail).toMatchObject({ subject: '上门时间已约定 · R2026-000001', messageId });
  expect(mail!.from?.value).toEqual([{ name: '三包售后', address: 'service@dept.example' }]);
  expect(mail!.to).toMatchObject({ value: [{ address: 'wang@example.com' }] });
  expect(mail!.headers.get('auto-submitted')).toBe('auto-generated');
  // 02:00 UTC on the policy's own wall clock (+06:00), not on that of the machine or the default zone.
  expect(mail!.text).toContain('上门时间：2026-11-23（周一）08:00 +06:00');
  expect(mail!.text).toContain('请提前致电我们的服务热线');
  expect(mail!.html).toContain('<html lang="zh-CN">');
  expect(`${mail!.text}${String(mail!.html)}`).not.toMatch(/S-5\.1-d|service\.example/);

  expect(await rowOf(request.notice.key)).toMatchObject({
    status: 'sent',
    messageId,
    attempts: 1,
    seq: 1,
    sentAt: expect.any(Date),
  });
  expect(await rig.prisma.mail.findUniqueOrThrow({ where: { messageId } })).toMatchObject({
    to: ['wang@example.com'],
    subject: mail!.subject,
    sentAt: expect.any(Date),
    caseId: 'R2026-000001',
  });
});

test('a repeat sends nothing, also where the step never recorded the notice', async () => {
  const request = owed();
  for (const expected of ['sent', 'already', 'already'])
    expect(await deliver(request)).toMatchObject({
      result: expected,
      messageId: messageIdOf(request.notice.key, 'dept.example'),
    });
  expect(await received(request.notice.key)).toHaveLength(1);
  expect(await rowOf(request.notice.key)).toMatchObject({ attempts: 1 });
  expect((await rowOf(request.notice.key)).createdAt.toISOString()).toBe(request.owedAt);
});

test('a kill between the server’s answer and the mark repeats the mail with the same Message-ID and content', async () => {
  const request = owed();
  await deliver(request);
  await rig.prisma.notice.update({
    where: { key: request.notice.key },
    data: { status: 'pending', messageId: null, sentAt: null },
  });
  const renamed = openMailer({ smtpUrl: mailbox.smtpUrl, sender: 'service@renamed.example' });
  expect(await deliver(request, 2, { mailer: renamed })).toMatchObject({ result: 'sent' });
  renamed.close();
  const mails = await received(request.notice.key);
  expect(mails).toHaveLength(2);
  expect(mails[0]!.text).toBe(mails[1]!.text);
});

test('staff are told by role, all in one mail, in each one’s language, with the clause’s words and the link', async () => {
  const request = owed({
    template: 'milestone_warning',
    to: 'role:duty_manager',
    params: { milestone: 'response', dueAt: at(30) },
    clauses: ['S-5.16-1b'],
  });
  expect(await deliver(request)).toMatchObject({ result: 'sent' });
  const [mail] = await received(request.notice.key);
  expect(mail!.to).toMatchObject({
    value: [{ address: 'manager-1@dept.example' }, { address: 'manager-2@dept.example' }],
  });
  expect(mail!.subject).toBe('[R2026-000001] 时限预警：首次响应 / Deadline near: First response');
  expect(mail!.text).toContain('S-5.16-1b：10 分钟内响应');
  expect(mail!.text).toContain('Due: 2026-11-23 (Mon) 07:30 +06:00');
  expect(mail!.html).toContain('href="https://service.example/cases/R2026-000001"');
});

test('the engineer’s job sheet says whom to visit and why, escaped; the customer reads who comes, without a number', async () => {
  const sheet = owed({ template: 'job_assigned', to: 'engineer' });
  const toCustomer = owed({ template: 'job_assigned', to: 'customer', params: { engineerId: 'engineer-1' } });
  await Promise.all([deliver(sheet), deliver(toCustomer)]);
  const [job] = await received(sheet.notice.key);
  expect(job!.text).toMatch(
    /王秀英[^]*13900001234[^]*总店[^]*示例大道 8 号[^]*王店长 023-0000000[^]*摄像机 X-200[^]*SN-42[^]*录像机<不>录像 & 报警/,
  );
  expect(job!.html).toContain('录像机&lt;不&gt;录像 &amp; 报警');
  const [who] = await received(toCustomer.notice.key);
  expect(who!.text).toContain('工程师：人员 engineer-1');
  expect(who!.text).not.toMatch(/13800009999|13900001234/);
});

describe('nobody to send to is an outcome', () => {
  test.each([
    ['a customer without an address', { to: 'customer' }, { parties: { customerId: 'customer-mute' } }, 'no_address'],
    ['a customer who was erased', { to: 'customer' }, { parties: { customerId: 'gone' } }, 'no_person'],
    ['no engineer yet', { to: 'engineer' }, { parties: { customerId: 'customer-1' } }, 'no_person'],
    ['a role that nobody holds', { to: 'role:nobody' }, {}, 'no_person'],
    ['a holder without an address', { to: 'role:mute_role' }, {}, 'no_address'],
    ['before the duty began', { to: 'role:duty_manager' }, { owedAt: at(-601) }, 'no_person'],
  ])('%s', async (_name, notice, request, reason) => {
    const asked = owed(notice, request);
    expect(await deliver(asked)).toEqual({ result: 'nobody', reason });
    expect(await rowOf(asked.notice.key)).toMatchObject({ status: 'nobody', reason });
  });
});

describe('what the mail server says', () => {
  test('550: refused for good, recorded by its code, not tried again, and no address in reason or log', async () => {
    const request = owed();
    mailbox.refuse([{ kind: 'permanent' }]);
    expect(await deliver(request)).toMatchObject({ result: 'refused', reason: '550' });
    mailbox.refuse([]);
    expect(await deliver(request)).toMatchObject({ result: 'refused', reason: '550' });
    expect(await received(request.notice.key)).toHaveLength(0);
    expect(await rowOf(request.notice.key)).toMatchObject({
      status: 'refused',
      reason: '550',
      attempts: 1,
      sentAt: null,
    });
    expect(log.lines.join()).not.toContain('example.com');
  });

  test('451: retried by Temporal with growing delays, then sent once', async () => {
    const request = owed();
    mailbox.refuse([{ kind: 'temporary' }]);
    await expect(deliver(request, 1)).rejects.toMatchObject({
      type: 'MailUnavailable',
      nonRetryable: false,
      nextRetryDelay: 5_000,
      message: expect.not.stringContaining('example'),
    });
    await expect(deliver(request, 3)).rejects.toMatchObject({ nextRetryDelay: 20_000 });
    mailbox.refuse([]);
    expect(await deliver(request, 4)).toMatchObject({ result: 'sent' });
    expect(await received(request.notice.key)).toHaveLength(1);
    expect(await rowOf(request.notice.key)).toMatchObject({ attempts: 3 });
  });

  test('of the mails of a step each has its own outcome, and what is to wait is left for later', async () => {
    const requests = [
      owed(),
      owed({ to: 'engineer' }),
      owed({ to: 'customer:customer-mute' }),
      owed({ to: 'dispatcher' }),
    ];
    mailbox.refuse([
      { recipient: /engineer-1/, kind: 'temporary' },
      { recipient: /dispatcher-1/, kind: 'permanent' },
    ]);
    const together = { ...requests[0]!, notices: requests.map(({ notice }) => notice) };
    const messageIds = requests.map(({ notice }) => messageIdOf(notice.key, 'dept.example'));
    expect(await run('deliverStep', together)).toEqual({
      outcomes: [
        { result: 'sent', messageId: messageIds[0] },
        { result: 'later' },
        { result: 'nobody', reason: 'no_address' },
        { result: 'refused', messageId: messageIds[3], reason: '550' },
      ],
    });
    expect((await rowOf(requests[1]!.notice.key)).status).toBe('pending');
    mailbox.refuse([]);
    expect(await deliver(requests[1]!)).toMatchObject({ result: 'sent' });
    expect(await run('deliverStep', together)).toMatchObject({
      outcomes: ['already', 'already', 'nobody', 'refused'].map((result) => ({ result })),
    });
    expect(await received(requests[0]!.notice.key)).toHaveLength(1);
  });

  test('one of two recipients refused: the other is told, and the refusal is noted', async () => {
    const request = owed({ to: 'role:duty_manager', template: 'approval_needed' });
    mailbox.refuse([{ recipient: /manager-2/, kind: 'permanent' }]);
    expect(await deliver(request)).toMatchObject({ result: 'sent', reason: 'partly refused: 550' });
    expect(await rowOf(request.notice.key)).toMatchObject({ status: 'sent', reason: 'partly refused: 550' });
  });

  test('one refused for good, the other for now: tried again as a whole', async () => {
    mailbox.refuse([
      { recipient: /manager-1/, kind: 'temporary' },
      { recipient: /manager-2/, kind: 'permanent' },
    ]);
    await expect(deliver(owed({ to: 'role:duty_manager', template: 'approval_needed' }))).rejects.toMatchObject({
      type: 'MailUnavailable',
    });
  });

  test.each([
    ['554 after the content', 'data', 554, 'refused'],
    ['451 after the content', 'data', 451, 'retried'],
    ['550 to the sender', 'mailFrom', 550, 'refused'],
    ['554 instead of a greeting: about us, not the mail', 'connect', 554, 'retried'],
  ] as const)('%s', async (_name, stage, code, expected) => {
    const server = await scriptedSmtp(stage, code);
    const mailer = openMailer({ smtpUrl: server.url, sender: SENDER });
    try {
      const outcome = deliver(owed(), 1, { mailer });
      if (expected === 'refused') expect(await outcome).toMatchObject({ result: 'refused', reason: String(code) });
      else await expect(outcome).rejects.toMatchObject({ type: 'MailUnavailable', nonRetryable: false });
    } finally {
      mailer.close();
      await server.stop();
    }
  });

  test('wrong password, or no server at all: retried, for an operator may mend it', async () => {
    const server = await scriptedSmtp('auth', 535);
    const [locked, absent] = [
      openMailer({ smtpUrl: server.url.replace('//', '//user:wrong@'), sender: SENDER }),
      openMailer({ smtpUrl: 'smtp://127.0.0.1:1', sender: SENDER }),
    ];
    try {
      await expect(deliver(owed(), 1, { mailer: locked })).rejects.toMatchObject({ type: 'MailUnavailable' });
      await expect(deliver(owed(), 1, { mailer: absent })).rejects.toMatchObject({ type: 'MailUnavailable' });
    } finally {
      locked.close();
      absent.close();
      await server.stop();
    }
  });

  test('an address that smuggles a header or a second recipient reaches nobody else', async () => {
    const smuggled = ['a@example.com\r\nBcc: thief@evil.example', 'a@example.com, thief@evil.example'];
    for (const [index, email] of smuggled.entries()) {
      await rig.prisma.customer.create({ data: { id: `smuggler-${index}`, name: 'x', email } });
      const request = owed({}, { parties: { customerId: `smuggler-${index}` } });
      await deliver(request);
      expect(mailbox.list({ to: 'thief@evil.example' }).filter((m) => m.to.includes('thief@evil.example'))).toEqual([]);
      for (const mail of await received(request.notice.key)) expect(mail.headers.has('bcc')).toBe(false);
    }
  });

  test('the delay doubles from 5 s to a quarter of an hour', () => {
    expect([1, 2, 8, 9, 1000].map(retryDelay)).toEqual([5_000, 10_000, 640_000, 900_000, 900_000]);
  });
});

describe('resending', () => {
  test('a refused mail goes to the corrected address with the same Message-ID; of two at once one sends', async () => {
    await rig.prisma.customer.create({ data: { id: 'customer-2', name: '赵', email: 'wrong@example.com' } });
    await recordStep(deps, stepOf('R2026-000002', 1, { head: headOf({ customerId: 'customer-2' }) }));
    const request = owed({}, { caseId: 'R2026-000002', parties: { customerId: 'customer-2' } });
    const { key } = request.notice;
    mailbox.refuse([{ recipient: /wrong@/, kind: 'permanent' }]);
    await deliver(request);
    await rig.prisma.customer.update({ where: { id: 'customer-2' }, data: { email: 'right@example.com' } });
    const results = await Promise.all([resend(deps, { key, at: at(90) }), resend(deps, { key, at: at(90) })]);
    expect(results.map((r) => r?.result).sort()).toEqual(['already', 'sent']);
    const mails = await received(key);
    expect(mails.map((m) => m.messageId)).toEqual([messageIdOf(key, 'dept.example')]);
    expect(mails[0]!.to).toMatchObject({ text: 'right@example.com' });
    expect(await rowOf(key)).toMatchObject({ status: 'sent', reason: null });
    expect(await resend(deps, { key, at: at(91) })).toMatchObject({ result: 'already' });
  });

  test('with the server out of reach the notice stays refused; an unknown key is told apart', async () => {
    const request = owed();
    mailbox.refuse([{ kind: 'permanent' }]);
    await deliver(request);
    mailbox.refuse([{ kind: 'temporary' }]);
    await expect(resend(deps, { key: request.notice.key, at: at(90) })).rejects.toMatchObject({
      type: 'MailUnavailable',
    });
    expect(await rowOf(request.notice.key)).toMatchObject({ status: 'refused', reason: '550' });
    expect(await resend(deps, { key: 'no such notice', at: at(90) })).toBeUndefined();
  });
});

test('an unknown template still reaches the reader in general words, and raises one alarm', async () => {
  for (let i = 0; i < 2; i++) {
    const request = owed({ template: 'no_such_template' });
    expect(await deliver(request)).toMatchObject({ result: 'sent' });
    expect((await received(request.notice.key))[0]!.subject).toBe('服务进展 · R2026-000001');
  }
  expect(await rig.prisma.alarm.findMany({ where: { kind: 'template_unknown' } })).toHaveLength(1);
});

test('a case that is not in the read model is served all the same', async () => {
  const request = owed(
    {
      template: 'escalation_raised',
      to: 'person:manager-1',
      params: { subject: 'response', level: 1, raisedAt: at(31) },
    },
    { caseId: 'R2026-000099' },
  );
  expect(await deliver(request)).toMatchObject({ result: 'sent' });
  expect((await received(request.notice.key))[0]!.subject).toBe('[R2026-000099] 升级：请处理：首次响应');
});

test('desk mails: a digest to the supervisor, a hand-over to the deputy, once per key', async () => {
  const entries = [1, 2].map((n) => ({
    caseId: `R2026-00000${n}`,
    escalation: 'breach:response',
    level: n,
    subject: 'response',
    at: at(31),
    policyId: 'security-projects-chongqing',
  }));
  const digest = {
    key: 'desk/manager-1/digest/1',
    personId: 'manager-1',
    kind: 'digest' as const,
    at: at(40),
    entries,
  };
  expect(await run('deliverDesk', digest)).toMatchObject({ result: 'sent' });
  expect(await run('deliverDesk', digest)).toMatchObject({ result: 'already' });
  const [mail] = await received(digest.key);
  expect(mail!.subject).toBe('待处理事项汇总');
  expect(mail!.text).toContain('- R2026-000002：首次响应 · 2 级 · 2026-11-23（周一）07:31 +06:00');
  expect(mail!.html).toContain('href="https://service.example/cases/R2026-000002"');

  const handOver = { ...digest, key: 'desk/manager-1/deputy/2', kind: 'deputy' as const };
  expect(await run('deliverDesk', handOver)).toMatchObject({ result: 'sent' });
  expect((await received(handOver.key))[0]!.to).toMatchObject({ text: 'deputy-1@dept.example' });
  expect(await run('deliverDesk', { ...handOver, key: 'desk/manager-2/deputy/1', personId: 'manager-2' })).toEqual({
    result: 'nobody',
    reason: 'no_person',
  });
});

test('tellDesks starts or signals each person’s desk once', async () => {
  const calls: unknown[] = [];
  const temporal = {
    signalWithStart: (type: unknown, options: unknown) => Promise.resolve(void calls.push([type, options])),
  };
  const entry = {
    caseId: 'R2026-000001',
    escalation: 'breach:response',
    level: 1,
    subject: 'response',
    at: at(31),
    policyId: 'p',
  };
  const activities = createActivities({ ...deps, temporal: temporal as unknown as ActivityDeps['temporal'] });
  await activities.tellDesks({ people: ['a', 'b', 'a'], signal: 'settled', entry });
  const call = (id: string) => [
    'supervisorDesk',
    { workflowId: `desk-${id}`, taskQueue: 'cases', args: [{ personId: id }], signal: 'settled', signalArgs: [entry] },
  ];
  expect(calls).toEqual([call('a'), call('b')]);
});
