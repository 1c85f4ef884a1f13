/** How the auditor's commands are told where the archive is, and what they say to an operator where something is wrong. */
import { existsSync, readdirSync, statSync } from 'node:fs';
import { Argument, Option } from 'commander';
import { ArchiveError, explainedFile } from '../../audit/archive/errors';

const folderOf = process.env.ARCHIVE_FOLDER;

/** The option that names the archive's folder. */
export const archiveOption = (): Option =>
  new Option('--archive <folder>', 'the archive’s folder / 归档目录').default(folderOf);

/** The same as an argument, for commands about the archive itself. */
export const archiveArgument = (description: string): Argument =>
  new Argument('[archive]', description).default(folderOf);

/** The option that names the archive's bucket. */
export const bucketOption = (): Option =>
  new Option('--bucket <address>', 'the archive’s bucket, s3://… / 归档存储桶').default(process.env.ARCHIVE_BUCKET);

/** The folder that was named, for writing; throws an ArchiveError that says how to name it where none was. */
export function needArchive(folder: string | undefined): string {
  if (folder === undefined || folder === '')
    throw new ArchiveError(
      'Name the archive: --archive <folder> (verify and head: the folder alone), or ARCHIVE_FOLDER',
    );
  return folder;
}

/** What lies in the folder of an archive; a folder that an export has just made is empty. */
const parts = ['manifest.jsonl', 'runs', 'bundles', 'verdicts', 'export.lock'];

/** The folder that was named, for reading; throws an ArchiveError where there is no archive in it. */
export function readableArchive(given: string | undefined): string {
  const folder = needArchive(given);
  const isFolder = existsSync(folder) && statSync(folder).isDirectory();
  const names = isFolder ? readdirSync(folder) : undefined;
  if (names?.length === 0 || names?.some((name) => parts.includes(name))) return folder;
  throw new ArchiveError(
    `${folder} holds no archive${isFolder ? '' : ', for it is no folder'}: name the one that the workers’ ` +
      'ARCHIVE_FOLDER names, or make a copy with sanbao audit pull',
  );
}

/** Runs a command; what an operator can mend is thrown in their words. */
export function told<A extends unknown[]>(work: (...given: A) => void | Promise<void>): (...given: A) => Promise<void> {
  return async (...given) => {
    try {
      await work(...given);
    } catch (error) {
      throw explainedFile(error, 'What was to be written');
    }
  };
}
