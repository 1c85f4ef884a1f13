#!/usr/bin/env node
// A schema engine for the Prisma CLI that needs npm packages only. The CLI starts the program named by
// PRISMA_SCHEMA_ENGINE_BINARY and speaks JSON-RPC with it, one message a line; this one answers from the WebAssembly
// build of the same engine, over the `pg` driver. `generate`, `migrate deploy`, `migrate diff`, `migrate status` and
// `db execute` go this way; prisma/run.mjs sets it up.
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { PrismaPg } from '@prisma/adapter-pg';
import { bindMigrationAwareSqlAdapterFactory, ColumnTypeEnum } from '@prisma/driver-adapter-utils';
import * as bindings from '@prisma/schema-engine-wasm/schema_engine_bg';
import pg from 'pg';

/** The code of an error that the engine itself reports, in JSON-RPC's range for servers, as the native engine has it. */
const ENGINE_ERROR = 4466;
const METHOD_NOT_FOUND = -32601;
const PARSE_ERROR = -32700;
/** Prisma's codes for what goes wrong before the engine is reached. */
const CANNOT_REACH = 'P1001';
const AUTHENTICATION_FAILED = 'P1000';
const DATABASE_MISSING = 'P1003';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  // The CLI passes options of other databases and of features that are not used here.
  strict: false,
  options: {
    datasource: { type: 'string' },
    datamodels: { type: 'string', multiple: true },
    version: { type: 'boolean' },
    'enabled-preview-features': { type: 'string' },
    'extension-types': { type: 'string' },
  },
});

/** Answers requests until the CLI closes the input. */
async function serve() {
  let engine;
  // A panic inside the engine's own asynchronous code rejects no promise of ours: without this it would end the
  // process with the request unanswered, and the CLI would take that for an empty result.
  const crash = new Promise((_, failed) => process.on('uncaughtException', failed));
  crash.catch(() => undefined);
  for await (const line of createInterface({ input: process.stdin, crlfDelay: Infinity })) {
    if (!line.trim()) continue;
    let request;
    try {
      request = JSON.parse(line);
    } catch (error) {
      send({ id: null, error: { code: PARSE_ERROR, message: `Not JSON: ${error.message}` } });
      continue;
    }
    // The CLI's answers to our `print` messages.
    if (request.method === undefined) continue;
    try {
      engine ??= await startEngine();
      const response = await Promise.race([answer(engine, request), crash]);
      await disposeShadows();
      send(response);
    } catch (error) {
      await disposeShadows().catch(() => undefined);
      send({ id: request.id, error: rpcError(error) });
    }
  }
  // The driver's pool keeps its connections; there is nothing left to do with them.
  process.exit();
}

async function answer(engine, { id, method, params }) {
  if (typeof engine[method] !== 'function' || method === 'constructor' || method === 'free') {
    return { id, error: { code: METHOD_NOT_FOUND, message: `The WebAssembly schema engine has no method ${method}.` } };
  }
  const result = await engine[method](params);
  if (method === 'diff' && result?.stdout) {
    // The native engine has the CLI print the difference; the WebAssembly one returns it.
    send({ id: 0, method: 'print', params: { content: result.stdout } });
    return { id, result: { ...result, stdout: null } };
  }
  return { id, result: result ?? null };
}

async function startEngine() {
  loadWebAssembly();
  const { host, port, user, password, database, ssl } = new pg.Client({ connectionString: databaseUrl() });
  // In parts, not as one string, which would override the name of the shadow database beside it.
  const config = { host, port, user, password, database, ssl, Client: CatalogClient };
  const factory = bindMigrationAwareSqlAdapterFactory(new MigrationAdapter(config));
  // Most requests bring their models along, but the schemas (namespaces) of the database are taken from these.
  const datamodels = values.datamodels?.map((file) => [file, readFileSync(file, 'utf8')]);
  return bindings.SchemaEngine.new({ datamodels }, () => {}, factory);
}

/** The shadow databases of the request being answered. */
const shadows = [];

/** The engine does not wait for them to go, and the CLI ends this process as soon as it has its answer. */
async function disposeShadows() {
  await Promise.all(shadows.splice(0).map((shadow) => shadow.dispose()));
}

/** Three things that the engine needs of the adapter and that the adapter does not do. */
class MigrationAdapter extends PrismaPg {
  /**
   * Passes on PostgreSQL's type "char", without which the engine cannot read a schema from the catalogues; and runs a
   * script as a whole, where the adapter cuts it at each semicolon: function bodies have their own, and a migration
   * that fails half-way is undone.
   */
  async connect() {
    const adapter = await super.connect();
    const queryRaw = adapter.queryRaw.bind(adapter);
    adapter.queryRaw = async (query) => {
      const result = await queryRaw(query);
      const columnTypes = result.columnTypes.map((type) =>
        type === ColumnTypeEnum.CharacterArray ? ColumnTypeEnum.Character : type,
      );
      return { ...result, columnTypes };
    };
    adapter.executeScript = (script) =>
      adapter
        .underlyingDriver()
        .query(script)
        .then(
          () => undefined,
          (error) => adapter.onError(error),
        );
    return adapter;
  }

  /** A shadow database that goes away: the adapter's own drops it while still connected to it, which fails. */
  async connectToShadowDb() {
    const database = `prisma_shadow_${randomUUID()}`;
    const admin = await this.connect();
    await admin.executeScript(`create database "${database}"`);
    const shadow = await new MigrationAdapter({ ...this.config, database }).connect();
    const disconnect = shadow.dispose.bind(shadow);
    let disposal;
    shadow.dispose = () => {
      disposal ??= disconnect()
        .then(() => admin.executeScript(`drop database "${database}" with (force)`))
        .finally(() => admin.dispose());
      return disposal;
    };
    shadows.push(shadow);
    return shadow;
  }
}

/** PostgreSQL's one-byte type "char", which only its catalogues use, and arrays of it, which no query of the engine selects. */
const CHAR = 18;
const CHAR_ARRAY = 1002;

/** The adapter refuses "char" but knows its arrays: the values are read as they are, only their type passes as the other. */
class CatalogClient extends pg.Client {
  query(...args) {
    const callback = args.at(-1);
    if (typeof callback === 'function') {
      return super.query(...args.slice(0, -1), (error, result) => callback(error, withKnownTypes(result)));
    }
    const result = super.query(...args);
    return result instanceof Promise ? result.then(withKnownTypes) : result;
  }
}

function withKnownTypes(result) {
  for (const field of result?.fields ?? []) if (field.dataTypeID === CHAR) field.dataTypeID = CHAR_ARRAY;
  return result;
}

/** What the engine said when it panicked: it tells this registry, then traps. */
let panicMessage;

function loadWebAssembly() {
  globalThis.PRISMA_WASM_PANIC_REGISTRY = {
    set_message(message) {
      panicMessage = message;
    },
  };
  const folder = dirname(createRequire(import.meta.url).resolve('@prisma/schema-engine-wasm'));
  const module = new WebAssembly.Module(readFileSync(join(folder, 'schema_engine_bg.wasm')));
  const { exports } = new WebAssembly.Instance(module, { './schema_engine_bg.js': bindings });
  bindings.__wbg_set_wasm(exports);
  exports.__wbindgen_start();
}

function databaseUrl() {
  if (values.datasource === undefined) return process.env.DATABASE_URL;
  return JSON.parse(values.datasource).url ?? process.env.DATABASE_URL;
}

/** The engine's one-shot commands; the CLI reads their outcome from the exit code and from log lines on stderr. */
async function runCommand(command) {
  try {
    if (command === 'can-connect-to-database') await withClient(databaseUrl(), (client) => client.query('select 1'));
    else if (command === 'create-database') await createDatabase();
    else throw new Error(`The WebAssembly schema engine has no command ${command}.`);
    return 0;
  } catch (error) {
    // The CLI skips the first line and reads the error from the next.
    logLine('INFO', { message: `Command ${command} failed` });
    logLine('ERROR', {
      is_panic: false,
      error_code: connectionErrorCode(error),
      message: error.message || String(error.code ?? error),
      meta: {},
    });
    return 1;
  }
}

async function createDatabase() {
  const url = new URL(databaseUrl());
  const name = decodeURIComponent(url.pathname.slice(1));
  url.pathname = '/postgres';
  await withClient(url.href, (client) => client.query(`create database ${client.escapeIdentifier(name)}`));
}

async function withClient(connectionString, use) {
  const client = new pg.Client({ connectionString });
  try {
    await client.connect();
    await use(client);
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** PostgreSQL's SQLSTATE to the code by which the CLI knows the situation. */
function connectionErrorCode({ code }) {
  if (code === '3D000') return DATABASE_MISSING;
  if (code === '28P01' || code === '28000') return AUTHENTICATION_FAILED;
  return CANNOT_REACH;
}

function rpcError(error) {
  const message = panicMessage ?? error?.message ?? String(error);
  const data = { is_panic: panicMessage !== undefined, message, meta: error?.meta ?? null, error_code: error?.code };
  return { code: ENGINE_ERROR, message, data };
}

function logLine(level, fields) {
  console.error(
    JSON.stringify({ timestamp: new Date().toISOString(), level, fields, target: 'schema_engine::logger' }),
  );
}

function send(message) {
  process.stdout.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`);
}

function packageVersion() {
  const require = createRequire(import.meta.url);
  const folder = dirname(require.resolve('@prisma/schema-engine-wasm'));
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')).version;
}

if (values.version) {
  console.log(`schema-engine-wasm ${packageVersion()}`);
} else if (positionals[0] === 'cli') {
  process.exitCode = await runCommand(positionals[1]);
} else {
  await serve();
}
