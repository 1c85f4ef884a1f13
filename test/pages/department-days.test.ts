/** What staff do every day on the department's pages: calls, the plan, customer files, surveys, reports, partners' costs. */
import { factWords } from '../../messages/decision-words';
import { startApiRig, type ApiRig } from '../api/api-rig';
import { readPages, type Reader } from './browser';
import { departmentReader, type DepartmentPage } from './department-page';
import { openPage, script } from './page';

let rig: ApiRig;
let reader: Reader;
let on: DepartmentPage;
const page = openPage();

beforeAll(async () => {
  rig = await startApiRig('department-days');
  reader = await readPages(page, rig, rig.actors.agent);
  on = departmentReader(page, rig, reader);
}, 60_000);
afterAll(async () => {
  reader?.close();
  await rig?.close();
});

/** A time as a field shows it, in Shanghai. */
const wallOf = (at: number): string => new Date(at + 8 * 3_600_000).toISOString().slice(0, 16);

/** The form of a unit reads the customer's sites when it is opened. */
const openedUnit = (serialNo: string): Promise<object> => reader.until(() => on.unfold('更改设备资料', serialNo));
const tags = (): string[] => reader.all('.tag').map((tag) => tag.textContent);

test('a call is noted with the answers of its script; who is mandatory is skipped by a supervisor only', async () => {
  const { agent, supervisor, engineer } = rig.actors;
  const task = {
    policyId: 'office-supplies-lubricants',
    ruleId: 'monthly_call',
    kind: 'call',
    customerId: 'customer',
    owner: 'service_agent',
    plannedOn: new Date('2026-03-01'),
    openedAt: new Date(),
    dueAt: new Date(Date.now() + 86_400_000),
  };
  await rig.prisma.careTask.createMany({ data: [{ ...task, id: 'care/a' }] });
  await on.visit(engineer, '/care');
  // An engineer learns the names of those only for whom they have a case, and has no customer files.
  expect(reader.all('a').filter((a) => (a.getAttribute('href') ?? '').startsWith('/customers/'))).toEqual([]);
  expect(on.text()).toContain('每月回访');
  expect(on.text()).not.toContain('秀英');
  await on.visit(agent, '/care');
  expect(on.text()).toMatch(/每月回访 · .*秀英/);
  let form = on.opened('记录通话');
  on.fill({ 联系上了: 'false' });
  page.submit(form);
  await on.done('记录通话');
  expect(tags()).toContain('已联系 1 次');
  form = on.opened('记录通话');
  on.fill({ 联系上了: 'true', 客户满意: 'true' });
  page.submit(form);
  await reader.until(() => reader.all('.problem').some(({ textContent }) => textContent.includes('请回答')));
  page.fill(reader.one('details[open] fieldset select'), '5');
  page.submit(form);
  await reader.until(() => on.text().includes('没有这样的关怀任务'));
  await on.visit(agent, '/care?list=done');
  expect(on.text()).toContain('每月回访');

  await rig.prisma.careTask.createMany({ data: [{ ...task, id: 'care/b', plannedOn: new Date('2026-04-01') }] });
  const skip = async (): Promise<void> => {
    form = on.opened('免除');
    on.fill({ 理由: '客户停业' });
    page.submit(form);
  };
  await on.visit(agent, '/care');
  await skip();
  await reader.until(() => on.text().includes('只有主管可免除'));
  await on.visit(supervisor, '/care');
  await skip();
  await on.done('免除（须说明理由）');
});

test('the next day’s plan is changed, confirmed and published by who read its last version; who is away is noted', async () => {
  const { dispatcher, agent } = rig.actors;
  const { caseId } = (await rig.openRepair()).body;
  await rig.settled();
  const at = new Date().toISOString();
  const { planId } = await rig.run<{ planId: string }>('draftPlan', { policyId: 'security-projects-chongqing', at });
  await on.visit(agent, '/plans');
  expect([tags().includes('草稿'), on.unfold('登记不在岗')]).toEqual([true, undefined]);
  await on.visit(agent, `/plans/${planId}`);
  expect(on.text()).toContain(caseId);
  expect(on.unfold('确认计划')).toBeUndefined();

  await on.visit(dispatcher, `/plans/${planId}`);
  expect(reader.all('.tag.bad').map((tag) => tag.textContent)).toEqual(['晚于到场时限']);
  // It stands there already: who and when; only the time is changed.
  const form = on.opened('改派或改时间', caseId);
  const end = reader.labelled('结束', 'details[open]');
  expect([end.value.length, reader.labelled('工程师', 'details[open]').value]).toEqual([16, expect.any(String)]);
  page.fill(end, reader.labelled('开始', 'details[open]').value);
  page.submit(form);
  await reader.until(() => reader.problemOf('结束').includes('结束须晚于开始'));
  page.submit(on.opened('确认计划'));
  await on.done('确认计划');
  expect(tags()).toContain('已确认');
  await rig.prisma.plan.update({ where: { id: planId }, data: { version: { increment: 1 } } });
  page.submit(on.opened('发布计划'));
  await reader.until(() => on.text().includes('计划已被他人修改'));
  await on.visit(dispatcher, `/plans/${planId}`);
  page.submit(on.opened('发布计划'));
  await on.done('发布计划');
  expect(tags()).toContain('已发布');
  // Somebody is ill in the morning: changed, it has to be confirmed and published anew.
  const late = on.opened('改派或改时间', caseId);
  const { startAt } = await rig.prisma.planLine.findFirstOrThrow({ where: { planId } });
  page.fill(reader.labelled('结束', 'details[open]'), wallOf(startAt!.getTime() + 3_600_000));
  page.submit(late);
  await on.done('改派或改时间');
  expect([tags().includes('草稿'), on.unfold('确认计划')]).toEqual([true, expect.anything()]);

  await on.visit(dispatcher, '/plans');
  const away = on.opened('登记不在岗');
  on.fill({ 人员: 'engineer', 自: '2030-03-02T08:00', 至: '2030-03-01T08:00', 事由: '培训' });
  page.submit(away);
  await reader.until(() => reader.problemOf('至').includes('结束须晚于开始'));
  on.fill({ 至: '2030-03-03T08:00' });
  page.submit(away);
  await on.done('登记不在岗');
  expect(on.text()).toMatch(/2030-03-02.*2030-03-03.*培训/s);
  page.submit(on.opened('取消', '培训'));
  await on.done('取消');
  expect(on.text()).toContain('没有登记请假或外出');
});

test('who should go stands beside the assignment of a case, best first and with reasons: a click picks them', async () => {
  const { caseId } = (await rig.openRepair()).body;
  await rig.settled();
  await reader.as(rig.actors.dispatcher);
  const { casePage } = script<{ casePage: (id: string, show: () => void) => Promise<object[]> }>('case');
  page.body.replaceChildren(...(await casePage(caseId, () => undefined)).flat().filter(Boolean));
  on.opened('派工 / 改派');
  await reader.until(() => reader.all('.suggested li').length > 0);
  // The other one has a visit on that day already, of the plan above.
  const [first, second] = reader.all('.suggested li').map(({ textContent }) => textContent);
  expect([first, second]).toEqual([
    expect.stringMatching(/^otherEngineer/),
    expect.stringMatching(/^李工.*当日已有工作量：\d+%/),
  ]);
  expect(reader.labelled('工程师', 'details[open]').value).toBe('');
  page.click('.suggested button');
  expect(reader.labelled('工程师', 'details[open]').value).toBe('otherEngineer');
});

test('an absence keeps its seconds where only its reason is changed', async () => {
  const [from, until] = [new Date('2030-03-02T00:00:30.500Z'), new Date('2030-03-02T09:59:59.999Z')];
  await rig.prisma.absence.create({ data: { id: 'away', personId: 'engineer', from, until, reason: '外出' } });
  await on.visit(rig.actors.dispatcher, '/plans');
  const form = on.opened('更改', '外出');
  on.fill({ 事由: '体检' });
  page.submit(form);
  await on.done('更改');
  expect(await rig.prisma.absence.findUniqueOrThrow({ where: { id: 'away' } })).toMatchObject({
    from,
    until,
    reason: '体检',
  });
});

test('a customer file is found, completed and emptied; two who change it at once: the second is told', async () => {
  const { agent, auditor } = rig.actors;
  await on.visit(agent, '/customers');
  let form = on.opened('建立客户档案');
  on.fill({ 客户名称: '江北机械厂', 特殊要求: '周末不接待', 电话: '023-6000 1000' });
  page.submit(form);
  await on.done('建立客户档案');
  const { id } = await rig.prisma.customer.findFirstOrThrow({ where: { name: '江北机械厂' } });
  await on.visit(agent, `/customers/${id}`);
  form = on.opened('登记设备');
  on.fill({ 产品: 'vehicle', 型号: 'V-1', 序列号: 'VIN-1' });
  page.submit(form);
  await on.done('登记设备');
  // Nothing is noted of it yet, and its product is none that a policy sells: both stay as they are.
  await rig.prisma.asset.update({ where: { serialNo: 'VIN-1' }, data: { product: 'of_old' } });
  await on.visit(agent, `/customers/${id}`);
  form = await openedUnit('VIN-1');
  on.fill({ 型号: 'V-2' });
  page.submit(form);
  await on.done('更改设备资料');
  expect(await rig.prisma.asset.findUniqueOrThrow({ where: { serialNo: 'VIN-1' } })).toMatchObject({
    ...{ model: 'V-2', product: 'of_old', attributes: {} },
  });
  await on.visit(agent, `/customers/${id}`);
  form = await openedUnit('VIN-1');
  on.fill({ 车牌号: '12345', 保养周期: 'P6M' });
  page.submit(form);
  await on.done('更改设备资料');
  expect(await rig.prisma.asset.findUniqueOrThrow({ where: { serialNo: 'VIN-1' } })).toMatchObject({
    attributes: { plate: '12345', maintenanceInterval: 'P6M' },
  });

  form = on.opened('更改客户资料');
  await rig.prisma.customer.update({ where: { id }, data: { ref: 'K-1' } });
  on.fill({ 特殊要求: '' });
  page.submit(form);
  await reader.until(() => on.text().includes('记录已被他人修改'));
  // The page reads it again and says so: nobody has to load it anew.
  expect([on.text().includes('已重新读取'), on.text().includes('K-1')]).toEqual([true, true]);
  form = on.opened('更改客户资料');
  on.fill({ 特殊要求: '' });
  page.submit(form);
  await on.done('更改客户资料');
  const kept = await rig.prisma.customer.findUniqueOrThrow({ where: { id } });
  expect(kept).toMatchObject({ wishes: null, ref: 'K-1', phone: '023-6000 1000' });
  await on.visit(auditor, `/customers/${id}`);
  expect([on.text().includes('VIN-1'), on.unfold('更改客户资料')]).toEqual([true, undefined]);
});

test('a customer with more sites and units than a page holds: all are read on, and named in words to everybody', async () => {
  const { agent, auditor } = rig.actors;
  const customerId = 'chain';
  await rig.prisma.customer.create({ data: { id: customerId, name: '连锁店', region: 'main_nine_districts' } });
  const numbers = Array.from({ length: 201 }, (_, n) => String(n).padStart(3, '0'));
  await rig.prisma.site.createMany({
    data: numbers.map((n) => ({ id: `shop-${n}`, customerId, name: `${n} 号店`, address: '长江路' })),
  });
  await rig.prisma.asset.createMany({
    data: numbers.slice(0, 60).map((n) => ({
      ...{ customerId, product: 'recorder', model: 'DVR', serialNo: `CH-${n}`, siteId: 'shop-200' },
      attributes: { maintenanceInterval: 'P6M', rack: 'B2' },
    })),
  });
  await on.visit(auditor, `/customers/${customerId}`);
  expect(on.text()).toContain('主城九区（市区）');
  expect(on.text()).toContain('硬盘录像机 DVR · CH-000地点 200 号店rack B2保养周期 6 个月');
  expect([on.text().includes('CH-059'), on.text().includes('199 号店')]).toEqual([false, false]);
  const more = reader.all('button').filter((button) => button.textContent === '更多');
  expect(more).toHaveLength(2);
  for (const button of more) (button as unknown as { click(): void }).click();
  await reader.until(() => on.text().includes('CH-059'));
  expect((await reader.until(() => on.text().includes('099 号店'))) && reader.all('.plain > li').length).toBe(160);

  await on.visit(agent, `/customers/${customerId}`);
  const form = await openedUnit('CH-000');
  on.fill({ 服务地点: 'shop-199' });
  page.submit(form);
  await on.done('更改设备资料');
  expect(on.text()).toContain('CH-000地点 199 号店');
});

test('a list that cannot be read on says so, and reads on at the next try; so do the columns of a file', async () => {
  const { supervisor } = rig.actors;
  const many = Array.from({ length: 60 }, (_, i) => ({ name: `连锁店 ${i}` }));
  await rig.prisma.customer.createMany({ data: many });
  await on.visit(supervisor, '/customers');
  const before = reader.all('ul.plain > li').length;
  reader.lose('/v1/customers');
  page.click('ul.plain + div > button');
  await reader.until(() => on.text().includes('无法连接服务器'));
  page.click('ul.plain + div > button');
  await reader.until(() => reader.all('ul.plain > li').length > before);
  expect(on.text()).not.toContain('无法连接服务器');
  reader.lose('/v1/imports/customers/columns');
  on.opened('导入文件');
  await reader.until(() => on.text().includes('无法连接服务器'));
});

test('a file of records is tried first, told row by row, and taken in when it is right', async () => {
  const { supervisor, agent } = rig.actors;
  await on.visit(agent, '/customers');
  expect(on.unfold('导入文件')).toBeUndefined();
  await on.visit(supervisor, '/customers');
  const form = on.opened('导入文件');
  await reader.until(() => on.text().includes('客户编号 *'));
  const choose = (text: string): void =>
    page.choose(reader.one('details[open] input[type=file]'), {
      name: 'customers.csv',
      type: 'text/csv',
      bytes: Buffer.from(text),
    });
  choose('客户编号,客户名称,电话\nI-1,甲公司,abc\n');
  page.submit(form);
  await reader.until(() => on.text().includes('未录入：1 行中有 1 处问题'));
  choose('客户编号,客户名称,电话\nI-1,甲公司,13900000000\n');
  page.submit(form);
  await reader.until(() => on.text().includes('文件无误：1 行'));
  expect(await rig.prisma.customer.count({ where: { ref: 'I-1' } })).toBe(0);
  page.submit(form);
  await on.done('导入文件');
  expect(await rig.prisma.customer.count({ where: { ref: 'I-1' } })).toBe(1);
});

test('C-AG-5-b, C-DL-3.1-a: a partner’s cost is entered, says who bears it, and gets what it lacks', async () => {
  const { dispatcher, auditor } = rig.actors;
  const data = { name: '费用经销商', policyId: 'dealer-agreement', signedOn: new Date('2026-01-01') };
  const { id } = await rig.prisma.partner.create({ data });
  await on.visit(dispatcher, `/partners/${id}`);
  let form = on.opened('登记费用');
  on.fill({ 合作方单号: 'K-1', 费用种类: 'freight', 发生日期: '2026-03-01', 金额: '120.50' });
  page.submit(form);
  await on.done('登记费用');
  expect(on.text()).toContain('待定（缺资料） ¥120.50');
  expect(tags()).toContain('缺资料');
  form = on.opened('补充资料', 'K-1');
  expect(reader.one('details[open]').textContent).not.toContain('返厂卡号（');
  page.submit(form);
  await reader.until(() => reader.problemOf('来源'));
  await on.visit(auditor, `/partners/${id}?costs=all`);
  expect([on.text().includes('K-1 · 运费 · ¥120.50'), on.unfold('补充资料')]).toEqual([true, undefined]);
  // A return's cost is the sum of its amounts, which are asked for under every agreement.
  const agent = await rig.prisma.partner.create({ data: { ...data, name: '费用代理', policyId: 'agent-agreement' } });
  await on.visit(dispatcher, `/partners/${agent.id}`);
  form = on.opened('登记费用');
  on.fill({ 合作方单号: 'K-2', 费用种类: 'return', 发生日期: '2026-03-01', 金额: '80.00' });
  on.fill({ [factWords('inboundFreightCny').zh]: '30', [factWords('outboundFreightCny').zh]: '50' });
  page.submit(form);
  await on.done('登记费用');
  expect(await rig.prisma.partnerCost.findFirst({ where: { partnerId: agent.id } })).toMatchObject({
    ...{ reference: 'K-2', fen: 8_000, facts: { inboundFreightCny: 30, outboundFreightCny: 50 } },
  });
});
