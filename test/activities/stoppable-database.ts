/** A PostgreSQL of its own with the migrations applied, for tests that stop it. */
import { spawn, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { openDatabase } from '../../activities/database';
import type { PrismaClient } from '../../prisma/generated/client';
import { copyCluster } from '../rig/cluster';
import { freePort } from '../rig/free-port';

export interface StoppableDatabase {
  prisma: PrismaClient;
  url: string;
  /** Stops the server; `startServer` brings it back with its data on the same port. */
  stopServer(): Promise<void>;
  startServer(): Promise<void>;
  close(): Promise<void>;
}

export async function startDatabase(): Promise<StoppableDatabase> {
  const folder = join(tmpdir(), `sanbao-test-${randomUUID()}`);
  await copyCluster(process.env.SANBAO_TEST_CLUSTER!, folder);
  const port = await freePort();
  let server = await startServer(folder, port);
  const prisma = openDatabase({ url: server.url, connectMs: 1_000 });
  return {
    prisma,
    url: server.url,
    stopServer: () => end(server.child),
    async startServer() {
      server = await startServer(folder, port);
    },
    async close() {
      await prisma.$disconnect();
      await end(server.child);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function startServer(folder: string, port: number): Promise<{ child: ChildProcess; url: string }> {
  const script = join(__dirname, 'database-server.ts');
  const child = spawn(process.execPath, ['--import', 'tsx', script, folder, String(port)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  for await (const line of createInterface({ input: child.stdout })) return { child, url: line };
  throw new Error('the test database did not start');
}

async function end(child: ChildProcess): Promise<void> {
  const exited = once(child, 'exit');
  child.stdin?.end();
  await exited;
}
