/** What the auditor's commands say where something is wrong: what happened, and what to do about it. No stack, no code. */
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ArchiveError, explainedFile } from '../../audit/archive/errors';
import { ArchiveFolder } from '../../audit/archive/folder';
import { NoHistory } from '../../audit/history';
import { auditCommand } from '../../bin/commands/audit';
import { EngineError } from '../../engines/errors';
import { keys, startBucketServer, type BucketServer } from '../documents/bucket-server';
import { attributesOf, golden } from './alter';

const base = mkdtempSync(join(tmpdir(), 'sanbao-commands-'));
const at = (...names: string[]): string => join(base, ...names);
let bucket: BucketServer;
const environment = { ...process.env };

beforeAll(async () => {
  bucket = await startBucketServer();
  const writer = new ArchiveFolder(at('good')).writer();
  for (const name of ['late-response', 'parts-cap'] as const) {
    const history = golden(name);
    const runId = String(attributesOf(history.events[0]!).originalExecutionRunId);
    const run = { caseId: name, runId, workflowType: 'repair', closedAt: '2026-11-23T00:00:00.000Z' };
    writer.add({ ...run, history: JSON.stringify(history), events: history.events.length }, '2026-12-01T00:00:00.000Z');
  }
  writer.close();
  cpSync(at('good'), at('broken'), { recursive: true });
  const [line] = new ArchiveFolder(at('broken')).manifest().lines;
  truncateSync(at('broken', line!.file), 500);
  writeFileSync(at('broken', 'manifest.jsonl'), `${readFileSync(at('broken', 'manifest.jsonl'), 'utf8')}{"n":3,"ca`);
  writeFileSync(at('a-file'), 'no archive');
  mkdirSync(at('elsewhere', 'photos'), { recursive: true });
  mkdirSync(at('empty'));
});
afterAll(() => {
  bucket.close();
  rmSync(base, { recursive: true });
});
afterEach(() => {
  process.env = { ...environment };
  process.exitCode = undefined;
  jest.restoreAllMocks();
});

/** Runs a command in this process; answers what it printed. */
async function run(...words: string[]): Promise<string> {
  const printed: string[] = [];
  for (const stream of ['log', 'error'] as const)
    jest.spyOn(console, stream).mockImplementation((...said: unknown[]) => void printed.push(said.join(' ')));
  await auditCommand().parseAsync(words, { from: 'user' });
  return printed.join('\n');
}

test('the evidence sheet of a case is drawn from the archive alone, with its place in the chain', async () => {
  const [plain, cut] = [at('case.pdf'), at('files.pdf')];
  const printed = await run('case', 'late-response', '--archive', at('good'), '--pdf', plain);
  expect(printed).toContain('[kept_late]');
  const [line] = new ArchiveFolder(at('good')).manifest().lines;
  await run('case', at('good', line!.file), '--pdf', cut);
  const [archived, fromFile] = [plain, cut].map((file) => readFileSync(file));
  for (const sheet of [archived, fromFile]) expect(sheet!.subarray(0, 5).toString()).toBe('%PDF-');
  expect(archived!.length).toBeGreaterThan(fromFile!.length);
});

const wrong: [string, string[], new (...given: never[]) => Error, RegExp][] = [
  ['no archive is named', ['verify'], ArchiveError, /Name the archive: --archive/],
  ['a folder that is not there', ['verify', at('none')], ArchiveError, /holds no archive.*ARCHIVE_FOLDER.*audit pull/],
  ['a file in place of the archive', ['head', at('a-file')], ArchiveError, /holds no archive, for it is no folder/],
  [
    'another folder',
    ['period', '--archive', at('elsewhere')],
    ArchiveError,
    /elsewhere holds no archive: name the one/,
  ],
  [
    'the same',
    ['what-if', '--archive', at('none'), '--policy', 'policies/demo-quick-repair.yaml'],
    ArchiveError,
    /no arch/,
  ],
  [
    'a bucket that is a folder',
    ['pull', '--bucket', at('good'), '--to', at('x')],
    ArchiveError,
    /s3:\/\/bucket\/prefix/,
  ],
  ['no bucket', ['pull', '--to', at('x')], ArchiveError, /Name the bucket/],
  ['a bucket without a name', ['verify', 's3://'], Error, /^The environment does not open ARCHIVE_BUCKET: its address/],
  [
    'an address that is none',
    ['verify', 's3://a b'],
    Error,
    /^The environment does not open ARCHIVE_BUCKET: its address/,
  ],
  ['no credentials', ['verify', 's3://b/c?region=x'], Error, /^The environment does not open.*AWS_ACCESS_KEY_ID/],
  ['a case file that is not there', ['case', at('none.json')], ArchiveError, /none\.json is not there/],
  [
    'a file that is no history',
    ['case', at('a-file')],
    NoHistory,
    /a-file holds no workflow history.*temporal workflow show/,
  ],
  ['a run that is cut off', ['case', 'late-response', '--archive', at('broken')], ArchiveError, /audit verify.*copy/],
  [
    'a report nobody can write',
    ['period', '--archive', at('good'), '--csv', at('no', 'x.csv')],
    ArchiveError,
    /is not there/,
  ],
  [
    'policies that are not there',
    ['period', '--archive', at('good'), '--policies', at('none')],
    ArchiveError,
    /not there/,
  ],
  [
    'a folder for the report',
    ['period', '--archive', at('good'), '--pdf', at('good')],
    ArchiveError,
    /is a folder: name a/,
  ],
];

test.each(wrong)('%s: sanbao audit %j', async (_name, words, kind, message) => {
  delete process.env.AWS_ACCESS_KEY_ID;
  const error: unknown = await run(...words).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(kind);
  expect((error as Error).message).toMatch(message);
});

test('an endpoint that is no address, and a folder that is a file, are told before anything is copied', async () => {
  Object.assign(process.env, keys);
  await expect(run('verify', 's3://b/c?region=x&endpoint=127.0.0.1:1')).rejects.toThrow(
    /^The environment.*https:\/\/host/,
  );
  await expect(run('pull', '--bucket', bucket.address('x'), '--to', at('a-file'))).rejects.toThrow(
    /a-file is a file, or lies below one: name a folder/,
  );
});

test('Temporal that is away is named by its address', async () => {
  process.env.TEMPORAL_ADDRESS = '127.0.0.1:1';
  const error: unknown = await run('export', '--archive', at('new')).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(EngineError);
  expect((error as Error).message).toMatch(/does not answer at 127\.0\.0\.1:1.*\n.*TEMPORAL_ADDRESS/);
}, 30_000);

test('a number that the archive does not have is told before the server that is away', async () => {
  process.env.TEMPORAL_ADDRESS = '127.0.0.1:1';
  const asked = run('case', 'R2026-999999', '--archive', at('good'));
  await expect(asked).rejects.toThrow(/good has no case R2026-999999: check the number.*127\.0\.0\.1:1/);
}, 30_000);

test('a policy that no archived case is under is told, with those that are', async () => {
  const policy = join(__dirname, '../../policies/demo-quick-return.yaml');
  const printed = await run('what-if', '--archive', at('good'), '--lang', 'en', '--policy', policy);
  expect(printed).toMatch(/^No archived case is under demo-quick-return: give another version of one of \S+/);
  expect(process.exitCode).toBe(2);
});

test('a database that is away, and none that is named', async () => {
  process.env.DATABASE_URL = 'postgresql://u:p@127.0.0.1:1/x';
  await expect(run('reconcile', '--offline', '--archive', at('good'))).rejects.toThrow(/database does not answer/);
});

test('an archive that nobody has exported to yet is empty, and not missing', async () => {
  expect(await run('head', at('empty'))).toBe('The archive is empty.');
});

test('a report over an archive with damage says what it left out, and ends with exit code 2', async () => {
  const printed = await run('period', '--archive', at('broken'));
  expect(printed).toMatch(/1 lines of the manifest cannot be read.*sanbao audit verify/);
  expect(printed).toMatch(/late-response: runs\/.*cannot be read.*Put the file back/s);
  expect(process.exitCode).toBe(2);
});

test('yesterday’s report stays until today’s can take its place, and nothing of it is left then', async () => {
  const [csv, xlsx] = [at('report.csv'), at('report.xlsx')];
  for (const file of [csv, xlsx]) writeFileSync(file, 'yesterday '.repeat(100_000));
  const asked = ['period', '--csv', csv, '--xlsx', xlsx];
  await expect(run(...asked, '--archive', at('good'), '--policies', at('none'))).rejects.toThrow(/not there/);
  for (const file of [csv, xlsx]) expect(readFileSync(file, 'utf8')).toMatch(/^yesterday/);
  await run(...asked, '--archive', at('good'));
  const rows = readFileSync(csv, 'utf8').split('\r\n');
  expect(rows[0]).toMatch(/^\uFEFF/);
  expect(rows.length).toBeGreaterThan(4);
  for (const file of [csv, xlsx]) expect(readFileSync(file, 'latin1')).not.toContain('yesterday');
  await run(...asked, '--archive', at('empty'));
  expect(readFileSync(csv, 'utf8')).toBe(`${rows[0]}\r\n`);
});

test('a line that an export was writing when it died is told as that', async () => {
  expect(await run('verify', at('broken'))).toMatch(
    /\[line_unreadable\] line 3.*cut off by an export that died, the next one/,
  );
});

test('objects whose names lie below one another are no trouble: what no archive writes is told, and not copied', async () => {
  Object.assign(process.env, keys);
  for (const name of [
    'manifest/000000001.jsonl',
    'runs/a',
    'runs/a/b',
    'runs/2026-11/x',
    `runs/2026-11/c/${'l'.repeat(300)}`,
  ])
    bucket.kept.set(`/papers/odd/${name}`, Buffer.from(''));
  const printed = await run('verify', bucket.address('odd'));
  for (const name of ['runs/a ', 'runs/a/b ', 'runs/2026-11/x ', 'lll '])
    expect(printed).toMatch(new RegExp(`\\[file_added\\].*${name}no archive writes such a name.*find out who`));
  expect(process.exitCode).toBe(2);
});

test('a full disk is told with what to do, whatever was being written', () => {
  const full = Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });
  expect(explainedFile(full, '/srv/archive')).toMatchObject({
    name: 'ArchiveError',
    message:
      '/srv/archive does not fit: the disk is full. Make room and start again; what is there already stays whole',
  });
  const bug = new TypeError('x is not a function');
  expect(explainedFile(bug, '/srv/archive')).toBe(bug);
});
