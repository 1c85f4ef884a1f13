/** The record and mail lanes while the database is down (design §6): nothing is lost, everything is retried. */
import { recordStep } from '../../activities/records';
import { callOut } from '../../activities/roster';
import { raiseAlarm } from '../../activities/alarms';
import { memoryLog } from './log';
import { at, stepOf } from './steps';
import { startDatabase, type StoppableDatabase } from './stoppable-database';

let database: StoppableDatabase;
beforeAll(async () => {
  database = await startDatabase();
});
afterAll(() => database.close());

test('with the database stopped everything is retried, and the step is recorded once it is back', async () => {
  const { prisma } = database;
  const deps = { prisma, log: memoryLog() };
  expect(await recordStep(deps, stepOf('R2026-000001', 1))).toEqual({ result: 'recorded' });
  await database.stopServer();
  try {
    const down = { type: 'DatabaseUnavailable', nonRetryable: false };
    await expect(recordStep(deps, stepOf('R2026-000001', 2))).rejects.toMatchObject(down);
    await expect(callOut(prisma, { role: 'duty_manager', policyId: 'security', at: at(0) })).rejects.toMatchObject(
      down,
    );
    await expect(raiseAlarm(deps, { key: 'a', kind: 'test', at: at(0), detail: {} })).rejects.toMatchObject(down);
  } finally {
    await database.startServer();
  }
  expect(await recordStep(deps, stepOf('R2026-000001', 2))).toEqual({ result: 'recorded' });
  expect(await recordStep(deps, stepOf('R2026-000001', 1))).toEqual({ result: 'same' });
});
