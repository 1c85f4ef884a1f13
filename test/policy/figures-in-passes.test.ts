/**
 * Figures that act in daily passes only, on a real database: each acts as stated, and otherwise with another figure.
 * C-IOT-6.2-c C-IOT-6.2-d E-m4.8-b O-12.1-b O-2.2-c S-7.7.
 */
import { testDatabase, type TestDatabase } from '../rig/database';
import { inPasses, seenInPass } from './figures-in-passes';
import { changed, policies } from './stated';

let db: TestDatabase;
beforeAll(async () => {
  db = await testDatabase();
  await db.prisma.customer.create({ data: { id: 'c', name: '李先生', email: 'c@customer.example' } });
  for (const id of ['e', 'zhang']) await db.prisma.person.create({ data: { id, name: id, role: 'engineer' } });
});
afterAll(() => db?.drop());

const figures = policies.flatMap(({ id, policy, figures: stated }) =>
  stated.filter(([path]) => inPasses.test(path)).map(([path, figure]) => ({ id, policy, path, figure })),
);

test('every kind of figure that acts in passes only is looked at', () => {
  const kinds = figures.map(({ path }) => path.split('.')[0]);
  expect([...new Set(kinds)].sort()).toEqual(['care', 'dispatch', 'filings', 'holidayDuty', 'surveys']);
});

test.each(figures)('$id: $path is $figure, and another one acts otherwise', async ({ policy, path, figure }) => {
  expect(await seenInPass(db.prisma, policy, path)).toBe(figure);
  const other = await seenInPass(db.prisma, changed(policy, path), path);
  expect(other).toBeDefined();
  expect(other).not.toBe(figure);
});
