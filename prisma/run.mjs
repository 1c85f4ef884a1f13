#!/usr/bin/env node
// Runs the Prisma CLI on npm packages alone: node prisma/run.mjs generate | migrate deploy | migrate diff …
// Left to itself the CLI downloads a schema engine from the vendor; here it gets the bridge beside this file, so that
// the same engine answers on every machine, offline too. PRISMA_SCHEMA_ENGINE_BINARY, when set, is respected.
import { spawn } from 'node:child_process';
import { accessSync, chmodSync, constants } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const cli = createRequire(import.meta.url).resolve('prisma/build/index.js');

const child = spawn(process.execPath, [cli, ...process.argv.slice(2)], {
  stdio: 'inherit',
  env: {
    // Windows cannot run a script by its first line: there the CLI's own engine is used.
    ...(process.platform === 'win32'
      ? {}
      : { PRISMA_SCHEMA_ENGINE_BINARY: executable(join(here, 'schema-engine.mjs')) }),
    // No calls home, neither for usage figures nor to look for updates.
    CHECKPOINT_DISABLE: '1',
    PRISMA_HIDE_UPDATE_MESSAGE: '1',
    ...process.env,
  },
});
child.once('error', (error) => {
  console.error(`The Prisma CLI cannot be started: ${error.message}`);
  process.exitCode = 1;
});
child.once('exit', (code, signal) => {
  process.exitCode = signal ? 1 : (code ?? 1);
});

/** The file again, its run bit set: archives and some file systems lose it. */
function executable(file) {
  try {
    accessSync(file, constants.X_OK);
  } catch {
    chmodSync(file, 0o755);
  }
  return file;
}
