/** Papers in a bucket: requests as an S3 server checks them, by the words of AWS Signature Version 4. */
import { createHash, createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { openDocumentStore } from '../../bin/document-store';
import { hashOf } from '../../documents/store/store';

const keys = { AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE', AWS_SECRET_ACCESS_KEY: 'secret-of-the-test' };
const kept = new Map<string, Buffer>();
let server: Server;
let address: string;
let failing = 0;

beforeAll(async () => {
  server = createServer((req, res) => void serve(req).then(({ status, body }) => res.writeHead(status).end(body)));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  address = `s3://papers/kept/here?region=cn-north-1&endpoint=http://127.0.0.1:${port}`;
});
afterAll(() => void server.close());

async function serve(req: IncomingMessage): Promise<{ status: number; body?: Buffer }> {
  const chunks: Buffer[] = [];
  for await (const chunk of req) chunks.push(chunk as Buffer);
  const body = Buffer.concat(chunks);
  if (failing-- > 0) return { status: 503 };
  if (!isSigned(req)) return { status: 403 };
  const path = req.url!;
  if (req.method === 'PUT') {
    if (req.headers['x-amz-content-sha256'] !== hashOf(body)) return { status: 400 };
    kept.set(path, body);
    return { status: 200 };
  }
  if (req.method === 'DELETE') return { status: kept.delete(path) ? 204 : 404 };
  const found = kept.get(path);
  return found ? { status: 200, body: found } : { status: 404 };
}

/** The signature as the specification says it is made, from what the server received. */
function isSigned({ method, url, headers }: IncomingMessage): boolean {
  const said = /Credential=([^,]+), SignedHeaders=([^,]+), Signature=([0-9a-f]+)/.exec(headers.authorization ?? '');
  if (!said) return false;
  const [, credential = '', names = '', signature] = said;
  const scope = credential.split('/').slice(1).join('/');
  const signed = names.split(';').map((name) => `${name}:${String(headers[name])}\n`);
  const payload = String(headers['x-amz-content-sha256']);
  const canonical = [method, url, '', signed.join(''), names, payload].join('\n');
  const hash = createHash('sha256').update(canonical).digest('hex');
  const text = ['AWS4-HMAC-SHA256', headers['x-amz-date'], scope, hash].join('\n');
  const hmac = (key: string | Buffer, data: string): Buffer => createHmac('sha256', key).update(data).digest();
  const key = scope.split('/').reduce<string | Buffer>(hmac, `AWS4${keys.AWS_SECRET_ACCESS_KEY}`);
  return credential.startsWith(keys.AWS_ACCESS_KEY_ID) && hmac(key, text).toString('hex') === signature;
}

const bytes = Buffer.from('a paper, 一张单据');

test('bytes go to the bucket under their hash, below the prefix, and come back', async () => {
  const store = openDocumentStore(address, keys);
  expect(await store.get(hashOf(bytes))).toBeUndefined();
  const hash = await store.put(bytes);
  expect(hash).toBe(hashOf(bytes));
  expect([...kept.keys()]).toEqual([`/papers/kept/here/${hash.slice(0, 2)}/${hash}`]);
  expect((await store.get(hash))!.equals(bytes)).toBe(true);
});

test('what is erased is gone, and erasing it again does nothing', async () => {
  const store = openDocumentStore(address, keys);
  const hash = await store.put(Buffer.from('to be erased'));
  await store.remove(hash);
  await store.remove(hash);
  expect(await store.get(hash)).toBeUndefined();
});

test('a server that is busy for a moment is asked again', async () => {
  failing = 1;
  expect((await openDocumentStore(address, keys).get(hashOf(bytes)))!.equals(bytes)).toBe(true);
});

test('a wrong key is told by its status, without a word of the key', async () => {
  const store = openDocumentStore(address, { ...keys, AWS_SECRET_ACCESS_KEY: 'wrong' });
  await expect(store.put(bytes)).rejects.toThrow(/^The bucket answered 403 to PUT$/);
  await expect(store.get(hashOf(bytes))).rejects.toMatchObject({ code: 'S3_403' });
});

test('an address without region or keys, or with a path in its endpoint, is refused at the start', () => {
  expect(() => openDocumentStore('s3://papers', keys)).toThrow(/region/);
  expect(() => openDocumentStore(address, {})).toThrow(/AWS_ACCESS_KEY_ID/);
  expect(() => openDocumentStore(`${address}/v1`, keys)).toThrow(/endpoint/);
});
