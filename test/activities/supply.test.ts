/** The pass over customer files, parts and partners on a real database: chores with dates from the policies. */
import { fileFigures } from '../../activities/supply/customer-files';
import { supplyPass } from '../../activities/supply/pass';
import { chaseChores } from '../../activities/recurring/chores';
import { moveStock, type Move } from '../../api/stock/moves';
import { publish } from '../../policies/publish';
import { dutyNames } from '../../prisma/duty-names';
import { shippedPolicies } from '../rig/shipped-policies';
import { testDatabase, type TestDatabase } from '../rig/database';

const source = shippedPolicies().source();
let db: TestDatabase;
beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db?.drop());

const pass = async (policyId: string, at: string) => {
  const { opened, done } = await supplyPass({ prisma: db.prisma, policies: source }, { policyId, at });
  return { opened, done };
};
const chore = (key: string) => db.prisma.chore.findUniqueOrThrow({ where: { key } });
const day = (text: string): Date => new Date(`${text}T00:00:00Z`);

describe('customer files', () => {
  it('C-M4-1-a C-M1-5.1: are due at the end of the second day after the sale, asked for while incomplete, closed when complete', async () => {
    await db.prisma.customer.create({ data: { id: 'c', name: '李先生', phone: '138', address: '重庆', wishes: '无' } });
    await db.prisma.asset.create({
      data: { id: 'a', customerId: 'c', product: 'vehicle', model: 'E5', serialNo: 'V1' },
    });
    await db.prisma.sale.create({
      data: {
        id: 's',
        documentNo: 'D1',
        policyId: 'vehicle-care',
        customerId: 'c',
        assetId: 'a',
        soldOn: day('2026-03-01'),
      },
    });
    expect(await pass('vehicle-care', '2026-03-02T00:00:00Z')).toEqual({ opened: 1, done: 0 });
    expect(await pass('vehicle-care', '2026-03-02T00:00:00Z')).toEqual({ opened: 0, done: 0 });
    expect(await chore('customer_file/s')).toMatchObject({
      owner: 'role:workshop_office',
      dueAt: new Date('2026-03-03T15:59:59.999Z'),
      clauses: ['C-M1-5.1', 'C-M4-1-a', 'C-M4-1-b'],
      subject: {
        missing:
          'customer.region asset.attributes.plate asset.attributes.maintenanceInterval asset.attributes.nextMaintenance',
      },
    });
    // Whoever owes it reads what is missing as it is now, and whose file it is.
    const { loaded } = shippedPolicies();
    await publish(
      db.prisma,
      loaded.filter(({ policy }) => policy.id === 'vehicle-care'),
    );
    await db.prisma.customer.update({ where: { id: 'c' }, data: { phone: null } });
    const named = await dutyNames(db.prisma, ['customer_file/s'], { customers: true, partners: false });
    expect(named.get('customer_file/s')).toEqual({
      customerId: 'c',
      about:
        '李先生 · 缺：区域、电话、车牌号、保养周期、下次保养日期 Missing: Region, Telephone, Plate, Maintenance interval, Next maintenance',
    });
    await db.prisma.customer.update({ where: { id: 'c' }, data: { phone: '138' } });
    const vehicleCare = source.get('vehicle-care')!;
    const figures = (until: string): Promise<object> =>
      fileFigures(db.prisma, vehicleCare, { until: '2026-12-31', before: new Date(until) });
    const later = '2100-01-01T00:00:00Z';
    expect(await figures(later)).toEqual({ total: 1, complete: 0 });
    await db.prisma.customer.update({ where: { id: 'c' }, data: { region: '重庆' } });
    await db.prisma.asset.update({
      where: { id: 'a' },
      data: { attributes: { plate: '渝A12345', maintenanceInterval: 'P6M', nextMaintenance: '2026-09-01' } },
    });
    expect(await pass('vehicle-care', '2026-03-02T01:00:00Z')).toEqual({ opened: 0, done: 1 });
    const { status, doneAt } = await chore('customer_file/s');
    expect(status).toBe('done');
    // C-M3-4: a period that ended before it was filled in keeps its figures; one that ended before the sale has none.
    expect(await figures(later)).toEqual({ total: 1, complete: 1 });
    expect(await figures(doneAt!.toISOString())).toEqual({ total: 1, complete: 0 });
    expect(await fileFigures(db.prisma, vehicleCare, { until: '2026-02-28', before: new Date(later) })).toEqual({
      total: 0,
      complete: 0,
    });
  });
});

describe('parts', () => {
  it('chase an expected date, also when it moves; old parts go back from the receipt on', async () => {
    const request = {
      policyId: 'auto-equipment-nanjing',
      partNo: 'P',
      quantity: 1,
      reason: 'normal',
      requestedBy: 'w',
    };
    await db.prisma.partRequest.create({
      data: {
        ...request,
        id: 'p1',
        requestedAt: day('2026-03-01'),
        expectedAt: new Date('2026-03-03T04:00:00Z'),
        oldPartDue: true,
      },
    });
    await pass('auto-equipment-nanjing', '2026-03-01T02:00:00Z');
    const first = 'part_arrival/p1/2026-03-03T04:00:00.000Z';
    expect((await chore(first)).dueAt).toEqual(new Date('2026-03-04T15:59:59.999Z'));
    await db.prisma.partRequest.update({ where: { id: 'p1' }, data: { expectedAt: new Date('2026-03-05T04:00:00Z') } });
    await pass('auto-equipment-nanjing', '2026-03-02T02:00:00Z');
    expect((await chore(first)).status).toBe('waived');
    await db.prisma.partRequest.update({
      where: { id: 'p1' },
      data: { status: 'received', receivedAt: new Date('2026-03-07T04:00:00Z') },
    });
    await pass('auto-equipment-nanjing', '2026-03-07T05:00:00Z');
    expect(await chore('part_arrival/p1/2026-03-05T04:00:00.000Z')).toMatchObject({
      status: 'done',
      breachedAt: new Date('2026-03-06T15:59:59.999Z'),
    });
    expect((await chore('old_part/p1')).dueAt).toEqual(new Date('2026-04-06T15:59:59.999Z'));
  });
});

describe('N-2.3-5b: stock below the reorder level of a part', () => {
  const policyId = 'auto-equipment-nanjing';
  const moved = (at: string, move: Pick<Move, 'kind' | 'slipNo' | 'change'>) =>
    db.prisma.$transaction((tx) => moveStock(tx, 'filter', { ...move, at: new Date(at), by: 'w' }));
  const mails = () => db.prisma.notice.findMany({ where: { template: 'stock_low' }, orderBy: { createdAt: 'asc' } });
  const duties = () => db.prisma.chore.findMany({ where: { kind: 'stock_low' }, orderBy: { createdAt: 'asc' } });

  it('is warned of once a fall, not on every draw: a mail, and a duty until the part is ordered or back', async () => {
    const part = { id: 'filter', policyId, partNo: 'F-1', name: '滤芯', onHand: 6, reorderLevel: 5 };
    await db.prisma.part.create({ data: part });
    await moved('2026-04-01T01:00:00Z', { kind: 'draw', slipNo: 'L1', change: -1 });
    await pass(policyId, '2026-04-01T01:10:00Z');
    expect(await mails()).toEqual([]);
    await moved('2026-04-01T02:00:00Z', { kind: 'draw', slipNo: 'L2', change: -1 });
    await moved('2026-04-01T02:05:00Z', { kind: 'draw', slipNo: 'L3', change: -1 });
    await pass(policyId, '2026-04-01T02:10:00Z');
    await moved('2026-04-01T03:00:00Z', { kind: 'draw', slipNo: 'L4', change: -1 });
    await pass(policyId, '2026-04-01T03:10:00Z');
    const [mail, ...more] = await mails();
    expect([mail, more]).toMatchObject([{ to: 'role:purchasing', clauses: ['N-2.3-5b'], policyId }, []]);
    const [duty, ...others] = await duties();
    expect([duty, others]).toMatchObject([
      {
        ...{ status: 'open', owner: 'role:purchasing', clauses: ['N-2.3-5b'], subject: { partNo: 'F-1' } },
        createdAt: new Date('2026-04-01T02:00:00Z'),
        dueAt: new Date('2026-04-02T15:59:59.999Z'),
      },
      [],
    ]);
    const names = await dutyNames(db.prisma, [duty!.key], { customers: false, partners: false });
    expect(names.get(duty!.key)).toEqual({ about: 'F-1 滤芯' });
    await moved('2026-04-03T01:00:00Z', { kind: 'receipt', slipNo: 'R1', change: 10 });
    await pass(policyId, '2026-04-03T01:10:00Z');
    expect(await chore(duty!.key)).toMatchObject({ status: 'done', breachedAt: new Date('2026-04-02T15:59:59.999Z') });
  });

  it('the next fall is another one; the part being ordered for the stock ends its duty', async () => {
    await moved('2026-05-01T01:00:00Z', { kind: 'count', slipNo: 'C1', change: { counted: 4 } });
    await pass(policyId, '2026-05-01T01:10:00Z');
    expect(await mails()).toHaveLength(2);
    const wanted = { policyId, partNo: 'F-1', quantity: 1, requestedBy: 'w', reason: 'normal' };
    const at = new Date('2026-05-01T02:00:00Z');
    await db.prisma.partRequest.create({ data: { ...wanted, id: 'for-a-case', caseId: 'R-1', requestedAt: at } });
    await pass(policyId, '2026-05-01T02:10:00Z');
    expect((await duties())[1]!.status).toBe('open');
    await db.prisma.partRequest.create({ data: { ...wanted, id: 'for-the-stock', requestedAt: at } });
    await pass(policyId, '2026-05-01T02:40:00Z');
    expect((await duties())[1]).toMatchObject({ status: 'done', doneAt: at, breachedAt: null });
  });

  it('less than nothing is not drawn, and a slip moves a part once', async () => {
    const draw = { kind: 'draw', slipNo: 'L9', change: -5 } as const;
    await expect(moved('2026-05-02T01:00:00Z', draw)).rejects.toMatchObject({ code: 'requirement_missing' });
    await moved('2026-05-02T01:00:00Z', { ...draw, change: -1 });
    expect(await moved('2026-05-02T01:05:00Z', { ...draw, change: -1 })).toMatchObject({ onHand: 3, version: 8 });
    await expect(moved('2026-05-02T01:05:00Z', draw)).rejects.toMatchObject({ code: 'invalid_request' });
    await moved('2026-05-02T02:00:00Z', { ...draw, slipNo: 'L10', change: -3 });
    // All that was there went out by this slip: sent again, it is still no lack.
    expect(await moved('2026-05-02T02:05:00Z', { ...draw, slipNo: 'L10', change: -3 })).toMatchObject({ onHand: 0 });
    expect(await db.prisma.part.findUnique({ where: { id: 'filter' } })).toMatchObject({ onHand: 0, version: 9 });
  });

  it('a part that is ordered before the pass, or was on its way when it fell, is no duty and no mail', async () => {
    const [told, owed] = [(await mails()).length, (await duties()).length];
    await moved('2026-05-03T01:00:00Z', { kind: 'count', slipNo: 'C2', change: { counted: 6 } });
    await moved('2026-05-03T02:00:00Z', { kind: 'draw', slipNo: 'L11', change: -3 });
    await pass(policyId, '2026-05-03T02:10:00Z');
    expect([(await mails()).length, (await duties()).length]).toEqual([told, owed]);
    expect(await db.prisma.stockWarning.count({ where: { partId: 'filter', toldAt: null, clearedAt: null } })).toBe(0);
  });
});

describe('partners', () => {
  it('C-AG-2.5, C-DL-2.4: owe last month’s report; one that comes late stays late', async () => {
    await db.prisma.partner.create({
      data: { id: 'dl', name: '某经销商', policyId: 'dealer-agreement', signedOn: day('2026-01-15') },
    });
    await pass('dealer-agreement', '2026-03-01T02:00:00Z');
    const key = 'partner_report/dl/monthly_repair_report/2026-02';
    expect(await chore(key)).toMatchObject({
      owner: 'role:dealer_repair_lead',
      dueAt: new Date('2026-03-03T15:59:59Z'),
      clauses: ['C-DL-2.4'],
      ladder: [{ to: 'role:manufacturer' }],
    });
    const { breached } = await chaseChores(db.prisma, { at: '2026-03-03T16:00:00Z' });
    expect(breached).toBeGreaterThan(0);
    await db.prisma.partnerReport.create({
      data: {
        partnerId: 'dl',
        milestone: 'monthly_repair_report',
        month: '2026-02',
        receivedOn: day('2026-03-04'),
        figures: {},
        enteredBy: 'x',
        enteredAt: new Date(),
      },
    });
    await pass('dealer-agreement', '2026-03-04T02:00:00Z');
    expect(await chore(key)).toMatchObject({ status: 'done', breachedAt: new Date('2026-03-03T15:59:59Z') });
  });

  it('C-DL-4.3: the parts that were drawn are checked with the dealer by the end of each month, by the principal', async () => {
    const { loaded } = shippedPolicies();
    await publish(
      db.prisma,
      loaded.filter(({ policy }) => policy.id === 'dealer-agreement'),
    );
    await pass('dealer-agreement', '2026-03-20T02:00:00Z');
    const key = 'partner_check/dl/monthly_parts_check/2026-03';
    expect(await chore(key)).toMatchObject({
      kind: 'partner_check',
      owner: 'role:manufacturer',
      warnAt: new Date('2026-03-24T15:59:59Z'),
      dueAt: new Date('2026-03-31T15:59:59Z'),
      clauses: ['C-DL-4.3'],
      ladder: [{ to: 'role:manufacturer' }],
    });
    // Whoever is told reads whose parts and which month, no key.
    const everything = { customers: true, partners: true };
    expect((await dutyNames(db.prisma, [key, 'customer_file/s'], everything)).get(key)).toEqual({
      about: '某经销商 · 领用配件月度核对 Monthly check of parts drawn · 2026-03',
    });
    const file = async (may: typeof everything) =>
      (await dutyNames(db.prisma, ['customer_file/s'], may)).get('customer_file/s');
    const { customerId } = await db.prisma.sale.findUniqueOrThrow({ where: { id: 's' } });
    expect(await file(everything)).toEqual({ about: '李先生', customerId });
    // An administrator sees that the duty is late, not whose file it is.
    expect(await file({ customers: false, partners: false })).toEqual({ about: '' });
    await db.prisma.partnerReport.create({
      data: {
        partnerId: 'dl',
        milestone: 'monthly_parts_check',
        month: '2026-03',
        receivedOn: day('2026-03-30'),
        figures: {},
        enteredBy: 'x',
        enteredAt: new Date(),
      },
    });
    await pass('dealer-agreement', '2026-03-31T02:00:00Z');
    expect(await chore(key)).toMatchObject({ status: 'done', breachedAt: null });
    // The next month's is owed on its own first day.
    await pass('dealer-agreement', '2026-04-01T02:00:00Z');
    expect((await chore('partner_check/dl/monthly_parts_check/2026-04')).status).toBe('open');
  });

  it('C-DL-3.1-b, C-AG-5-b: are settled by the end of the quarter, by 15 January', async () => {
    await db.prisma.partner.create({
      data: { id: 'ag', name: '某代理', policyId: 'agent-agreement', signedOn: day('2026-01-15') },
    });
    await pass('agent-agreement', '2026-12-20T02:00:00Z');
    expect((await chore('settlement/ag/2027-01-15')).dueAt).toEqual(new Date('2027-01-15T15:59:59Z'));
    await pass('agent-agreement', '2027-01-02T02:00:00Z');
    expect(await db.prisma.chore.count({ where: { key: { startsWith: 'settlement/ag/' } } })).toBe(2);
    expect((await chore('settlement/dl/2026-03-31')).dueAt).toEqual(new Date('2026-03-31T15:59:59Z'));
  });
});

describe('filings', () => {
  let filed = 0;
  const file = (policyId: string, kind: string, more: object) =>
    db.prisma.filing.create({
      data: {
        ...{ id: `f${++filed}`, policyId, kind, text: '客户来电反映', filedBy: 'desk' },
        filedAt: new Date(Date.parse('2026-03-02T01:00:00Z') + filed * 3_600_000),
        ...more,
      },
    });
  const decide = (id: string, decision: string) =>
    db.prisma.filing.update({ where: { id }, data: { decision, decidedAt: new Date('2026-03-03T01:00:00Z') } });
  const conduct = (personId: string) => file('security-projects-chongqing', 'conduct', { personId, ground: 'taking' });
  const look = (at: string) => pass('security-projects-chongqing', at);
  const standing = async ({ id }: { id: string }) =>
    (await db.prisma.chore.findUnique({ where: { key: `filing/${id}` } }))?.status;

  it('S-7.7 S-7.2 S-7.3 S-7.5: the third violation of one representative is put before the company, once', async () => {
    const [first, second, other] = [await conduct('zhang'), await conduct('zhang'), await conduct('li')];
    await look('2026-03-02T06:00:00Z');
    for (const filing of [first, second, other]) expect(await standing(filing)).toBeUndefined();
    const third = await conduct('zhang');
    await look('2026-03-02T06:10:00Z');
    expect(await chore(`filing/${third.id}`)).toMatchObject({
      status: 'open',
      owner: 'role:customer_centre_manager',
      clauses: ['S-7.7'],
      subject: { filing: 'conduct', personId: 'zhang', count: 3 },
      warnAt: third.filedAt,
      dueAt: new Date('2026-03-05T15:59:59.999Z'),
    });
    // One that was groundless does not count; with the next one there are three again.
    await decide(first.id, 'refused');
    await look('2026-03-02T06:20:00Z');
    expect(await standing(third)).toBe('waived');
    const next = await conduct('zhang');
    await look('2026-03-02T06:30:00Z');
    expect([await standing(next), await standing(third), await standing(other)]).toEqual(['open', 'waived', undefined]);
  });

  it('S-7.7: handled, it stays so, whatever comes after', async () => {
    const three = [await conduct('wang'), await conduct('wang'), await conduct('wang')];
    await look('2026-03-02T12:00:00Z');
    for (const { id } of three) await decide(id, 'approved');
    await look('2026-03-03T02:00:00Z');
    expect(await standing(three[2]!)).toBe('done');
    const fourth = await conduct('wang');
    expect(await look('2026-03-03T03:00:00Z')).toMatchObject({ opened: 0 });
    expect([await standing(three[2]!), await standing(fourth)]).toEqual(['done', undefined]);
  });

  it('C-M1-6.3: each violation of a dealer is the department’s to handle, and is told at once', async () => {
    await db.prisma.partner.create({
      data: { id: 'bad', name: '违规经销商', policyId: 'dealer-agreement', signedOn: day('2026-01-01') },
    });
    const { id } = await file('vehicle-care', 'dealer_violation', { partnerId: 'bad' });
    await pass('vehicle-care', '2026-03-03T00:00:00Z');
    expect(await chore(`filing/${id}`)).toMatchObject({ owner: 'role:service_department', clauses: ['C-M1-6.3'] });
    await publish(
      db.prisma,
      shippedPolicies().loaded.filter(({ policy }) => policy.id === 'vehicle-care'),
    );
    const names = await dutyNames(db.prisma, [`filing/${id}`], { customers: true, partners: true });
    expect(names.get(`filing/${id}`)).toEqual({ about: '违规经销商 · 经销商违规 Violation of a dealer' });
    const { warned } = await chaseChores(db.prisma, { at: '2026-03-03T00:15:00Z' });
    expect(warned).toBeGreaterThan(0);
    await decide(id, 'approved');
    await pass('vehicle-care', '2026-03-03T02:00:00Z');
    expect((await chore(`filing/${id}`)).status).toBe('done');
  });
});

describe('the rota of holidays (O-2.2-c)', () => {
  const office = (at: string) => pass('office-supplies-lubricants', at);
  const holiday = (date: string) => chore(`holiday_duty/office-supplies-lubricants/${date}`);

  it('O-2.2-c: a holiday that comes with nobody on the rota is told a week before, and done once somebody is', async () => {
    const people = [
      { id: 'hu', name: '胡静' },
      { id: 'gone', name: '离职', active: false },
      { id: 'another', name: '代班' },
    ];
    await db.prisma.person.createMany({ data: people.map((one) => ({ ...one, role: 'agent' })) });
    expect(await office('2026-04-23T02:00:00Z')).toMatchObject({ opened: 0 });
    await office('2026-04-24T02:00:00Z');
    expect(await holiday('2026-05-01')).toMatchObject({
      status: 'open',
      owner: 'role:duty_manager',
      warnAt: new Date('2026-04-23T16:00:00Z'),
      dueAt: new Date('2026-04-30T16:00:00Z'),
      clauses: ['O-2.2-c'],
    });
    const shift = { personId: 'hu', policyId: 'office-supplies-lubricants', role: 'holiday_duty' };
    // One minute of it, or a shift whose holder is away without a deputy, leaves the day without anybody.
    const [begin, noon, end] = ['2026-04-30T16:00:00Z', '2026-05-01T04:00:00Z', '2026-05-01T16:00:00Z'].map(
      (at) => new Date(at),
    ) as [Date, Date, Date];
    await db.prisma.duty.create({ data: { ...shift, from: begin, until: noon } });
    const second = await db.prisma.duty.create({
      data: { ...shift, from: noon, until: end, awayFrom: new Date('2026-05-01T05:00:00Z'), awayUntil: end },
    });
    await office('2026-04-24T03:00:00Z');
    expect((await holiday('2026-05-01')).status).toBe('open');
    await db.prisma.duty.update({ where: { id: second.id }, data: { deputyId: 'gone' } });
    await office('2026-04-24T04:00:00Z');
    expect((await holiday('2026-05-01')).status).toBe('open');
    await db.prisma.duty.update({ where: { id: second.id }, data: { deputyId: 'another' } });
    await office('2026-04-25T02:00:00Z');
    expect([(await holiday('2026-05-01')).status, (await holiday('2026-05-02')).status]).toEqual(['done', 'open']);
    // Taken off the rota again, the holiday is owed again.
    await db.prisma.duty.deleteMany({ where: { personId: 'hu' } });
    await office('2026-04-26T02:00:00Z');
    expect(await holiday('2026-05-01')).toMatchObject({ status: 'open', doneAt: null, warnedAt: null });
  });
});
