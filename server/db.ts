// The door to Postgres: one pool a process, bounded in size and in every wait.
import 'server-only';
import { PrismaPg } from '@prisma/adapter-pg';
import { Prisma, PrismaClient } from '@/server/generated/prisma/client';
import { log } from '@/server/log';
import { boundedPool } from '@/server/pool';
import { statementNames } from '@/server/statement-names';

/** The client or a transaction of it: data functions take it first, so that they compose. */
export type Db = Prisma.TransactionClient;

function connect(): PrismaClient {
  const pool = boundedPool({ connectionString: process.env.DATABASE_URL, max: 10, name: 'relink' });
  const adapter = new PrismaPg(pool, {
    disposeExternalPool: true,
    statementNameGenerator: statementNames(),
    onPoolError: (error) => log.warn({ error: error.message }, 'a pooled database connection broke'),
    onConnectionError: (error) => log.warn({ error: error.message }, 'a database connection broke'),
  });
  return new PrismaClient({
    adapter,
    errorFormat: 'minimal',
    transactionOptions: { maxWait: 5_000, timeout: 15_000 },
  });
}

// Next's development server reloads modules: without this each reload would open one more pool.
const kept = globalThis as { relinkDb?: PrismaClient };

export const db: PrismaClient = kept.relinkDb ?? connect();
if (process.env.NODE_ENV !== 'production') kept.relinkDb = db;

/** The next number of the order in which Stripe is asked: draw it before the request is sent (guard.md). */
export async function nextReadNo(on: Db): Promise<bigint> {
  const [row] = await on.$queryRaw<{ no: bigint }[]>`select nextval('read_no') as no`;
  if (!row) throw new Error('The sequence read_no gave no number.');
  return row.no;
}

export { Prisma };
