/** The pure calendar and its properties, tried ten times as often, in zones far from Beijing on either side. */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const root = join(__dirname, '..', '..');

test.each(['Pacific/Kiritimati', 'America/St_Johns', 'Europe/Lisbon'])(
  'due times do not depend on the machine: calendar and time with TZ=%s',
  async (zone) => {
    const { globalSetup, globalTeardown, ...config } = jest.requireActual<Record<string, unknown>>(
      join(root, 'jest.config.cjs'),
    );
    // Without the engines that the other tests need.
    expect([globalSetup, globalTeardown]).not.toContain(undefined);
    const jestCli = require.resolve('jest/bin/jest');
    const args = [
      jestCli,
      '--config',
      JSON.stringify({ ...config, rootDir: root }),
      '--json',
      '--runInBand',
      'test/domain/calendar',
      'test/domain/time',
    ];
    const { stdout } = await run(process.execPath, args, {
      cwd: root,
      env: { ...process.env, TZ: zone, SANBAO_RUNS: '10' },
      maxBuffer: 64 * 1024 * 1024,
    });
    const outcome = JSON.parse(stdout) as { success: boolean; numPassedTests: number };
    expect(outcome.success).toBe(true);
    expect(outcome.numPassedTests).toBeGreaterThan(20);
  },
);
