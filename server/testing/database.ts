// A Postgres database of its own for a test file, cloned from the migrated template.
import 'server-only';
import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll } from 'vitest';

/** The throw-away server that the test run started, and the database on it with every migration applied. */
function server(): { url: string; template: string } {
  const url = process.env.TEST_POSTGRES_URL;
  const template = process.env.TEST_TEMPLATE;
  if (!url || !template)
    throw new Error('TEST_POSTGRES_URL and TEST_TEMPLATE are set by scripts/vitest-postgres.ts.');
  return { url, template };
}

/** The same server, another database. */
export function urlOf(database: string): string {
  const url = new URL(server().url);
  url.pathname = `/${database}`;
  return url.toString();
}

export async function administer(sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: server().url });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}

/** Creates a database before the tests of this file and drops it after them. Call it once, at the top of the file. */
export function useDatabase(): void {
  const name = databaseName();
  beforeAll(async () => {
    await administer(`create database ${name} template ${server().template}`);
  });
  afterAll(async () => {
    const { db } = await import('@/server/db');
    await db.$disconnect();
    await administer(`drop database if exists ${name} with (force)`);
  });
}

/** The name that server/testing/environment.ts put into DATABASE_URL before any module read it. */
export function databaseName(): string {
  return new URL(process.env.DATABASE_URL ?? '').pathname.slice(1);
}

export function newDatabaseName(prefix: string): string {
  return `${prefix}_${randomBytes(6).toString('hex')}`;
}
