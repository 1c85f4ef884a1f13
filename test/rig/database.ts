/** A database of its own for each test file, cloned from the migrated template. */
import { randomUUID } from 'node:crypto';
import { Client } from 'pg';
import { openDatabase } from '../../activities/database';
import type { PrismaClient } from '../../prisma/generated/client';

export interface TestDatabase {
  url: string;
  prisma: PrismaClient;
  drop(): Promise<void>;
}

export async function testDatabase(): Promise<TestDatabase> {
  const template = process.env.SANBAO_TEST_DATABASE!;
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  const url = new URL(template);
  url.pathname = `/${name}`;
  await admin(template, `CREATE DATABASE "${name}" TEMPLATE sanbao`);
  const prisma = openDatabase({ url: url.href });
  return {
    url: url.href,
    prisma,
    drop: async () => {
      await prisma.$disconnect();
      await admin(template, `DROP DATABASE "${name}" WITH (FORCE)`);
    },
  };
}

/** From another database than the template, which must have no other connection while it is cloned. */
async function admin(template: string, sql: string): Promise<void> {
  const url = new URL(template);
  url.pathname = '/postgres';
  const client = new Client({ connectionString: url.href });
  await client.connect();
  try {
    for (let tries = 1; ; tries++) {
      try {
        await client.query(sql);
        return;
      } catch (error) {
        // Two test files cloning at once: the template is busy for a moment.
        if (tries > 50 || !(error instanceof Error && error.message.includes('being accessed by other users')))
          throw error;
        await new Promise((done) => setTimeout(done, 100));
      }
    }
  } finally {
    await client.end();
  }
}
