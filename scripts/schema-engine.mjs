#!/usr/bin/env node
// Speaks for Prisma's schema engine: the same engine, but as WebAssembly from npm, so that no binary must be downloaded.
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { PrismaPg } from '@prisma/adapter-pg';
import { bindMigrationAwareSqlAdapterFactory, ColumnTypeEnum } from '@prisma/driver-adapter-utils';
import * as bindings from '@prisma/schema-engine-wasm/schema_engine_bg';
import pg from 'pg';

const CHAR_OID = 18; // "char", the one-byte type of Postgres's own catalogs
const TEXT_OID = 25;
const CONNECT_TIMEOUT_MS = 10_000;
const READ_ERRORS = { '3D000': 'P1003', '28P01': 'P1000', 28000: 'P1000', 42501: 'P1010', '42P04': 'P1009' };

/** Reads the arguments that the Prisma CLI passes to its engine. */
function readArguments(argv) {
  const datamodels = [];
  let datasource = {};
  let command;
  for (let i = 0; i < argv.length; i += 1) {
    if (argv[i] === '--datamodels') datamodels.push(...(argv[++i] ?? '').split(','));
    else if (argv[i] === '--datasource') datasource = JSON.parse(argv[++i] ?? '{}');
    else if (argv[i] === 'cli') command = argv[++i];
  }
  return { datamodels, url: datasource.url, shadowUrl: datasource.shadowDatabaseUrl, command };
}

/** The same server, another database. */
function withDatabase(url, database) {
  const changed = new URL(url);
  changed.pathname = `/${encodeURIComponent(database)}`;
  return changed.toString();
}

function databaseOf(url) {
  return decodeURIComponent(new URL(url).pathname.slice(1)) || 'postgres';
}

/** PrismaPg refuses "char" columns and cuts scripts at each semicolon, also inside function bodies: both are mended here. */
function mend(queryable) {
  const performIO = queryable.performIO.bind(queryable);
  const queryRaw = queryable.queryRaw;
  queryable.queryRaw = async (query) => {
    const result = await performIO(query);
    const fields = result.fields.map((field) =>
      field.dataTypeID === CHAR_OID ? { ...field, dataTypeID: TEXT_OID } : field,
    );
    const answered = Object.create(queryable, { performIO: { value: async () => ({ ...result, fields }) } });
    const rows = await queryRaw.call(answered, query);
    const columnTypes = rows.columnTypes.map((type, i) =>
      result.fields[i]?.dataTypeID === CHAR_OID ? ColumnTypeEnum.Character : type,
    );
    return { ...rows, columnTypes };
  };
  if (queryable.executeScript) {
    queryable.executeScript = async (script) => {
      try {
        await queryable.underlyingDriver().query(script);
      } catch (error) {
        queryable.onError(error);
      }
    };
  }
  if (queryable.startTransaction) {
    const startTransaction = queryable.startTransaction.bind(queryable);
    queryable.startTransaction = async (isolation) => mend(await startTransaction(isolation));
  }
  return queryable;
}

/** Connects to one URL with few connections and a deadline. */
async function connect(url) {
  const schema = new URL(url).searchParams.get('schema') ?? undefined;
  const config = { connectionString: url, max: 2, connectionTimeoutMillis: CONNECT_TIMEOUT_MS };
  return mend(await new PrismaPg(config, { schema }).connect());
}

async function run(url, sql) {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: CONNECT_TIMEOUT_MS });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}

/** A factory that also makes shadow databases, and takes them away when done. */
function adapterFactory({ url, shadowUrl }) {
  const needUrl = () => {
    if (!url) throw new Error('DATABASE_URL is not set, and this command needs a database.');
    return url;
  };
  return {
    provider: 'postgres',
    adapterName: '@prisma/adapter-pg',
    connect: async () => connect(needUrl()),
    connectToShadowDb: async () => {
      if (shadowUrl) return connect(shadowUrl);
      const name = `prisma_migrate_shadow_db_${globalThis.crypto.randomUUID()}`;
      await run(needUrl(), `CREATE DATABASE ${pg.escapeIdentifier(name)}`);
      const adapter = await connect(withDatabase(needUrl(), name));
      const close = adapter.dispose.bind(adapter);
      adapter.dispose = async () => {
        await close();
        await run(needUrl(), `DROP DATABASE ${pg.escapeIdentifier(name)} WITH (FORCE)`);
      };
      return adapter;
    },
  };
}

/** The three commands that answer by their exit code; a failure is told as the engine's log lines. */
async function runCommand(command, url) {
  const name = pg.escapeIdentifier(databaseOf(url));
  try {
    if (command === 'can-connect-to-database') await run(url, 'SELECT 1');
    else if (command === 'create-database')
      await run(withDatabase(url, 'postgres'), `CREATE DATABASE ${name}`);
    else if (command === 'drop-database') {
      await run(withDatabase(url, 'postgres'), `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
    } else throw new Error(`The schema engine has no command ${command}.`);
    return 0;
  } catch (error) {
    const message =
      error instanceof AggregateError ? error.errors.map((e) => e.message).join(', ') : error.message;
    const fields = { message, error_code: READ_ERRORS[error.code] ?? 'P1001', is_panic: false };
    // The CLI skips the first line and cannot parse an empty last one.
    process.stderr.write(
      `{}\n${JSON.stringify({ level: 'ERROR', target: 'schema_engine::logger', fields })}`,
    );
    return 1;
  }
}

/** Starts the WebAssembly engine with the given schema files. */
async function startEngine({ datamodels, url, shadowUrl }) {
  globalThis.PRISMA_WASM_PANIC_REGISTRY = { set_message: (message) => process.stderr.write(`${message}\n`) };
  const entry = fileURLToPath(import.meta.resolve('@prisma/schema-engine-wasm/schema_engine_bg'));
  const wasm = await WebAssembly.instantiate(readFileSync(entry.replace(/\.js$/, '.wasm')), {
    './schema_engine_bg.js': bindings,
  });
  bindings.__wbg_set_wasm(wasm.instance.exports);
  wasm.instance.exports.__wbindgen_start();
  const files = datamodels.map((path) => [path, readFileSync(path, 'utf8')]);
  const factory = bindMigrationAwareSqlAdapterFactory(adapterFactory({ url, shadowUrl }));
  return bindings.SchemaEngine.new(
    { datamodels: files.length > 0 ? files : undefined },
    () => undefined,
    factory,
  );
}

const send = (message) => process.stdout.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`);

function sendError(id, error) {
  const { message = String(error), code: error_code, meta } = error ?? {};
  send({ id, error: { code: 4466, message, data: { is_panic: false, message, error_code, meta } } });
}

/** Answers one JSON-RPC request of the CLI. */
async function answer(engine, { id, method, params }) {
  const call = engine[method === 'getDatabaseVersion' ? 'version' : method];
  if (!call) throw new Error(`The schema engine has no method ${method}.`);
  const result = (await call.call(engine, params)) ?? null;
  // The CLI prints a diff only when the engine asks for it in a request of its own.
  if (method === 'diff' && result?.stdout) {
    send({ id: 1_000_000 + id, method: 'print', params: { content: result.stdout } });
  }
  send({ id, result });
}

/** Serves the CLI until it closes our input. */
async function serve(settings) {
  let current;
  // A panic of the engine surfaces outside every promise; the CLI would then end with 0, as if all were well.
  process.on('uncaughtException', (error) => {
    sendError(current, error);
    process.exitCode = 1;
    process.stdin.destroy();
  });
  let engine;
  for await (const line of createInterface({ input: process.stdin })) {
    const request = line.trim() ? JSON.parse(line) : {};
    if (!request.method) continue;
    current = request.id;
    try {
      engine ??= await startEngine(settings);
      await answer(engine, request);
    } catch (error) {
      sendError(request.id, error);
    }
  }
}

const settings = readArguments(process.argv.slice(2));
if (settings.command) process.exitCode = await runCommand(settings.command, settings.url);
else await serve(settings);
process.exit();
