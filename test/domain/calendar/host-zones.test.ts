import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

it('gives the same due times whatever the time zone of the machine', async () => {
  const digest = async (zone: string): Promise<string[]> => {
    const { stdout } = await run(process.execPath, ['--import', 'tsx', path.join(__dirname, 'digest.ts')], {
      env: { ...process.env, TZ: zone },
    });
    return stdout.split(' ');
  };
  const results = await Promise.all(['UTC', 'Asia/Shanghai', 'America/Los_Angeles'].map(digest));
  expect(new Set(results.map(([hash]) => hash)).size).toBe(1);
  expect(results[0]?.[0]).toMatch(/^[0-9a-f]{64}$/);
  // The second word is the machine's own New Year: it proves that the three zones were really set.
  expect(new Set(results.map(([, newYear]) => newYear)).size).toBe(3);
});
