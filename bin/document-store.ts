/** Where papers and attachments are kept, from its address. */
import { join } from 'node:path';
import { bucketStore } from '../documents/store/bucket';
import { folderStore } from '../documents/store/folder';
import type { DocumentStore } from '../documents/store/store';
import { stateFolderPath } from '../engines/state-folder';
import { isBucket, openBucket } from './bucket-address';

/**
 * Opens the store of this address: a folder, or a bucket (see `openBucket`); the folder `documents` in the state folder where
 * there is none.
 * @throws Error that says what of the address is missing or wrong, without its values
 */
export function openDocumentStore(address: string | undefined, env: NodeJS.ProcessEnv = process.env): DocumentStore {
  if (address === undefined) return folderStore(join(stateFolderPath(env), 'documents'));
  return isBucket(address) ? bucketStore(openBucket(address, 'DOCUMENT_STORE', env)) : folderStore(address);
}
