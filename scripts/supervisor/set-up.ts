// Makes what the processes need: the database client, the tables, the production build.
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { generateClient, migrate } from '@/scripts/prisma';
import { inProject, ROOT } from '@/scripts/project';
import { spawnNode } from '@/scripts/supervisor/child';
import type { LogFile } from '@/scripts/supervisor/log-file';
import { hashOf, madeOnce } from '@/scripts/supervisor/stamps';
import type { Progress } from '@/scripts/supervisor/terminal';
import { sentenceFor, ToldError } from '@/scripts/told-error';

const GENERATED = 'server/generated/prisma';
const BUILT_FROM = [
  'app',
  'components',
  'domain',
  'server',
  'public',
  'prisma/schema.prisma',
  'package-lock.json',
].concat(['next.config.js', 'postcss.config.mjs', 'proxy.ts', 'instrumentation.ts', 'tsconfig.json']);

/** Writes the database client when the schema has changed. */
export async function makeClient(): Promise<string> {
  const hash = hashOf(ROOT, ['prisma/schema.prisma', 'package-lock.json']);
  const stamp = inProject(GENERATED, '.relink-stamp');
  return (await madeOnce(stamp, hash, generateClient)) ? 'made' : 'unchanged';
}

interface Migration {
  name: string;
  checksum: string;
}

/** The migrations of this code, with the checksum that Prisma keeps of each. */
export function ownMigrations(folder = inProject('prisma', 'migrations')): Migration[] {
  const entries = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return entries.map(({ name }) => {
    const sql = readFileSync(join(folder, name, 'migration.sql'));
    return { name, checksum: createHash('sha256').update(sql).digest('hex') };
  });
}

async function appliedMigrations(databaseUrl: string): Promise<Migration[]> {
  const client = new pg.Client({ connectionString: databaseUrl, connectionTimeoutMillis: 10_000 });
  await client.connect();
  try {
    const table = await client.query("SELECT to_regclass('_prisma_migrations') IS NOT NULL AS exists");
    if (!table.rows[0]?.exists) return [];
    const { rows } = await client.query<Migration>(
      `SELECT migration_name AS name, checksum FROM _prisma_migrations
        WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL`,
    );
    return rows;
  } finally {
    await client.end();
  }
}

/** Migrates the database when a migration is missing or differs: asked of the database itself, which may be a new one. */
export async function makeTables(databaseUrl: string): Promise<string> {
  const applied = new Map(
    (await appliedMigrations(databaseUrl)).map(({ name, checksum }) => [name, checksum]),
  );
  const missing = ownMigrations().filter(({ name, checksum }) => applied.get(name) !== checksum);
  if (missing.length === 0) return 'unchanged';
  await migrate(databaseUrl);
  return `${missing.length} migration${missing.length === 1 ? '' : 's'} applied`;
}

function isNotBuilt(path: string): boolean {
  return (
    /\.test\.tsx?$/.test(path) || path.startsWith('server/testing') || path.startsWith('server/generated')
  );
}

/** The hash of everything that the production build depends on. */
export function buildHash(): string {
  const publicEnv = Object.entries(process.env).filter(([name]) => name.startsWith('NEXT_PUBLIC_'));
  const rest = JSON.stringify([process.version, publicEnv.sort()]);
  return createHash('sha256')
    .update(hashOf(ROOT, BUILT_FROM, isNotBuilt))
    .update(rest)
    .digest('hex');
}

const BUILD_STAMP = inProject('.next', 'relink-stamp');

/** Whether a production build of exactly these sources is there. */
export function isBuilt(): boolean {
  const isThere = existsSync(inProject('.next', 'BUILD_ID')) && existsSync(BUILD_STAMP);
  return isThere && readFileSync(BUILD_STAMP, 'utf8') === buildHash();
}

/** Builds the console when its sources have changed. */
export async function makeBuild(log: LogFile, progress: Progress): Promise<string> {
  if (isBuilt()) return 'unchanged';
  rmSync(BUILD_STAMP, { force: true });
  rmSync(inProject('.next', 'BUILD_ID'), { force: true });
  await madeOnce(BUILD_STAMP, buildHash(), () => build(log, progress));
  return 'built';
}

async function build(log: LogFile, progress: Progress): Promise<void> {
  const lines: string[] = [];
  const child = spawnNode({
    name: 'The build',
    args: [inProject('node_modules', 'next', 'dist', 'bin', 'next'), 'build'],
    env: { NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' },
    graceMs: 0,
    log,
    onLine: (line) => {
      lines.push(line);
      progress(line.trim());
    },
  });
  const code = await new Promise<number>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (exitCode) => resolve(exitCode ?? 1));
  });
  // Seen: a build that loses a worker may end with 0 and half a result.
  if (code === 0 && existsSync(inProject('.next', 'BUILD_ID'))) return;
  const words = lines.slice(-30).join('\n');
  throw new ToldError(sentenceFor(new Error(`The production build failed (log: ${log.path}).\n${words}`)));
}
