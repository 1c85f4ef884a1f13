/** The department's pages against the real API: what each role reads and does there, with problems at their fields. */
import { startApiRig, type ApiRig } from '../api/api-rig';
import { candidates } from '../../api/cases/titles/names';
import { departmentPages } from '../../api/department/pages';
import type { Actor, SystemRole } from '../../domain/cases/record';
import { letter } from '../documents/attachment-files';
import { readPages, type Reader } from './browser';
import { departmentReader, type DepartmentPage } from './department-page';
import { openPage } from './page';

let rig: ApiRig;
let reader: Reader;
/** Now, where a test has to be at some date. */
let now: number | undefined;
afterEach(() => {
  now = undefined;
});
const page = openPage();
let department: DepartmentPage;
const text = (): string => department.text();
const visit: DepartmentPage['visit'] = (actor, path) => department.visit(actor, path);
const unfold: DepartmentPage['unfold'] = (title, of) => department.unfold(title, of);
const opened: DepartmentPage['opened'] = (title, of) => department.opened(title, of);
const fill: DepartmentPage['fill'] = (values) => department.fill(values);
const done: DepartmentPage['done'] = (title) => department.done(title);

beforeAll(async () => {
  rig = await startApiRig('department-pages', { deps: { clock: () => now ?? Date.now() } });
  reader = await readPages(page, rig, rig.actors.agent);
  department = departmentReader(page, rig, reader);
}, 60_000);
afterAll(async () => {
  reader?.close();
  await rig?.close();
});

const roles = (): [SystemRole, Actor][] => Object.entries(rig.actors) as [SystemRole, Actor][];

test('the auditor is offered nothing to do; every form has words for its fields and choices', async () => {
  const bare = new Set<string>();
  const data = { name: '用词经销商', policyId: 'dealer-agreement', signedOn: new Date('2026-01-01') };
  const partner = await rig.prisma.partner.create({ data });
  for (const [role, actor] of roles())
    for (const name of [...departmentPages, `partners?id=${partner.id}`]) {
      const reply = await rig.call('GET', `/v1/forms/${name}`, { as: actor });
      if (reply.status !== 200) continue;
      const { forms } = JSON.parse(reply.text) as {
        forms: {
          name: string;
          fields: Record<string, { title: { en: string }; values?: { value: string; title: { zh: string } }[] }>;
        }[];
      };
      if (role === 'auditor') expect([name, forms]).toEqual([name, []]);
      for (const form of forms)
        for (const [field, { title, values }] of Object.entries(form.fields)) {
          if (title.en === field.split('.').at(-1)) bare.add(`${form.name}: ${field}`);
          if (values?.some((v) => v.value === v.title.zh && !rig.people[v.value as 'agent']))
            bare.add(`${form.name}: ${field} ${values.map((v) => v.value).join(' ')}`);
        }
    }
  expect([...bare].filter((one) => !/personId|partnerId/.test(one))).toEqual([]);
});

test('N-2.3-5b: a part is added, drawn below its level, ordered, and back; an engineer draws and adds none', async () => {
  const { warehouse, engineer } = rig.actors;
  await visit(warehouse, '/parts');
  let form = opened('登记零配件');
  page.submit(form);
  await reader.until(() => reader.problemOf('配件号'));
  fill({ 服务制度: 'auto-equipment-nanjing', 配件号: 'F-1', 名称: '滤芯', 订货点: '5', 现有数量: '6' });
  page.submit(form);
  await done('登记零配件');
  expect(text()).toContain('F-1 · 滤芯');

  await visit(engineer, '/parts');
  expect(unfold('登记零配件')).toBeUndefined();
  form = opened('领用', 'F-1');
  fill({ 领料单号: 'L-1', 数量: '9' });
  page.submit(form);
  await reader.until(() => reader.problemOf('数量').includes('库存不足'));
  fill({ 数量: '2' });
  page.submit(form);
  await done('领用');
  expect(reader.all('.tag').map((t) => t.textContent)).toContain('低于订货点');

  await visit(warehouse, '/parts?list=low');
  form = opened('订货', 'F-1');
  fill({ 数量: '3' });
  page.submit(form);
  await done('订货');
  expect(reader.all('.tag').map((t) => t.textContent)).toContain('已申请');
  await visit(warehouse, '/parts?list=requested');
  page.submit(opened('取消申请', 'F-1 × 3'));
  await done('取消申请');
  expect(text()).not.toContain('F-1 × 3');
  await visit(warehouse, '/parts?list=low');
  form = opened('订货', 'F-1');
  fill({ 数量: '3' });
  page.submit(form);
  await done('订货');
  await visit(warehouse, '/parts?list=requested');
  form = opened('登记到货', 'F-1 × 3');
  fill({ 到货无误: 'true', 数量: '3' });
  page.submit(form);
  await done('登记到货');
  await visit(warehouse, '/parts?list=low');
  expect(text()).toContain('没有低于订货点的零配件');
});

test('N-2.3-4b: a technician files, the policy’s role decides on the page, nobody on their own', async () => {
  const { engineer, supervisor, dispatcher } = rig.actors;
  await visit(engineer, '/filings');
  let form = opened('产品培训申请');
  fill({ 产品类别: 'workshop_equipment' });
  page.submit(form);
  await reader.until(() => reader.problemOf('情况说明'));
  fill({ 情况说明: '希望参加举升机培训' });
  page.submit(form);
  await done('产品培训申请 · 汽车维修设备售后服务承诺');
  expect(text()).toContain('希望参加举升机培训');
  expect(unfold('作出决定')).toBeUndefined();

  await visit(dispatcher, '/filings');
  expect(text()).toContain('没有呈报');
  await visit({ ...supervisor, duties: ['service_manager'] }, '/filings');
  form = opened('作出决定', '举升机');
  fill({ 准予: 'true', 决定: '安排下月厂家培训' });
  page.submit(form);
  await done('作出决定');
  await visit(engineer, '/filings?list=decided');
  expect(text()).toMatch(/准予.*安排下月厂家培训/s);
});

test('N-2.3-6: a maker’s document is put into the archive, read by an engineer, and marked as out of date', async () => {
  const { warehouse, engineer } = rig.actors;
  await visit(warehouse, '/maker-documents');
  const form = opened('存入资料');
  fill({ 产品类别: 'workshop_equipment', 厂家: '某厂', 标题: '举升机维修手册', 资料类别: 'service_manual' });
  const bytes = await letter();
  page.choose(reader.one('details[open] input[type=file]'), { name: 'a.pdf', type: 'application/pdf', bytes });
  page.submit(form);
  await done('存入资料');
  await visit(engineer, '/maker-documents');
  expect(text()).toContain('维修手册 · 举升机维修手册');
  expect(unfold('标为过期')).toBeUndefined();
  await visit(warehouse, '/maker-documents');
  page.submit(opened('标为过期', '举升机'));
  await done('标为过期');
  expect(text()).toContain('暂无记录');
  await visit(engineer, '/maker-documents?list=withdrawn');
  expect(text()).toContain('举升机维修手册');
});

test('S-0-b: three persons sign, each in one role, the approver as approver only', async () => {
  const { supervisor, administrator, approver, agent } = rig.actors;
  const proposed = { policyId: 'security-projects-chongqing', version: '1.1', hash: 'a'.repeat(64), body: {} };
  await rig.prisma.policyProposal.create({ data: proposed });
  const sign = async (actor: Actor, as: string): Promise<void> => {
    await visit(actor, '/policies');
    const form = opened('签署此版本', '版本 1.1');
    fill({ 签署身份: as });
    page.submit(form);
  };
  await sign(supervisor, 'writer');
  await done('签署此版本');
  await sign(supervisor, 'reviewer');
  await reader.until(() => reader.problemOf('签署身份').includes('不得以两种身份'));
  await visit(administrator, '/policies');
  opened('签署此版本', '版本 1.1');
  expect(Array.from(reader.labelled('签署身份', 'details[open]').options, ({ value }) => value)).not.toContain(
    'approver',
  );
  await sign(approver, 'approver');
  await done('签署此版本');
  await visit(agent, '/policies');
  expect(unfold('签署此版本')).toBeUndefined();
  expect(text()).toMatch(/起草人.*批准人/s);
});

test('O-2.2-c: a holiday with nobody is filled by the administrator, and shown to who plans', async () => {
  now = Date.parse('2026-09-20T08:00:00+08:00');
  const { administrator, dispatcher } = rig.actors;
  await visit(dispatcher, '/rota');
  expect(unfold('安排值班')).toBeUndefined();
  expect(text()).toMatch(/2026-10-01（周四）\s*无人值班/);
  await visit(administrator, '/rota');
  const form = opened('安排值班', '2026-10-01');
  fill({ 值班人员: 'engineer' });
  page.submit(form);
  await done('安排值班');
  await visit(dispatcher, '/rota');
  expect(text()).toMatch(/2026-10-01（周四）\s*已安排.*李工/);
  expect(text()).toMatch(/2026-10-02（周五）\s*无人值班/);
  expect(unfold('取消值班')).toBeUndefined();
  // Away, the holder is not there; who stands in is.
  const held = { personId: 'engineer', role: 'holiday_duty' };
  const awayFrom = new Date('2026-09-30T16:00:00Z');
  await rig.prisma.duty.updateMany({ where: held, data: { awayFrom } });
  await visit(dispatcher, '/rota');
  expect(text()).toMatch(/2026-10-01（周四）\s*无人值班/);
  await rig.prisma.duty.updateMany({ where: held, data: { deputyId: 'agent' } });
  await visit(dispatcher, '/rota');
  const day = reader.all('li').find((li) => li.textContent.startsWith('2026-10-01'))!.textContent;
  const { name } = await rig.prisma.person.findUniqueOrThrow({ where: { id: 'agent' } });
  expect([day.includes('已安排'), day.includes(name), day.includes('李工')]).toEqual([true, true, false]);
  await rig.prisma.duty.updateMany({ where: held, data: { awayFrom: null, deputyId: null } });
  await visit(administrator, '/rota');
  // Changed since it was shown: it is not removed unread, but shown again.
  const removing = opened('取消值班', '2026-10-01');
  await rig.prisma.duty.updateMany({ where: held, data: { version: { increment: 1 } } });
  page.submit(removing);
  await reader.until(() => text().includes('已重新读取'));
  expect(await rig.prisma.duty.count({ where: held })).toBe(1);
  page.submit(opened('取消值班', '2026-10-01'));
  await done('取消值班 · 李工');
  expect(text()).toMatch(/2026-10-01（周四）\s*无人值班/);
});

test('C-DL-2.2, C-DL-1.3: a partner’s file: added, a change told late, an audit that failed says what was found', async () => {
  const { supervisor, approver } = rig.actors;
  await visit(supervisor, '/partners');
  let form = opened('登记合作方 · 经销商售后服务协议');
  fill({ 名称: '江北经销商', 签订日期: '2026-01-01' });
  page.submit(form);
  await done('登记合作方 · 经销商售后服务协议');
  const { id } = await rig.prisma.partner.findFirstOrThrow({ where: { name: '江北经销商' } });
  await visit(supervisor, `/partners/${id}`);
  form = opened('登记变动');
  fill({ 变动事项: 'phone', 变动后: '023-6000', 生效日期: '2026-03-01', 通知日期: '2026-03-01' });
  page.submit(form);
  await done('登记变动');
  expect(text()).toMatch(/电话 → 023-6000\s*通知过迟/);
  form = opened('登记维修人员变动');
  fill({ 变动后的维修人员: '赵工\n钱工', 生效日期: '2026-03-20', 通知日期: '2026-03-01' });
  page.submit(form);
  await done('登记维修人员变动');
  expect(text()).toContain('赵工、钱工');

  form = opened('登记服务质量调查');
  fill({ 调查方式: 'random', 调查日期: '2026-03-05', 结果: 'failed' });
  page.submit(form);
  await reader.until(() => reader.one('details[open]').textContent.includes('不合格须写明所见'));
  page.click('details[open] fieldset button:last-child');
  fill({ 问题: '接待台无人' });
  page.submit(form);
  await done('登记服务质量调查');
  expect(text()).toMatch(/2026-03-05 · 不定期.*不合格.*接待台无人/s);
  await visit(approver, `/partners/${id}`);
  expect([unfold('登记变动'), unfold('确认结算') === undefined]).toEqual([undefined, false]);

  await owe('partner_correction', { partnerId: id });
  await visit(supervisor, '/duties');
  expect(reader.all('a').map((a) => (a as unknown as { href: string }).href)).toContainEqual(
    expect.stringMatching(new RegExp(`/partners/${id}$`)),
  );
  await visit(supervisor, `/partners/${id}`);
  form = opened('登记整改', '接待台无人');
  fill({ 整改日期: '2026-03-08', 整改情况: '已安排专人' });
  page.submit(form);
  await done('登记整改');
  expect(text()).toContain('2026-03-08 · 已安排专人');
  expect(unfold('登记整改')).toBeUndefined();
  form = opened('提前终止协议');
  fill({ 协议最后一天: '2026-06-30' });
  page.submit(form);
  await done('提前终止协议');
  expect(text()).toMatch(/到期\s*2026-06-30/);
});

test('C-DL-5.6, C-DL-5.7-b: who approves a special return reads its list, and so does the warehouse that counts by it', async () => {
  const { agent, approver, warehouse } = rig.actors;
  const data = { name: '退货经销商', policyId: 'dealer-agreement', signedOn: new Date('2026-01-01') };
  const { id } = await rig.prisma.partner.create({ data });
  const list = [{ model: 'DVR-8', quantity: 2, serialNo: 'S-77', reason: '滞销' }];
  const body = { written: true, list };
  expect((await rig.call('POST', `/v1/partners/${id}/returns`, { as: agent, body })).status).toBe(201);
  await visit(approver, `/partners/${id}`);
  const form = opened('审批特殊退货', 'S-77');
  fill({ 批准: 'true' });
  page.submit(form);
  await done('审批特殊退货');
  await visit(agent, `/partners/${id}`);
  expect(unfold('登记清点入库')).toBeUndefined();
  page.submit(opened('登记寄出', 'S-77'));
  await done('登记寄出');
  expect(unfold('登记寄出')).toBeUndefined();

  await visit(warehouse, '/partners');
  expect(text()).toContain('退货经销商');
  await visit(warehouse, `/partners/${id}`);
  expect(text()).toMatch(/DVR-8.*S-77.*滞销/s);
  expect(text()).not.toContain('服务质量调查');
  const count = opened('登记清点入库');
  fill({ 实收数量: '2' });
  page.fill(reader.labelled('包装、附件齐全完好', 'details[open]'), 'true');
  page.submit(count);
  await done('登记清点入库');
  expect(text()).toContain('实收 2，认可 2，拒收 0');
  expect(unfold('登记清点入库')).toBeUndefined();
});

test('the warehouse learns which partners there are, not what is agreed with them', async () => {
  const data = {
    name: '密约',
    policyId: 'dealer-agreement',
    signedOn: new Date('2026-01-01'),
    contact: { phone: '1' },
  };
  const { id } = await rig.prisma.partner.create({ data });
  const rows = async (as: Actor) =>
    (await rig.call('GET', '/v1/partners?q=密约', { as })).body.rows as unknown as { contact: object }[];
  expect((await rows(rig.actors.supervisor))[0]!.contact).toEqual({ phone: '1' });
  expect((await rows(rig.actors.warehouse))[0]!.contact).toEqual({});
  expect((await rig.call('GET', `/v1/partners/${id}`, { as: rig.actors.warehouse })).status).toBe(403);
});

test('C-SEC-1.1-b: an engineer at the customer’s names themself, and learns no other name', async () => {
  const { engineer, dispatcher } = rig.actors;
  expect((await candidates(rig.prisma, engineer)).staff).toMatchObject([{ id: 'engineer', name: '李工' }]);
  expect((await candidates(rig.prisma, dispatcher)).staff.length).toBeGreaterThan(5);
});

test('S-5.6: money that waits stands with what it waits for, for those who see the case', async () => {
  const { caseId } = (await rig.openRepair()).body;
  await recordedWithMoney(caseId);
  await visit(rig.actors.dispatcher, '/money');
  expect(text()).toMatch(/¥120\.00.*待交财务/s);
  expect(text()).toContain(caseId);
  await visit(rig.actors.engineer, '/money');
  expect(text()).toContain('没有这样的款项');
  await visit(rig.actors.supervisor, '/money?list=settled');
  expect(text()).not.toContain(caseId);
});

test('O-10.4: what was confirmed and not paid waits to be paid; an invoice that was not sent, too; settled is neither', async () => {
  const { prisma, actors } = rig;
  const opened = new Date('2026-03-01T00:00:00Z');
  const known = (id: string, kind: string, state: object, more = {}) => ({
    ...{ id, kind, status: 'open', policyId: 'auto-equipment-nanjing', policyVersion: '1', policyHash: 'h' },
    ...{ customerId: 'c', seq: 1, state, openedAt: opened, updatedAt: opened, ...more },
  });
  const paper = { entry: 1, fen: 100, first: false, paper: 'invoice' };
  await prisma.case.createMany({
    data: [
      known('M-refund', 'return', { refund: {} }),
      known('M-paid', 'return', { refund: { paidAt: Date.parse('2026-03-04T00:00:00Z') } }),
      known('M-amended', 'complaint', { done: { carried_out: Date.parse('2026-03-02T00:00:00Z') } }),
      // Paid in an earlier round: a new one wants another carrying out, but not the money again.
      known('M-again', 'complaint', { done: { carried_out: Date.parse('2026-03-04T00:00:00Z') } }),
      known('M-closed', 'complaint', {}, { closedAt: opened }),
      known('M-invoice', 'repair', { charges: [paper] }),
      known('M-sent', 'repair', { charges: [{ ...paper, sent: { invoiceNo: '1' } }] }),
    ],
  });
  const confirmed = { confirmedBy: 'b', confirmedAt: new Date('2026-03-03T00:00:00Z') };
  const entry = { no: 1, at: opened, by: 'a', fen: 100, clauses: [], approvedBy: [], ...confirmed };
  const owed = { ...entry, from: 'company', to: 'customer', type: 'compensation' };
  const fee = { ...entry, from: 'customer', to: 'company', type: 'fee' };
  await prisma.ledgerEntry.createMany({
    data: [
      ...['M-refund', 'M-paid'].map((caseId) => ({ ...owed, caseId, type: 'refund' })),
      ...['M-amended', 'M-again', 'M-closed'].map((caseId) => ({ ...owed, caseId })),
      ...['M-invoice', 'M-sent'].map((caseId) => ({ ...fee, caseId })),
    ],
  });
  const read = async (list: string, actor: Actor) =>
    (await rig.call('GET', `/v1/money?list=${list}`, { as: actor })).body as unknown as {
      mayExport: boolean;
      mayAct: boolean;
      rows: { caseId: string; waits: string[] }[];
    };
  const rows = async (list: string) =>
    (await read(list, actors.supervisor)).rows
      .filter(({ caseId }) => caseId.startsWith('M-'))
      .map(({ caseId, waits }) => [caseId, waits]);
  expect(await rows('open')).toEqual([
    ['M-amended', ['to_pay']],
    ['M-invoice', ['to_invoice']],
    ['M-refund', ['to_pay']],
  ]);
  expect(await rows('settled')).toEqual(['M-again', 'M-closed', 'M-paid', 'M-sent'].map((id) => [id, []]));
  await visit(actors.supervisor, '/money');
  expect(text()).toMatch(/待支付/);
  // Finance has an approver's account, and is offered the file that it may fetch.
  await visit(actors.approver, '/money');
  expect(reader.all('button').some(({ textContent }) => textContent.includes('CSV'))).toBe(true);
  for (const [role, may] of [
    ['approver', { mayExport: true, mayAct: true }],
    ['engineer', { mayExport: false, mayAct: true }],
    ['auditor', { mayExport: true, mayAct: false }],
  ] as const)
    expect([role, await read('open', actors[role])]).toMatchObject([role, may]);
});

/** A charge that was collected and not handed in, as the case's record shows it. */
async function recordedWithMoney(id: string): Promise<void> {
  const find = () => rig.prisma.case.findUnique({ where: { id } });
  let found = await find();
  for (; !found; found = await find()) await new Promise((later) => setTimeout(later, 50));
  const charges = [{ entry: 1, fen: 12_000, first: false, collected: { at: Date.now(), by: 'engineer' } }];
  await rig.prisma.case.update({ where: { id }, data: { state: { ...(found.state as object), charges } } });
  await rig.prisma.ledgerEntry.create({
    data: {
      ...{
        caseId: id,
        no: 1,
        at: new Date(),
        by: 'engineer',
        type: 'fee',
        fen: 12_000,
        from: 'customer',
        to: 'company',
      },
      ...{ clauses: ['S-5.6-b'], approvedBy: [] },
    },
  });
}

/** A duty that was due an hour ago. */
async function owe(kind: string, subject: Record<string, string | number> = {}, key = `${kind}/x`): Promise<void> {
  const at = new Date(Date.now() - 3_600_000);
  const times = { createdAt: at, dueAt: at, breachedAt: at };
  const of = { policyId: 'auto-equipment-nanjing', owner: 'role:service_manager', ladder: [], clauses: ['N-2.3-5b'] };
  await rig.prisma.chore.create({ data: { ...of, ...times, key, kind, subject } });
}

test('duties that are late are acknowledged, those without a record of their own are ticked off', async () => {
  await owe('stock_low');
  await owe('customer_file');
  await owe('amount_pay', {}, 'amount_pay/x/1');
  await owe('amount_collect');
  await owe('amount_collect', { caseId: 'x', entry: 1 }, 'amount_collect/x/1');
  // Money that a case records as paid or got in is not said to be so by hand; what a job collected is.
  const { chores } = (await rig.call('GET', '/v1/chores?list=late', { as: rig.actors.agent })).body as unknown as {
    chores: { key: string; byHand: boolean }[];
  };
  const byHand = chores.filter((one) => one.byHand).map(({ key }) => key);
  expect(byHand.toSorted()).toEqual(['amount_collect/x', 'customer_file/x']);
  for (const [key, action] of [
    ['amount_pay/x/1', 'payRefund'],
    ['amount_collect/x/1', 'settleClaim'],
  ]) {
    const { status, body } = await rig.call('POST', '/v1/chores/done', { as: rig.actors.agent, body: { key } });
    expect([status, body.code]).toEqual([409, 'requirement_missing']);
    expect(JSON.stringify(body.errors)).toContain(action);
  }
  await visit(rig.actors.supervisor, '/duties?list=late');
  expect(text()).toContain('到此处理：零配件');
  page.submit(opened('确认知悉', '库存低于订货点'));
  await done('确认知悉');
  expect(unfold('确认知悉', '库存低于订货点')).toBeUndefined();
  expect(unfold('已完成', '库存低于订货点')).toBeUndefined();
  page.submit(opened('已完成', '客户档案'));
  await done('已完成');
  await visit(rig.actors.agent, '/duties?list=done');
  expect(text()).toMatch(/客户档案未建全.*逾期完成/s);
});

// Last, for what the tests before left is on the pages then.
test('each role reads the pages that it may, and nobody another', async () => {
  for (const [role, actor] of roles()) {
    const { pages } = (await rig.call('GET', '/auth/me', { as: actor })).body as unknown as { pages: string[] };
    for (const name of departmentPages) {
      expect([role, name, await visit(actor, `/${name}`)]).toEqual([role, name, pages.includes(name)]);
      if (pages.includes(name)) expect(text()).not.toMatch(/undefined|\[object/);
      expect((await rig.call('GET', `/v1/forms/${name}`, { as: actor })).status).toBe(pages.includes(name) ? 200 : 403);
    }
  }
  const read = async (role: SystemRole) =>
    ((await rig.call('GET', '/auth/me', { as: rig.actors[role] })).body as unknown as { pages: string[] }).pages;
  expect(await read('engineer')).toEqual([
    'care',
    'parts',
    'loaners',
    'money',
    'filings',
    'maker-documents',
    'policies',
  ]);
  expect(await read('auditor')).toEqual(departmentPages.slice());
});
