/** Where papers and attachments are kept, from its address. */
import { join } from 'node:path';
import { bucketStore, type Bucket } from '../documents/store/bucket';
import { folderStore } from '../documents/store/folder';
import type { DocumentStore } from '../documents/store/store';
import { stateFolderPath } from '../engines/state-folder';

/**
 * Opens the store of this address: a folder, or `s3://bucket/prefix?region=…&endpoint=…` with the keys of the environment;
 * the folder `documents` in the state folder where there is none.
 * @throws Error that says what of the address is missing or wrong, without its values
 */
export function openDocumentStore(address: string | undefined, env: NodeJS.ProcessEnv = process.env): DocumentStore {
  if (address === undefined) return folderStore(join(stateFolderPath(env), 'documents'));
  return address.startsWith('s3://') ? bucketStore(bucketOf(address, env)) : folderStore(address);
}

function bucketOf(address: string, env: NodeJS.ProcessEnv): Bucket {
  const { hostname, pathname, searchParams } = new URL(address);
  const region = searchParams.get('region') ?? env.AWS_REGION;
  const { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey, AWS_SESSION_TOKEN } = env;
  if (!region || !accessKeyId || !secretAccessKey)
    throw new Error(
      'DOCUMENT_STORE is a bucket: give ?region=… (or AWS_REGION), AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY',
    );
  const endpoint = searchParams.get('endpoint') ?? `https://s3.${region}.amazonaws.com`;
  if (!/^https?:\/\/[^/]+$/.test(endpoint))
    throw new Error('The endpoint of DOCUMENT_STORE is https://host:port without a path');
  const folder = pathname.replace(/^\/+|\/+$/g, '');
  return {
    ...{ endpoint, bucket: hostname, prefix: folder === '' ? '' : `${folder}/`, region },
    ...{ accessKeyId, secretAccessKey, sessionToken: AWS_SESSION_TOKEN || undefined },
  };
}
