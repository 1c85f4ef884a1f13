/** The archive in a bucket: whatever dies or runs beside it, there is one chain, and nothing of it is overwritten. */
import { cpSync, existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { historyFromJSON } from '@temporalio/common/lib/proto-utils';
import { exportHistories } from '../../activities/archive';
import type { ArchiveBucket } from '../../audit/archive/bucket';
import { BundleStore, buildIdOf } from '../../audit/archive/bundles';
import { downloadArchive } from '../../audit/archive/download';
import { ArchiveFolder } from '../../audit/archive/folder';
import { openArchiveBucket } from '../../bin/archive-bucket';
import { workerEnvironment } from '../../bin/settings';
import { keys, startBucketServer, type BucketServer } from '../documents/bucket-server';
import { attributesOf, golden } from './alter';

const names = ['late-response', 'parts-cap', 'quote-pause'] as const;
const at = '2026-12-01T00:00:00.000Z';
const log = { info: () => undefined, warn: () => undefined, error: () => undefined };

let server: BucketServer;
let prefix: string;
let bucket: ArchiveBucket;
let tests = 0;

beforeAll(async () => {
  server = await startBucketServer();
});
beforeEach(() => {
  prefix = `archive-${++tests}`;
  bucket = openArchiveBucket(server.address(prefix), keys)!;
  server.written.length = 0;
  server.intervene = () => undefined;
  server.conditional = true;
});
afterAll(() => server.close());

const newFolder = (): string => mkdtempSync(join(tmpdir(), 'sanbao-archive-'));
const path = (name: string): string => `/papers/${prefix}/${name}`;
const chain = (folder: string): string[] => new ArchiveFolder(folder).manifest().lines.map((line) => line.chain);
const written = (part: string): string[] => server.written.filter((name) => name.startsWith(path(part)));

/** What an exporter does every hour, while Temporal has these closed cases. */
function exportTo(
  folder: string,
  cases = 3,
  into: ArchiveBucket | 'none' = bucket,
  heartbeat: () => void = () => undefined,
): ReturnType<typeof exportHistories> {
  const closed = names.slice(0, cases).map((name, i) => ({
    workflowId: `golden-${i + 1}`,
    runId: String(attributesOf(golden(name).events[0]!).originalExecutionRunId),
    type: 'repair',
    closeTime: new Date(`2026-11-2${i + 1}T00:00:00Z`),
  }));
  const histories = {
    list: () => closed,
    getHandle: (id: string) => ({
      fetchHistory: () => Promise.resolve(historyFromJSON(golden(names[Number(id.slice(-1)) - 1]!))),
    }),
  };
  const archive = { folder, bucket: into === 'none' ? undefined : into, histories: histories as never, log, heartbeat };
  return exportHistories({ archive }, { at });
}

/** The archive as an auditor sees it who has nothing but the bucket: the kinds of its problems. */
async function problems(head?: string): Promise<string[]> {
  const { archive, besides } = await downloadArchive(bucket, newFolder());
  return [...besides, ...archive.verify(head)].map((problem) => problem.kind);
}

test('E-m4.5 S-5.4-e: what is exported lies in the bucket too, once, and verifies from there alone', async () => {
  const folder = newFolder();
  new BundleStore(folder).keep('the code');
  expect(await exportTo(folder, 2)).toMatchObject({ exported: 2, lines: 2 });
  expect(await exportTo(folder)).toMatchObject({ exported: 1, lines: 3, oldestClosedAt: '2026-11-23T00:00:00.000Z' });
  expect(await problems(chain(folder).at(-1))).toEqual([]);
  expect(written('manifest')).toEqual([path('manifest/000000001.jsonl'), path('manifest/000000003.jsonl')]);
  expect(written('runs')).toHaveLength(3);
  expect(written('bundles')).toHaveLength(1);
  server.written.length = 0;
  await exportTo(folder);
  expect(server.written).toEqual([]);
});

test('a fresh machine is filled from the bucket, bundles too, and its export goes on the chain', async () => {
  const [first, fresh] = [newFolder(), newFolder()];
  new BundleStore(first).keep('the code');
  await exportTo(first, 2);
  await exportTo(fresh);
  expect(chain(fresh).slice(0, 2)).toEqual(chain(first));
  expect(new ArchiveFolder(fresh).verify(chain(first).at(-1))).toEqual([]);
  expect(new BundleStore(fresh).builds()).toEqual([buildIdOf('the code')]);
  // The first host takes over what the other one added.
  await exportTo(first);
  expect(chain(first)).toEqual(chain(fresh));
});

test('an archive that was kept on disk alone is sent when it gets a bucket', async () => {
  const folder = newFolder();
  await exportTo(folder, 2, 'none');
  await exportTo(folder);
  expect(chain(folder)).toHaveLength(3);
  expect(await problems(chain(folder).at(-1))).toEqual([]);
});

// Every request of an export fails once: the exporter dies there, and another one goes on elsewhere.
test.each(['same folder', 'fresh machine'])('an export that dies at any request is made good: %s', async (where) => {
  for (let dies = 1, done = false; !done; dies++) {
    prefix = `archive-${++tests}`;
    bucket = openArchiveBucket(server.address(prefix), keys)!;
    const folder = newFolder();
    let requests = 0;
    server.intervene = () => (++requests >= dies ? 403 : undefined);
    done = await exportTo(folder, 2).then(
      () => true,
      () => false,
    );
    server.intervene = () => undefined;
    const after = where === 'same folder' ? folder : newFolder();
    await exportTo(after, 2);
    expect(chain(after)).toHaveLength(2);
    expect(await problems(chain(after).at(-1))).toEqual([]);
    if (done) expect(dies).toBeGreaterThan(10);
  }
});

test('nothing counts as exported that is not in the bucket', async () => {
  const folder = newFolder();
  server.intervene = (method, name) => (method === 'PUT' && name.includes('/manifest/') ? 500 : undefined);
  await expect(exportTo(folder)).rejects.toThrow(/answered 500 to PUT. It is tried again/);
  expect(chain(folder)).toEqual([]);
});

test('an answer that was lost: the object is there, and the same bytes are taken for ours', async () => {
  const folder = newFolder();
  await exportTo(newFolder());
  // The part that says so is gone, the runs are there.
  server.kept.delete(path('manifest/000000001.jsonl'));
  server.written.length = 0;
  await exportTo(folder);
  expect(written('runs')).toEqual([]);
  expect(await problems(chain(folder).at(-1))).toEqual([]);
});

test('two exporters at once: one adds its lines, the other is refused and goes on after them', async () => {
  const [one, two] = [newFolder(), newFolder()];
  await exportTo(one, 1);
  await exportTo(two, 1);
  // Both have looked at the bucket before either writes; one has one more case to add.
  const waiting: (() => void)[] = [];
  server.intervene = (method, name) =>
    method === 'PUT' && name.includes('/runs/')
      ? new Promise((go) => {
          waiting.push(() => go(undefined));
          if (waiting.length === 3) for (const next of waiting) next();
        })
      : undefined;
  const [a, b] = await Promise.allSettled([exportTo(one, 2), exportTo(two, 3)]);
  server.intervene = () => undefined;
  expect([a.status, b.status].sort()).toEqual(['fulfilled', 'rejected']);
  expect(a.status === 'rejected' ? a.reason : (b as PromiseRejectedResult).reason).toMatchObject({
    message: expect.stringMatching(/Another exporter just added line 2/) as string,
  });
  await exportTo(one);
  await exportTo(two);
  expect(chain(one)).toEqual(chain(two));
  expect(await problems(chain(one).at(-1))).toEqual([]);
});

test('two chains are refused, and the message says what to do; nothing is changed on either side', async () => {
  const [one, two] = [newFolder(), newFolder()];
  await exportTo(one, 1);
  // Exported on disk alone meanwhile, with another case first.
  const writer = new ArchiveFolder(two).writer();
  writer.add({ caseId: 'x', runId: 'y', workflowType: 'repair', closedAt: at, history: '{}', events: 0 }, at);
  writer.close();
  const before = [new Map(server.kept), chain(two)];
  await expect(exportTo(two)).rejects.toMatchObject({
    name: 'BucketRefused',
    message: expect.stringMatching(/two chains: line 1 differs.*move the folder away and export again/) as string,
  });
  expect([server.kept, chain(two)]).toEqual(before);
});

const attacks: [string, string, (folder: string) => void][] = [
  ['a run is changed', 'file_changed', () => server.kept.set(firstOf('runs'), Buffer.from('x'))],
  ['a run is removed', 'file_missing', () => server.kept.delete(firstOf('runs'))],
  ['a run is put in', 'file_added', () => server.kept.set(path('runs/forged.json.gz'), Buffer.from('x'))],
  ['a name leads out of the folder', 'file_added', () => server.kept.set(path('runs/../../x'), Buffer.from('x'))],
  ['a bundle is changed', 'bundle_changed', () => server.kept.set(firstOf('bundles'), Buffer.from('x'))],
  ['a part of the manifest is removed', 'chain_broken', () => server.kept.delete(path('manifest/000000001.jsonl'))],
  ['the end is cut off', 'chain_cut', () => server.kept.delete(path('manifest/000000003.jsonl'))],
];
const firstOf = (part: string): string => [...server.kept.keys()].find((name) => name.startsWith(path(part)))!;

test.each(attacks)('in the bucket %s: found as %s, without the folder', async (_name, kind, attack) => {
  const folder = newFolder();
  new BundleStore(folder).keep('the code');
  await exportTo(folder, 2);
  await exportTo(folder);
  attack(folder);
  expect(await problems(chain(folder).at(-1))).toContain(kind);
});

test('a changed run is not taken over by a fresh machine, and the message names it', async () => {
  const [folder, fresh] = [newFolder(), newFolder()];
  await exportTo(folder, 2);
  // The run of the first line, whichever of the two was sent first: the lines before a damaged one are taken over.
  server.kept.set(path(new ArchiveFolder(folder).manifest().lines[0]!.file), Buffer.from('x'));
  await expect(exportTo(fresh)).rejects.toThrow(/damaged, runs\S+ is not what line 1 notes.*Put back the earlier/s);
  expect(chain(fresh)).toEqual([]);
});

describe('runs that a dead exporter left, before any line notes them', () => {
  /** Answers the name of the second of three; the part that would note them is not there. */
  async function left(bytes: (history: string) => Buffer): Promise<string> {
    await exportTo(newFolder());
    const [, run] = written('runs');
    server.kept.delete(path('manifest/000000001.jsonl'));
    server.kept.set(run!, bytes(gunzipSync(server.kept.get(run!)!).toString()));
    server.written.length = 0;
    return run!;
  }

  test('packed by another version: its bytes are taken, and the chain goes over them', async () => {
    // Another Node packs otherwise, another SDK may order keys otherwise.
    const run = await left((history) => {
      const { events } = JSON.parse(history) as { events: object[] };
      const turned = events.map((event) => Object.fromEntries(Object.entries(event).reverse()));
      return gzipSync(JSON.stringify({ events: turned }), { level: 1 });
    });
    const there = Buffer.from(server.kept.get(run)!);
    const folder = newFolder();
    expect(await exportTo(folder)).toMatchObject({ exported: 3, lines: 3 });
    expect(written('runs')).toEqual([]);
    expect(server.kept.get(run)).toEqual(there);
    expect(readFileSync(join(folder, run.slice(path('').length)))).toEqual(there);
    expect(new ArchiveFolder(folder).verify(chain(folder).at(-1))).toEqual([]);
    expect(await problems(chain(folder).at(-1))).toEqual([]);
    // The next export goes on the same chain.
    expect(await exportTo(folder)).toMatchObject({ exported: 0, lines: 3 });
  });

  const others: [string, (history: string) => Buffer][] = [
    ['no history', () => Buffer.from('of another')],
    ['another history', (history) => gzipSync(history.replace(/"eventId":\s*"5"/, '"eventId":"6"'))],
  ];
  test.each(others)('%s: it is refused and not overwritten, and the message says what to do', async (_name, bytes) => {
    const run = await left(bytes);
    const there = Buffer.from(server.kept.get(run)!);
    const folder = newFolder();
    await expect(exportTo(folder)).rejects.toMatchObject({
      name: 'BucketRefused',
      message: expect.stringMatching(/another history.*file_added.*export again.*Object Lock.*new prefix/) as string,
    });
    expect(server.kept.get(run)).toEqual(there);
    expect(chain(folder)).toEqual([]);
  });

  test('a folder whose lines are noted already cannot take other bytes: it is told where to send them', async () => {
    const run = await left((history) => gzipSync(history, { level: 1 }));
    const folder = newFolder();
    await exportTo(folder, 3, 'none');
    const before = chain(folder);
    await expect(exportTo(folder)).rejects.toThrow(/the same history.*packed in other bytes.*new prefix/);
    expect([chain(folder), gunzipSync(server.kept.get(run)!).length > 0]).toEqual([before, true]);
  });
});

test('within one batch every object is a heartbeat: a bucket that takes long for each is no lost export', async () => {
  let beats = 0;
  const beatsAt: number[] = [];
  const count = (): void => void beats++;
  server.intervene = (method, name) => {
    if (method === 'PUT' && name.includes('/manifest/')) beatsAt.push(beats);
    return undefined;
  };
  // One beat for the look at the bucket, one for each run that is staged, and one for each that is sent.
  await exportTo(newFolder(), 3, bucket, count);
  expect(beatsAt).toEqual([1 + 3 + 3]);
  // A fresh folder, filled with one part and three runs.
  beats = 0;
  await exportTo(newFolder(), 3, bucket, count);
  expect(beats).toBeGreaterThanOrEqual(1 + 1 + 3);
});

test('a damaged folder is not sent', async () => {
  const folder = newFolder();
  await exportTo(folder, 2, 'none');
  const [line] = new ArchiveFolder(folder).manifest().lines;
  const copy = newFolder();
  cpSync(folder, copy, { recursive: true });
  writeFileSync(join(folder, line!.file), 'x');
  await expect(exportTo(folder)).rejects.toThrow(/damaged and was not sent/);
  const manifest = join(copy, 'manifest.jsonl');
  writeFileSync(manifest, readFileSync(manifest, 'utf8').replace('golden-1', 'golden-9'));
  await expect(exportTo(copy)).rejects.toThrow(/damaged and was not sent/);
  expect(written('manifest')).toEqual([]);
});

test('a server without conditional writes is refused before anything is sent', async () => {
  server.conditional = false;
  await expect(exportTo(newFolder())).rejects.toThrow(/ignores If-None-Match/);
  expect(written('runs')).toEqual([]);
});

test('what the server answers is told with what to do', async () => {
  const wrong = openArchiveBucket(server.address(prefix), { ...keys, AWS_SECRET_ACCESS_KEY: 'wrong' });
  await expect(exportTo(newFolder(), 3, wrong)).rejects.toThrow(/403 to PUT.*s3:ListBucket/);
  server.intervene = () => 404;
  await expect(exportTo(newFolder())).rejects.toThrow(/no such bucket/);
  const away = openArchiveBucket('s3://b/c?region=x&endpoint=http://127.0.0.1:1', keys);
  await expect(exportTo(newFolder(), 3, away)).rejects.toThrow(/s3:\/\/b\/c does not answer: check its endpoint/);
});

test('a bucket without its folder, or with another address, is refused at the start', () => {
  const env = { DATABASE_URL: 'postgresql://u:p@h/d', SMTP_URL: 'smtp://h', ARCHIVE_BUCKET: 's3://b/c' };
  expect(() => workerEnvironment(env)).toThrow(/ARCHIVE_BUCKET: needs ARCHIVE_FOLDER/);
  expect(workerEnvironment({ ...env, ARCHIVE_FOLDER: '/a' })).toMatchObject({ archiveBucket: 's3://b/c' });
  expect(() => openArchiveBucket('/a/folder', keys)).toThrow(/s3:\/\/bucket/);
  expect(openArchiveBucket('', keys)).toBeUndefined();
});

test('a copy goes into a new folder only, from a bucket that has an archive', async () => {
  await expect(downloadArchive(bucket, newFolder())).rejects.toThrow(/holds no archive/);
  const folder = newFolder();
  await exportTo(folder);
  await expect(downloadArchive(bucket, folder)).rejects.toThrow(/not empty/);
  expect(existsSync(join(folder, 'manifest.jsonl'))).toBe(true);
});
