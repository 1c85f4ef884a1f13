/** Where papers and attachments are kept, from its address. */
import { join } from 'node:path';
import { folderStore } from '../documents/store/folder';
import type { DocumentStore } from '../documents/store/store';
import { stateFolderPath } from '../engines/state-folder';

/** Opens the store of this address: a folder; `documents` in the state folder where there is none. */
export function openDocumentStore(address: string | undefined): DocumentStore {
  return folderStore(address ?? join(stateFolderPath(), 'documents'));
}
