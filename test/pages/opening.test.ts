/**
 * Opening a case on the page, against the real API: found or written down, complaints at their fields, once; and what is
 * attached to it on its own page.
 */
import { createHash } from 'node:crypto';
import { photograph } from '../documents/attachment-files';
import { startApiRig, type ApiRig } from '../api/api-rig';
import { caseKinds } from '../../domain/cases/kinds';
import type { Case } from '../../prisma/generated/client';
import { readPages, type Reader } from './browser';
import { openPage, script, type Page } from './page';

let rig: ApiRig;
let reader: Reader;
const page: Page = openPage();
let open: (kind: string) => Promise<{ caseId?: string }>;

beforeAll(async () => {
  rig = await startApiRig('opening-page');
  reader = await readPages(page, rig, rig.actors.agent);
  const { openingPage } = script<{
    openingPage: (kind: string, kinds: object, opened: (caseId: string) => void) => Promise<object[]>;
  }>('new');
  const kinds = Object.fromEntries(caseKinds.map(({ opening }) => [opening.kind, opening.title]));
  open = async (kind) => {
    const done: { caseId?: string } = {};
    page.body.replaceChildren(...(await openingPage(kind, kinds, (caseId) => void (done.caseId = caseId))));
    return done;
  };
}, 60_000);
afterAll(async () => {
  reader?.close();
  await rig?.close();
});

const one = (selector: string) => reader.one(selector);
const until: Reader['until'] = (look) => reader.until(look);
const labelled = (label: string) => reader.labelled(label);
const problemOf = (label: string): string => reader.problemOf(label);
/** All cases, once this one is recorded. */
async function recorded(caseId: string): Promise<[Case, ...Case[]]> {
  for (const where = { id: caseId }; (await rig.prisma.case.count({ where })) === 0;)
    await new Promise((later) => setTimeout(later, 50));
  const [found, ...others] = await rig.prisma.case.findMany({ orderBy: { openedAt: 'desc' } });
  return [found!, ...others];
}
const form = (): object => one('form.action');
async function underPolicy(kind: string, policy: string): Promise<{ caseId?: string }> {
  const done = await open(kind);
  page.fill(one('.opening > label select'), policy);
  await until(() => page.body.querySelector('form.action'));
  return done;
}

test('S-5.1: a customer found by the serial number; what is missing stands at its field; two clicks open one case', async () => {
  const done = await underPolicy('repair', 'security-projects-chongqing');
  const asset = await rig.prisma.asset.findUniqueOrThrow({ where: { id: 'asset' } });
  page.fill(one('.search input'), asset.serialNo);
  await until(() => page.body.querySelector('.found button'));
  page.click('.found button');
  await until(() => page.body.querySelector('.who strong'));
  expect(labelled('设备').value).toBe('asset');

  page.submit(form());
  await until(() => problemOf('故障现象'));
  expect(problemOf('来源')).not.toBe('');
  expect(await rig.prisma.case.count()).toBe(0);

  page.fill(labelled('来源'), 'hotline');
  page.fill(labelled('方式'), 'on_site');
  page.fill(labelled('故障现象'), '录像机不录像了');
  page.fill(labelled('区域'), 'main_nine_districts');
  reader.lose('/v1/cases/repair');
  page.submit(form());
  page.submit(form());
  await until(() => page.body.textContent.includes('无法连接服务器'));
  page.submit(form());
  const caseId = await until(() => done.caseId);
  rig.opened(caseId);
  expect(problemOf('故障现象')).toBe('');
  expect(await rig.prisma.requestKey.count({ where: { action: 'open repair' } })).toBe(1);
  const cases = await recorded(caseId);
  expect(cases).toMatchObject([
    { id: caseId, customerId: 'customer', assetId: 'asset', region: 'main_nine_districts' },
  ]);
});

test('C-M2-1-a: a new customer is written down once, whatever has to be corrected on the way', async () => {
  const done = await underPolicy('complaint', 'security-projects-chongqing');
  const before = await rig.prisma.customer.count();
  page.submit(form());
  await until(() => one('.who').closest('fieldset')?.textContent.includes('请先选择或登记客户'));
  page.click('.who > button');
  page.fill(labelled('姓名'), '李四');
  page.fill(labelled('电话'), '不知道');
  page.fill(labelled('来源'), 'call');
  page.fill(labelled('方式'), 'phone');
  page.submit(form());
  await until(() => problemOf('电话'));
  expect(await rig.prisma.customer.count()).toBe(before);

  page.fill(labelled('电话'), '13800001234');
  page.submit(form());
  await until(() => problemOf('投诉内容'));
  // What was corrected arrived, only its answer did not: that is no change by somebody else.
  const { id } = await rig.prisma.customer.findFirstOrThrow({ where: { name: '李四' } });
  page.fill(labelled('姓名'), '李四四');
  reader.lose(`/v1/customers/${id}`);
  page.submit(form());
  await until(() => page.body.textContent.includes('无法连接服务器'));
  page.submit(form());
  await until(() => problemOf('投诉内容'));
  expect(problemOf('姓名')).toBe('');
  // Somebody else changed it meanwhile: it is read again, what differs is told at its field, and sent again it is taken.
  await rig.prisma.customer.update({ where: { id }, data: { phone: '13900000000' } });
  page.submit(form());
  await until(() => problemOf('电话') === '现为“13900000000”');
  expect(page.body.textContent).toContain('已重新读取');
  page.fill(labelled('投诉内容'), '来的人态度不好');
  page.submit(form());
  const caseId = await until(() => done.caseId);
  rig.opened(caseId);
  expect(await rig.prisma.customer.count()).toBe(before + 1);
  const [{ customerId }] = await recorded(caseId);
  const view = await rig.call('GET', `/v1/cases/${caseId}`, { as: rig.actors.agent });
  expect(view.body).toMatchObject({ texts: { complaint: '来的人态度不好' } });
  // Who signs in next in the same browser must not be shown what this one could see.
  expect(view.headers.get('cache-control')).toBe('no-store');
  expect(await rig.prisma.customer.findUnique({ where: { id: customerId } })).toMatchObject({ phone: '13800001234' });
});

describe('a photograph on the page of its case', () => {
  const shownFiles = (): string[] => reader.all('.files li').map(({ textContent }) => textContent);
  const form = 'form.ask:has(input[type=file])';
  const attach = (name: string, type: string, bytes: Uint8Array): void => {
    page.choose(one(`${form} input`), { name, type, bytes });
    page.fill(one(`${form} select`), 'damage');
    page.submit(one(form));
  };

  beforeAll(async () => {
    const { caseId } = (await rig.openRepair()).body;
    await recorded(caseId);
    const { casePage } = script<{ casePage: (id: string, show: () => void) => Promise<object[]> }>('case');
    page.body.replaceChildren(...(await casePage(caseId, () => undefined)).flat().filter(Boolean));
  });

  test('of a type that is not taken, or of another than its name says: told beside the form, nothing is attached', async () => {
    attach('notes.txt', 'text/plain', Buffer.from('录像机'));
    await until(() => one(form).textContent.includes('只接受 JPEG、PNG、WebP 图片和 PDF'));
    attach('photo.png', 'image/png', Buffer.from('no picture at all'));
    await until(() => one(form).textContent.includes('文件内容不是所称的类型'));
    expect(await rig.prisma.attachment.count()).toBe(0);
    expect(shownFiles()).toEqual([]);
  });

  test('is sent as its bytes, stands in the list, and is kept without where it was taken', async () => {
    const taken = await photograph('image/jpeg');
    attach('铭牌.jpg', 'image/jpeg', taken);
    await until(() => page.body.textContent.includes('铭牌.jpg：已完成'));
    expect(shownFiles()).toEqual([expect.stringContaining('铭牌.jpg')]);
    expect(await rig.prisma.attachment.findMany()).toMatchObject([
      {
        about: 'damage',
        name: '铭牌.jpg',
        type: 'image/jpeg',
        givenSha256: createHash('sha256').update(taken).digest('hex'),
      },
    ]);
  });
});

describe('the form of every kind under every policy', () => {
  const agent = () => ({ as: rig.actors.agent });
  test('has words for all that it asks, and something to choose from', async () => {
    const { body } = await rig.call('GET', '/v1/policies', agent());
    const pairs = (body.policies as unknown as { id: string; kinds: string[] }[]).flatMap(({ id, kinds }) =>
      kinds.map((kind) => [id, kind] as const),
    );
    expect(pairs.length).toBeGreaterThan(10);
    for (const [id, kind] of pairs) {
      const reply = await rig.call('GET', `/v1/policies/${id}/openings/${kind}`, agent());
      expect([id, kind, reply.status]).toEqual([id, kind, 200]);
      const { fields } = JSON.parse(reply.text) as {
        fields: Record<string, { title: { en: string }; values?: { value: string; title: { zh: string } }[] }>;
      };
      const raw = Object.entries(fields).filter(([name, { title }]) => title.en === name.split('.').at(-1));
      const bare = Object.entries(fields).filter(
        ([, { values }]) => values?.length === 0 || values?.some(({ value, title }) => value === title.zh),
      );
      expect([id, kind, raw, bare.filter(([name]) => name !== 'concernedIds')]).toEqual([id, kind, [], []]);
    }
  }, 30_000);

  test('asks for what is wrong only where something is: a job is about no fault', async () => {
    const asked = async (kind: string): Promise<string> => {
      const reply = await rig.call('GET', `/v1/policies/auto-equipment-nanjing/openings/${kind}`, agent());
      return JSON.stringify((JSON.parse(reply.text) as { asksFor: unknown }).asksFor);
    };
    expect(await asked('repair')).toContain('故障现象');
    expect(await asked('job')).not.toContain('故障现象');
  });

  test('is not there for a policy that serves no such case, nor for who opens none', async () => {
    const none = await rig.call('GET', '/v1/policies/security-install-3y/openings/return', agent());
    expect([none.status, none.body.code]).toEqual([404, 'not_found']);
    const path = '/v1/policies/security-projects-chongqing/openings/repair';
    expect((await rig.call('GET', path, { as: rig.actors.warehouse })).status).toBe(403);
    const me = await rig.call('GET', '/auth/me', { as: rig.actors.warehouse });
    expect(me.text).toContain('"opens":[]');
  });
});
