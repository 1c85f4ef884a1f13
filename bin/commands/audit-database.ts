/** `sanbao audit reconcile` and `audit rebuild`: the read model held against the histories, and written anew from them. */
import { Command, Option } from 'commander';
import pino from 'pino';
import type { Client } from '@temporalio/client';
import { openDatabase } from '../../activities/database';
import { ArchiveFolder } from '../../audit/archive/folder';
import { inOrder, readRun, type Run } from '../../audit/history';
import { apart, type LatePaper } from '../../audit/late-papers';
import { reconcileFiles } from '../../audit/kept-files';
import { reconcile } from '../../audit/reconcile';
import type { RowDifference } from '../../audit/difference';
import { timelineOf, type Timeline } from '../../audit/timeline';
import type { DocumentStore } from '../../documents/store/store';
import { caseKinds } from '../../domain/cases/kinds';
import { migrate } from '../../engines/migrate';
import type { PrismaClient } from '../../prisma/generated/client';
import { historiesWithPapers } from '../../audit/server';
import { filesOf } from '../audit/kept-files';
import { caseIds, insistEmpty, rebuildCase, rowsOf } from '../audit/read-model';
import { openDocumentStore } from '../document-store';
import { withDatabase } from '../running-system';
import { connectClient } from '../temporal';
import { archiveOption, readableArchive, told } from './archive-options';

interface Options {
  archive?: string;
  offline?: boolean;
  into: string;
}

const offlineOption = (): Option => new Option('--offline', 'the archive only: open cases are left out');

export function reconcileCommand(): Command {
  return new Command('reconcile')
    .description(
      'hold the read model against the histories, row by row; exit code 2 on differences / 核对数据库与流程历史',
    )
    .addOption(archiveOption())
    .addOption(offlineOption())
    .action(
      told((options: Options) =>
        withDatabase((prisma) =>
          withHistories(options, async (histories) =>
            report(await differences(prisma, histories, storeOfEnvironment())),
          ),
        ),
      ),
    );
}

export function rebuildCommand(): Command {
  return new Command('rebuild')
    .description(
      'write the read model anew from the histories into an empty database, and compare the live one with it',
    )
    .requiredOption('--into <url>', 'an empty PostgreSQL database')
    .addOption(archiveOption())
    .addOption(offlineOption())
    .action(told((options: Options) => withDatabase((live) => rebuildInto(live, options))));
}

async function rebuildInto(live: PrismaClient, options: Options): Promise<void> {
  await migrate(options.into);
  const fresh = openDatabase({ url: options.into });
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
    await fresh.$disconnect();
  }
}

interface CaseHistory {
  caseId: string;
  timeline: Timeline;
  papers: readonly LatePaper[];
}
type Histories = () => AsyncGenerator<CaseHistory>;

/** Every case of the archive and of the server, once, with all its runs and late papers. */
export function allHistories(archiveFolder: string | undefined, client: Client | undefined): Histories {
  return async function* () {
    const seen = new Set<string>();
    const archive = archiveFolder === undefined ? undefined : new ArchiveFolder(archiveFolder);
    for (const { caseId, lines } of archive?.cases() ?? []) {
      seen.add(caseId);
      const kept = lines.map((line) => archive!.run(line));
      const found = await withServed(caseId, kept, client);
      if (found) yield found;
    }
    for (const caseId of client ? await casesOfServer(client) : []) {
      if (seen.has(caseId)) continue;
      seen.add(caseId);
      const found = await withServed(caseId, [], client);
      if (found) yield found;
    }
  };
}

/** The runs of a case that are kept, and those that only the server has. */
async function withServed(
  caseId: string,
  kept: readonly Run[],
  client: Client | undefined,
): Promise<CaseHistory | undefined> {
  const served = client ? await historiesWithPapers(client, caseId) : [];
  const others = served.filter((run) => !kept.some((k) => k.runId === run.runId));
  const { own, papers } = apart([...kept, ...others.map(({ runId, history }) => readRun(history, runId))]);
  // Papers alone, of a case that neither has, tell nothing of its rows.
  return own.length > 0 ? { caseId, timeline: timelineOf(inOrder(own)), papers } : undefined;
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
  for await (const { caseId, timeline, papers } of histories()) {
    seen.add(caseId);
    found.push(...reconcile(caseId, timeline, await rowsOf(prisma, caseId)));
    if (store) found.push(...reconcileFiles(caseId, timeline, await filesOf(prisma, store, caseId), papers));
  }
  for (const caseId of await caseIds(prisma))
    if (!seen.has(caseId)) found.push({ kind: 'row_added', caseId, table: 'case', key: caseId });
  return found;
}

async function withHistories(
  { archive: given, offline }: Options,
  work: (histories: Histories) => Promise<void>,
): Promise<void> {
  const archive = given === undefined && !offline ? undefined : readableArchive(given);
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
