import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openStateFolder } from '../../engines/state-folder';
import { processKey } from '../../engines/process-identity';
import { temporaryFolder } from './folders';

describe('the state folder', () => {
  const root = temporaryFolder();

  it('is locked while in use, and free after release', () => {
    const path = join(root, 'locked');
    const state = openStateFolder(path);
    expect(() => openStateFolder(path)).toThrow(`in use by process ${process.pid}`);
    state.release();
    openStateFolder(path).release();
    expect(existsSync(join(path, 'lock'))).toBe(false);
  });

  it('takes over the lock of a killed process', async () => {
    const path = join(root, 'killed');
    const other = spawn('sleep', ['60']);
    const lock = JSON.parse(lockOf(join(root, 'sample'))) as Record<string, unknown>;
    mkdirSync(path);
    writeFileSync(join(path, 'lock'), JSON.stringify({ ...lock, pid: other.pid, key: processKey(other.pid!) }));
    expect(() => openStateFolder(path)).toThrow(`in use by process ${other.pid}`);

    other.kill('SIGKILL');
    await new Promise((done) => other.once('exit', done));
    openStateFolder(path).release();
  });

  it('takes over a lock whose process id was given again, and half a lock', () => {
    const path = join(root, 'again');
    const lock = JSON.parse(lockOf(path)) as Record<string, unknown>;
    writeFileSync(join(path, 'lock'), JSON.stringify({ ...lock, key: 'an earlier boot' }));
    openStateFolder(path).release();
    writeFileSync(join(path, 'lock'), '{"pid":');
    openStateFolder(path).release();
  });

  it('does not take over from another host, where it cannot look', () => {
    const path = join(root, 'host');
    const lock = JSON.parse(lockOf(path)) as Record<string, unknown>;
    writeFileSync(join(path, 'lock'), JSON.stringify({ ...lock, host: 'elsewhere' }));
    expect(() => openStateFolder(path)).toThrow('another host (elsewhere)');
  });

  it('keeps its secrets from one start to the next, for its owner only', () => {
    const path = join(root, 'secrets');
    const first = openStateFolder(path);
    const password = first.secret('postgresPassword');
    const key = first.secret('signingKey');
    first.release();
    const second = openStateFolder(path);
    expect(second.secret('postgresPassword')).toBe(password);
    expect(key).not.toBe(password);
    expect(password).toMatch(/^[\w-]{43}$/);
    expect(statSync(join(path, 'secrets.json')).mode & 0o777).toBe(0o600);
    second.release();
  });
});

/** What a lock of this process looks like in the file. */
function lockOf(path: string): string {
  const state = openStateFolder(path);
  const text = readFileSync(join(path, 'lock'), 'utf8');
  state.release();
  return text;
}
