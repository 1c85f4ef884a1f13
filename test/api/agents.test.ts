/** An agent through the API: an agreement with blanks refuses in words; filled in and published it is worked by and settled. */
import { makeReport } from '../../activities/care/report';
import { supplyPass } from '../../activities/supply/pass';
import { readInForce } from '../../policies/in-force';
import { knownNames } from '../../policies/loader/known';
import { loadPolicy, policyFiles, readPublished } from '../../policies/loader/load';
import { publish, publishCalendars, publishNew } from '../../policies/publish';
import { calendarSet } from '../../policies/loader/calendars';
import { Policies } from '../../policies/registry';
import { shippedPolicies } from '../rig/shipped-policies';
import { startApiRig, type ApiRig, type Reply } from './api-rig';

let rig: ApiRig;
let policies: Policies;
const contract = { name: '某代理', policyId: 'agent-agreement', signedOn: '2024-01-01' };
const known = knownNames();

beforeAll(async () => {
  // Only what is in force, as the system itself serves it: the shipped agreement waits for its figures.
  const { loaded } = shippedPolicies();
  const calendars = calendarSet();
  policies = new Policies({
    policies: loaded.filter(({ policy }) => policy.id !== 'agent-agreement'),
    all: [...loaded],
    calendars,
  });
  rig = await startApiRig('api-agents', { deps: { policies } });
  await publishCalendars(rig.prisma, calendars);
  await publish(rig.prisma, loaded);
});
afterAll(() => rig?.close());

const as = (role: keyof ApiRig['actors'], method: string, path: string, body?: unknown): Promise<Reply> =>
  rig.call(method, path, { as: rig.actors[role], body });

/** What a department writes into its copy of the agreement. */
const figures: Record<string, string> = {
  provinceRepair: 'PT48H',
  provinceHardCase: 'PT72H',
  cityResponse: 'PT2H',
  cityArrival: 'PT8H',
  cityHardCase: 'PT48H',
  agreementTerm: 'P2Y',
};

/** The shipped agreement with figures filled in, as a version of the department. */
function filled(given: Record<string, string>) {
  const { source } = loadPolicy(
    policyFiles().find((file) => file.endsWith('agent-agreement.yaml'))!,
    known,
  );
  const { parameters, ...rest } = source as { parameters: { id: string }[] };
  const values = parameters.map((p) => ({ ...p, ...(given[p.id] !== undefined && { value: given[p.id] }) }));
  const read = readPublished({ ...rest, version: '1.1', parameters: values }, 'agent-agreement 1.1', known);
  if (!read.ok) throw new Error('the copy is not right');
  return read.loaded;
}

describe('the agent’s agreement', () => {
  it('C-AG-4.1: with blanks is not worked by, and says which figures it lacks', async () => {
    const most = Object.fromEntries(
      Object.entries(figures).filter(([id]) => !['cityArrival', 'agreementTerm'].includes(id)),
    );
    await expect(publishNew(rig.prisma, [filled(most)])).rejects.toThrow(/cityArrival, agreementTerm/);
    const refused = await as('supervisor', 'POST', '/v1/partners', contract);
    expect([refused.status, refused.body.code]).toEqual([409, 'requirement_missing']);
    const [first, ...blanks] = refused.body.errors;
    expect(first).toMatchObject({ field: 'policyId', detail: expect.stringContaining('缺 6 项数字') as string });
    expect(blanks.map(({ field }) => field)).toEqual(Object.keys(figures).map((id) => `parameters.${id}`));
    expect(blanks[0]!.detail).toBe('省内报修后修理小时数（C-AG-4.1）');
  });

  it('C-AG-5-b: filled in and published it is settled against the cards; what was left open is settled with the next', async () => {
    await publishNew(rig.prisma, [filled(figures)]);
    policies.replace(await readInForce(rig.prisma));
    expect(
      (await as('supervisor', 'POST', '/v1/partners', { ...contract, parameters: { cityArrival: 'PT9H' } })).body
        .errors,
    ).toMatchObject([{ field: 'parameters.cityArrival', allowed: ['auditInterval'] }]);
    const made = await as('supervisor', 'POST', '/v1/partners', contract);
    expect(made.status).toBe(201);
    const path = `/v1/partners/${made.body.id}`;
    const cost = (reference: string, more: object) =>
      as('dispatcher', 'POST', `${path}/costs`, { reference, kind: 'repair', on: '2024-05-01', fen: 12_000, ...more });
    await cost('K1', { facts: { inWarranty: true }, cardNo: 'F-1' });
    const { id } = (await cost('K2', {})).body;
    const settled = await as('supervisor', 'POST', `${path}/settlement`, { on: '2024-05-01' });
    expect(settled.body).toMatchObject({ settleBy: '2025-01-15', statement: { principalOwesFen: 12_000 } });

    const open = await as('auditor', 'GET', `${path}/costs?open=true`);
    expect(open.body.rows).toMatchObject([
      { reference: 'K2', open: 'facts_missing', missing: expect.arrayContaining(['inWarranty']) as string[] },
    ]);
    const complete = (body: object) =>
      as('dispatcher', 'POST', `${path}/costs/${id}/complete`, { reason: '收到返厂卡', ...body });
    expect((await complete({})).body.errors).toMatchObject([{ field: 'facts' }]);
    expect((await complete({ facts: { noSuchFact: 1 } })).body.errors).toMatchObject([{ field: 'facts.noSuchFact' }]);
    expect((await complete({ facts: { inWarranty: true } })).body).toEqual({
      open: 'card_missing',
      missing: [],
      period: '2025-01-15',
    });
    expect((await complete({ facts: { inWarranty: false } })).body.errors).toMatchObject([
      { field: 'facts.inWarranty' },
    ]);
    expect((await complete({ cardNo: 'F-2' })).body).toEqual({ open: null, missing: [], period: '2026-01-15' });
    expect((await complete({ cardNo: 'F-3' })).body.code).toBe('already_done');

    const statement = async (on: string) => (await as('auditor', 'GET', `${path}/settlement?on=${on}`)).body;
    expect(await statement('2024-05-01')).toMatchObject({
      made: true,
      statement: settled.body && { principalOwesFen: 12_000, lines: [{ reference: 'K1' }, { open: 'facts_missing' }] },
    });
    expect(await statement('2025-05-01')).toMatchObject({
      made: false,
      statement: { principalOwesFen: 12_000, lines: [{ reference: 'K2', cardNo: 'F-2', earlier: '2025-01-15' }] },
    });
    const rows = (await as('auditor', 'GET', `${path}/costs`)).body.rows;
    expect(rows).toMatchObject([
      { reference: 'K1', settledIn: '2025-01-15', completions: [] },
      {
        reference: 'K2',
        settledIn: null,
        completions: [
          { by: rig.actors.dispatcher.id, reason: '收到返厂卡', facts: { inWarranty: true } },
          { by: rig.actors.dispatcher.id, cardNo: 'F-2' },
        ],
      },
    ]);
    for (const [format, magic] of [
      ['pdf', '%PDF'],
      ['xlsx', 'PK'],
    ]) {
      const file = await as('auditor', 'GET', `${path}/settlement?on=2025-05-01&format=${format}`);
      expect([file.status, file.text.slice(0, magic!.length)]).toEqual([200, magic]);
    }
  });

  describe('as a partner', () => {
    let path: string;
    beforeAll(async () => {
      const contact = { phone: '025-1', repairLead: '甲', repairers: ['甲', '乙'] };
      const made = await as('supervisor', 'POST', '/v1/partners', {
        ...contract,
        parameters: { auditInterval: 'P3M' },
        contact,
      });
      expect(made.body).toMatchObject({ endsOn: '2026-01-01', contact });
      path = `/v1/partners/${made.body.id}`;
    });
    const file = async (on: string) =>
      (await as('auditor', 'GET', `${path}?on=${on}`)).body as unknown as Record<string, unknown>;

    it('C-AG-2.2: tells of a new repair lead; told too late it is a breach, and counts from its date on all the same', async () => {
      const change = (body: object) =>
        as('agent', 'POST', `${path}/changes`, { what: 'repairLead', value: '丙', effectiveOn: '2025-03-10', ...body });
      expect((await change({ toldOn: '2025-03-11' })).body).toMatchObject({
        status: 'breached',
        latestNoticeDate: '2025-03-10',
        clauses: ['C-AG-2.2'],
      });
      expect((await change({ toldOn: '2999-01-01' })).body.errors).toMatchObject([{ field: 'toldOn' }]);
      expect((await change({ what: 'repairers', toldOn: '2025-03-01' })).body.errors).toMatchObject([
        { field: 'value' },
      ]);
      expect(await file('2025-03-09')).toMatchObject({ contact: { repairLead: '甲' } });
      expect(await file('2025-03-10')).toMatchObject({
        contact: { repairLead: '丙', phone: '025-1', repairers: ['甲', '乙'] },
        changes: [{ what: 'repairLead', status: 'breached', by: rig.actors.agent.id }],
      });
    });

    it('C-AG-1.4: is audited by the interval and at random, with findings; one that failed goes to the principal', async () => {
      const audit = (body: object) =>
        as('supervisor', 'POST', `${path}/audits`, { kind: 'random', on: '2025-04-02', ...body });
      expect((await audit({ inspection: 'failed' })).body.errors).toMatchObject([{ field: 'findings' }]);
      const findings = [{ text: '维修单无用户签名', clause: 'C-AG-4.2' }];
      expect((await audit({ inspection: 'failed', findings })).body).toMatchObject({ tell: 'principal_headquarters' });
      expect((await as('agent', 'POST', `${path}/audits`, { kind: 'random' })).status).toBe(403);
      const duties = async () => {
        await supplyPass(
          { prisma: rig.prisma, policies: policies.source() },
          { policyId: 'agent-agreement', at: '2025-12-01T02:00:00Z' },
        );
        return rig.prisma.chore.findMany({
          where: { key: { contains: path.split('/').at(-1)! }, kind: { in: ['partner_audit', 'agreement_renewal'] } },
          orderBy: { key: 'asc' },
        });
      };
      // A random look does not stand for the regular one, which is late since April 2024.
      const [renewalDuty, first] = await duties();
      expect(first).toMatchObject({
        kind: 'partner_audit',
        dueAt: new Date('2024-04-01T15:59:59Z'),
        status: 'open',
        owner: 'role:principal_headquarters',
      });
      // C-AG-8: the agreement ends on 1 January; three months before somebody is told what the awards mean for it.
      expect(renewalDuty).toMatchObject({
        dueAt: new Date('2026-01-01T15:59:59.999Z'),
        clauses: ['C-AG-8'],
        subject: { term: 'P2Y', priority: false },
      });
      await audit({ kind: 'regular', on: '2025-09-20', inspection: 'passed' });
      const [, late, next] = await duties();
      expect([late, next]).toMatchObject([
        { status: 'done', breachedAt: new Date('2024-04-01T15:59:59Z') },
        { status: 'open', dueAt: new Date('2025-12-20T15:59:59Z') },
      ]);
    });

    it('C-AG-2.7: the monthly report has the share of repairs called back, agent by agent, measured and not judged', async () => {
      const partnerId = path.split('/').at(-1)!;
      const row = { partnerId, milestone: 'monthly_quality_report', enteredBy: 'x' };
      const month = { repairs: 40, callbacks: 10, satisfied: 9, answered: 10 };
      const on = (date: string): Date => new Date(`${date}T01:00:00Z`);
      await rig.prisma.partnerReport.create({
        data: { ...row, month: '2024-03', receivedOn: on('2024-04-03'), figures: month, enteredAt: on('2024-04-03') },
      });
      const report = { policyId: 'agent-agreement', reportId: 'monthly_agents', at: '2024-04-06T00:00:00Z' };
      const { from, sha256, batch } = await makeReport(rig.prisma, report);
      expect(from).toBe('2024-03-01');
      expect((await rig.prisma.notice.findMany({ where: { batch } })).map(({ to }) => to)).toEqual([
        'role:principal_headquarters',
      ]);
      const kept = await rig.prisma.report.findFirstOrThrow({ where: { reportId: 'monthly_agents' } });
      expect(kept.figures).toMatchObject({
        partners: expect.arrayContaining([
          expect.objectContaining({
            partnerId,
            month: '2024-03',
            receivedOn: '2024-04-03',
            late: false,
            calledBack: 10,
          }),
          expect.objectContaining({ receivedOn: null, calledBack: null }),
        ]) as object[],
        kpis: [
          { id: 'callbacks', value: 0.25, target: null, passed: null },
          { id: 'satisfaction', value: 0.9, target: 0.98, passed: false },
        ],
      });
      // What another agent's report told later is not in it when it is made again for its own time.
      const other = await rig.prisma.partner.findFirstOrThrow({ where: { id: { not: partnerId } } });
      await rig.prisma.partnerReport.create({
        data: {
          ...{ ...row, partnerId: other.id, month: '2024-03', receivedOn: on('2024-04-05'), figures: month },
          enteredAt: on('2024-04-08'),
        },
      });
      await rig.prisma.report.delete({ where: { id: kept.id } });
      expect((await makeReport(rig.prisma, report)).sha256).toBe(sha256);
      await rig.prisma.partnerReport.deleteMany({ where: { enteredBy: row.enteredBy } });
    });

    it('C-AG-7.2, C-AG-8: gets the award at 98 % only, and by two years running the priority for five', async () => {
      const report = (month: string, satisfied: number) =>
        as('agent', 'POST', `${path}/reports`, {
          milestone: 'monthly_quality_report',
          month,
          receivedOn: '2025-12-05',
          figures: { satisfied, answered: 500, repairs: 700, callbacks: 350 },
        });
      expect((await report('2024-11', 489)).body).toMatchObject({
        measures: [
          { id: 'callbacks', value: 0.5, target: null, passed: null },
          { id: 'satisfaction', value: 0.978, passed: false },
        ],
      });
      await report('2024-12', 490);
      const award = (body: object) => as('supervisor', 'POST', `${path}/award`, body);
      const refused = await award({ year: 2024 });
      expect(refused.body).toMatchObject({
        code: 'requirement_missing',
        detail: expect.stringContaining('97.9 %') as string,
      });
      expect((await award({ year: 2023 })).body.code).toBe('requirement_missing');
      const future = await award({ year: new Date().getFullYear() + 1, figures: { satisfied: 99, answered: 100 } });
      expect(future).toMatchObject({ status: 422, body: { code: 'invalid_request' } });
      const given = await award({ year: 2024, figures: { satisfied: 980, answered: 1000 } });
      expect(given.body).toMatchObject({ year: 2024, figures: { rate: 0.98, passed: true, target: 0.98 } });
      expect((await award({ year: 2024, figures: { satisfied: 1, answered: 1 } })).body.code).toBe('already_done');
      expect(await file('2025-12-31')).toMatchObject({ awards: [2024], renewal: { term: 'P2Y', priority: false } });
      await award({ year: 2025, figures: { satisfied: 99, answered: 100 } });
      const view = await as('auditor', 'GET', `${path}/award?year=2025&satisfied=99&answered=100`);
      expect(view.body).toMatchObject({
        figures: { failedAudits: 1, lateChanges: 1 },
        renewal: { term: 'P5Y', priority: true },
      });
      const renew = (body: object) => as('supervisor', 'POST', `${path}/renewal`, { endsOn: '2026-01-01', ...body });
      expect((await renew({ endsOn: '2026-01-02', renewed: true })).body.errors).toMatchObject([
        { field: 'endsOn', allowed: '2026-01-01' },
      ]);
      // The same decision sent twice is one renewal.
      const twice = await Promise.all([renew({ renewed: true }), renew({ renewed: true })]);
      for (const { status, body } of [...twice, await renew({ renewed: true })])
        expect([status, body]).toEqual([
          201,
          { endsOn: '2026-01-01', until: '2031-01-01', term: 'P5Y', priority: true },
        ]);
      expect((await renew({ renewed: false })).body.code).toBe('already_done');
      expect(await file('2025-12-31')).toMatchObject({ partner: { endsOn: '2031-01-01' } });
    });
  });
});
