/** `policy check`, `policy list` and `policy schema` as a policy writer meets them. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { policyCommand } from '../../bin/commands/policy';
import { policyJsonSchemaText } from '../../policies/loader/json-schema';
import { shippedFolder } from '../../policies/loader/shipped';

const folder = mkdtempSync(join(tmpdir(), 'policy-'));
const demo = readFileSync(join(shippedFolder('policies'), 'demo-quick-repair.yaml'), 'utf8');
afterAll(() => rmSync(folder, { recursive: true }));

/** Runs a subcommand and gives what it wrote and its exit code. */
async function run(...args: string[]): Promise<{ out: string; err: string; code: number }> {
  const written = { out: '', err: '' };
  const out = jest.spyOn(process.stdout, 'write').mockImplementation((text) => ((written.out += String(text)), true));
  const err = jest.spyOn(process.stderr, 'write').mockImplementation((text) => ((written.err += String(text)), true));
  const before = process.exitCode;
  process.exitCode = 0;
  try {
    await policyCommand().parseAsync(args, { from: 'user' });
    return { ...written, code: Number(process.exitCode) };
  } finally {
    process.exitCode = before;
    out.mockRestore();
    err.mockRestore();
  }
}

function fileWith(name: string, text: string): string {
  const file = join(folder, name);
  writeFileSync(file, text);
  return file;
}

test('check is content with what ships', async () => {
  expect(await run('check')).toMatchObject({
    err: '',
    code: 0,
    out: expect.stringMatching(/^\d+ policies right, 0 problems\n$/),
  });
});

test('check reports every file and fails with 1', async () => {
  const cap = fileWith('cap.yaml', demo.replace('cap: P5D', 'cap: P6D'));
  const role = fileWith('role.yaml', demo.replace('role: demo_manager', 'role: demo_boss'));
  const { err, code } = await run('check', cap, role);
  expect(code).toBe(1);
  expect(err).toContain(`${cap}:`);
  expect(err).toContain(`${role}:`);
});

test('check fails where a case would carry more than 80 KB of a policy', async () => {
  const line = (n: number): string =>
    `  - { id: extra_${n}, item: special, title: { zh: 其他, en: Other }, when: { weightKg: ${n} }, basis: actual, default: true }\n`;
  const many = Array.from({ length: 800 }, (_, n) => line(n)).join('');
  const { err, code } = await run('check', fileWith('large.yaml', demo.replace('\nquote:', `${many}\nquote:`)));
  expect(code).toBe(1);
  expect(err).toMatch(/large\.yaml:1:1: a case would carry \d+ bytes of it \(allowed: 81920\)/);
});

test('check fails where one id and version stands in two files', async () => {
  const { err, code } = await run('check', fileWith('one.yaml', demo), fileWith('two.yaml', demo));
  expect(code).toBe(1);
  expect(err).toContain('demo-quick-repair 1.0 stands in');
});

test('list names every policy with its layer; schema prints the shipped schema', async () => {
  const { out } = await run('list');
  expect(out).toMatch(
    /^security-projects-chongqing 1\.0 \(service, to be signed by writer, reviewer, approver\) [0-9a-f]{12} /m,
  );
  expect(out).toMatch(/^iot-home-visit 1\.0 \(visit\) /m);
  expect(out).toMatch(/^demo-quick-repair 1\.0 \(service, demo\) /m);
  expect((await run('schema')).out).toBe(policyJsonSchemaText());
});

test('diff wants two files, or a policy and two published versions', async () => {
  const how = { err: 'Give two files, or --policy, --from and --to.\n', code: 1 };
  expect(await run('diff', 'demo-quick-repair')).toMatchObject(how);
  expect(await run('diff', '--policy', 'demo-quick-repair', '--from', '1.0')).toMatchObject(how);
  expect(await run('diff', 'demo-quick-repair', 'demo-quick-repair')).toMatchObject({ out: '0 changes\n', code: 0 });
});
