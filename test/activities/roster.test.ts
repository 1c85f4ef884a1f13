/** Who is called for a role (design §1 duties, §4 escalation): on a real PostgreSQL, and as a pure rule. */
import { callOut } from '../../activities/roster';
import { resolveDuties, type RosterDuty } from '../../domain/roster';
import { testDatabase, type TestDatabase } from '../rig/database';

const NOON = Date.parse('2026-11-23T04:00:00.000Z');
const HOUR = 3_600_000;
const question = { role: 'duty_manager', policyId: 'security', region: 'urban', at: NOON };
const duty = (id: string, personId: string, over: Partial<RosterDuty> = {}): RosterDuty => ({
  id,
  personId,
  role: 'duty_manager',
  from: NOON - HOUR,
  ...over,
});
const everybody = new Set(['ann', 'bob', 'cai', 'dan']);

describe('resolveDuties', () => {
  test('the most specific duty goes first and keeps the general ones out', () => {
    const duties = [
      duty('1', 'ann'),
      duty('2', 'bob', { region: 'urban' }),
      duty('3', 'cai', { policyId: 'security' }),
      duty('4', 'dan', { policyId: 'security', region: 'urban' }),
    ];
    const order = [];
    for (let left = duties; left.length > 0;) {
      const people = resolveDuties(question, left, everybody);
      order.push(people);
      left = left.filter((d) => !people.includes(d.personId));
    }
    expect(order).toEqual([['dan'], ['cai'], ['bob'], ['ann']]);
  });

  test('other roles, policies and regions do not serve; nor does a regional duty a case without a region', () => {
    const other = [
      duty('1', 'ann', { role: 'deputy_gm' }),
      duty('2', 'bob', { policyId: 'other' }),
      duty('3', 'cai', { region: 'suburban' }),
    ];
    expect(resolveDuties(question, other, everybody)).toEqual([]);
    expect(
      resolveDuties({ ...question, region: undefined }, [duty('4', 'dan', { region: 'urban' })], everybody),
    ).toEqual([]);
  });

  test('a duty holds from its begin up to, not at, its end', () => {
    expect(resolveDuties(question, [duty('1', 'ann', { from: NOON })], everybody)).toEqual(['ann']);
    expect(resolveDuties(question, [duty('1', 'ann', { from: NOON + 1 })], everybody)).toEqual([]);
    expect(resolveDuties(question, [duty('1', 'ann', { until: NOON })], everybody)).toEqual([]);
    expect(resolveDuties(question, [duty('1', 'ann', { until: NOON + 1 })], everybody)).toEqual(['ann']);
  });

  test('the deputy stands in while the holder is away or no longer works here', () => {
    const away = duty('1', 'ann', { deputyId: 'bob', awayFrom: NOON, awayUntil: NOON + HOUR });
    expect(resolveDuties(question, [away], everybody)).toEqual(['bob']);
    expect(resolveDuties({ ...question, at: NOON + HOUR }, [away], everybody)).toEqual(['ann']);
    expect(resolveDuties(question, [duty('1', 'gone', { deputyId: 'bob' })], everybody)).toEqual(['bob']);
    expect(resolveDuties(question, [duty('1', 'ann', { deputyId: 'bob', awayFrom: NOON - 1 })], everybody)).toEqual([
      'bob',
    ]);
  });

  test('where holder and deputy are away, the more general duty is called; nobody at all is an empty answer', () => {
    const special = duty('1', 'ann', { policyId: 'security', deputyId: 'bob', awayFrom: NOON });
    const bobsAbsence = duty('2', 'bob', { role: 'dispatcher', awayFrom: NOON });
    expect(resolveDuties(question, [special, bobsAbsence, duty('3', 'cai')], everybody)).toEqual(['cai']);
    expect(resolveDuties(question, [special, bobsAbsence], everybody)).toEqual([]);
  });

  test('the order is that of the begin, then of the id, whatever order the rows come in; nobody twice', () => {
    const duties = [duty('b', 'bob'), duty('a', 'ann'), duty('c', 'cai', { from: NOON - 2 * HOUR }), duty('d', 'ann')];
    for (const rows of [duties, duties.toReversed()])
      expect(resolveDuties(question, rows, everybody)).toEqual(['cai', 'ann', 'bob']);
  });
});

describe('callOut', () => {
  let rig: TestDatabase;
  beforeAll(async () => {
    rig = await testDatabase();
    const people = ['ann', 'bob', 'cai'].map((id) => ({ id, name: id, role: 'supervisor', active: id !== 'cai' }));
    await rig.prisma.person.createMany({ data: people });
    const from = new Date(NOON - HOUR);
    await rig.prisma.duty.createMany({
      data: [
        {
          id: '1',
          personId: 'ann',
          role: 'duty_manager',
          policyId: 'security',
          region: 'urban',
          from,
          deputyId: 'bob',
          awayFrom: new Date(NOON),
        },
        { id: '2', personId: 'cai', role: 'customer_centre_manager', from },
        { id: '3', personId: 'ann', role: 'service_manager', from, deputyId: 'bob' },
      ],
    });
  });
  afterAll(() => rig.drop());

  const call = (over: object) =>
    callOut(rig.prisma, {
      role: 'duty_manager',
      policyId: 'security',
      region: 'urban',
      at: new Date(NOON).toISOString(),
      ...over,
    });

  test('reads the roster as of the instant given', async () => {
    expect(await call({})).toEqual({ people: ['bob'] });
    expect(await call({ at: new Date(NOON - 1).toISOString() })).toEqual({ people: ['ann'] });
    expect(await call({ region: 'suburban' })).toEqual({ people: [] });
  });

  test('an absence noted on one duty counts for the others; who left is not called', async () => {
    expect(await call({ role: 'service_manager' })).toEqual({ people: ['bob'] });
    expect(await call({ role: 'customer_centre_manager' })).toEqual({ people: [] });
    expect(await call({ role: 'nobody_holds_it' })).toEqual({ people: [] });
  });
});
