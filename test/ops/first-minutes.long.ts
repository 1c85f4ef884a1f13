import { spawn, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../rig/free-port';

const root = join(__dirname, '..', '..');
const state = join(tmpdir(), `sanbao-first-${randomUUID()}`);
const settings = ['PORT', 'SANBAO_POSTGRES_PORT', 'SANBAO_TEMPORAL_PORT', 'SANBAO_TEMPORAL_UI_PORT'];
const mailSettings = ['SANBAO_SMTP_PORT', 'SANBAO_MAILBOX_PORT'];

/** What somebody does who has just cloned the repository: start the system, play the demonstration, add the sample. */
describe('the first minutes', () => {
  let env: NodeJS.ProcessEnv;
  let system: ChildProcess;
  let printed = '';

  function sanbao(...args: string[]): ChildProcess {
    const child = spawn(process.execPath, [join(root, 'node_modules/tsx/dist/cli.mjs'), 'bin/sanbao.ts', ...args], {
      cwd: root,
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    return child;
  }

  async function run(...args: string[]): Promise<{ code: number; output: string }> {
    const child = sanbao(...args);
    let output = '';
    for (const stream of [child.stdout!, child.stderr!])
      stream.on('data', (part: Buffer) => (output += part.toString()));
    const [code] = (await once(child, 'close')) as [number];
    return { code, output };
  }

  beforeAll(async () => {
    const ports = await Promise.all(
      [...settings, ...mailSettings].map(async (name) => [name, String(await freePort())]),
    );
    const engines = { DATABASE_URL: '', TEMPORAL_ADDRESS: '', SMTP_URL: '', AUTH_SECRET: '', PUBLIC_URL: '' };
    env = { ...process.env, ...engines, ...Object.fromEntries(ports), SANBAO_STATE: state };
    system = sanbao('start');
    system.stdout!.on('data', (part: Buffer) => (printed += part.toString()));
    system.stderr!.on('data', (part: Buffer) => (printed += part.toString()));
    while (!printed.includes('Ctrl-C stops everything')) {
      if (system.exitCode !== null) throw new Error(`the system ended:\n${printed}`);
      await new Promise((next) => setTimeout(next, 200));
    }
  }, 120_000);
  afterAll(async () => {
    const ended = once(system, 'close');
    system.kill('SIGINT');
    await ended;
    rmSync(state, { recursive: true, force: true });
  }, 60_000);

  it('tell the first administrator’s password once', () => {
    expect(printed).toMatch(/Sign in as admin@sanbao\.local with \S{16} \(shown once\)/);
  });

  it('play the demonstration to its end, twice with the same people', async () => {
    for (const round of [1, 2]) {
      const { code, output } = await run('demo');
      expect({ round, code, output }).toMatchObject({ code: 0 });
      for (const moment of [
        'BREACH',
        'mailed the supervisor: [R',
        'acknowledged',
        'stands still',
        'closed',
        'has completed',
      ])
        expect(output).toContain(moment);
    }
  }, 300_000);

  it('add the sample once', async () => {
    const first = await run('demo', '--sample');
    expect(first).toMatchObject({ code: 0 });
    expect(first.output.match(/@sample\.example/g)).toHaveLength(10);
    const second = await run('demo', '--sample');
    expect(second).toMatchObject({ code: 0 });
    expect(second.output.match(/password as before/g)).toHaveLength(9);
  }, 120_000);

  it('stop the demonstration with a plain word where no system runs', async () => {
    const { code, output } = await run('demo', '--url', 'http://127.0.0.1:9');
    expect(code).toBe(1);
    expect(output).toContain('no system answers at http://127.0.0.1:9. Start it with `npm start`');
  }, 60_000);
});
