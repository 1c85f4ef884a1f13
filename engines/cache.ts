import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';

/**
 * The folder that keeps obtained engines for every state folder of this user: SANBAO_CACHE, else
 * `sanbao/engines` in the user's cache folder (XDG_CACHE_HOME, else ~/.cache).
 */
export function cacheFolder(env: NodeJS.ProcessEnv = process.env): string {
  if (env.SANBAO_CACHE) return resolve(env.SANBAO_CACHE);
  return join(env.XDG_CACHE_HOME || join(env.HOME || homedir(), '.cache'), 'sanbao', 'engines');
}

/** A sub-folder of the cache, created when missing. */
export function cacheSubfolder(cache: string, name: string): string {
  const folder = join(cache, name);
  mkdirSync(folder, { recursive: true });
  return folder;
}

const DRAFT_PREFIX = '.draft-';
/** Longer than any way of obtaining an engine may take, so that an older draft is of a killed process, ms. */
const DRAFT_LIFE = 60 * 60_000;

/**
 * A new folder in which something is prepared that is then renamed into the cache, so that an interrupted or parallel
 * fetch never looks finished. Drafts that killed processes left behind are removed.
 */
export function draftFolder(parent: string): string {
  mkdirSync(parent, { recursive: true });
  for (const name of readdirSync(parent).filter((entry) => entry.startsWith(DRAFT_PREFIX))) {
    const draft = join(parent, name);
    const age = Date.now() - (statSync(draft, { throwIfNoEntry: false })?.mtimeMs ?? 0);
    if (age > DRAFT_LIFE) rmSync(draft, { recursive: true, force: true });
  }
  return mkdtempSync(join(parent, DRAFT_PREFIX));
}
