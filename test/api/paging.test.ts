/** Lists are read to their end by their cursor, each row once, also where many rows have the same time. */
import { startApiRig, type ApiRig } from './api-rig';

let rig: ApiRig;
beforeAll(async () => {
  rig = await startApiRig('paging');
});
afterAll(() => rig?.close());

const at = new Date('2026-03-01T00:00:00Z');
const date = (day: number): Date => new Date(Date.UTC(2026, 2, day));
const many = <T>(make: (n: string) => T): T[] => ['1', '2', '3', '4', '5'].map(make);

/** The rows of a list, page after page, by what names each. */
async function allOf(path: string, rows: string, name: string, as = rig.actors.auditor): Promise<string[]> {
  const found: string[] = [];
  let cursor = '';
  do {
    const { status, body } = await rig.call('GET', `${path}limit=2${cursor}`, { as });
    expect([path, status]).toEqual([path, 200]);
    const page = body as unknown as Record<string, Record<string, string>[]>;
    expect(page[rows]!.length).toBeLessThanOrEqual(2);
    found.push(...page[rows]!.map((row) => String(row[name])));
    cursor = body.next === null ? '' : `&cursor=${body.next}`;
  } while (cursor !== '' && found.length < 20);
  return found;
}

test('a list that takes a limit takes a cursor and says what follows', async () => {
  const { paths } = (await rig.call('GET', '/openapi.json')).body;
  const lists = Object.entries(paths).flatMap(([path, { get }]) => {
    const names = (get?.parameters ?? []).map(({ name }) => name);
    return names.includes('limit') ? [{ path, names, answer: JSON.stringify(get!.responses) }] : [];
  });
  expect(lists.length).toBeGreaterThan(20);
  expect(lists.filter(({ names }) => !names.includes('cursor')).map(({ path }) => path)).toEqual([]);
  expect(lists.filter(({ answer }) => !answer.includes('"next"')).map(({ path }) => path)).toEqual([]);
});

test('the lists of partners', async () => {
  const { prisma } = rig;
  await prisma.partner.create({ data: { id: 'p', name: '某经销商', policyId: 'dealer-agreement', signedOn: date(1) } });
  const application = { partnerId: 'p', appliedAt: at, appliedBy: 'agent', written: true };
  await prisma.partnerReturn.createMany({ data: many((n) => ({ ...application, id: `a${n}` })) });
  expect(await allOf('/v1/partners/p/returns?', 'rows', 'id')).toEqual(['a1', 'a2', 'a3', 'a4', 'a5']);
  expect(await allOf('/v1/partners/p/returns?', 'rows', 'id', rig.actors.warehouse)).toHaveLength(5);
  const cost = {
    partnerId: 'p',
    kind: 'repair',
    costOn: date(2),
    fen: 100,
    facts: {},
    enteredBy: 'agent',
    enteredAt: at,
  };
  await prisma.partnerCost.createMany({ data: many((n) => ({ ...cost, reference: `K${n}` })) });
  expect(await allOf('/v1/partners/p/costs?', 'rows', 'reference')).toEqual(['K1', 'K2', 'K3', 'K4', 'K5']);
  const open = await rig.call('GET', '/v1/partners/p/costs?open=true', { as: rig.actors.auditor });
  expect(await allOf('/v1/partners/p/costs?open=true&', 'rows', 'reference')).toHaveLength(open.body.rows.length);
});

test('reports, plans, escalations, alarms, holds and proofs', async () => {
  const { prisma } = rig;
  const five = ['1', '2', '3', '4', '5'];
  const made = { policyId: 'p', policyHash: 'h', madeAt: at, figures: {}, sha256: 's', xlsxId: 'x', pdfId: 'y' };
  await prisma.report.createMany({
    data: many((n) => ({ ...made, id: `r${n}`, reportId: n, from: date(1), to: date(2) })),
  });
  expect(await allOf('/v1/reports?', 'rows', 'id')).toEqual(five.map((n) => `r${n}`));

  await prisma.plan.createMany({ data: many((n) => ({ policyId: n, date: date(3), draftedAt: at })) });
  await prisma.plan.create({ data: { policyId: '0', date: date(2), draftedAt: at } });
  expect(await allOf('/v1/plans?', 'plans', 'policyId')).toEqual([...five, '0']);

  const caseId = 'R2026-000001';
  const opened = { kind: 'repair', status: 'received', policyId: 'p', policyVersion: '1', policyHash: 'h', seq: 1 };
  const when = { openedAt: at, updatedAt: at };
  await prisma.case.create({ data: { id: caseId, ...opened, ...when, customerId: 'customer', state: {} } });
  const raised = { cause: 'breach', subject: 's', ladder: 'l', level: 1, role: 'r', status: 'open', raisedAt: at };
  await prisma.escalation.createMany({
    data: many((n) => ({ ...raised, caseId, key: `breach: ${n}`, people: [], clauses: [] })),
  });
  expect(await allOf('/v1/escalations?', 'escalations', 'key')).toEqual(five.map((n) => `breach: ${n}`));

  await prisma.alarm.createMany({ data: many((n) => ({ key: `k${n}`, kind: 'late', detail: {}, raisedAt: at })) });
  expect(await allOf('/v1/alarms?', 'alarms', 'key')).toEqual(five.map((n) => `k${n}`));

  const hold = { subject: 'case', subjectId: 'c', reason: '诉讼', placedBy: 'supervisor', placedAt: at };
  await prisma.legalHold.createMany({ data: many((n) => ({ ...hold, id: `h${n}` })) });
  expect(await allOf('/v1/legal-holds?', 'rows', 'id')).toEqual(five.map((n) => `h${n}`));

  const proof = {
    subject: 'customer',
    subjectId: 'c',
    reason: '申请',
    by: 'administrator',
    at,
    what: [],
    previous: '0',
  };
  await prisma.erasure.createMany({ data: many((n) => ({ ...proof, n: Number(n), chain: `c${n}` })) });
  expect(await allOf('/v1/erasures?', 'rows', 'n')).toEqual([...five].reverse());
});
