/** What staff read of a case: words beside every code, names and texts for those only who may know them. */
import { startApiRig, type ApiRig } from './api-rig';
import { toNotice } from '../../api/cases/trail-view';
import { Terms } from '../../api/cases/titles/terms';
import { readTitles } from '../../messages/policy-titles';
import { publish } from '../../policies/publish';
import { shippedPolicies } from '../rig/shipped-policies';
import type { Actor } from '../../domain/cases/record';

let rig: ApiRig;
let id: string;

interface Titled {
  titles: Record<string, { zh: string; en: string } | undefined>;
}
interface Answers {
  zone: string;
  clocks: (Titled & { milestone: string })[];
  clauseTexts: Record<string, { quote: string }>;
  steps: (Titled & {
    events: { type: string; title: object; details: { label: { en: string }; value?: { en: string } }[] }[];
  })[];
  notices: (Titled & { template: string })[];
  actions: {
    name: string;
    fields: Record<string, { title: { en: string }; values?: { value: string; title: { en: string } }[] }>;
  }[];
}

beforeAll(async () => {
  rig = await startApiRig('titles');
  await publish(rig.prisma, shippedPolicies().loaded);
  id = (await rig.openRepair()).body.caseId;
  await rig.act(id, 'assign', rig.actors.dispatcher, { engineerId: rig.actors.engineer.id, reason: '他离客户最近' });
}, 60_000);
afterAll(() => rig.close());

async function read(path: string, as: Actor = rig.actors.dispatcher): Promise<Answers & Titled> {
  const reply = await rig.call('GET', `/v1/cases/${id}${path}`, { as });
  expect(reply.status).toBe(200);
  return reply.body as unknown as Answers & Titled;
}

it('names status, region, next deadline and people, and the zone in which times are read', async () => {
  const view = await read('');
  expect(view.zone).toBe('Asia/Shanghai');
  expect(view.titles).toMatchObject({
    status: { zh: expect.any(String), en: expect.any(String) },
    nextDue: { zh: '故障响应', en: 'Response' },
    engineer: { zh: expect.any(String) },
  });
});

it('titles clocks as the pinned policy does, with the words of their clauses (S-5.11-a)', async () => {
  const { clocks, clauseTexts } = await read('/clocks');
  const arrival = clocks.find((c) => c.milestone === 'arrival')!;
  expect(arrival.titles).toMatchObject({ clock: { zh: '抵达现场', en: 'Arrival on site' }, status: { zh: '计时中' } });
  expect(Object.values(clauseTexts).every((c) => c.quote.length > 0)).toBe(true);
});

it('says who did what and what followed; the words of a reason only to those who read texts', async () => {
  const assigned = ({ steps }: Answers) =>
    steps.find((s) => s.titles.cause?.en === 'Assign or transfer')!.events.find((e) => e.type === 'assigned')!;
  const engineer = (await rig.prisma.person.findUniqueOrThrow({ where: { id: rig.actors.engineer.id } })).name;
  const lines = (a: Answers) => assigned(a).details.map((d) => d.value?.en);
  expect(lines(await read('/timeline'))).toContain(engineer);
  const blind = await read('/timeline', rig.actors.warehouse);
  expect(lines(blind)).not.toContain(engineer);
  expect(lines(blind)).toContain('a colleague');
});

it('titles mails as their readers have them', async () => {
  const { notices } = await read('/notices');
  const job = notices.find((n) => n.template === 'job_assigned')!;
  expect(job.titles).toMatchObject({ template: { zh: '派工单' }, to: { zh: '工程师' } });
});

it('words every field of every offered action, with the policy’s values and people by name', async () => {
  const { actions } = await read('/actions');
  const fields = Object.fromEntries(actions.map((a) => [a.name, a.fields]));
  expect(fields.assess!.level!.values!.map((v) => v.value)).toEqual(['L1', 'L2', 'L3', 'L4']);
  expect(fields.assign!.engineerId!.values!.map((v) => v.value)).toContain(rig.actors.engineer.id);
  expect(fields.quote!['lines.fee']!.values!.length).toBeGreaterThan(0);
  for (const action of actions)
    for (const [name, field] of Object.entries(action.fields)) expect([name, field.title.en]).not.toEqual([name, name]);
});

it('words the list', async () => {
  const { body } = await rig.call('GET', '/v1/cases', { as: rig.actors.dispatcher });
  expect(body.rows[0]).toMatchObject({
    id,
    zone: 'Asia/Shanghai',
    titles: { customer: expect.any(Object), status: expect.any(Object) },
  });
  const hidden = await rig.call('GET', '/v1/cases', { as: rig.actors.administrator });
  expect((hidden.body.rows[0] as unknown as Titled).titles.customer).toBeUndefined();
});

it('names what opened a case by its kind, and what a case tells other cases', async () => {
  const { steps } = await read('/timeline');
  expect(steps[0]!.titles.cause).toEqual({ zh: '登记案件：维修', en: 'Case opened: Repair' });
  const terms = new Terms({ policy: readTitles({}), people: new Map(), texts: new Map() });
  expect(terms.recipient('case:R2026-000001')).toEqual({ zh: '案件 R2026-000001', en: 'Case R2026-000001' });
  expect(terms.recipient('kind:complaint')).toEqual({ zh: '投诉', en: 'Complaint' });
  for (const name of ['complained', 'absorb', 'find_owners', 'unit_exchanged', 'open_case', 'issue_document'])
    expect(terms.template(name).zh).not.toBe(name);
});

it('says in words why a mail went to nobody', async () => {
  const row = await rig.prisma.notice.findFirstOrThrow({ where: { caseId: id } });
  const terms = new Terms({ policy: readTitles({}), people: new Map(), texts: new Map() });
  const reason = (code: string | null) => toNotice({ ...row, reason: code }, terms).titles.reason;
  expect(reason('no_person')).toEqual({ zh: '此职责现无人担任', en: 'Nobody has this duty now' });
  expect(reason('no_address')).toEqual({ zh: '没有邮箱地址', en: 'No e-mail address' });
  expect(reason(null)).toBeUndefined();
});
