/** `sanbao audit verify`, `pull` and `head`: the archive itself, in its folder or in its bucket. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { BucketRefused } from '../../audit/archive/bucket-errors';
import { downloadArchive } from '../../audit/archive/download';
import { ArchiveFolder } from '../../audit/archive/folder';
import type { ArchiveProblem } from '../../audit/archive/manifest';
import { openArchiveBucket } from '../archive-bucket';
import { replayArchive } from '../audit/replay';
import { isBucket } from '../bucket-address';

/** The option that names the archive's bucket, for all commands alike. */
export const bucketOption = [
  '--bucket <address>',
  'the archive’s bucket, s3://… / 归档存储桶',
  process.env.ARCHIVE_BUCKET,
] as const;
const headOption = ['--head <hash>', 'a chain head that was written down elsewhere'] as const;
const replayOption = ['--replay', 'replay every run with the workflow bundle that the archive keeps for it'] as const;

/** The folder that was named; throws an Error that says how to name it where none was. */
export function needArchive(folder: string | undefined): string {
  if (folder === undefined) throw new Error('Name the archive: --archive <folder>, or ARCHIVE_FOLDER');
  return folder;
}

export function verifyCommand(): Command {
  return new Command('verify')
    .description('check an archive: chain, files, and with --head that nothing was cut off; exit code 2 on problems')
    .argument('[archive]', 'its folder, or s3://… for the one in a bucket', process.env.ARCHIVE_FOLDER)
    .option(...headOption)
    .option(...replayOption)
    .action(verify);
}

export function pullCommand(): Command {
  return new Command('pull')
    .description('copy the archive from its bucket into a new folder, for the other commands, and check it there')
    .requiredOption('--to <folder>', 'the new folder')
    .option(...bucketOption)
    .option(...headOption)
    .option(...replayOption)
    .action(pull);
}

export function headCommand(): Command {
  return new Command('head')
    .description('the archive’s chain head, to be written down elsewhere; checks nothing')
    .argument('[folder]', 'the archive’s folder', process.env.ARCHIVE_FOLDER)
    .action(showHead);
}

interface VerifyOptions {
  head?: string;
  replay?: boolean;
}

/** What lies in a bucket is copied anew: no copy that is here already is asked. */
async function verify(given: string | undefined, options: VerifyOptions): Promise<void> {
  if (given === undefined || !isBucket(given)) return verifyFolder(new ArchiveFolder(needArchive(given)), options);
  const folder = mkdtempSync(join(tmpdir(), 'sanbao-archive-'));
  try {
    await pull({ ...options, bucket: given, to: folder });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function pull({ bucket, to, ...options }: VerifyOptions & { bucket?: string; to: string }): Promise<void> {
  const opened = openArchiveBucket(bucket);
  if (!opened) throw new BucketRefused('Name the bucket: --bucket s3://…, or ARCHIVE_BUCKET');
  const { archive, besides } = await downloadArchive(opened, to);
  await verifyFolder(archive, options, besides);
}

/** @param besides problems that were found before */
async function verifyFolder(
  archive: ArchiveFolder,
  { head, replay }: VerifyOptions,
  besides: readonly ArchiveProblem[] = [],
): Promise<void> {
  const problems = [...besides, ...archive.verify(head)];
  for (const { kind, line, file = '', caseId = '', detail } of problems)
    console.log(`[${kind}]${line === undefined ? '' : ` line ${line}`} ${caseId} ${file} ${detail}`);
  const lines = archive.manifest().lines;
  console.log(`${lines.length} runs, ${problems.length} problems, head ${lines.at(-1)?.chain ?? '–'}`);
  if (head === undefined) console.log('Without --head a chain that was cut off at its end looks whole.');
  if (problems.length > 0) process.exitCode = 2;
  if (!replay) return;
  // Its bundles are code: what is not as it was archived is not run.
  if (problems.length > 0) console.log('Not replayed: an archive with problems has code that nobody vouches for.');
  else await replayAll(archive.folder);
}

async function replayAll(folder: string): Promise<void> {
  const counts = { replayed: 0, differs: 0, bundle_missing: 0 };
  for await (const { line, outcome, detail } of replayArchive(folder)) {
    counts[outcome]++;
    if (outcome === 'replayed') continue;
    console.log(`[${outcome}] line ${line.n} ${line.caseId} ${line.file} ${detail}`);
    process.exitCode = 2;
  }
  console.log(
    `${counts.replayed} runs replayed, ${counts.differs} differ, ${counts.bundle_missing} without their bundle`,
  );
}

function showHead(folder: string | undefined): void {
  const last = new ArchiveFolder(needArchive(folder)).last();
  console.log(last === undefined ? 'The archive is empty.' : `line ${last.n} · ${last.exportedAt}\nhead ${last.chain}`);
}
