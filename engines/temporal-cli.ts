import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { cacheFolder, cacheSubfolder } from './cache';
import { EngineError, reason } from './errors';
import { firstFound, isExecutable, onPath, type Source } from './find';
import type { Log } from './log';
import { obtain } from './obtain';
import { downloadBySdk } from './sdk-download';

// The last tag that `go install` takes as it is: later ones have a `replace` in their go.mod.
const CLI_MODULE = 'github.com/temporalio/cli/cmd/temporal@v1.5.1';
/** Three minutes on two cores with an empty module cache; a slow line and one core may need several times that, ms. */
const BUILD_LIMIT = 15 * 60_000;

const run = promisify(execFile);

const CHOICES = [
  'Do one of these and start again:',
  '- give TEMPORAL_ADDRESS=<host>:<port> of a Temporal server that runs already;',
  '- install the Temporal CLI (https://docs.temporal.io/cli) so that `temporal` is on the PATH, or name it with SANBAO_TEMPORAL_CLI=<file>;',
  '- connect to the internet once, so that it can be downloaded;',
  '- install Go 1.24 or newer, so that it can be built.',
].join('\n');

/**
 * Finds the Temporal CLI, whose dev server is the embedded one: SANBAO_TEMPORAL_CLI or the PATH, the cache, the SDK's
 * download, a build with Go. What is downloaded or built stays in the cache.
 * @throws EngineError naming the choices when there is none.
 */
export function findTemporalCli({ env = process.env, log }: { env?: NodeJS.ProcessEnv; log: Log }): Promise<string> {
  const cached = join(cacheSubfolder(cacheFolder(env), 'bin'), 'temporal');
  const sources: Source[] = [
    { name: 'SANBAO_TEMPORAL_CLI', find: () => named(env) },
    { name: '`temporal` on the PATH', find: () => working(onPath('temporal', env)) },
    { name: `the cache ${cached}`, find: () => working(isExecutable(cached) ? cached : undefined) },
    { name: "the SDK's download", find: async () => working(await downloadBySdk('dev-server', cached, env, log)) },
    { name: 'a build with Go', find: () => build(cached, env, log) },
  ];
  return firstFound('Temporal dev server', sources, CHOICES, log);
}

async function named(env: NodeJS.ProcessEnv): Promise<string | undefined> {
  const path = env.SANBAO_TEMPORAL_CLI;
  if (!path) return undefined;
  try {
    return await working(path);
  } catch (error) {
    throw new EngineError(
      `SANBAO_TEMPORAL_CLI=${path} is not a Temporal CLI that runs here: ${reason(error)}`,
      'Correct the setting, or remove it to let Sanbao find one.',
      { cause: error },
    );
  }
}

/** The path again, once the program there has answered as the Temporal CLI. @throws Error when it does not. */
async function working(path: string | undefined): Promise<string | undefined> {
  if (!path) return undefined;
  const { stdout } = await run(path, ['--version'], { timeout: 20_000 });
  if (!/temporal version/i.test(stdout)) throw new Error(`${path} is another program: ${stdout.slice(0, 80)}`);
  return path;
}

async function build(cached: string, env: NodeJS.ProcessEnv, log: Log): Promise<string | undefined> {
  const go = onPath('go', env);
  if (!go) return undefined;
  log('Temporal: building the dev server with Go (once, about three minutes on two cores)');
  await obtain(go, ['install', '-v', '-ldflags', '-s -w', CLI_MODULE], {
    env: { ...env, GOBIN: join(cached, '..') },
    limit: BUILD_LIMIT,
    progress: (lines) => `${lines} packages`,
    report: (packages, seconds) => log(`Temporal: building, ${packages} after ${seconds} s`),
  });
  return working(cached);
}
