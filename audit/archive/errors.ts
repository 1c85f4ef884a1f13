/** What can go wrong with an archive's files, in words for an operator. */

/** The message says what happened and what an operator can do about it. */
export class ArchiveError extends Error {
  override readonly name: string = 'ArchiveError';
}

/** By the operating system's code: what it means, and what to do. */
const advice: ReadonlyMap<string, string> = new Map([
  ['ENOENT', 'is not there, or the folder it belongs into is not: check the name, and that its disk is mounted'],
  ['ENOTDIR', 'is a file, or lies below one: name a folder'],
  ['EISDIR', 'is a folder: name a file'],
  ['EEXIST', 'is there already as a file: name a folder, or move the file away'],
  ['EACCES', 'may not be read or written by this user: run it as the user who owns it, or change its rights'],
  ['EPERM', 'may not be read or written by this user: run it as the user who owns it, or change its rights'],
  ['EROFS', 'lies on a disk that may only be read: mount it for writing, or name another folder'],
  ['ENOSPC', 'does not fit: the disk is full. Make room and start again; what is there already stays whole'],
  [
    'EDQUOT',
    'does not fit: this user’s share of the disk is full. Make room and start again; what is there already stays whole',
  ],
  ['ENAMETOOLONG', 'is too long a name here: name a folder with a shorter path'],
  ['EMFILE', 'cannot be opened: too many files are open. Raise the limit (ulimit -n) and start again'],
  ['EIO', 'cannot be read or written: the disk answers with errors. Copy what it still gives to another one'],
]);

/**
 * The same error, in words for an operator where it is the operating system's answer about a file.
 * @param about names the file where the answer does not, as for a full disk
 */
export function explainedFile(error: unknown, about: string): unknown {
  const { code, path } = (error ?? {}) as Partial<NodeJS.ErrnoException>;
  const words = advice.get(code ?? '');
  return words === undefined ? error : new ArchiveError(`${path ?? about} ${words}`, { cause: error });
}

/** A run that the manifest notes cannot be read. */
export function unreadableRun(folder: string, file: string, why: string): string {
  return (
    `${file} in ${folder} cannot be read (${why}): sanbao audit verify ${folder} names everything that is wrong. Put the ` +
    'file back from a copy of the archive; with a bucket, sanbao audit pull makes one'
  );
}
