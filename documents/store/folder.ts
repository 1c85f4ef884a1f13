/** A document store on disk. Every process that makes or reads papers has to see the same folder. */
import { randomUUID } from 'node:crypto';
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { hashOf, nameOf, type DocumentStore } from './store';

/** Opens the store; its folder is made with the first file, readable by its owner only. */
export function folderStore(folder: string): DocumentStore {
  const root = resolve(folder);
  const read = async (sha256: string): Promise<Buffer | undefined> => {
    try {
      return await readFile(join(root, nameOf(sha256)));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      throw error;
    }
  };
  return {
    get: read,
    async put(bytes) {
      const sha256 = hashOf(bytes);
      const kept = await read(sha256);
      // What was spoilt since is replaced by what it should be.
      if (!kept || hashOf(kept) !== sha256) await write(join(root, nameOf(sha256)), bytes);
      return sha256;
    },
    remove: (sha256) => rm(join(root, nameOf(sha256)), { force: true }),
  };
}

/** Written beside, flushed and renamed, so that a kill never leaves half a file under a hash. */
async function write(path: string, bytes: Uint8Array): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const beside = `${path}.${randomUUID()}`;
  try {
    const file = await open(beside, 'wx', 0o600);
    try {
      await file.writeFile(bytes);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(beside, path);
  } catch (error) {
    await rm(beside, { force: true });
    throw error;
  }
}
