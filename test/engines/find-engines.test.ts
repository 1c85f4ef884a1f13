import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { findTemporalCli } from '../../engines/temporal-cli';
import { findTimeSkippingServer } from '../../engines/time-skipping-server';
import { script, temporaryFolder } from './folders';

const VERSION = 'echo "temporal version 1.5.1"';

describe('finding the Temporal dev server', () => {
  const root = temporaryFolder();
  const log: string[] = [];
  let number = 0;
  let env: Record<string, string>;
  let path: string;
  let cache: string;

  beforeEach(() => {
    const folder = join(root, String((number += 1)));
    path = join(folder, 'path');
    cache = join(folder, 'cache');
    mkdirSync(path, { recursive: true });
    mkdirSync(join(cache, 'bin'), { recursive: true });
    env = { PATH: path, SANBAO_CACHE: cache, SANBAO_ENGINE_DOWNLOAD: 'off' };
    log.length = 0;
  });
  const find = () => findTemporalCli({ env, log: (line) => log.push(line) });

  it('prefers the named one to the PATH, and the PATH to the cache', async () => {
    const cached = script(join(cache, 'bin', 'temporal'), VERSION);
    expect(await find()).toBe(cached);
    const onPath = script(join(path, 'temporal'), VERSION);
    expect(await find()).toBe(onPath);
    env.SANBAO_TEMPORAL_CLI = script(join(root, 'my-temporal'), VERSION);
    expect(await find()).toBe(env.SANBAO_TEMPORAL_CLI);
  });

  it('does not pass over a named one that does not run', async () => {
    script(join(cache, 'bin', 'temporal'), VERSION);
    env.SANBAO_TEMPORAL_CLI = join(root, 'missing');
    await expect(find()).rejects.toThrow('is not a Temporal CLI that runs here');
  });

  it('passes over another program of that name', async () => {
    script(join(path, 'temporal'), 'echo "a clock"');
    const cached = script(join(cache, 'bin', 'temporal'), VERSION);
    expect(await find()).toBe(cached);
    expect(log).toEqual(['Temporal dev server: `temporal` on the PATH failed, trying the next way']);
  });

  it('builds it with Go into the cache when nothing else has it, and says so', async () => {
    env.CALLS = join(path, 'calls');
    script(
      join(path, 'go'),
      `echo "$*" > "$CALLS"; printf '#!/bin/sh\\n${VERSION}\\n' > "$GOBIN/temporal"; /bin/chmod +x "$GOBIN/temporal"`,
    );
    expect(await find()).toBe(join(cache, 'bin', 'temporal'));
    expect(readFileSync(env.CALLS, 'utf8')).toBe(
      'install -v -ldflags -s -w github.com/temporalio/cli/cmd/temporal@v1.5.1\n',
    );
    expect(log.join('\n')).toContain('building the dev server with Go');
  });

  it('names what was tried and every choice when there is none', async () => {
    script(join(path, 'go'), 'echo "no network" >&2; exit 1');
    const failure = find();
    await expect(failure).rejects.toThrow('a build with Go: ended with code 1: no network');
    for (const choice of [
      'TEMPORAL_ADDRESS',
      'SANBAO_TEMPORAL_CLI',
      'on the PATH',
      'connect to the internet',
      'install Go',
    ]) {
      await expect(failure).rejects.toThrow(choice);
    }
  });
});

describe('finding the time-skipping test server', () => {
  const root = temporaryFolder();
  const env: Record<string, string> = {
    PATH: join(root, 'path'),
    SANBAO_CACHE: join(root, 'cache'),
    SANBAO_ENGINE_DOWNLOAD: 'off',
  };
  const find = () => findTimeSkippingServer({ env, log: () => undefined });

  it('names the choices, fetches it with Maven, then finds it in the cache', async () => {
    mkdirSync(env.PATH!);
    await expect(find()).rejects.toThrow('SANBAO_TEST_SERVER=<file>');

    script(join(env.PATH!, 'java'), 'true');
    const copy =
      'for a in "$@"; do case $a in -DoutputDirectory=*) /bin/mkdir -p "${a#*=}"; : > "${a#*=}/server.jar";; esac; done';
    script(join(env.PATH!, 'mvn'), copy);
    const fetched = await find();
    expect(readFileSync(fetched, 'utf8')).toContain('io.temporal.testserver.TestServer');

    script(join(env.PATH!, 'mvn'), 'exit 1');
    expect(await find()).toBe(fetched);
    env.SANBAO_TEST_SERVER = join(root, 'missing');
    await expect(find()).rejects.toThrow('is not an executable file');
  });
});
