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
import { historiesWithPapers, papersOfCases, type PapersOfCases, type ServedHistory } from '../../audit/server';
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
  /** Asks for the papers again: one may have come since all were listed. */
  papersAgain: () => Promise<readonly LatePaper[]>;
}
type Histories = () => AsyncGenerator<CaseHistory>;

/** A server, and the late papers that it had when it was asked for all of them, once. */
interface Served {
  client: Client;
  listed: PapersOfCases;
}

/** Every case of the archive and of the server, once, with all its runs and late papers. */
export function allHistories(archiveFolder: string | undefined, client: Client | undefined): Histories {
  return async function* () {
    const seen = new Set<string>();
    const archive = archiveFolder === undefined ? undefined : new ArchiveFolder(archiveFolder);
    const server = client && { client, listed: await papersOfCases(client) };
    for (const { caseId, lines } of archive?.cases() ?? []) {
      seen.add(caseId);
      const kept = lines.map((line) => archive!.run(line));
      const found = await withServed(caseId, kept, server);
      if (found) yield found;
    }
    for (const caseId of client ? await casesOfServer(client) : []) {
      if (seen.has(caseId)) continue;
      seen.add(caseId);
      const found = await withServed(caseId, [], server);
      if (found) yield found;
    }
  };
}

/** The runs of a case that are kept, and those that only the server has. */
async function withServed(
  caseId: string,
  kept: readonly Run[],
  server: Served | undefined,
): Promise<CaseHistory | undefined> {
  const { own, papers } = together(kept, server ? await historiesWithPapers(server.client, caseId, server.listed) : []);
  // Papers alone, of a case that neither has, tell nothing of its rows.
  if (own.length === 0) return undefined;
  const papersAgain = async (): Promise<readonly LatePaper[]> =>
    server ? together(kept, await historiesWithPapers(server.client, caseId)).papers : papers;
  return { caseId, timeline: timelineOf(inOrder(own)), papers, papersAgain };
}

function together(kept: readonly Run[], served: readonly ServedHistory[]): ReturnType<typeof apart> {
  const others = served.filter((run) => !kept.some((k) => k.runId === run.runId));
  return apart([...kept, ...others.map(({ runId, history }) => readRun(history, runId))]);
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
  for await (const { caseId, timeline, papers, papersAgain } of histories()) {
    seen.add(caseId);
    found.push(...reconcile(caseId, timeline, await rowsOf(prisma, caseId)));
    if (!store) continue;
    const files = await filesOf(prisma, store, caseId);
    const listed = reconcileFiles(caseId, timeline, files, papers);
    const unknown = listed.some(({ kind, table }) => kind === 'row_added' && table === 'document');
    found.push(...(unknown ? reconcileFiles(caseId, timeline, files, await papersAgain()) : listed));
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
