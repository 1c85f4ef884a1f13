/** A document store in an S3 bucket, of Amazon or any server that speaks the same: plain requests, signed with SigV4. */
import { AwsClient } from 'aws4fetch';
import { hashOf, nameOf, type DocumentStore } from './store';

export interface Bucket {
  /** Of the server, without a path: `https://s3.cn-north-1.amazonaws.com.cn`. */
  endpoint: string;
  bucket: string;
  /** Before every name; ends with `/` where it is not empty. */
  prefix: string;
  region: string;
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken?: string | undefined;
}

/** An activity has 45 s, and a failed one is tried again: a silent server must not take all of them. */
const SILENCE_MS = 15_000;

/** Opens the store. Each request throws where the server does not answer, or answers anything but what was asked. */
export function bucketStore({ endpoint, bucket, prefix, region, ...keys }: Bucket): DocumentStore {
  const client = new AwsClient({ ...keys, service: 's3', region, retries: 2 });
  const send = (sha256: string, init: RequestInit): Promise<Response> =>
    client.fetch(`${endpoint}/${bucket}/${prefix}${nameOf(sha256)}`, {
      ...init,
      signal: AbortSignal.timeout(SILENCE_MS),
    });
  return {
    async get(sha256) {
      const answer = await send(sha256, { method: 'GET' });
      if (answer.status === 404) return undefined;
      if (!answer.ok) throw refused('GET', answer);
      return Buffer.from(await answer.arrayBuffer());
    },
    async put(bytes) {
      const sha256 = hashOf(bytes);
      // The hash is signed with the request: the server refuses other bytes than these.
      const headers = { 'X-Amz-Content-Sha256': sha256, 'Content-Type': 'application/octet-stream' };
      const answer = await send(sha256, { method: 'PUT', headers, body: Uint8Array.from(bytes) });
      if (!answer.ok) throw refused('PUT', answer);
      return sha256;
    },
    async remove(sha256) {
      const answer = await send(sha256, { method: 'DELETE' });
      if (!answer.ok && answer.status !== 404) throw refused('DELETE', answer);
    },
  };
}

/** Only the status: the server's words may name the key. */
function refused(method: string, { status }: Response): Error {
  return Object.assign(new Error(`The bucket answered ${status} to ${method}`), { code: `S3_${status}` });
}
