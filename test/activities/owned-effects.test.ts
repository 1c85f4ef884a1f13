/** What cases owe beside mails, on a real database: master data of exchanged units, and the owners of a recalled lot. */
import { startWarranty } from '../../activities/started-warranties';
import { exchangeUnit } from '../../activities/exchanged-units';
import { findOwners } from '../../activities/lot-owners';
import { ownEffect } from '../../activities/owned-effects';
import { wordToCase } from '../../activities/telling-cases';
import type { ActionEnvelope } from '../../domain/cases/envelope';

import { shippedPolicies } from '../rig/shipped-policies';
import { testDatabase, type TestDatabase } from '../rig/database';
import { recordStep } from '../../activities/records';
import { memoryLog } from './log';
import { headOf, stepOf } from './steps';

let db: TestDatabase;
const day = (text: string): Date => new Date(`${text}T00:00:00Z`);

beforeAll(async () => {
  db = await testDatabase();
  for (const id of ['buyer', 'neighbour', 'third'])
    await db.prisma.customer.create({ data: { id, name: id, phone: '138', address: '1' } });
});
afterAll(() => db?.drop());
beforeEach(() => db.prisma.asset.deleteMany());

const unit = (serialNo: string, customerId: string, more: object = {}) =>
  db.prisma.asset.create({
    data: {
      ...{ id: serialNo, customerId, product: 'workshop_equipment', model: 'M-1', serialNo, warrantyMonths: 12 },
      saleDate: day('2026-03-01'),
      ...more,
    },
  });
const exchange = (params: object) =>
  exchangeUnit(db.prisma, {
    parties: { customerId: 'buyer' },
    params: { model: 'M-2', exchangedOn: '2026-03-10', warrantyFrom: '2026-03-10', ...params },
  });

describe('an accepted unit', () => {
  const accepted = (assetId: string, customerId = 'buyer') =>
    startWarranty(db.prisma, {
      parties: { customerId },
      params: { assetId, warrantyFrom: '2026-03-03', installedOn: '2026-03-02' },
    });
  const dates = { warrantyFrom: day('2026-03-03'), installedOn: day('2026-03-02') };

  it('C-SEC-1.3 C-SEC-2-e: its warranty runs from the acceptance, also when it is entered twice', async () => {
    await unit('NVR', 'buyer');
    for (const time of [1, 2]) expect([time, await accepted('NVR')]).toEqual([time, { result: 'sent' }]);
    expect(await db.prisma.asset.findUnique({ where: { id: 'NVR' } })).toMatchObject(dates);
  });

  it('keeps a day of installation that was known, and leaves a unit alone that is another customer’s', async () => {
    await unit('NVR', 'buyer', { installedOn: day('2026-02-27') });
    await unit('DVR', 'neighbour');
    await accepted('NVR');
    expect(await accepted('DVR')).toEqual({ result: 'nobody', reason: 'unit_unknown' });
    expect(await db.prisma.asset.findUnique({ where: { id: 'NVR' } })).toMatchObject({
      ...dates,
      installedOn: day('2026-02-27'),
    });
    expect(await db.prisma.asset.findUnique({ where: { id: 'DVR' } })).toMatchObject({ warrantyFrom: null });
  });
});

describe('an exchanged unit', () => {
  const swap = { serialNo: 'NEW', replaces: 'OLD', replacesId: null };

  it('N-2.5-B-5: the new one has its warranty from the exchange, the old one says what took its place', async () => {
    await unit('OLD', 'buyer');
    for (const time of [1, 2]) expect([time, await exchange(swap)]).toEqual([time, { result: 'sent' }]);
    expect(await db.prisma.asset.findUnique({ where: { serialNo: 'NEW' } })).toMatchObject({
      ...{
        customerId: 'buyer',
        product: 'workshop_equipment',
        model: 'M-2',
        warrantyMonths: 12,
        saleDate: day('2026-03-01'),
      },
      ...{ warrantyFrom: day('2026-03-10'), exchangedOn: day('2026-03-10'), replacedBy: null },
    });
    expect(await db.prisma.asset.findUnique({ where: { serialNo: 'OLD' } })).toMatchObject({ replacedBy: 'NEW' });
  });

  it('keeps the old dates where the policy restarts nothing, and changes the unit itself where no number is known', async () => {
    await unit('OLD', 'buyer', { warrantyFrom: day('2026-03-02') });
    await exchange({ ...swap, warrantyFrom: null });
    const [fresh] = await db.prisma.asset.findMany({ where: { serialNo: 'NEW' } });
    expect(fresh).toMatchObject({ warrantyFrom: day('2026-03-02'), exchangedOn: day('2026-03-10') });
    await exchange({ serialNo: null, replaces: null, replacesId: 'OLD' });
    const [old] = await db.prisma.asset.findMany({ where: { serialNo: 'OLD' } });
    expect(old).toMatchObject({ warrantyFrom: day('2026-03-10'), exchangedOn: day('2026-03-10') });
  });

  it('is refused with the serial number of another customer, and unknown without the old one', async () => {
    await unit('OLD', 'buyer');
    await unit('NEW', 'neighbour');
    expect(await exchange(swap)).toEqual({ result: 'refused', reason: 'serial_of_another' });
    expect(await exchange({ ...swap, replaces: 'NEVER' })).toEqual({ result: 'nobody', reason: 'unit_unknown' });
    expect(await db.prisma.asset.findUnique({ where: { serialNo: 'NEW' } })).toMatchObject({ exchangedOn: null });
  });

  it('N-2.5-B-5: later decisions go by it: free on the last day after the exchange, a month past the old term', async () => {
    await unit('OLD', 'buyer');
    await exchange(swap);
    const customer = await db.prisma.customer.findUniqueOrThrow({ where: { id: 'buyer' } });
    const asset = await db.prisma.asset.findUniqueOrThrow({ where: { serialNo: 'NEW' } });
    const request = { policy: 'auto-equipment-nanjing', customerId: 'buyer', source: 'hotline' };
    const opened = (kind: 'repair' | 'return', on: string, more: object) => {
      const { facts, problems } = shippedPolicies().resolveOpening(
        kind,
        { ...request, ...more },
        { customer, asset },
        Date.parse(`${on}T10:00:00+08:00`),
      );
      expect(problems).toEqual([]);
      return facts;
    };
    const repair = { channel: 'on_site', kind: 'product', work: 'repair' };
    expect(opened('return', '2026-04-01', { wants: 'repair' })).toMatchObject({ exchangedOn: '2026-03-10' });
    expect(opened('repair', '2027-03-10', repair).inWarranty).toBe(true);
    expect(opened('repair', '2027-03-11', repair).inWarranty).toBe(false);
  });
});

describe('a recalled lot (O-10.3-c)', () => {
  it('is found with units, returned goods and complaints; a unit that was exchanged is with nobody', async () => {
    await unit('A', 'buyer', { lotNo: 'LOT-7' });
    await unit('B', 'neighbour', { lotNo: 'LOT-7', replacedBy: 'C' });
    await unit('D', 'neighbour', { lotNo: 'LOT-8' });
    const deps = { prisma: db.prisma, log: memoryLog() };
    const sale = { documentNo: 'D1', lines: [{ line: 1, model: 'M', quantity: 2, unitFen: 1, batchNo: 'LOT-7' }] };
    await recordStep(deps, {
      ...stepOf('T1', 1, { changed: { sale } }),
      head: headOf({ kind: 'return', customerId: 'third' }),
    });
    await recordStep(deps, {
      ...stepOf('C1', 1, { changed: { form: { lots: ['LOT-8', 'LOT-9'] } } }),
      head: headOf({ kind: 'complaint', customerId: 'buyer' }),
    });
    expect(await findOwners(db.prisma, 'LOT-7')).toEqual(['buyer', 'third']);
    expect(await findOwners(db.prisma, 'LOT-8')).toEqual(['buyer', 'neighbour']);
    expect(await findOwners(db.prisma, 'LOT-0')).toEqual([]);
  });

  it('is listed by an action of the complaint, without the customer who complained', async () => {
    await unit('A', 'buyer', { lotNo: 'LOT-1' });
    await unit('B', 'neighbour', { lotNo: 'LOT-1' });
    const told: { action: string; updateId?: string; payload: unknown }[] = [];
    const cases = {
      getHandle: () => ({
        startUpdate: (action: string, { updateId, args }: { updateId: string; args: [ActionEnvelope] }) => {
          told.push({ action, updateId, payload: args[0].payload });
          return Promise.resolve({ result: () => Promise.resolve() });
        },
      }),
    };
    const notice = {
      ...{ key: 'C1/9/find_owners', caseId: 'C1', template: 'find_owners', to: 'lot:LOT-1', params: {} },
      ...{ owedAt: '2026-11-23T01:00:00.000Z', parties: { customerId: 'buyer' }, policyIds: [] },
    };
    const deps = { prisma: db.prisma, cases: cases as never };
    expect(await ownEffect(deps, notice)).toEqual({ result: 'sent', reason: undefined });
    expect(told).toEqual([
      {
        action: 'listAffected',
        updateId: 'system:C1/9/find_owners/0',
        payload: { lot: 'LOT-1', customerIds: ['neighbour'], complete: false },
      },
    ]);
    expect(await ownEffect(deps, { ...notice, to: 'lot:LOT-0' })).toMatchObject({ reason: 'no_owners' });
    expect(await ownEffect(deps, { ...notice, to: 'customer' })).toBeUndefined();
  });
});

test('a merged case hands on its running clocks; a complaint its number', () => {
  const by = { by: 'dispatcher', role: 'dispatcher' };
  expect(wordToCase('absorb', 'R1', { ...by, 'clock.response': '2026-11-23T01:00:00.000Z' })).toEqual({
    action: 'absorb',
    actor: { id: 'dispatcher', role: 'dispatcher', duties: [] },
    payload: { duplicate: 'R1', clocks: [{ milestone: 'response', startedAt: '2026-11-23T01:00:00.000Z' }] },
  });
  expect(wordToCase('complained', 'C1', by)).toMatchObject({ action: 'complained', payload: { complaint: 'C1' } });
});
