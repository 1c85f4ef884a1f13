/** Where the running system is, for commands beside it: as the environment says, else the embedded one of the state folder. */
import { openDatabase } from '../activities/database';
import { EngineError } from '../engines/errors';
import { enginePorts } from '../engines/ports';
import { embeddedDatabaseUrl } from '../engines/postgres';
import { stateFolderPath, storedSecret } from '../engines/state-folder';
import type { PrismaClient } from '../prisma/generated/client';

/**
 * Fills in DATABASE_URL and TEMPORAL_ADDRESS of the embedded system where the environment names none.
 * @throws EngineError where there is neither.
 */
export function useRunningSystem(env: NodeJS.ProcessEnv = process.env): { databaseUrl: string } {
  const ports = enginePorts(env);
  env.TEMPORAL_ADDRESS ||= `127.0.0.1:${ports.temporal}`;
  if (env.DATABASE_URL) return { databaseUrl: env.DATABASE_URL };
  const password = storedSecret('postgresPassword', env);
  if (password === undefined)
    throw new EngineError(
      `No running system: DATABASE_URL is not set, and there is no state folder at ${stateFolderPath(env)}.`,
      'Set DATABASE_URL, or run the command where `npm start` runs.',
    );
  return { databaseUrl: embeddedDatabaseUrl(password, ports.postgres) };
}

/** Does something with the database of the running system. @throws EngineError where it cannot be reached. */
export async function withDatabase<T>(work: (prisma: PrismaClient) => Promise<T>): Promise<T> {
  const prisma = openDatabase({ url: useRunningSystem().databaseUrl });
  try {
    await prisma.$queryRaw`SELECT 1`.catch((error: unknown) => {
      throw new EngineError(
        'The database does not answer.',
        'Start the system (`npm start`), or correct DATABASE_URL.',
        { cause: error },
      );
    });
    return await work(prisma);
  } finally {
    await prisma.$disconnect();
  }
}
