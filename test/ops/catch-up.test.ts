import { catchUp } from '../../bin/commands/catch-up';
import type { PrismaClient } from '../../prisma/generated/client';
import { text } from '../rig/case-driver';
import { quiet, startLiveDepartment, type LiveDepartment } from './live-department';

/** A PostgreSQL restored from an older backup, brought up to date from the histories of a real Temporal server. */
describe('catch-up', () => {
  let live: LiveDepartment;
  let older: PrismaClient;

  const deps = (prisma: PrismaClient) => ({ prisma, client: live.client, log: quiet });

  /** Everything that cases left in the read model, but for the database's own clocks and numbers. */
  async function readModel(prisma: PrismaClient): Promise<unknown> {
    const [cases, steps, clocks, escalations, notices] = await Promise.all([
      prisma.case.findMany({ orderBy: { id: 'asc' } }),
      prisma.step.findMany({ orderBy: [{ caseId: 'asc' }, { seq: 'asc' }], omit: { writtenAt: true, position: true } }),
      prisma.clock.findMany({ orderBy: [{ caseId: 'asc' }, { key: 'asc' }] }),
      prisma.escalation.findMany({ orderBy: [{ caseId: 'asc' }, { key: 'asc' }] }),
      prisma.notice.findMany({ orderBy: { key: 'asc' }, omit: { sentAt: true, attempts: true } }),
    ]);
    return { cases, steps, clocks, escalations, notices };
  }

  beforeAll(async () => {
    live = await startLiveDepartment();
    const { people, cases } = live;
    const first = await live.duty(async () => {
      const repair = await cases.open({ policy: 'security-projects-chongqing', facts: { level: 'L2' } });
      await repair.act(people.dispatcher, 'respond');
      return repair;
    });
    older = await live.backup();
    // The hour after the backup: work on the known case, and another case that the backup has never seen.
    await live.duty(async () => {
      await first.act(people.dispatcher, 'assign', { engineerId: people.engineer.id });
      await first.act(people.dispatcher, 'note', { text: text('customer phoned again') });
      const second = await cases.open({ policy: 'security-projects-chongqing', facts: { level: 'L1' } });
      await second.act(people.dispatcher, 'respond');
    });
  });
  afterAll(() => live.close());

  it('writes what the backup lacks, until the read model is as it was', async () => {
    expect(await readModel(older)).not.toEqual(await readModel(live.prisma));

    const counts = await catchUp(deps(older));

    const steps = await live.prisma.step.count();
    expect(counts).toMatchObject({ cases: 2, recorded: 4, same: steps - 4, different: 0, unrecordable: 0, rebuilt: 0 });
    expect(counts.notices).toBeGreaterThan(0);
    expect(await readModel(older)).toEqual(await readModel(live.prisma));
  });

  it('does nothing when it is repeated', async () => {
    const before = await readModel(older);
    expect(await catchUp(deps(older))).toMatchObject({ recorded: 0, rebuilt: 0, notices: 0, counters: 0 });
    expect(await readModel(older)).toEqual(before);
  });

  it('sets the counter of case numbers behind the highest number that histories have', async () => {
    expect(await older.caseCounter.findMany()).toEqual([{ kind: 'repair', year: 2026, last: 2 }]);
  });

  it('writes a case anew where a worker had gone on before the database caught up', async () => {
    await older.step.delete({ where: { caseId_seq: { caseId: 'R2026-1', seq: 2 } } });
    await older.case.update({ where: { id: 'R2026-1' }, data: { state: {}, status: 'received' } });

    expect(await catchUp(deps(older))).toMatchObject({ rebuilt: 1, different: 0, incomplete: 0 });

    expect(await readModel(older)).toEqual(await readModel(live.prisma));
  });

  it('reports a step that the database has with other content, and raises an alarm', async () => {
    await older.step.update({ where: { caseId_seq: { caseId: 'R2026-2', seq: 1 } }, data: { hash: 'forged' } });

    expect(await catchUp(deps(older))).toMatchObject({ different: 1, recorded: 0 });

    expect(await older.alarm.findMany()).toMatchObject([{ kind: 'record_different', caseId: 'R2026-2' }]);
  });
});
