/** Publishing on a real database: what is in force for new cases, and what never takes the system down. */
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { publish, publishCalendars, publishNew } from '../../policies/publish';
import { explain } from '../../bin/commands/policy-explain';
import { listPublished } from '../../bin/commands/policy-list';
import { policyPublishCommand } from '../../bin/commands/policy-publish';
import { NotPublished, publishedDifferences } from '../../bin/commands/policy-diff';
import { openStateFolder } from '../../engines/state-folder';
import { startTemporalServer, type TemporalServer } from '../../engines/temporal-server';
import { signers } from '../../domain/policy/signoff';
import { readInForce } from '../../policies/in-force';
import { calendarSet } from '../../policies/loader/calendars';
import { knownNames } from '../../policies/loader/known';
import { parsePolicy, policyFiles, type LoadedPolicy } from '../../policies/loader/load';
import { Policies } from '../../policies/registry';
import { testDatabase, type TestDatabase } from '../rig/database';
import { freePort } from '../rig/free-port';
import { shippedPolicies } from '../rig/shipped-policies';

const id = 'security-projects-chongqing';
const file = policyFiles().find((name) => name.endsWith(`${id}.yaml`))!;
const shipped = shippedPolicies().loaded;

/** The shipped file with some words changed. */
function edited(...changes: [from: string, to: string][]): LoadedPolicy {
  let text = readFileSync(file, 'utf8');
  for (const [from, to] of changes) {
    expect(text).toContain(from);
    text = text.replace(from, to);
  }
  const result = parsePolicy(text, 'edited.yaml', knownNames());
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result.loaded;
}

/** The same version, signed by three persons. */
async function signed(loaded: LoadedPolicy): Promise<LoadedPolicy> {
  const { policy, hash } = loaded;
  const of = { hash, policyId: policy.id, version: policy.version, at: new Date() };
  await database.prisma.policySignoff.createMany({ data: signers.map((as) => ({ ...of, as, personId: `p-${as}` })) });
  return loaded;
}

let database: TestDatabase;
beforeEach(async () => {
  database = await testDatabase();
  await publishCalendars(database.prisma, calendarSet());
  await publish(database.prisma, shipped);
});
afterEach(() => database.drop());

test('what ships is published once; the agreement with blank hours waits for its figures (R-MISSING, C-AG-4.1)', async () => {
  const again = await publish(database.prisma, shipped);
  expect(again.fresh).toEqual([]);
  expect(again.blank.map((b) => b.id)).toEqual(['agent-agreement']);
  expect(await publishCalendars(database.prisma, calendarSet())).toEqual([]);
  const { policies, unusable } = await readInForce(database.prisma);
  expect(unusable).toEqual([]);
  expect(policies.map((l) => l.policy.id)).toEqual(
    shipped
      .map((l) => l.policy.id)
      .filter((one) => one !== 'agent-agreement')
      .sort(),
  );
});

test('E-m7.1 R-PIN: a higher version serves new cases; a case that pinned the old one still finds it', async () => {
  const { prisma } = database;
  const first = await readInForce(prisma);
  const before = new Policies(first);
  const next = await signed(
    edited(
      ["version: '1.0'", "version: '1.10'"],
      ['elapsed: PT48H, clause: S-5.12-b', 'elapsed: PT24H, clause: S-5.12-b'],
    ),
  );
  expect(await publishNew(prisma, [next])).toEqual([`${id} 1.10`]);
  expect(await publishNew(prisma, [next])).toEqual([]);
  const later = await signed(edited(["version: '1.0'", "version: '1.11'"]));
  expect(await publishNew(prisma, [later])).toEqual([`${id} 1.11`]);
  const old = before.get(id)!;
  expect(before.forCase(id, 'repair')).toBe(before.forCase(id, 'repair', old.hash));
  const now = await readInForce(prisma, first);
  // What was checked before is not read again, and is what a process that starts now would read.
  expect(now.all.find((l) => l.hash === old.hash)).toBe(first.all.find((l) => l.hash === old.hash));
  expect(now).toEqual(await readInForce(prisma));
  before.replace(now);
  expect(before.get(id)).toMatchObject({ version: '1.11' });
  expect(before.forCase(id, 'repair', old.hash)?.pins[0]).toMatchObject({ version: '1.0', hash: old.hash });
  expect(before.forCase(id, 'repair', next.hash)?.callbacks.length).toBeGreaterThan(0);
});

test('a version that is not above the one in force, or has blanks, is refused, and nothing of the lot is published', async () => {
  const { prisma } = database;
  const rows = await prisma.policyVersion.count();
  const same = edited(['elapsed: PT48H, clause: S-5.12-b', 'elapsed: PT24H, clause: S-5.12-b']);
  const good = edited(["version: '1.0'", "version: '1.2'"]);
  await expect(publishNew(prisma, [good, same])).rejects.toThrow(/version 1\.0 is not above 1\.0.*raise the version/);
  const blank = shipped.find((l) => l.policy.id === 'agent-agreement')!;
  await expect(publishNew(prisma, [blank])).rejects.toThrow(/parameters without a figure: /);
  expect(await prisma.policyVersion.count()).toBe(rows);
});

describe('S-0-b R-S-SIGN: a version is signed by writer, reviewer and approver, three persons', () => {
  const next = edited(["version: '1.0'", "version: '1.1'"]);
  const of = { hash: next.hash, policyId: id, version: '1.1', at: new Date() };
  const sign = (as: string, personId: string) =>
    database.prisma.policySignoff.create({ data: { ...of, as, personId } });

  test('what ships is in force unsigned; a new version waits for all three, under its own content', async () => {
    const { prisma } = database;
    expect((await readInForce(prisma)).policies.find((l) => l.policy.id === id)!.policy.version).toBe('1.0');
    await expect(publishNew(prisma, [next])).rejects.toThrow(
      `version 1.1 is not signed by its writer, reviewer, approver; each signs ${next.hash} at POST /v1/policies/${id}/signoffs`,
    );
    await sign('writer', 'a');
    await sign('reviewer', 'b');
    await expect(sign('approver', 'b')).rejects.toMatchObject({ code: 'P2002' });
    await expect(publishNew(prisma, [next])).rejects.toThrow('not signed by its approver;');
    await sign('approver', 'c');
    const changed = edited(["version: '1.0'", "version: '1.1'"], ['elapsed: PT10M', 'elapsed: PT11M']);
    await expect(publishNew(prisma, [changed])).rejects.toThrow('not signed by its writer, reviewer, approver');
    expect(await publishNew(prisma, [next])).toEqual([`${id} 1.1`]);
  });

  test('nobody frees a policy of its signatures without them', async () => {
    const free = edited(
      ["version: '1.0'", "version: '1.1'"],
      ['signoff: { by: [writer, reviewer, approver], clause: S-0-b, reading: R-S-SIGN }\n', ''],
    );
    await expect(publishNew(database.prisma, [free])).rejects.toThrow('not signed by its writer, reviewer, approver');
  });

  test('once a department has signed a version, what ships with the software does not take its place unsigned', async () => {
    const { prisma } = database;
    const update = edited(["version: '1.0'", "version: '2.0'"]);
    await publishNew(prisma, [await signed(next)]);
    expect(await publish(prisma, [update])).toMatchObject({
      fresh: [],
      unsigned: [{ id, version: '2.0', hash: update.hash, missing: ['writer', 'reviewer', 'approver'] }],
    });
    await signed(update);
    expect(await publish(prisma, [update])).toMatchObject({ fresh: [`${id} 2.0`], unsigned: [] });
  });

  test('`policy list --published` and `policy explain` say who signed, and who signs', async () => {
    const { prisma } = database;
    await prisma.person.create({ data: { id: 'p-writer', name: '张三', role: 'administrator' } });
    await publishNew(prisma, [await signed(next)]);
    const lines: string[] = [];
    const out = jest.spyOn(process.stdout, 'write').mockImplementation((line) => lines.push(String(line)) > 0);
    await listPublished(prisma).finally(() => out.mockRestore());
    const own = lines.filter((line) => line.startsWith(id));
    expect(own[0]).toMatch(
      / 1\.1 [0-9a-f]{12} .* signed: writer 张三 \d{4}-.*, reviewer p-reviewer .*, approver p-approver /,
    );
    expect(own[1]).toMatch(/ 1\.0 .* unsigned\n$/);
    expect(explain(next.policy)).toContain('编写 / writer、审核 / reviewer、批准 / approver [S-0-b, R-S-SIGN]');
  });
});

test('a row that cannot be used, or was changed in the database, leaves the version before it in force', async () => {
  const { prisma } = database;
  const next = await signed(edited(["version: '1.0'", "version: '1.2'"]));
  await publishNew(prisma, [next]);
  await prisma.policyVersion.update({
    where: { hash: next.hash },
    data: { body: { ...(next.source as object), title: { zh: '改', en: 'x' } } },
  });
  await prisma.policyVersion.create({ data: { hash: 'f'.repeat(64), policyId: id, version: '9.0', body: { id } } });
  const { policies, unusable } = await readInForce(prisma);
  expect(policies.find((l) => l.policy.id === id)!.policy.version).toBe('1.0');
  expect(unusable.map((u) => u.name)).toEqual([`${id} 9.0`, `${id} 1.2`]);
  expect(unusable[1]!.problems).toEqual(['its content is not what its hash says']);
});

test('policy diff between two published versions says which deadlines and decisions change (S-5.12-b, S-2.1-c)', async () => {
  const { prisma } = database;
  const next = edited(
    ["version: '1.0'", "version: '1.1'"],
    ['elapsed: PT48H, clause: S-5.12-b', 'elapsed: PT24H, clause: S-5.12-b'],
    [
      'answer: { decision: free_service, feeCny: 0, quoteNeeded: false }, clause: S-2.1-c',
      'answer: { decision: paid_service, quoteNeeded: true }, clause: S-2.1-c',
    ],
  );
  await publishNew(prisma, [await signed(next)]);
  const changes = await publishedDifferences(prisma, { policy: id, from: '1.0', to: '1.1' });
  expect(changes.join('\n')).toMatch(/^callback follow_up: .*172800000.* -> .*86400000/m);
  expect(changes.join('\n')).toMatch(
    /^example .*\[.*S-2\.1-c.*\] entitlement decision: "free_service" -> "paid_service"/m,
  );
  expect(await publishedDifferences(prisma, { policy: id, from: '1.1', to: '1.1' })).toEqual([]);
  const unknown = publishedDifferences(prisma, { policy: id, from: '1.0', to: '9.9' });
  await expect(unknown).rejects.toThrow(NotPublished);
  await expect(unknown).rejects.toThrow(`${id} 9.9 is not published; published: 1.0, 1.1`);
});

describe('`policy publish` while Temporal is away (R-PIN, E-m7.1)', () => {
  const folder = mkdtempSync(join(tmpdir(), 'sanbao-publishing-'));
  const environment = { ...process.env };
  let server: TemporalServer | undefined;
  let said: string[];
  beforeEach(() => {
    said = [];
    const note = (line: unknown): void => void said.push(String(line));
    jest.spyOn(console, 'log').mockImplementation(note);
    jest.spyOn(console, 'error').mockImplementation(note);
  });
  afterEach(async () => {
    jest.restoreAllMocks();
    process.env = environment;
    process.exitCode = 0;
    await server?.stop();
  });

  /** Runs the command as an operator does; answers what it said and how it ended. */
  async function published(...files: string[]): Promise<{ said: string; exitCode: unknown }> {
    said = [];
    process.exitCode = 0;
    await policyPublishCommand().parseAsync(files, { from: 'user' });
    return { said: said.join('\n'), exitCode: process.exitCode };
  }
  const fileOf = (name: string, ...changes: [string, string][]): string => {
    const path = join(folder, name);
    const text = changes.reduce((before, [from, to]) => before.replace(from, to), readFileSync(file, 'utf8'));
    writeFileSync(path, text);
    return path;
  };
  const versions = async (): Promise<string[]> =>
    (await database.prisma.policyVersion.findMany({ where: { policyId: id } })).map(({ version }) => version).sort();

  test('the lot is published wholly or not at all; what failed says what to do; the command again completes it', async () => {
    const port = await freePort();
    process.env = { ...environment, DATABASE_URL: database.url, TEMPORAL_ADDRESS: `127.0.0.1:${port}` };
    const next = fileOf('next.yaml', ["version: '1.0'", "version: '1.2'"]);
    const notAbove = fileOf('not-above.yaml', ['elapsed: PT48H, clause: S-5.12-b', 'elapsed: PT24H, clause: S-5.12-b']);

    const refused = await published(next, notAbove);
    expect(refused).toMatchObject({ exitCode: 1, said: expect.stringContaining('raise the version') });
    expect(refused.said).toContain('Nothing was published.');
    expect(await versions()).toEqual(['1.0']);

    await signed(edited(["version: '1.0'", "version: '1.2'"]));
    const half = await published(next);
    expect(half.exitCode).toBe(1);
    expect(half.said).toContain(`Published ${id} 1.2.`);
    expect(half.said).toMatch(/Recurring duties are not up to date: .*\n.*npm start.*\n.*run the command again/);
    expect(half.said).not.toContain('Nothing was published');
    expect(await versions()).toEqual(['1.0', '1.2']);
    expect((await readInForce(database.prisma)).policies.find((l) => l.policy.id === id)!.policy.version).toBe('1.2');

    const state = openStateFolder(join(folder, 'state'));
    try {
      server = await startTemporalServer({
        state,
        port,
        inMemory: true,
        env: { ...environment },
        log: () => undefined,
      });
      const whole = await published(next);
      expect(whole.exitCode).toBe(0);
      expect(whole.said).toMatch(/^Nothing new: all published before\.\nRecurring duties: [1-9]\d* scheduled\.$/);
      expect(await versions()).toEqual(['1.0', '1.2']);
      const connection = await Connection.connect({ address: server.address });
      // The one that looks after all of them is there as soon as any is.
      const { action } = await new Client({ connection }).schedule.getHandle('sanbao/chase').describe();
      await connection.close();
      expect(action).toMatchObject({ workflowType: 'chase', taskQueue: 'sanbao' });
    } finally {
      await server?.stop();
      server = undefined;
      state.release();
    }
  }, 60_000);
});
