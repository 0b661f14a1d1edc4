// Whether this process can do its work: Postgres answers, its tables are those of this code, its Stripe account is known.
import 'server-only';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import type { Db } from '@/server/db';
import { AppError } from '@/server/errors';

export interface Readiness {
  status: 'ready';
  migrations: number;
  stripeAccountId: string;
}

/** Throws database_unavailable with what is missing. */
export async function requireReady(db: Db): Promise<Readiness> {
  const [applied, expected] = await Promise.all([appliedMigrations(db), expectedMigrations()]);
  const missing = expected.filter((name) => !applied.has(name));
  if (missing.length > 0) {
    throw new AppError(
      'database_unavailable',
      `The database lacks ${missing.length} of ${expected.length} migrations. Run npm run db:migrate.`,
    );
  }
  const binding = await db.binding.findFirst({ select: { stripeAccountId: true } });
  if (!binding) {
    throw new AppError(
      'database_unavailable',
      'The database is not bound to a Stripe account yet: the start is under way.',
    );
  }
  return { status: 'ready', migrations: expected.length, stripeAccountId: binding.stripeAccountId };
}

async function appliedMigrations(db: Db): Promise<Set<string>> {
  // Before the first migration the table itself is missing, which is not a fault but "not ready".
  const [table] = await db.$queryRaw<{ exists: boolean }[]>`
    select to_regclass('_prisma_migrations') is not null as exists`;
  if (!table?.exists) return new Set();
  const rows = await db.$queryRaw<{ migration_name: string }[]>`
    select migration_name from _prisma_migrations where finished_at is not null and rolled_back_at is null`;
  return new Set(rows.map((row) => row.migration_name));
}

/** The migrations that this code was made with: the folders beside the schema. */
async function expectedMigrations(): Promise<string[]> {
  const folder = path.join(process.cwd(), 'prisma', 'migrations');
  const entries = await readdir(folder, { withFileTypes: true });
  return entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
}
