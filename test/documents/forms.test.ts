/** The papers of a case: what each says, that the same case gives the same bytes, and which a case can have. */
import { createHash } from 'node:crypto';
import type { Block, DocumentContent } from '../../documents/content';
import { formContent } from '../../documents/forms';
import type { CaseFile } from '../../documents/forms/case-file';
import { toPdf } from '../../documents/pdf';
import { forms, readyForms } from '../../domain/documents/forms';
import { formNames, type FormName } from '../../domain/documents/form-names';
import type { CaseState } from '../../domain/cases/state';
import { JobSimulator } from '../domain/cases/job-simulator';
import { ReturnSimulator } from '../domain/cases/return-simulator';
import { hours, people, Simulator } from '../domain/cases/simulator';
import { chongqing } from '../domain/cases/policies';
import { Complaint, staff } from '../domain/cases/complaint-simulator';
import { caseUnder } from '../policy/shipped';
import { decided, fileOf, repaired, returned, said } from './case-files';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const contentOf = (form: FormName, state: CaseState, more: Partial<CaseFile> = {}): DocumentContent =>
  formContent(form, fileOf(state, more), sha256);

/** Everything that stands on the paper, one value a line. */
function readingOf({ title, subtitle, blocks, footer }: DocumentContent): string {
  const words = (block: Block): unknown[] => {
    if (block.kind === 'fields') return block.fields.map(({ label, value }) => `${label}: ${value}`);
    if (block.kind === 'table') return block.rows.map((row) => row.join(' | '));
    if (block.kind === 'signatures') return [...block.parties];
    return block.kind === 'lines' ? [...block.lines] : [];
  };
  return [title, ...subtitle, ...blocks.flatMap(words), footer].join('\n');
}

const states: Record<string, CaseState> = {
  repair: repaired(),
  return: returned().state,
  complaint: decided().state,
};
const job = (work: string, policy: string): JobSimulator =>
  new JobSimulator(caseUnder(policy, 'job'), { facts: { work } }).act(people.dispatcher, 'assign', {
    engineerId: people.engineer.id,
  });
const sides = { customerSide: said('已查'), companySide: [people.engineer.id] };
states.tested = job('test', 'office-supplies-lubricants').act(people.engineer, 'reportTest', {
  items: [{ item: 'viscosity', passed: true }],
  summary: said('原因'),
}).state;
states.installed = job('installation', 'security-install-3y')
  .act(people.engineer, 'addDepartment', { name: said('想退货'), pieces: 2 })
  .act(people.engineer, 'arrive')
  .act(people.engineer, 'deliverToDesk', { department: 1, receivedBy: said('道歉') })
  .act(people.engineer, 'checkGoods', { goods: [{ item: 'NVR', listed: 2, counted: 2, sound: true }], ...sides })
  .act(people.engineer, 'finish', { done: true, tested: true })
  .act(people.engineer, 'recordAcceptance', {
    ...{ accepted: true, signedByCustomer: true, signedByCompany: true, ...sides },
    tests: [{ item: 'recording', passed: true }],
  }).state;
states.tested_lots = new Complaint({ form: { lots: ['L-1', 'L-2', 'L-3'] } })
  .act(staff.clerk, 'assess', { severity: 'serious', categories: ['quality'] })
  .act(staff.logistics, 'checkBatch', { lot: 'L-1', inStock: true })
  .act(staff.logistics, 'checkBatch', { lot: 'L-2', inStock: true })
  .act(staff.logistics, 'checkBatch', { lot: 'L-3', inStock: false })
  .act(staff.quality, 'testSample', { lot: 'L-1', size: 5, similar: true, text: said('已查') }).state;
states.called = new Complaint()
  .carriedOut()
  .act(staff.clerk, 'callBack', { callback: 'second_contact', reached: false }).state;
const every = Object.values(states).flatMap((state) => readyForms(state).map((form) => [form, state] as const));

test('C-SEC-1.1-b C-SEC-1.3 O-8.1 O-3.1-a O-5.2: a job has the papers of what was handed over, accepted or tested', () => {
  expect(readyForms(job('installation', 'security-install-3y').state)).toEqual(['service_request', 'dispatch_order']);
  const papers = [
    'service_request',
    'service_report',
    'dispatch_order',
    'desk_delivery',
    'goods_check',
    'acceptance_certificate',
    'acceptance_record',
  ];
  expect(readyForms(states.installed!)).toEqual(papers);
  expect(readyForms(states.tested!)).toEqual(['service_request', 'service_report', 'dispatch_order', 'test_report']);
  const paper = (form: FormName, state = states.installed!): string => readingOf(contentOf(form, state));
  expect(paper('goods_check')).toMatch(
    /NVR \| 2 \| 2 \| 是[^]*我方 For the company: 李工[^]*客户方 For the customer: 同批号/,
  );
  expect(paper('acceptance_certificate')).toMatch(/验收合格 Accepted: 是[^]*recording \| 是[^]*李工/);
  expect(paper('desk_delivery')).toMatch(/1 \| 到货四箱[^]* \| 2 \| .* \| 退回全部货款/);
  expect(paper('test_report', states.tested)).toMatch(/viscosity \| 是[^]*检测总结 Summary: 胶水批次/);
});

test('O-8.1 O-8.2-a C-SEC-1.3: what is not accepted leaves a record with the reasons, the goods and tests that failed', () => {
  const refused = job('installation', 'security-install-3y').act(people.engineer, 'arrive');
  const goods = [
    { item: 'NVR', listed: 2, counted: 2, sound: true },
    { item: 'CAM', listed: 8, counted: 7, sound: false },
  ];
  refused.act(people.engineer, 'checkGoods', { goods, ...sides, text: said('想退货') });
  refused.act(people.engineer, 'recordAcceptance', {
    ...{ accepted: false, signedByCustomer: true, signedByCompany: true, ...sides },
    ...{ tests: [{ item: 'recording', passed: false }], text: said('不录像') },
  });
  const owed = refused.steps.at(-1)!.notices.filter(({ template }) => template === 'issue_document');
  expect(owed).toMatchObject([{ to: 'form:acceptance_record', clauses: [] }]);
  expect(readyForms(refused.state)).not.toContain('acceptance_certificate');
  const paper = readingOf(contentOf('acceptance_record', refused.state));
  expect(paper).toMatch(/验收合格 Accepted: 否[^]*不予验收的原因 Why not accepted: 录像机不录像了/);
  expect(paper).toMatch(/到货四箱[^]*recording \| 否[^]*CAM \| 8 \| 7 \| 否[^]*我方 For the company: 李工/);
  expect(paper).not.toContain('NVR |');
});

test('N-2.1-2 N-2.1-3b: the sheet of a job has the site item by item and what was explained, in the words of the policy', () => {
  const sim = job('installation', 'auto-equipment-nanjing').act(people.engineer, 'arrive');
  const items = (gas: boolean) =>
    ['water', 'power', 'gas', 'foundation'].map((item) => ({ item, passed: item !== 'gas' || gas }));
  sim.act(people.engineer, 'checkSite', { items: items(false), text: said('原因') });
  sim.act(people.engineer, 'checkSite', { items: items(true) });
  sim.act(people.engineer, 'brief', { topics: ['use', 'upkeep'], attendees: 3 });
  sim.act(people.engineer, 'finish', { done: true, tested: true });
  const titles = new Map([
    ['gas', { zh: '气', en: 'Gas' }],
    ['upkeep', { zh: '维护与保养', en: 'Upkeep' }],
  ]);
  const last = new Map([['maintenance_briefed', { topics: 'use upkeep', attendees: 3 }]]);
  const policy = { ...fileOf(sim.state).policy, titles };
  const paper = readingOf(contentOf('service_report', sim.state, { policy, last }));
  expect(paper).toMatch(/气 Gas \| 是[^]*已讲解 Explained: use、维护与保养 Upkeep[^]*参加人数 People present: 3/);
});

test('O-10.3-b O-10.3-c O-10.3-d: a sample is ordered on paper with the lot, and the paper says what it showed', () => {
  const sim = new Complaint({ form: { lots: ['L-1'] } });
  sim.act(staff.clerk, 'assess', { severity: 'serious', categories: ['quality'] });
  expect(readyForms(sim.state)).toEqual(['complaint_form']);
  const papers = () => sim.steps.at(-1)!.notices.filter(({ to }) => to === 'form:sample_test').length;
  sim.act(staff.logistics, 'checkBatch', { lot: 'L-1', inStock: true });
  expect([papers(), readyForms(sim.state)]).toEqual([1, ['complaint_form', 'sample_test']]);
  const ordered = readingOf(contentOf('sample_test', sim.state));
  expect(ordered).toMatch(/开单时间 Ordered: 2026-03-02[^]*检测人 Tested by: –[^]*有同样问题 Same fault: –/);
  sim.act(staff.quality, 'testSample', { lot: 'L-1', size: 5, similar: false, text: said('已查') });
  expect(papers()).toBe(1);
  const clear = readingOf(contentOf('sample_test', sim.state));
  expect(clear).toMatch(
    /抽检数量 Sample size: 5\n有同样问题 Same fault: 否.*\n检测情况.*同批号留样复测.*\n.*没有类似问题/,
  );

  const several = readingOf(contentOf('sample_test', states.tested_lots!));
  expect(several).toMatch(
    /标签贴上两天就脱胶[^]*有同样问题 Same fault: 是[^]*召回 Recall 2026-03-02[^]*检测人 Tested by: –/,
  );
  expect(several.match(/抽检数量/g)).toHaveLength(2);
});

test('S-5.12-c O-9.2: the callback record has every attempt, who called, and what the customer said', () => {
  const sim = new Complaint().carriedOut();
  expect(readyForms(sim.state)).not.toContain('callback_record');
  const call = { callback: 'second_contact', reached: true, satisfied: true, text: said('已查') };
  sim.act(staff.clerk, 'callBack', { callback: 'second_contact', reached: false });
  expect(sim.steps.at(-1)!.notices.map(({ to }) => to)).not.toContain('form:callback_record');
  expect(readyForms(sim.state)).toContain('callback_record');
  sim.act(staff.clerk, 'callBack', call);
  expect(sim.steps.at(-1)!.notices.map(({ to }) => to)).toContain('form:callback_record');
  const at = sim.now;
  const calls = [
    { callback: 'second_contact', at, by: staff.clerk.id, attempts: 1, reached: false, satisfied: null },
    { ...call, at, by: staff.clerk.id, attempts: 2, text: call.text.id },
  ];
  const titles = new Map([['second_contact', { zh: '再次联系客户', en: 'Second contact' }]]);
  const policy = { ...fileOf(sim.state).policy, titles };
  const paper = readingOf(contentOf('callback_record', sim.state, { calls, policy }));
  expect(paper).toMatch(/再次联系客户 Second contact \| 1 \| 否 No \| – \| 郑文\n.*\| 2 \| 是 Yes \| 是 Yes \| 郑文/);
  expect(paper).toMatch(/2026-03-02.*: 同批号留样复测，脱胶属实/);
});

test.each([
  ['security-projects-chongqing', 'repair', 'called_back.follow_up', 'callback_record', ['S-5.12-c']],
  ['office-supplies-lubricants', 'return', 'called_back.monthly', 'callback_record', ['O-9.2']],
  ['office-supplies-lubricants', 'complaint', 'sample_ordered', 'sample_test', ['O-10.3-b']],
] as const)('%s: a %s has its paper with %s', (policy, kind, on, form, clauses) => {
  expect(caseUnder(policy, kind).documents).toContainEqual({ on, form, clauses });
});

test('S-4.5-f: the loaner agreement names the unit as the pool knows it, and its condition both times', () => {
  const state = repaired();
  const lent = { ...state, loaner: { ...state.loaner!, status: 'issued' as const, unitId: 'u-1' } };
  expect(readingOf(contentOf('loaner_agreement', lent))).toContain('代用机编号 Loaner unit: u-1');
  const loaner = { product: 'dvr', model: 'DVR-4', serialNo: 'L-0007', issued: 'good', returned: 'worn' };
  const paper = readingOf(contentOf('loaner_agreement', lent, { loaner }));
  expect(paper).not.toContain('u-1');
  for (const words of [
    '型号 Model: DVR-4',
    '序列号 Serial no.: L-0007',
    '领用时状况 Condition when issued: 完好',
    '有使用痕迹',
  ])
    expect(paper).toContain(words);
});

test('O-10.4 S-8.3: after a ruling that amended it, the form shows every entry and what is owed in all', () => {
  const sim = decided();
  const { clerk, supervisor, manager } = staff;
  sim.act(clerk, 'answerDecision', { accepted: true, by: 'phone' }).act(manager, 'confirmEntry', { entry: 1 });
  sim.act(clerk, 'appeal', { text: said('原因') });
  sim.act({ ...supervisor, id: 'second' }, 'rule', {
    ...{ outcome: 'amended', text: said('已查'), solution: said('道歉'), remedy: 'compensation' },
    compensation: [{ basis: 'damage', amountFen: 15_000 }],
  });
  sim.act(clerk, 'answerDecision', { accepted: true, by: 'phone' });
  const paper = readingOf(contentOf('complaint_form', sim.state));
  expect(paper).toMatch(/1 \| 赔付 Compensation \| 20000 \| 本公司[^]*\| – \| 是[^]*2 \| 赔付[^]*\| 1 \| 否/);
  expect(paper).toMatch(/本公司 The company → 客户 The customer \| 15000 \| 20000/);
});

test('S-5.3-b S-5.5-a S-6.2-b S-4.5-f: a repair can have its papers once there is something to print', () => {
  const fresh = new Simulator(chongqing).state;
  expect(readyForms(fresh)).toEqual(['service_request']);
  expect(readyForms(repaired())).toEqual([
    'service_request',
    'repair_ticket',
    'quote',
    'loaner_agreement',
    'service_report',
    'dispatch_order',
  ]);
});

test('O-11.1 O-11.3-d O-11.4-b O-10.2: a return has its papers one after the other, a complaint its form at once', () => {
  const fresh = new ReturnSimulator();
  expect(readyForms(fresh.state)).toEqual([]);
  expect(readyForms(fresh.approved().state)).toEqual(['return_application', 'return_order']);
  expect(readyForms(fresh.inspected().state)).toEqual(['return_application', 'return_order', 'goods_in_record']);
  expect(readyForms(new Complaint().state)).toEqual(['complaint_form']);
});

test('S-5.10-b S-5.10-a: whoever is sent has a dispatch order; a job of an earlier day goes first', () => {
  const sent = (after: number): string => {
    const sim = new Simulator(chongqing, { at: '2026-03-02T17:00' }).pass(after);
    expect(readyForms(sim.state)).not.toContain('dispatch_order');
    sim.act(people.dispatcher, 'assign', { engineerId: people.engineer.id });
    expect(sim.steps.at(-1)!.notices).toContainEqual(
      expect.objectContaining({ to: 'form:dispatch_order', clauses: ['S-5.10-b'] }),
    );
    return readingOf(contentOf('dispatch_order', sim.state));
  };
  expect(sent(1 * hours)).toMatch(
    /派工时间 Dispatched: 2026-03-02.*18:00[^]*优先 Priority: –[^]*工程师 Engineer: 李工/,
  );
  expect(sent(16 * hours)).toMatch(/2026-03-03.*09:00[^]*优先 Priority: 前日遗留/);
});

test('O-11.3-b O-11.3-c O-11.3-d: the order names goods, reasons, both approvers, and where the goods go', () => {
  const paper = readingOf(contentOf('return_order', states.return!));
  expect(paper).toContain('退货单号 Order no.: TH-1');
  expect(paper).toContain('1 | A-100 | – | – | 10 | 4 | 2000 | 质量问题 Quality');
  expect(paper).toContain('2 | B-200 | SN-1');
  expect(paper).toMatch(/demo_manager \| manager \| 批准 Approved[^]*demo_supervisor \| supervisor \| 批准/);
  expect(paper).toContain('退货地址 Send to: 重庆市渝中区中山路 1 号仓库');
});

test('O-11.4-a O-11.4-c: the goods-in record has every item, what was refused and why', () => {
  const sim = new ReturnSimulator().approved();
  const warehouse = { id: 'warehouse', role: 'warehouse', duties: [] } as const;
  sim.act(warehouse, 'receiveGoods', { items: [{ line: 1, received: 3 }] });
  sim.act(warehouse, 'inspectItem', { line: 1, accepted: 1, refused: 2, refusal: 'not_resalable', explained: true });
  const paper = readingOf(contentOf('goods_in_record', sim.state));
  expect(paper).toContain('1 | A-100 | 3 | 1 | 2 | not_resalable | 吴仓');
  expect(paper).toContain('1 | 4 | 3');
});

test('O-10.2 O-10.4: the complaint form has the words, the departments, the cause and the compensation', () => {
  const paper = readingOf(contentOf('complaint_form', states.complaint!));
  for (const words of ['标签贴上两天就脱胶', 'L-1', '同批号留样复测', '投诉成立 Upheld', '¥200.00', '退回全部货款'])
    expect(paper).toContain(words);
});

test('S-5.5-f S-6.2-c S-4.5-g: the amount on the card, the date on the ticket, both approvals on the agreement', () => {
  expect(readingOf(contentOf('service_report', states.repair!))).toContain('收费金额 Charged: ¥127,770.75');
  expect(readingOf(contentOf('repair_ticket', states.repair!))).toContain('Promised for: 2026-03-06（周五）17:00');
  expect(readingOf(contentOf('loaner_agreement', states.repair!))).toMatch(
    /customer_centre_manager \|[^]*deputy_gm_logistics \|/,
  );
});

test('N-1-a S-3.7-a: the head of a paper has the number of the policy, before that of the company', () => {
  const file = fileOf(repaired());
  const headed = (policy: CaseFile['policy']): string =>
    formContent('service_report', { ...file, policy }, sha256).subtitle.join();
  expect(headed({ ...file.policy, hotline: '025-52625050' })).toContain('025-52625050');
  expect(headed({ ...file.policy, hotline: '025-52625050' })).not.toContain('400-000-0000');
  expect(headed(file.policy)).toContain('400-000-0000');
});

test('what the policy calls its things stands on the paper, in both languages', () => {
  const titles = new Map([['demo_manager', { zh: '值班经理', en: 'Duty manager' }]]);
  const policy = { ...fileOf(states.return!).policy, titles };
  expect(readingOf(contentOf('return_order', states.return!, { policy }))).toContain('值班经理 Duty manager | manager');
});

test.each(every)('%s: the same case is the same bytes; another word is another check code', async (form, state) => {
  const content = contentOf(form, state);
  const print = (): Promise<Buffer> => toPdf(contentOf(form, state), new Date(state.openedAt));
  expect((await print()).equals(await print())).toBe(true);
  expect(content.footer).toMatch(new RegExp(`^${state.caseId} · .* [0-9a-f]{16}$`));
  const customer = { name: '另一位客户', phone: null, address: null };
  expect(contentOf(form, state, { customer }).footer).not.toBe(content.footer);
});

test('values longer than a page run on, and nothing is lost when a customer, unit or site is unknown', async () => {
  const pdf = await toPdf(contentOf('service_report', repaired()), new Date(0));
  expect(pdf.toString('latin1').match(/\/Type \/Page\n/g)!.length).toBe(2);
  const bare = fileOf(repaired());
  const paper = formContent(
    'service_report',
    { ...bare, customer: undefined, site: undefined, asset: undefined },
    sha256,
  );
  expect(readingOf(paper)).toContain('客户名称 Name: –');
});

test('every form has titles in both languages and a kind of case', () => {
  for (const name of formNames) {
    expect(forms[name].title.zh).toMatch(/\p{Script=Han}/u);
    expect(forms[name].kinds.length).toBeGreaterThan(0);
  }
});
