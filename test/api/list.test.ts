import fc from 'fast-check';
import type { Prisma } from '../../prisma/generated/client';
import { startApiRig, type ApiRig } from './api-rig';

let rig: ApiRig;
beforeAll(async () => {
  rig = await startApiRig('api-list');
});
afterAll(() => rig?.close());

interface Shape {
  due: number | null;
  opened: number;
  engineer: string | null;
  breached: boolean;
  closed: boolean;
  status?: string;
  key?: boolean;
}

const base = Date.parse('2026-03-01T00:00:00Z');
const shape = fc.record<Shape>({
  // Few distinct values: cursors are hard where many rows are equal.
  due: fc.option(fc.integer({ min: 0, max: 3 })),
  opened: fc.integer({ min: 0, max: 3 }),
  engineer: fc.constantFrom(null, 'engineer', 'otherEngineer'),
  breached: fc.boolean(),
  closed: fc.boolean(),
  key: fc.boolean(),
});

async function fill(shapes: readonly Shape[]): Promise<void> {
  await rig.prisma.case.deleteMany();
  await rig.prisma.case.createMany({
    data: shapes.map((s, i): Prisma.CaseCreateManyInput => ({
      id: `R2026-${String(i).padStart(6, '0')}`,
      kind: 'repair',
      status: s.status ?? (s.closed ? 'closed' : 'received'),
      policyId: 'p',
      policyVersion: '1',
      policyHash: 'h',
      customerId: 'customer',
      assetId: 'asset',
      engineerId: s.engineer,
      openedAt: new Date(base + s.opened),
      closedAt: s.closed ? new Date(base + 10) : null,
      nextDueAt: s.due === null ? null : new Date(base + s.due),
      breached: s.breached,
      seq: 1,
      state: { facts: { keyAccount: s.key === true } },
      updatedAt: new Date(base + s.opened),
    })),
  });
}

async function pages(query: string, limit: number, as = rig.actors.dispatcher): Promise<string[]> {
  const ids: string[] = [];
  let cursor: string | null = null;
  do {
    const after: string = cursor === null ? '' : `&cursor=${cursor}`;
    const reply = await rig.call('GET', `/v1/cases?${query}&limit=${limit}${after}`, { as });
    expect(reply.status).toBe(200);
    expect(reply.body.rows.length).toBeLessThanOrEqual(limit);
    ids.push(...reply.body.rows.map((r) => r.id));
    cursor = reply.body.next;
  } while (cursor !== null);
  return ids;
}

describe('worklists', () => {
  it('page through every case exactly once, in order, whatever the page size', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(shape, { maxLength: 25 }),
        fc.constantFrom('due', 'priority', 'opened', 'updated'),
        fc.integer({ min: 1, max: 7 }),
        async (shapes, sort, limit) => {
          await fill(shapes);
          const id = (i: number): string => `R2026-${String(i).padStart(6, '0')}`;
          const due = (s: Shape): number[] => [s.due ?? 9, s.opened];
          // E-m4.4-c: key accounts before everybody else; then what is due first, then what was opened first.
          const ranks: Record<string, (s: Shape) => number[]> = {
            due,
            priority: (s) => [s.key ? 0 : 1, ...due(s)],
            opened: (s) => [-s.opened],
            updated: (s) => [-s.opened],
          };
          // Ids go with the direction: up for due times, down for the newest first.
          const sign = sort === 'due' || sort === 'priority' ? 1 : -1;
          const order = shapes.map((s, i) => ({ id: id(i), by: [...ranks[sort]!(s), sign * i] }));
          order.sort((a, b) => a.by.map((n, i) => n - b.by[i]!).find((n) => n !== 0) ?? 0);
          expect(await pages(`sort=${sort}`, limit)).toEqual(order.map((o) => o.id));
        },
      ),
      { numRuns: 25 },
    );
  });

  it('hold what their names say, and an engineer finds their own cases only', async () => {
    await fill([
      { due: 1, opened: 0, engineer: 'engineer', breached: true, closed: false },
      { due: 2, opened: 0, engineer: null, breached: false, closed: false },
      { due: null, opened: 0, engineer: 'otherEngineer', breached: false, closed: false },
      { due: null, opened: 0, engineer: 'engineer', breached: true, closed: true },
    ]);
    expect(await pages('list=unassigned', 10)).toEqual(['R2026-000001']);
    expect(await pages('list=breached', 10)).toEqual(['R2026-000000']);
    expect(await pages('list=dueSoon', 10)).toEqual(['R2026-000000', 'R2026-000001']);
    expect(await pages('list=mine', 10, rig.actors.engineer)).toEqual(['R2026-000000']);
    expect(await pages('list=all&open=false', 10)).toEqual(['R2026-000003']);
    expect(await pages('list=all', 10, rig.actors.engineer)).toEqual(['R2026-000000', 'R2026-000003']);
    expect(await pages('engineerId=otherEngineer', 10, rig.actors.engineer)).toEqual([]);
    expect(await pages('text=SN-0001', 10)).toHaveLength(4);
    expect(await pages('text=R2026-000002', 10)).toEqual(['R2026-000002']);
  });

  it('show no case as open whose status ends it, and find it among the ended', async () => {
    const row = { due: 1, opened: 0, engineer: null, breached: true, closed: false };
    await fill([row, { ...row, status: 'cancelled' }, { ...row, status: 'completed' }, { ...row, closed: true }]);
    for (const list of ['dueSoon', 'breached', 'unassigned', 'all&open=true'])
      expect(await pages(`list=${list}`, 10)).toEqual(['R2026-000000']);
    expect(await pages('list=breached&open=false', 10)).toEqual(['R2026-000001', 'R2026-000002', 'R2026-000003']);
    expect(await pages('list=breached&status=cancelled', 10)).toEqual(['R2026-000001']);
    expect(await pages('list=all', 10)).toHaveLength(4);
  });

  it('find by the customer’s name or phone for those only who may know them; wildcards are letters', async () => {
    await fill([{ due: 1, opened: 0, engineer: null, breached: false, closed: false }]);
    const name = encodeURIComponent('秀英');
    expect(await pages(`text=${name}`, 10)).toHaveLength(1);
    expect(await pages('text=1390000', 10)).toHaveLength(1);
    expect(await pages(`text=${name}`, 10, rig.actors.administrator)).toHaveLength(0);
    expect(await pages('text=%25', 10)).toHaveLength(0);
    expect(await pages('text=R2026_0', 10)).toHaveLength(0);
  });

  it('do not take the cursor of another order', async () => {
    await fill([1, 2].map((due) => ({ due, opened: 0, engineer: null, breached: false, closed: false })));
    const { body } = await rig.call('GET', '/v1/cases?sort=due&limit=1', { as: rig.actors.agent });
    const other = await rig.call('GET', `/v1/cases?sort=opened&cursor=${body.next ?? ''}`, { as: rig.actors.agent });
    expect([other.status, other.body.errors[0]!.field]).toEqual([422, 'cursor']);
    for (const values of [['0'], ['0', 'infinity'], ['soon', 'infinity', 'infinity']]) {
      const made = Buffer.from(JSON.stringify(['priority', values, 'R'])).toString('base64url');
      const reply = await rig.call('GET', `/v1/cases?sort=priority&cursor=${made}`, { as: rig.actors.agent });
      expect([reply.status, reply.body.errors[0]!.field]).toEqual([422, 'cursor']);
    }
  });
});
