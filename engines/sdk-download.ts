import { readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { draftFolder } from './cache';
import type { Log } from './log';
import { obtain } from './obtain';
import { projectRoot } from './project-root';

/** Without a byte for this long the machine counts as offline, ms. A refused connection fails at once. */
const STALL_LIMIT = 20_000;
/** A slow line still gets through, a broken one does not hold up the start for ever, ms. */
const LIMIT = 5 * 60_000;

/**
 * Downloads one of Temporal's servers with the SDK's own downloader to `target`.
 * @throws Error when offline, too slow, or when the operator switched it off with SANBAO_ENGINE_DOWNLOAD=off.
 */
export async function downloadBySdk(
  kind: 'dev-server' | 'time-skipping',
  target: string,
  env: NodeJS.ProcessEnv,
  log: Log,
): Promise<string> {
  if (env.SANBAO_ENGINE_DOWNLOAD === 'off') throw new Error('switched off by SANBAO_ENGINE_DOWNLOAD=off');
  const folder = draftFolder(dirname(target));
  try {
    log(
      `Temporal: downloading the ${kind === 'dev-server' ? 'dev server' : 'time-skipping test server'} (once, some tens of megabytes)`,
    );
    await obtain(process.execPath, [join(projectRoot(), 'engines', 'download-by-sdk.mjs'), folder, kind], {
      env,
      cwd: projectRoot(),
      limit: LIMIT,
      stallLimit: STALL_LIMIT,
      reportEvery: 5_000,
      progress: () => `${Math.floor(folderBytes(folder) / 1e6)} MB`,
      report: (size, seconds) => log(`Temporal: downloading, ${size} after ${seconds} s`),
    });
    const [file] = readdirSync(folder);
    if (!file) throw new Error('the download left no file');
    renameSync(join(folder, file), target);
    return target;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function folderBytes(folder: string): number {
  return readdirSync(folder).reduce(
    (sum, name) => sum + (statSync(join(folder, name), { throwIfNoEntry: false })?.size ?? 0),
    0,
  );
}
