// Runs Prisma's own commands offline: its engine is replaced by schema-engine.mjs, its look-ups on the net are off.
import { spawn } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { runMigrations } from 'graphile-worker';
import { inProject, projectEnv, ROOT } from '@/scripts/project';

interface PrismaRun {
  code: number;
  output: string;
}

const CLI = inProject('node_modules', 'prisma', 'build', 'index.js');

function prismaEnv(databaseUrl?: string): NodeJS.ProcessEnv {
  return projectEnv({
    PRISMA_SCHEMA_ENGINE_BINARY: inProject('scripts', 'schema-engine.mjs'),
    PRISMA_HIDE_UPDATE_MESSAGE: '1',
    CHECKPOINT_DISABLE: '1',
    ...(databaseUrl ? { DATABASE_URL: databaseUrl } : {}),
  });
}

/** Runs `prisma <args>` for a person: in the same terminal, answers with the exit code. */
export function runPrisma(args: string[], databaseUrl?: string): Promise<number> {
  const child = spawn(process.execPath, [CLI, ...args], {
    cwd: ROOT,
    env: prismaEnv(databaseUrl),
    stdio: 'inherit',
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => resolve(code ?? 1));
  });
}

/** Runs `prisma <args>` and collects what it says. */
export function readPrisma(args: string[], databaseUrl?: string): Promise<PrismaRun> {
  const env = { ...prismaEnv(databaseUrl), NO_COLOR: '1' };
  const child = spawn(process.execPath, [CLI, ...args], {
    cwd: ROOT,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ code: code ?? 1, output }));
  });
}

/** Writes the database client into server/generated. */
export async function generateClient(): Promise<void> {
  const { code, output } = await readPrisma(['generate']);
  if (code !== 0) throw new Error(`The database client could not be made.\n${output.trim()}`);
}

/** Brings a database to the newest migration, the queue's own tables included; makes it when it is missing. */
export async function migrate(databaseUrl: string): Promise<void> {
  const { code, output } = await readPrisma(['migrate', 'deploy'], databaseUrl);
  if (code !== 0) throw new Error(`The database could not be migrated.\n${output.trim()}`);
  await runMigrations({ connectionString: databaseUrl });
}

/** Names of the indexes that the migrations make. */
async function migratedIndexes(): Promise<Set<string>> {
  const folder = inProject('prisma', 'migrations');
  const names = new Set<string>();
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    if (!entry.isDirectory()) continue;
    const sql = await readFile(`${folder}/${entry.name}/migration.sql`, 'utf8');
    const pattern = /create\s+(?:unique\s+)?index\s+(?:concurrently\s+)?(?:if\s+not\s+exists\s+)?"?(\w+)"?/gi;
    for (const match of sql.matchAll(pattern)) if (match[1]) names.add(match[1]);
  }
  return names;
}

/** Leaves out indexes that the schema language cannot say (trigram, INCLUDE, NULLS LAST) but our migrations make. */
export function withoutOwnIndexes(script: string, own: Set<string>): string {
  const kept = script.split(/\n\s*\n/).filter((block) => {
    const name = /^(?:--[^\n]*\n)?DROP INDEX "(\w+)";\s*$/.exec(block.trim())?.[1];
    return !(name && own.has(name));
  });
  return kept.join('\n\n').trim();
}

/** The SQL that would bring the database to schema.prisma; empty when both agree. */
export async function checkDrift(databaseUrl: string): Promise<string> {
  const args = ['migrate', 'diff', '--from-config-datasource', '--to-schema', 'prisma/schema.prisma'];
  const { code, output } = await readPrisma([...args, '--script', '--exit-code'], databaseUrl);
  const script = output.replace(/^Loaded Prisma config.*$/m, '').trim();
  if (code === 0) return '';
  if (code !== 2) throw new Error(`The schema could not be compared with the database.\n${script}`);
  return withoutOwnIndexes(script, await migratedIndexes());
}
