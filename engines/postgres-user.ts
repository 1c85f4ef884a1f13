import { execFile } from 'node:child_process';
import { statSync } from 'node:fs';
import { dirname } from 'node:path';
import { promisify } from 'node:util';
import { EngineError } from './errors';

const run = promisify(execFile);

/** A user of the operating system. */
export interface SystemUser {
  name: string;
  uid: number;
  gid: number;
}

/**
 * The user that the database must run as: PostgreSQL refuses root. Undefined for an ordinary user, who runs it as
 * themselves. A folder that already has another owner keeps it; else `postgres`, else `nobody`: no user is created.
 * @throws EngineError when root has neither.
 */
export async function postgresUser(folder: string): Promise<SystemUser | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  const owner = statSync(folder);
  if (owner.uid !== 0) return { name: `user ${owner.uid}`, uid: owner.uid, gid: owner.gid };
  for (const name of ['postgres', 'nobody']) {
    const user = await lookUp(name);
    if (user) return user;
  }
  throw new EngineError(
    'PostgreSQL does not run as root, and this machine has neither a user postgres nor a user nobody.',
    'Start Sanbao as an ordinary user, create a user postgres, or give DATABASE_URL to use a PostgreSQL of your own.',
  );
}

async function lookUp(name: string): Promise<SystemUser | undefined> {
  try {
    const [uid, gid] = await Promise.all([run('id', ['-u', name]), run('id', ['-g', name])]);
    return { name, uid: Number(uid.stdout), gid: Number(gid.stdout) };
  } catch {
    return undefined;
  }
}

/**
 * Checks that the user can pass every folder above these files.
 * @throws EngineError naming the first folder that bars the way, which PostgreSQL itself would not.
 */
export function requireReachable(user: SystemUser, files: string[]): void {
  for (const file of files) {
    for (let folder = dirname(file); folder !== dirname(folder); folder = dirname(folder)) {
      const { mode, uid, gid } = statSync(folder);
      const searchBit = uid === user.uid ? 0o100 : gid === user.gid ? 0o010 : 0o001;
      if (mode & searchBit) continue;
      throw new EngineError(
        `PostgreSQL does not run as root, and ${user.name} may not enter ${folder}.`,
        'Put Sanbao and its state folder (SANBAO_STATE=<folder>) where every user may enter, start it as an ordinary user, or give DATABASE_URL.',
      );
    }
  }
}
