import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { EngineError } from './errors';
import { projectRoot } from './project-root';

/**
 * Brings the database to the newest schema by `prisma migrate deploy`; does nothing when it is there already.
 * @returns what the tool said.
 * @throws EngineError with the tool's own words when a migration fails or the database cannot be reached.
 */
export async function migrate(databaseUrl: string): Promise<string> {
  const root = projectRoot();
  const child = spawn(process.execPath, [join(root, 'prisma', 'run.mjs'), 'migrate', 'deploy'], {
    cwd: root,
    env: { ...process.env, DATABASE_URL: databaseUrl },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const code = new Promise<number | null>((done, failed) => child.once('error', failed).once('close', done));
  const [output, errors, status] = await Promise.all([text(child.stdout), text(child.stderr), code]);
  if (status === 0) return output;
  throw new EngineError(
    `The database could not be brought to the newest schema:\n${withoutPassword(`${output}\n${errors}`, databaseUrl).trim()}`,
    'Mend the cause (address, rights, disk space, a schema changed by hand). If a migration itself failed, it was undone but ' +
      'stays marked: clear it with `node prisma/run.mjs migrate resolve --rolled-back <its name>`. Then start again.',
  );
}

function withoutPassword(output: string, databaseUrl: string): string {
  const password = URL.canParse(databaseUrl) ? new URL(databaseUrl).password : '';
  return password ? output.replaceAll(password, '***') : output;
}
