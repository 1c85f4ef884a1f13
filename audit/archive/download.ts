/** An archive from a bucket into a new folder, as an auditor wants it: everything that lies there, trusted in nothing. */
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { partStart, probe, type ArchiveBucket } from './bucket';
import { BucketRefused } from './bucket-errors';
import { ArchiveFolder } from './folder';
import type { ArchiveProblem } from './manifest';

const foreign = 'no archive writes such a name, so it was not copied: find out who put it there, then remove it';
const segment = '[A-Za-z0-9_-][A-Za-z0-9._-]{0,199}';
/** A run lies in the folder of its case and month, a bundle among the bundles. */
const files = new RegExp(`^(runs/${segment}/${segment}|bundles)/${segment}$`);

/** Whether an archive gives such names: nothing of them leads out of a folder, and none lies below another. */
function isOurs(name: string): boolean {
  return partStart(name) !== undefined || files.test(name);
}

/**
 * Copies the archive as it lies in the bucket. Answers the folder, to be verified, and what the bucket holds besides.
 * Throws `BucketRefused` where the folder holds something already, or the bucket no archive.
 */
export async function downloadArchive(
  bucket: ArchiveBucket,
  folder: string,
): Promise<{ archive: ArchiveFolder; besides: ArchiveProblem[] }> {
  if (existsSync(folder) && readdirSync(folder).length > 0)
    throw new BucketRefused(`${folder} is not empty: name a new folder, so that nothing in it comes from elsewhere`);
  const names = await bucket.names();
  const besides = names.filter((name) => !isOurs(name) && name !== probe);
  const manifest: Buffer[] = [];
  for await (const { name, bytes } of bucket.read(names.filter(isOurs))) {
    if (!bytes) continue;
    if (partStart(name) === undefined) write(join(folder, name), bytes);
    else manifest.push(bytes);
  }
  if (manifest.length === 0) throw new BucketRefused(`${bucket.address} holds no archive: check bucket and prefix`);
  write(join(folder, 'manifest.jsonl'), Buffer.concat(manifest));
  return {
    archive: new ArchiveFolder(folder),
    besides: besides.map((file) => ({ kind: 'file_added', file, detail: foreign })),
  };
}

function write(file: string, bytes: Buffer): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, bytes);
}
