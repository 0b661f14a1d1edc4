// The schema and the migrations agree, and Prisma's commands work without its downloaded engine.
import { expect, test } from 'vitest';
import { administer, newDatabaseName, urlOf, useDatabase } from '@/server/testing/database';
import { checkDrift, readPrisma, withoutOwnIndexes } from './prisma';
import { makeTables, ownMigrations } from './supervisor/set-up';

useDatabase();

test('a migrated database is exactly what schema.prisma says', { timeout: 60_000 }, async () => {
  expect(await checkDrift(process.env.DATABASE_URL ?? '')).toBe('');
});

test('drift is seen: a column that the schema does not know', { timeout: 60_000 }, async () => {
  const url = urlOf(newDatabaseName('drift'));
  const name = new URL(url).pathname.slice(1);
  await administer(`create database ${name} template ${process.env.TEST_TEMPLATE}`);
  try {
    const { code } = await readPrisma(['db', 'execute', '--file', 'scripts/checks/drift.sql'], url);
    expect(code).toBe(0);
    expect(await checkDrift(url)).toContain('DROP COLUMN "drifted"');
  } finally {
    await administer(`drop database ${name} with (force)`);
  }
});

test('migrations that are applied are not applied again', { timeout: 60_000 }, async () => {
  expect(ownMigrations().length).toBeGreaterThan(0);
  expect(await makeTables(process.env.DATABASE_URL ?? '')).toBe('unchanged');
});

test('only the indexes that our migrations make are left out of the comparison', () => {
  const script = '-- DropIndex\nDROP INDEX "ours";\n\n-- DropIndex\nDROP INDEX "foreign";';
  expect(withoutOwnIndexes(script, new Set(['ours']))).toBe('-- DropIndex\nDROP INDEX "foreign";');
});
