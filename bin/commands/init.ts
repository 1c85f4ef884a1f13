/**
 * `sanbao init`: brings a deployment to the state that this version needs, as often as one likes: database schema,
 * published policies, search attributes, schedules, and on an empty database a first administrator.
 */
import { randomBytes } from 'node:crypto';
import { Command } from 'commander';
import { openDatabase } from '../../activities/database';
import { localAccounts } from '../../api/auth/accounts';
import { apiConfig } from '../../api/config';
import type { RecurringEntry } from '../../domain/recurring/entry';
import { recurringEntries } from '../../domain/recurring/schedules';
import { migrate } from '../../engines/migrate';
import { searchAttributes } from '../../engines/temporal-settings';
import { Policies } from '../../policies/registry';
import { ensureSchedules } from '../schedules';
import { publish } from '../../policies/publish';
import type { PrismaClient } from '../../prisma/generated/client';
import { connectClient } from '../temporal';

export function initCommand(): Command {
  return new Command('init')
    .description('migrate the database, publish policies, register search attributes, create the first administrator')
    .action(async () => {
      await initialise(process.env, console.log);
    });
}

/** A password that was given is known to whoever gave it, and logs are read by others. */
function passwordWords({ password }: FirstAdministrator, env: NodeJS.ProcessEnv): string {
  return env.ADMIN_PASSWORD
    ? 'with the password of ADMIN_PASSWORD'
    : `password ${password} (shown once; change it after signing in)`;
}

/** What the first start tells once: how to sign in. */
export interface FirstAdministrator {
  email: string;
  password: string;
}

/** Does all of it; answers the first administrator where one was created now. */
export async function initialise(
  env: NodeJS.ProcessEnv,
  say: (line: string) => void,
): Promise<FirstAdministrator | undefined> {
  const config = apiConfig(env);
  await migrate(config.databaseUrl);
  say('Database schema is up to date.');
  const prisma = openDatabase({ url: config.databaseUrl });
  try {
    const { loaded } = Policies.load();
    const fresh = await publish(prisma, loaded);
    say(`Policies: ${fresh.length === 0 ? 'all published before' : `published ${fresh.join(', ')}`}.`);
    const running = await prepareTemporal(recurringEntries(loaded.map(({ policy }) => policy)), env);
    say(`Recurring duties: ${running} scheduled.`);
    const administrator = config.localAccounts ? await firstAdministrator(prisma, env) : undefined;
    if (administrator) say(`First administrator: ${administrator.email}, ${passwordWords(administrator, env)}.`);
    return administrator;
  } finally {
    await prisma.$disconnect();
  }
}

/** Search attributes and Schedules; answers how many Schedules there are. */
async function prepareTemporal(entries: readonly RecurringEntry[], env: NodeJS.ProcessEnv): Promise<number> {
  const { client, namespace, close } = await connectClient('init');
  try {
    const { operatorService } = client.connection;
    const { customAttributes } = await operatorService.listSearchAttributes({ namespace });
    const missing = Object.fromEntries(
      Object.entries(attributeTypes).filter(([name]) => !(name in (customAttributes ?? {}))),
    );
    if (Object.keys(missing).length > 0)
      await operatorService.addSearchAttributes({ namespace, searchAttributes: missing });
    return await ensureSchedules(client, env.TEMPORAL_TASK_QUEUE || 'sanbao', entries);
  } finally {
    await close();
  }
}

/** The wire numbers of the attribute types. */
const typeNumbers = { Keyword: 2, Int: 3, Bool: 5 } as const;
const attributeTypes = Object.fromEntries(
  Object.entries(searchAttributes).map(([name, type]) => [name, typeNumbers[type]]),
);

/** Only where nobody can sign in yet. The password comes from ADMIN_PASSWORD, or is made up and told once. */
async function firstAdministrator(
  prisma: PrismaClient,
  env: NodeJS.ProcessEnv,
): Promise<FirstAdministrator | undefined> {
  if ((await prisma.person.count({ where: { role: 'administrator' } })) > 0) return undefined;
  const email = env.ADMIN_EMAIL || 'admin@sanbao.local';
  const password = env.ADMIN_PASSWORD || randomBytes(12).toString('base64url');
  const person = await prisma.person.create({ data: { name: '管理员 Administrator', email, role: 'administrator' } });
  await localAccounts(prisma, apiConfig(env)).create({ personId: person.id, name: person.name, email, password });
  return { email, password };
}
