import { randomBytes } from 'node:crypto';
import { chmodSync, mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { EngineError, reason } from './errors';
import { takeLock } from './lock';

/** The one folder that holds everything which the embedded engines keep between two starts. */
export interface StateFolder {
  /** Absolute path. */
  readonly path: string;
  /** The absolute path of a sub-folder, created when missing and readable by its owner only. */
  folder(name: string): string;
  /** The local password or key of this name (43 URL-safe characters), generated at its first use and kept. */
  secret(name: string): string;
  /** Gives the lock back. Call it after the engines have stopped. */
  release(): void;
}

/** The state folder's path: SANBAO_STATE, else `.state` in the working folder. */
export function stateFolderPath(env: NodeJS.ProcessEnv = process.env): string {
  return resolve(env.SANBAO_STATE || '.state');
}

/**
 * Opens the state folder, creating it when missing, and locks it against a second process.
 * @throws EngineError when the folder is in use or cannot be written.
 */
export function openStateFolder(path: string = stateFolderPath()): StateFolder {
  const root = resolve(path);
  makeFolder(root, 0o700);
  // Others may pass through but not list: started by root, the database runs as another user below this folder.
  if (process.getuid?.() === 0) chmodSync(root, statSync(root).mode | 0o111);
  const release = takeLock(join(root, 'lock'), `The state folder ${root}`);
  const secretsFile = join(root, 'secrets.json');
  return {
    path: root,
    folder(name) {
      const folder = join(root, name);
      makeFolder(folder, 0o700);
      return folder;
    },
    secret: (name) => keptSecret(secretsFile, name),
    release,
  };
}

function makeFolder(folder: string, mode: number): void {
  try {
    mkdirSync(folder, { recursive: true, mode });
  } catch (error) {
    throw new EngineError(
      `The state folder ${folder} cannot be created: ${reason(error)}`,
      'Choose a folder that this user can write with SANBAO_STATE=<folder>.',
      { cause: error },
    );
  }
}

function keptSecret(file: string, name: string): string {
  const secrets = readSecrets(file);
  const known = secrets[name];
  if (known !== undefined) return known;
  const fresh = randomBytes(32).toString('base64url');
  // Written beside and renamed, so that a kill never leaves half a file of passwords.
  writeFileSync(`${file}.new`, `${JSON.stringify({ ...secrets, [name]: fresh }, null, 2)}\n`, { mode: 0o600 });
  renameSync(`${file}.new`, file);
  return fresh;
}

/** A secret of the state folder of a system that may be running; undefined where there is none, or it is not ours to read. */
export function storedSecret(name: string, env: NodeJS.ProcessEnv = process.env): string | undefined {
  try {
    return readSecrets(join(stateFolderPath(env), 'secrets.json'))[name];
  } catch {
    return undefined;
  }
}

function readSecrets(file: string): Record<string, string> {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {};
    throw new EngineError(
      `The local passwords in ${file} cannot be read: ${reason(error)}`,
      'Restore the file from a backup; without it the database of this folder cannot be opened.',
      { cause: error },
    );
  }
}
