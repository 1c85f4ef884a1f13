/**
 * The department's day at size: a daily pass over 100,000 units, a plan for 500 jobs and 60 engineers, a monthly report over
 * 50,000 cases; each with its time and memory, beside plain SQL that does the bare part of the same work and nothing that
 * the product does around it: `npm run bench:day -- --scale 0.1`. Each piece runs in a process of its own; the figures
 * are medians of three rounds on fresh rows.
 */
import { randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { longestMs } from '../activities/care/figures';
import { openDatabase } from '../activities/database';
import { migrate } from '../engines/migrate';
import { startPostgres } from '../engines/postgres';
import { openStateFolder } from '../engines/state-folder';
import { Policies } from '../policies/registry';
import { publish } from '../policies/publish';
import type { PrismaClient } from '../prisma/generated/client';
import { fillCases, fillUnits, fillVisits } from './day-rows';
import type { Measured } from './day-worker';
import { Remote } from './remote';
import { freePort } from './servers';
import { median } from './statistics';

const rounds = 3;
const pieces = [
  { name: 'daily pass', product: 'pass', sql: 'passBySql', unit: 'tasks' },
  { name: 'plan', product: 'plan', sql: 'planBySql', unit: 'lines' },
  { name: 'monthly report', product: 'report', sql: 'reportBySql', unit: 'cases' },
] as const;

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { scale: { type: 'string', default: '1' } } });
  const scale = Number(values.scale);
  const folder = join(tmpdir(), `sanbao-bench-${randomUUID()}`);
  const state = openStateFolder(folder);
  const postgres = await startPostgres({ state, port: await freePort(), log: () => undefined });
  try {
    const { databaseUrl } = postgres;
    await migrate(databaseUrl);
    // Filling takes longer than a request may.
    const prisma = openDatabase({ url: databaseUrl, statementMs: longestMs });
    await publish(prisma, Policies.load().loaded);
    await fillUnits(prisma, 100_000 * scale);
    await fillVisits(prisma, 500 * scale, Math.max(1, 60 * scale));
    await fillCases(prisma, 50_000 * scale);
    const { mib } = await once(databaseUrl, 'idle');
    console.log(`a process that has loaded everything and done nothing: ${mib.toFixed(0)} MiB`);
    for (const { name, product, sql, unit } of pieces) {
      const ours: Measured[] = [];
      const plain: Measured[] = [];
      for (let round = 0; round < rounds; round++) {
        plain.push(await once(databaseUrl, sql));
        ours.push(await once(databaseUrl, product));
        await forget(prisma);
      }
      const ms = { ours: median(ours.map((m) => m.ms)), plain: median(plain.map((m) => m.ms)) };
      const most = Math.max(...ours.map((m) => m.mib));
      console.log(
        `${name.padEnd(15)} ${ours[0]!.done} ${unit} in ${seconds(ms.ours)}, ${most.toFixed(0)} MiB; ` +
          `plain SQL ${plain[0]!.done} ${unit} in ${seconds(ms.plain)}; ratio ${(ms.ours / ms.plain).toFixed(1)}`,
      );
    }
    await prisma.$disconnect();
  } finally {
    await postgres.stop();
    state.release();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function once(databaseUrl: string, method: string): Promise<Measured> {
  const child = await Remote.start(require.resolve('./day-worker'), { databaseUrl });
  try {
    return await child.call<Measured>(method);
  } finally {
    await child.kill();
  }
}

/** The next round begins with the same rows. */
async function forget(prisma: PrismaClient): Promise<void> {
  for (const table of ['PlanLine', 'Plan', 'CareTask', 'CarePass', 'Report', 'File'])
    await prisma.$executeRawUnsafe(`DELETE FROM master."${table}"`);
  for (const table of ['Chore', 'Notice']) await prisma.$executeRawUnsafe(`DELETE FROM cases."${table}"`);
}

const seconds = (ms: number): string => `${(ms / 1000).toFixed(2)} s`;

void main();
