/**
 * A bucket on a real HTTP server that checks what an S3 server checks: the signature by the words of AWS Signature Version 4,
 * the hash of the bytes, and the condition that nothing is there yet.
 */
import { createHash, createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { hashOf } from '../../documents/store/store';

/** The keys that the server knows, as the environment gives them. */
export const keys = { AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE', AWS_SECRET_ACCESS_KEY: 'secret-of-the-test' };
/** Names on one page of a list; few, so that every list has several. */
const pageSize = 3;

export interface BucketServer {
  /** With a prefix of its own, region and endpoint. */
  address(prefix: string): string;
  /** What is kept, by the path of its address. */
  kept: Map<string, Buffer>;
  /** Every accepted write, by its path. */
  written: string[];
  /** Asked before each request, and answers the status to give instead of an answer, if any. */
  intervene: (method: string, path: string) => number | undefined | Promise<undefined>;
  /** False: overwrites whatever the request says, as some servers do. */
  conditional: boolean;
  close(): void;
}

/** Starts the server on a free port. */
export async function startBucketServer(): Promise<BucketServer> {
  const server = createServer(
    (req, res) => void serve(req).then(({ status, body }) => res.writeHead(status).end(body)),
  );
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const state: BucketServer = {
    address: (prefix) => `s3://papers/${prefix}?region=cn-north-1&endpoint=http://127.0.0.1:${port}`,
    kept: new Map(),
    written: [],
    intervene: () => undefined,
    conditional: true,
    close: () => void server.close(),
  };
  const { kept } = state;

  async function serve(req: IncomingMessage): Promise<{ status: number; body?: Buffer | string }> {
    const chunks: Buffer[] = [];
    for await (const chunk of req) chunks.push(chunk as Buffer);
    const { pathname: path, searchParams } = new URL(req.url!, 'http://bucket');
    const instead = await state.intervene(req.method!, path);
    if (instead !== undefined) return { status: instead };
    if (!isSigned(req)) return { status: 403 };
    if (req.method === 'PUT') return { status: put(path, req, Buffer.concat(chunks)) };
    if (req.method === 'DELETE') {
      // As S3 does: nothing there is no failure.
      kept.delete(path);
      return { status: 204 };
    }
    if (searchParams.get('list-type') === '2') return { status: 200, body: page(path, searchParams) };
    const found = kept.get(path);
    return found ? { status: 200, body: found } : { status: 404 };
  }

  function put(path: string, { headers }: IncomingMessage, body: Buffer): number {
    if (headers['x-amz-content-sha256'] !== hashOf(body)) return 400;
    if (headers['content-md5'] !== createHash('md5').update(body).digest('base64')) return 400;
    if (state.conditional && headers['if-none-match'] === '*' && kept.has(path)) return 412;
    kept.set(path, body);
    state.written.push(path);
    return 200;
  }

  function page(bucket: string, query: URLSearchParams): string {
    const all = [...kept.keys()].map((path) => path.slice(bucket.length + 1));
    const after = query.get('start-after') ?? '';
    const names = all.filter((name) => name.startsWith(query.get('prefix') ?? '') && name > after).sort();
    const keysOfPage = names.slice(0, pageSize).map((name) => `<Key>${encodeURIComponent(name)}</Key>`);
    const more = names.length > pageSize;
    return `<ListBucketResult><IsTruncated>${more}</IsTruncated>${keysOfPage.join('')}</ListBucketResult>`;
  }

  return state;
}

/** The signature as the specification says it is made, from what the server received. */
function isSigned({ method, url, headers }: IncomingMessage): boolean {
  const said = /Credential=([^,]+), SignedHeaders=([^,]+), Signature=([0-9a-f]+)/.exec(headers.authorization ?? '');
  if (!said) return false;
  const [, credential = '', names = '', signature] = said;
  const scope = credential.split('/').slice(1).join('/');
  const signed = names.split(';').map((name) => `${name}:${String(headers[name])}\n`);
  const payload = String(headers['x-amz-content-sha256']);
  const { pathname, searchParams } = new URL(url!, 'http://bucket');
  const query = [...searchParams].map((pair) => pair.map(encodeURIComponent).join('=')).sort();
  const canonical = [method, pathname, query.join('&'), signed.join(''), names, payload].join('\n');
  const hash = createHash('sha256').update(canonical).digest('hex');
  const text = ['AWS4-HMAC-SHA256', headers['x-amz-date'], scope, hash].join('\n');
  const hmac = (key: string | Buffer, data: string): Buffer => createHmac('sha256', key).update(data).digest();
  const key = scope.split('/').reduce<string | Buffer>(hmac, `AWS4${keys.AWS_SECRET_ACCESS_KEY}`);
  return credential.startsWith(keys.AWS_ACCESS_KEY_ID) && hmac(key, text).toString('hex') === signature;
}
