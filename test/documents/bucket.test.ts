/** Papers in a bucket: requests as an S3 server checks them. */
import { openDocumentStore } from '../../bin/document-store';
import { hashOf } from '../../documents/store/store';
import { keys, startBucketServer, type BucketServer } from './bucket-server';

let server: BucketServer;
let address: string;

beforeAll(async () => {
  server = await startBucketServer();
  address = server.address('kept/here');
});
afterAll(() => server.close());

const bytes = Buffer.from('a paper, 一张单据');

test('bytes go to the bucket under their hash, below the prefix, and come back', async () => {
  const store = openDocumentStore(address, keys);
  expect(await store.get(hashOf(bytes))).toBeUndefined();
  const hash = await store.put(bytes);
  expect(hash).toBe(hashOf(bytes));
  expect([...server.kept.keys()]).toEqual([`/papers/kept/here/${hash.slice(0, 2)}/${hash}`]);
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
  let failing = 1;
  server.intervene = () => (failing-- > 0 ? 503 : undefined);
  expect((await openDocumentStore(address, keys).get(hashOf(bytes)))!.equals(bytes)).toBe(true);
});

test('a wrong key is told by its status, without a word of the key', async () => {
  const store = openDocumentStore(address, { ...keys, AWS_SECRET_ACCESS_KEY: 'wrong' });
  await expect(store.put(bytes)).rejects.toThrow(/^The bucket answered 403 to PUT$/);
  await expect(store.get(hashOf(bytes))).rejects.toMatchObject({ code: 'S3_403' });
});

test('what was erased is gone; erasing it again does nothing; a wrong key is told', async () => {
  const store = openDocumentStore(address, keys);
  const hash = await store.put(Buffer.from('to be erased'));
  await store.remove(hash);
  expect(await store.get(hash)).toBeUndefined();
  await store.remove(hash);
  const wrong = openDocumentStore(address, { ...keys, AWS_SECRET_ACCESS_KEY: 'wrong' });
  await expect(wrong.remove(hash)).rejects.toThrow(/^The bucket answered 403 to DELETE$/);
});

test.each([
  ['eu-central-1', 'https://s3.eu-central-1.amazonaws.com/papers/'],
  ['cn-north-1', 'https://s3.cn-north-1.amazonaws.com.cn/papers/'],
])('without an endpoint Amazon is asked, by its name in that region: %s', async (region, url) => {
  const asked = jest.spyOn(globalThis, 'fetch').mockResolvedValue(new Response(null, { status: 404 }));
  await openDocumentStore(`s3://papers?region=${region}`, keys).get(hashOf(bytes));
  expect((asked.mock.calls[0]![0] as Request).url.startsWith(url)).toBe(true);
  asked.mockRestore();
});

test('an address without region or keys, or with a path in its endpoint, is refused at the start', () => {
  expect(() => openDocumentStore('s3://papers', keys)).toThrow(/region/);
  expect(() => openDocumentStore(address, {})).toThrow(/AWS_ACCESS_KEY_ID/);
  expect(() => openDocumentStore(`${address}/v1`, keys)).toThrow(/endpoint/);
});
