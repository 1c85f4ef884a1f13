/** Chores are warned of, breached and escalated by one pass over all of them (issue 6, point 9). */
import { openChores, finishChore } from '../../activities/recurring/chores';
import { choreLadder, type NewChore } from '../../domain/recurring/chore';
import type { ChaseOutcome } from '../../activities/recurring/contract';
import { hours, minutes, startRig, type Rig } from '../rig/time-skipping';
import { mailsTo } from '../rig/reading';

let rig: Rig;
let base: number;
beforeAll(async () => {
  rig = await startRig('chase');
  base = await rig.now();
});
afterAll(() => rig.close());

const ladder = choreLadder(
  {
    id: 'p',
    ladders: {
      supervisor: {
        levels: [{ role: 'service_manager', climbAfter: { atLeast: 'PT1H' } }, { role: 'company_leadership' }],
      },
    },
  },
  'supervisor',
  2 * hours,
);

function chore(key: string, more: Partial<NewChore> = {}): NewChore {
  return {
    key,
    kind: 'publish_plan',
    policyId: 'auto-equipment-nanjing',
    owner: 'role:service_assistant',
    subject: {},
    createdAt: base,
    warnAt: base + 1 * hours,
    dueAt: base + 2 * hours,
    ladder,
    clauses: ['N-2.6-2a'],
    ...more,
  };
}

function chaseAt(at: number): Promise<ChaseOutcome> {
  return rig.run('chase', { at: new Date(at).toISOString() });
}

test('a duty is warned of, then late, then climbs and never goes silent; each told once', async () => {
  await openChores(rig.prisma, [chore('plan/a'), chore('plan/b')]);
  expect(await openChores(rig.prisma, [chore('plan/a')])).toBe(0);
  expect(await chaseAt(base + 30 * minutes)).toMatchObject({ warned: 0, breached: 0 });
  expect(await chaseAt(base + 60 * minutes)).toMatchObject({ warned: 2, breached: 0 });
  expect(mailsTo(rig.mailbox, 'dispatcher').filter((s) => s.includes('即将到期'))).toHaveLength(1);
  // Exactly at the due time it is still in time (R-INCL).
  expect(await chaseAt(base + 120 * minutes)).toMatchObject({ breached: 0 });
  expect(await finishChore(rig.prisma, 'plan/b', new Date(base + 2 * hours).toISOString(), 'dispatcher')).toBe(true);
  expect(await chaseAt(base + 120 * minutes + 1)).toMatchObject({ breached: 1, climbed: 0 });
  expect(mailsTo(rig.mailbox, 'supervisor').filter((s) => s.includes('已逾期'))).toHaveLength(1);
  expect(mailsTo(rig.mailbox, 'leader')).toHaveLength(0);
  expect(await chaseAt(base + 3 * hours)).toMatchObject({ climbed: 0 });
  expect(await chaseAt(base + 3 * hours + 1)).toMatchObject({ climbed: 1 });
  expect(mailsTo(rig.mailbox, 'leader').filter((s) => s.includes('无人处理'))).toHaveLength(1);
  // At the top it repeats.
  expect(await chaseAt(base + 4 * hours + 1)).toMatchObject({ climbed: 1 });
  expect(mailsTo(rig.mailbox, 'leader').filter((s) => s.includes('无人处理'))).toHaveLength(2);
  const rows = await rig.prisma.chore.findMany({ orderBy: { key: 'asc' } });
  expect(rows.map((r) => [r.key, r.status, r.breachedAt?.getTime()])).toEqual([
    ['plan/a', 'open', base + 2 * hours],
    ['plan/b', 'done', undefined],
  ]);
});

test('a pass that is repeated for the same time tells nobody twice', async () => {
  await openChores(rig.prisma, [chore('plan/c', { dueAt: base + 10 * hours, warnAt: base + 9 * hours })]);
  const before = mailsTo(rig.mailbox, 'dispatcher').length;
  await chaseAt(base + 9 * hours);
  const again = await chaseAt(base + 9 * hours);
  expect(again.warned).toBe(0);
  expect(mailsTo(rig.mailbox, 'dispatcher')).toHaveLength(before + 1);
});

test('N-2.6-2a: the mail names the case and the date that a duty is about, not its key', async () => {
  const subject = { caseId: 'R2026-000009', date: '2026-03-02' };
  const at = base + 15 * hours;
  await openChores(rig.prisma, [chore('plan/named', { subject, warnAt: at, dueAt: at + hours })]);
  await chaseAt(at);
  const mails = await rig.prisma.mail.findMany({ where: { to: { has: 'dispatcher@dept.example' } } });
  const text = mails.map((mail) => mail.text);
  expect(text.filter((t) => t.includes('R2026-000009 · 2026-03-02'))).toHaveLength(1);
  expect(text.some((t) => t.includes('plan/named'))).toBe(false);
});

test('done late is broken, dated to its due time, though no pass saw it', async () => {
  await openChores(rig.prisma, [chore('plan/d', { dueAt: base + 20 * hours, warnAt: undefined })]);
  await finishChore(rig.prisma, 'plan/d', new Date(base + 21 * hours).toISOString());
  const row = await rig.prisma.chore.findUniqueOrThrow({ where: { key: 'plan/d' } });
  expect(row.breachedAt?.getTime()).toBe(base + 20 * hours);
});
