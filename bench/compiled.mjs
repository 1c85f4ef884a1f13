#!/usr/bin/env node
// Runs a benchmark as production runs: `node bench/compiled.mjs run --quick` compiles the sources into .state/bench/built and
// starts bench/run.js there. Compiled on the way, as `npm start` does it, every process would begin a second later, and
// each closure would be given its name when it is made. Types are checked by `npm run check`.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { transformFileSync } from '@swc/core';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const built = join(root, '.state', 'bench', 'built');
const rooms = ['activities', 'api', 'audit', 'bench', 'bin', 'calendars', 'documents', 'domain', 'engines', 'messages'];
const options = {
  swcrc: false,
  jsc: { parser: { syntax: 'typescript' }, target: 'es2023' },
  module: { type: 'commonjs', ignoreDynamic: true },
};

rmSync(built, { recursive: true, force: true });
for (const room of [...rooms, 'policies', 'prisma', 'test', 'workflows']) compile(join(root, room));

const [name, ...args] = process.argv.slice(2);
const { status } = spawnSync(process.execPath, [join(built, 'bench', `${name}.js`), ...args], { stdio: 'inherit' });
process.exitCode = status ?? 1;

function compile(folder) {
  const target = join(built, relative(root, folder));
  mkdirSync(target, { recursive: true });
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) compile(path);
    else if (entry.name.endsWith('.ts'))
      writeFileSync(join(target, entry.name.replace(/ts$/, 'js')), transformFileSync(path, options).code);
    else if (entry.name.endsWith('.eta') || path === join(root, 'policies', 'clauses.json'))
      cpSync(path, join(target, entry.name));
  }
}
