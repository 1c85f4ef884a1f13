/** The document store on disk, and how the auditor tells what became of what it kept. */
import { mkdtempSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { reconcileFiles, type FoundFiles } from '../../audit/kept-files';
import type { LatePaper } from '../../audit/late-papers';
import type { Timeline } from '../../audit/timeline';
import { folderStore } from '../../documents/store/folder';
import { hashOf, nameOf } from '../../documents/store/store';

const bytes = Buffer.from('a paper');
const hash = hashOf(bytes);

test('the same bytes are kept once, for their owner only, and nothing half-written stays', async () => {
  const folder = join(mkdtempSync(join(tmpdir(), 'sanbao-store-')), 'documents');
  const store = folderStore(folder);
  expect(await store.get(hash)).toBeUndefined();
  expect(await Promise.all([store.put(bytes), store.put(bytes), store.put(Buffer.from('another'))])).toContain(hash);
  expect((await store.get(hash))?.equals(bytes)).toBe(true);
  expect(readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((f) => f.includes('/'))).toHaveLength(2);
  expect(statSync(join(folder, nameOf(hash))).mode & 0o077).toBe(0);
});

test('what is erased is gone, and erasing it again does nothing', async () => {
  const store = folderStore(mkdtempSync(join(tmpdir(), 'sanbao-store-')));
  await store.put(bytes);
  await store.remove(hash);
  await store.remove(hash);
  expect(await store.get(hash)).toBeUndefined();
});

test('what was spoilt is seen, and mended by keeping it again', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'sanbao-store-'));
  const store = folderStore(folder);
  await store.put(bytes);
  writeFileSync(join(folder, nameOf(hash)), 'something else');
  expect(hashOf((await store.get(hash))!)).not.toBe(hash);
  await store.put(bytes);
  expect(hashOf((await store.get(hash))!)).toBe(hash);
});

test.each(['../../etc/passwd', 'ab', hash.toUpperCase(), `${hash}/x`])(
  '%s is no name of anything kept',
  async (name) => {
    const store = folderStore(mkdtempSync(join(tmpdir(), 'sanbao-store-')));
    await expect(store.get(name)).rejects.toThrow(TypeError);
  },
);

describe('held against the history', () => {
  const event = { run: 0, event: 7 };
  const deliver = (result: object | undefined, to = 'form:return_order') => ({
    name: 'deliver',
    asked: event,
    request: { notice: { to } },
    ...(result && { result, ended: event }),
  });
  const step = (data: object) => ({ step: { events: [{ type: 'attached', data }] }, source: event });
  const timeline = (effects: object[], claims: object[] = []) => ({ effects, claims }) as unknown as Timeline;
  const found = (document: object = {}, attachment: object = {}): FoundFiles => ({
    document: new Map(Object.entries(document)),
    attachment: new Map(Object.entries(attachment)),
  });
  const made = timeline(
    [deliver({ result: 'sent', document: { id: 'd', sha256: hash } })],
    [step({ attachment: 'a', sha256: hash, about: 'goods' })],
  );
  const whole = { sha256: hash, bytes: hash };
  const kindsOf = (history: Timeline, files: FoundFiles): string[] =>
    reconcileFiles('R-1', history, files).map(({ kind, table, key }) => `${kind} ${table} ${key}`);

  test('history, row and bytes that say the same are no finding', () => {
    expect(kindsOf(made, found({ d: whole }, { a: whole }))).toEqual([]);
  });

  test('a row or bytes that are gone or others are told with the event that has the hash', () => {
    expect(kindsOf(made, found())).toEqual(['row_missing document d', 'row_missing attachment a']);
    const other = hashOf(Buffer.from('other'));
    const files = found({ d: { sha256: other, bytes: other } }, { a: { sha256: hash } });
    expect(kindsOf(made, files)).toEqual(['row_changed document d', 'bytes_missing attachment a']);
    const [changed] = reconcileFiles('R-1', made, found({ d: { sha256: hash, bytes: other } }, { a: whole }));
    expect(changed).toMatchObject({ kind: 'bytes_changed', key: 'd', history: hash, database: other, source: event });
  });

  test('what was erased keeps its hash, and its bytes are not missed', () => {
    const erased = { sha256: hash, erased: true };
    expect(kindsOf(made, found({ d: erased }, { a: erased }))).toEqual([]);
    expect(kindsOf(made, found({ d: { ...erased, sha256: 'other' } }, { a: erased }))).toEqual([
      'row_changed document d',
    ]);
  });

  describe('a paper that was asked for once the case had ended', () => {
    const making = { name: 'issueLatePaper', asked: event, request: {} };
    const answered = (id: string) => ({
      timeline: timeline([
        { ...making, result: { result: 'sent', document: { id, sha256: hash } }, ended: { run: 0, event: 11 } },
      ]),
    });
    const late = (file: object) => found({ d: whole, l: { ...file, late: true } }, { a: whole });
    const kinds = (files: FoundFiles, papers: object[] = [answered('l')]): string[] =>
      reconcileFiles('R-1', made, files, papers as LatePaper[]).map(({ kind, key }) => `${kind} ${key}`);

    test('is proved by its own history, and by it only', () => {
      expect(kinds(late(whole))).toEqual([]);
      expect(kinds(late({ sha256: hash }))).toEqual(['bytes_missing l']);
      expect(kinds(late({ sha256: hash, bytes: 'other' }))).toEqual(['bytes_changed l']);
      expect(kinds(late({ sha256: 'other', bytes: 'other' }))).toEqual(['row_changed l']);
      expect(kinds(late({ sha256: hash, erased: true }))).toEqual([]);
      expect(kinds(found({ d: whole }, { a: whole }))).toEqual(['row_missing l']);
      // Marked late by somebody with access to the database: no history has asked for it.
      expect(kinds(late(whole), [])).toEqual(['row_added l']);
    });

    test('is marked so, but for one that the case had made already', () => {
      expect(kinds(found({ d: whole, l: { ...whole, late: false } }, { a: whole }))).toEqual(['row_changed l']);
      expect(kinds(found({ d: { ...whole, late: false } }, { a: whole }), [answered('d')])).toEqual([]);
    });

    test('is no addition while it is being made', () => {
      expect(kinds(late(whole), [{ timeline: timeline([making]) }])).toEqual([]);
    });
  });

  test('a paper that no history made is an addition, unless one is being made; a refused upload is none', () => {
    const files = found({ d: whole, forged: whole }, { a: whole, refused: whole });
    expect(kindsOf(made, files)).toEqual(['row_added document forged']);
    const making = timeline([...made.effects, deliver(undefined)], [...made.claims]);
    expect(kindsOf(making, files)).toEqual([]);
    const mailing = timeline([...made.effects, deliver(undefined, 'customer')], [...made.claims]);
    expect(kindsOf(mailing, files)).toEqual(['row_added document forged']);
  });
});
