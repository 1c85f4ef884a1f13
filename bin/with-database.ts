/** For commands that need the database and nothing else. */
import { openDatabase } from '../activities/database';
import { Refusal } from '../domain/errors';
import type { PrismaClient } from '../prisma/generated/client';

/** Works with the database that the environment names, and lets it go. Throws an Error where it names none. */
export async function withDatabase(work: (prisma: PrismaClient) => Promise<void>): Promise<void> {
  const { DATABASE_URL } = process.env;
  if (!DATABASE_URL) throw new Error('The environment does not name the database: DATABASE_URL');
  const prisma = openDatabase({ url: DATABASE_URL });
  try {
    await work(prisma);
  } finally {
    await prisma.$disconnect();
  }
}

/** What is refused is told in both languages and ends with exit code 1; everything else is thrown on. */
export async function tellRefusal(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    console.error(`${error.problem.detail.zh} / ${error.message}`);
    process.exitCode = 1;
  }
}
