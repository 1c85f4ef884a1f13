/** `sanbao audit reconcile` and `audit rebuild`: the read model held against the histories, and written anew from them. */
import { Command } from 'commander';
import pino from 'pino';
import type { Client } from '@temporalio/client';
import { openDatabase } from '../../activities/database';
import { ArchiveFolder } from '../../audit/archive/folder';
import { inOrder, type Run } from '../../audit/history';
import { reconcileFiles } from '../../audit/kept-files';
import { reconcile } from '../../audit/reconcile';
import type { RowDifference } from '../../audit/difference';
import { timelineOf, type Timeline } from '../../audit/timeline';
import type { DocumentStore } from '../../documents/store/store';
import { caseKinds } from '../../domain/cases/kinds';
import { migrate } from '../../engines/migrate';
import type { PrismaClient } from '../../prisma/generated/client';
import { runsOfServer } from '../../audit/server';
import { runsOfArchive } from '../audit/histories';
import { filesOf } from '../audit/kept-files';
import { caseIds, insistEmpty, rebuildCase, rowsOf } from '../audit/read-model';
import { openDocumentStore } from '../document-store';
import { connectClient } from '../temporal';

interface Options {
  archive?: string;
  offline?: boolean;
  into: string;
}

export function reconcileCommand(): Command {
  return new Command('reconcile')
    .description(
      'hold the read model against the histories, row by row; exit code 2 on differences / 核对数据库与流程历史',
    )
    .option('--archive <folder>', 'the archive’s folder', process.env.ARCHIVE_FOLDER)
    .option('--offline', 'the archive only: open cases are left out')
    .action(async (options: Options) => {
      const prisma = openDatabase({ url: databaseUrl() });
      try {
        await withHistories(options, async (histories) =>
          report(await differences(prisma, histories, storeOfEnvironment())),
        );
      } finally {
        await prisma.$disconnect();
      }
    });
}

export function rebuildCommand(): Command {
  return new Command('rebuild')
    .description(
      'write the read model anew from the histories into an empty database, and compare the live one with it',
    )
    .requiredOption('--into <url>', 'an empty PostgreSQL database')
    .option('--archive <folder>', 'the archive’s folder', process.env.ARCHIVE_FOLDER)
    .option('--offline', 'the archive only: open cases are left out')
    .action(async (options: Options) => {
      await migrate(options.into);
      const [live, fresh] = [databaseUrl(), options.into].map((url) => openDatabase({ url })) as [
        PrismaClient,
        PrismaClient,
      ];
      try {
        await withHistories(options, async (histories) => {
          await insistEmpty(fresh);
          let cases = 0;
          for await (const { timeline } of histories()) {
            await rebuildCase({ prisma: fresh, log: pino({ level: 'warn' }) }, timeline);
            cases++;
          }
          console.log(`${cases} cases rebuilt`);
          const own = await differences(fresh, histories);
          if (own.length > 0) console.log('The rebuilt database differs from the histories:');
          report(own);
          console.log('The live database against the histories:');
          report(await differences(live, histories, storeOfEnvironment()));
        });
      } finally {
        await Promise.all([live.$disconnect(), fresh.$disconnect()]);
      }
    });
}

type Histories = () => AsyncGenerator<{ caseId: string; timeline: Timeline }>;

/** Every case of the archive and of the server, once, with all its runs. */
export function allHistories(archiveFolder: string | undefined, client: Client | undefined): Histories {
  return async function* () {
    const seen = new Set<string>();
    const archived =
      archiveFolder === undefined ? [] : [...new ArchiveFolder(archiveFolder).cases()].map((c) => c.caseId);
    for (const caseId of [...archived, ...(client ? await casesOfServer(client) : [])]) {
      if (seen.has(caseId)) continue;
      seen.add(caseId);
      const kept = archiveFolder === undefined ? [] : runsOfArchive(archiveFolder, caseId);
      const served = client ? await runsOfServer(client, caseId).catch(() => [] as Run[]) : [];
      const runs = [...kept, ...served.filter((run) => !kept.some((k) => k.runId === run.runId))];
      yield { caseId, timeline: timelineOf(inOrder(runs)) };
    }
  };
}

async function casesOfServer(client: Client): Promise<string[]> {
  const ids: string[] = [];
  const types = caseKinds.map(({ opening }) => `'${opening.workflowType}'`).join(', ');
  for await (const { workflowId } of client.workflow.list({ query: `WorkflowType IN (${types})` }))
    ids.push(workflowId);
  return ids;
}

/**
 * Differences of all cases; a case in the database without any history is one too. With a document store, papers and
 * attachments are held against the histories as well.
 */
export async function differences(
  prisma: PrismaClient,
  histories: Histories,
  store?: DocumentStore,
): Promise<RowDifference[]> {
  const found: RowDifference[] = [];
  const seen = new Set<string>();
  for await (const { caseId, timeline } of histories()) {
    seen.add(caseId);
    found.push(...reconcile(caseId, timeline, await rowsOf(prisma, caseId)));
    if (store) found.push(...reconcileFiles(caseId, timeline, await filesOf(prisma, store, caseId)));
  }
  for (const caseId of await caseIds(prisma))
    if (!seen.has(caseId)) found.push({ kind: 'row_added', caseId, table: 'case', key: caseId });
  return found;
}

async function withHistories(
  { archive, offline }: Options,
  work: (histories: Histories) => Promise<void>,
): Promise<void> {
  if (offline) return work(allHistories(archive, undefined));
  const temporal = await connectClient('audit');
  try {
    await work(allHistories(archive, temporal.client));
  } finally {
    await temporal.close();
  }
}

function report(found: readonly RowDifference[]): void {
  for (const { kind, caseId, table, key, field = '', history = '', database = '', source } of found)
    console.log(
      `[${kind}] ${caseId} ${table} ${key} ${field}${field ? `: history ${history}, database ${database}` : ''}${source ? ` · #${source.event}` : ''}`,
    );
  console.log(`${found.length} differences`);
  if (found.length > 0) process.exitCode = 2;
}

/** The store of papers and attachments, as the environment names it. */
function storeOfEnvironment(): DocumentStore {
  return openDocumentStore(process.env.DOCUMENT_STORE || undefined);
}

function databaseUrl(): string {
  const { DATABASE_URL } = process.env;
  if (!DATABASE_URL) throw new Error('The environment does not name the database: DATABASE_URL');
  return DATABASE_URL;
}
