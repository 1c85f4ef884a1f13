/** What can be wrong with an archive's bucket, and what an operator does about it. */
import { ArchiveError } from './errors';
import type { ArchiveFolder } from './folder';

/** The message says what happened and what an operator can do about it. Trying again may mend it. */
export class BucketError extends ArchiveError {
  override readonly name: string = 'BucketError';
}

/** Trying again does not mend it. Its name is the type by which the export is not retried. */
export class BucketRefused extends BucketError {
  override readonly name = 'BucketRefused';
}

/** Both have lines, and from line `n` on not the same. */
export function twoChains({ folder }: ArchiveFolder, address: string, n: number): string {
  return (
    `The archive in ${folder} and the one in ${address} are two chains: line ${n} differs, nothing was changed. ` +
    'Find out which one has the head that the auditors wrote down (sanbao audit verify … --head …). If it is the bucket, ' +
    'move the folder away and export again: it is filled from the bucket, and cases that Temporal still keeps are added. ' +
    'If it is the folder, give ARCHIVE_BUCKET a new prefix'
  );
}

/** The folder's own chain or files do not hold. */
export function damagedFolder({ folder }: ArchiveFolder, address: string): string {
  return (
    `The archive in ${folder} is damaged and was not sent to ${address}: sanbao audit verify names the places. ` +
    'Put back what they were from a copy; or move the folder away and export again, and it is filled from the bucket'
  );
}

/** The bucket's chain or files do not hold. */
export function damagedBucket(address: string, detail: string): string {
  return (
    `The archive in ${address} is damaged, ${detail}: sanbao audit verify with that address names the places. ` +
    'Put back the earlier versions of those objects, then export again'
  );
}

/** An object that no line notes yet has the name of a run. */
export function otherBytes(address: string, file: string): string {
  return (
    `${file} in ${address} holds another history than Temporal has of that run: nothing was changed. If sanbao audit ` +
    'verify with that address calls it file_added, keep a copy of it and find out who wrote it; then remove it and export ' +
    'again. Where Object Lock keeps it, give ARCHIVE_BUCKET a new prefix: the folder is sent there'
  );
}

/** Lines that stand in the folder's chain already, and a run of theirs that the bucket has in other bytes. */
export function packedOtherwise({ folder }: ArchiveFolder, address: string, file: string): string {
  return (
    `${file} in ${address} holds the same history as the archive in ${folder}, packed in other bytes than its line notes: ` +
    'nothing was changed. Give ARCHIVE_BUCKET a new prefix: the folder is sent there as it is'
  );
}

/** The server would overwrite. */
export function noConditions(address: string): string {
  return (
    `The server of ${address} ignores If-None-Match, so that two exporters could overwrite each other: nothing was sent. ` +
    'Name a bucket whose server has conditional writes, as Amazon S3 and MinIO do'
  );
}

/** The same error, in words for an operator where it is a server's answer or its silence. */
export function explained(error: unknown, address: string): unknown {
  const { name, message, code } = error as Error & { code?: unknown };
  const said = `${address}: ${message}`;
  if (code === 'S3_501') return new BucketRefused(noConditions(address), { cause: error });
  if (code === 'S3_403')
    return new BucketRefused(
      `${said}. The key needs s3:PutObject, s3:GetObject and s3:ListBucket there: see docs/operations.md`,
      { cause: error },
    );
  if (code === 'S3_404') return new BucketRefused(`${said}. There is no such bucket: create it`, { cause: error });
  if (code === 'S3_301' || code === 'S3_307' || code === 'S3_400')
    return new BucketRefused(`${said}. Check region and endpoint of the address`, { cause: error });
  if (name === 'TimeoutError' || message === 'fetch failed')
    return new BucketError(`${address} does not answer: check its endpoint and the network`, { cause: error });
  if (typeof code === 'string' && code.startsWith('S3_'))
    return new BucketError(`${said}. It is tried again; see that server's own log if it stays so`, { cause: error });
  return error;
}
