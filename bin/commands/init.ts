/**
 * `sanbao init`: brings a deployment to the state that this version needs, as often as one likes: database schema,
 * published policies, search attributes, schedules, and on an empty database a first administrator.
 */
import { randomBytes } from 'node:crypto';
import { Command } from 'commander';
import { ScheduleAlreadyRunning, type Client } from '@temporalio/client';
import { openDatabase } from '../../activities/database';
import { localAccounts } from '../../api/auth/accounts';
import { apiConfig } from '../../api/config';
import { migrate } from '../../engines/migrate';
import { RETENTION_DAYS, searchAttributes } from '../../engines/temporal-settings';
import { Policies } from '../../policies/registry';
import { calendarSet } from '../../policies/loader/calendars';
import { publish, publishCalendars } from '../../policies/publish';
import { scheduleDuties } from '../schedules';
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
    const calendars = await publishCalendars(prisma, calendarSet());
    if (calendars.length > 0) say(`Calendars: published ${calendars.join(', ')}.`);
    const { loaded } = Policies.load();
    const { fresh, blank, unsigned } = await publish(prisma, loaded);
    say(`Policies: ${fresh.length === 0 ? 'all published before' : `published ${fresh.join(', ')}`}.`);
    for (const { id, parameters } of blank)
      say(`Not published: ${id} waits for ${parameters.join(', ')}; see docs/policy-writing.md, "Figures left blank".`);
    for (const { id, version, hash, missing } of unsigned)
      say(`Not published: ${id} ${version} waits for the signature of its ${missing.join(', ')} under ${hash}.`);
    const running = await prepareTemporal(prisma, env);
    say(`Recurring duties: ${running} scheduled.`);
    say(await prepareArchive(env));
    const administrator = config.localAccounts ? await firstAdministrator(prisma, env) : undefined;
    if (administrator) say(`First administrator: ${administrator.email}, ${passwordWords(administrator, env)}.`);
    return administrator;
  } finally {
    await prisma.$disconnect();
  }
}

/** Search attributes and Schedules; answers how many Schedules there are. */
async function prepareTemporal(prisma: PrismaClient, env: NodeJS.ProcessEnv): Promise<number> {
  const { client, namespace, close } = await connectClient('init');
  try {
    const { operatorService } = client.connection;
    const { customAttributes } = await operatorService.listSearchAttributes({ namespace });
    const missing = Object.fromEntries(
      Object.entries(attributeTypes).filter(([name]) => !(name in (customAttributes ?? {}))),
    );
    if (Object.keys(missing).length > 0)
      await operatorService.addSearchAttributes({ namespace, searchAttributes: missing });
    return await scheduleDuties(prisma, client, env.TEMPORAL_TASK_QUEUE || 'sanbao');
  } finally {
    await close();
  }
}

/**
 * Histories are kept long enough to be exported, and exported every hour. A cloud that manages namespaces itself refuses
 * the first: then it is for its operator to set.
 */
async function prepareArchive(env: NodeJS.ProcessEnv): Promise<string> {
  const { client, namespace, close } = await connectClient('init');
  try {
    const kept = await keepHistories(client, namespace);
    await scheduleArchive(client, env.TEMPORAL_TASK_QUEUE || 'sanbao');
    return `Closed cases are exported every hour; ${kept ? `their histories are kept ${RETENTION_DAYS} days` : `set the namespace’s retention to ${RETENTION_DAYS} days yourself`}.`;
  } finally {
    await close();
  }
}

async function keepHistories(client: Client, namespace: string): Promise<boolean> {
  try {
    // int64 fields of the wire format accept numbers of this size, but are typed for larger ones.
    const config = { workflowExecutionRetentionTtl: { seconds: (RETENTION_DAYS * 86_400) as never } };
    await client.workflowService.updateNamespace({ namespace, config });
    return true;
  } catch {
    return false;
  }
}

/** One export at a time; what a stopped machine missed is made up by the next one. */
async function scheduleArchive(client: Client, taskQueue: string): Promise<void> {
  try {
    await client.schedule.create({
      scheduleId: 'archive',
      spec: { intervals: [{ every: '1h' }] },
      policies: { overlap: 'SKIP', catchupWindow: '1 hour' },
      action: {
        type: 'startWorkflow',
        workflowType: 'archive',
        workflowId: 'archive',
        taskQueue,
        args: [{ retentionMs: RETENTION_DAYS * 86_400_000 }],
      },
    });
  } catch (error) {
    if (!(error instanceof ScheduleAlreadyRunning)) throw error;
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
