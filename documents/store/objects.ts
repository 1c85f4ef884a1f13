/** Objects in an S3 bucket, of Amazon or any server that speaks the same: plain requests, signed with SigV4. */
import { createHash } from 'node:crypto';
import { AwsClient } from 'aws4fetch';
import { hashOf } from './store';

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

/**
 * Named bytes below a bucket's prefix. Each request throws where the server does not answer, or answers anything but what
 * was asked: an Error with the `code` `S3_` and the status.
 */
export interface Objects {
  /** Undefined where there is nothing. */
  get(name: string): Promise<Buffer | undefined>;
  /** Writes, also over what is there. */
  put(name: string, bytes: Uint8Array): Promise<void>;
  /** Writes where nothing is; answers false, and changes nothing, where something is. */
  putOnce(name: string, bytes: Uint8Array): Promise<boolean>;
  /** Where there is nothing it does nothing. */
  remove(name: string): Promise<void>;
  /** Every name that begins with this, in the order of their bytes. */
  list(begin: string): Promise<string[]>;
}

/** An activity has 45 s, and a failed one is tried again: a silent server must not take all of them. */
const SILENCE_MS = 15_000;

/** Opens the bucket; nothing is asked of it yet. */
export function bucketObjects({ endpoint, bucket, prefix, region, ...keys }: Bucket): Objects {
  const client = new AwsClient({ ...keys, service: 's3', region, retries: 2 });
  const send = (path: string, init: RequestInit): Promise<Response> =>
    client.fetch(`${endpoint}/${bucket}${path}`, { ...init, signal: AbortSignal.timeout(SILENCE_MS) });
  const put = (name: string, bytes: Uint8Array, condition: Record<string, string>): Promise<Response> =>
    send(`/${prefix}${name}`, {
      method: 'PUT',
      headers: {
        // Signed with the request: the server refuses other bytes than these.
        'X-Amz-Content-Sha256': hashOf(bytes),
        // A bucket with Object Lock takes nothing without it.
        'Content-MD5': createHash('md5').update(bytes).digest('base64'),
        'Content-Type': 'application/octet-stream',
        ...condition,
      },
      body: Uint8Array.from(bytes),
    });
  return {
    async get(name) {
      const answer = await send(`/${prefix}${name}`, { method: 'GET' });
      if (answer.status === 404) return undefined;
      if (!answer.ok) throw refused('GET', answer);
      return Buffer.from(await answer.arrayBuffer());
    },
    async put(name, bytes) {
      const answer = await put(name, bytes, {});
      if (!answer.ok) throw refused('PUT', answer);
    },
    async putOnce(name, bytes) {
      const answer = await put(name, bytes, { 'If-None-Match': '*' });
      if (answer.status === 412) return false;
      if (!answer.ok) throw refused('PUT', answer);
      return true;
    },
    async remove(name) {
      const answer = await send(`/${prefix}${name}`, { method: 'DELETE' });
      if (!answer.ok && answer.status !== 404) throw refused('DELETE', answer);
    },
    async list(begin) {
      const names: string[] = [];
      for (let more = true, after = ''; more;) {
        const query = new URLSearchParams({ 'list-type': '2', 'encoding-type': 'url', prefix: prefix + begin });
        if (after !== '') query.set('start-after', after);
        const answer = await send(`?${query.toString()}`, { method: 'GET' });
        if (!answer.ok) throw refused('a list', answer);
        const page = await answer.text();
        const keys = keysOf(page);
        names.push(...keys.map((key) => key.slice(prefix.length)));
        after = keys.at(-1) ?? '';
        more = page.includes('<IsTruncated>true</IsTruncated>') && after !== '';
      }
      return names;
    },
  };
}

/** The names on a page of ListObjectsV2, as the server was asked to write them: as in an address. */
function keysOf(page: string): string[] {
  return [...page.matchAll(/<Key>([^<]*)<\/Key>/g)].map(([, key]) => decodeURIComponent(key!.replaceAll('+', ' ')));
}

/** Only the status: the server's words may name the key. */
function refused(method: string, { status }: Response): Error {
  return Object.assign(new Error(`The bucket answered ${status} to ${method}`), { code: `S3_${status}` });
}
