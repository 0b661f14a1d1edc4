// Every error becomes one of ours; a database out of reach is never taken for a fault of the code.
import { PrismaPg } from '@prisma/adapter-pg';
import type pg from 'pg';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { PrismaClient } from '@/server/generated/prisma/client';
import { errorFacts } from './error-facts';
import { AppError, toAppError } from './errors';
import { useDatabase } from './testing/database';

useDatabase();

const thrownBy = (run: () => Promise<unknown>): Promise<unknown> =>
  run().then(
    () => null,
    (error: unknown) => error,
  );

const clientOf = (config: pg.PoolConfig) =>
  new PrismaClient({ adapter: new PrismaPg(config), errorFormat: 'minimal' });

test('an error of ours stays itself', () => {
  const error = new AppError('relink_open', 'Open.', { sessionId: 'fcsess_1' });
  expect(toAppError(error)).toBe(error);
  expect(error.toProblem('r1')).toMatchObject({
    status: 409,
    code: 'relink_open',
    sessionId: 'fcsess_1',
    requestId: 'r1',
  });
});

test('a schema’s refusal names where and what, bounded', () => {
  const wrong = Array.from({ length: 50 }, () => 1);
  const parsed = z.array(z.string()).safeParse(wrong);
  const error = toAppError(parsed.error);
  expect(error).toMatchObject({ code: 'invalid_request' });
  expect(error.extra.errors).toHaveLength(20);
  expect(error.extra.errors?.[0]).toMatchObject({ path: '0' });
});

test('a server that is not there is database_unavailable, read by Prisma or by SQL', async () => {
  const db = clientOf({
    connectionString: 'postgres://nobody@127.0.0.1:9/none',
    connectionTimeoutMillis: 2000,
  });
  for (const run of [
    () => db.binding.findFirst(),
    () => db.$queryRaw`select 1`,
    () => db.$transaction((tx) => tx.binding.count()),
  ]) {
    expect(toAppError(await thrownBy(run))).toMatchObject({ code: 'database_unavailable', status: 503 });
  }
  await db.$disconnect();
});

test('a database or a role that is not there is database_unavailable', async () => {
  const url = new URL(process.env.DATABASE_URL ?? '');
  url.pathname = '/this_database_does_not_exist';
  const db = clientOf({ connectionString: url.toString() });
  expect(toAppError(await thrownBy(() => db.binding.count()))).toMatchObject({
    code: 'database_unavailable',
  });
  await db.$disconnect();
});

test('a pool with no free connection, a statement that takes too long and a connection cut off are too', async () => {
  const connectionString = process.env.DATABASE_URL;
  const db = clientOf({ connectionString, max: 1, connectionTimeoutMillis: 300, statement_timeout: 800 });
  const slow = thrownBy(() => db.$queryRaw`select pg_sleep(5)::text`);
  const starved = await thrownBy(() => db.$queryRaw`select 1`);
  expect(toAppError(starved)).toMatchObject({ code: 'database_unavailable' });
  expect(toAppError(await slow)).toMatchObject({ code: 'database_unavailable' });

  const cut = await thrownBy(() => db.$queryRaw`select pg_terminate_backend(pg_backend_pid())::text`);
  expect(toAppError(cut)).toMatchObject({ code: 'database_unavailable' });
  await db.$disconnect();
});

test('a wrong statement is our own fault, and its log entry quotes no value', async () => {
  const db = clientOf({ connectionString: process.env.DATABASE_URL });
  const error = toAppError(await thrownBy(() => db.$queryRaw`select ${'jane@example.com'}::int`));
  expect(error).toMatchObject({ code: 'internal', status: 500 });
  expect(JSON.stringify(errorFacts(error))).not.toContain('jane');
  await db.$disconnect();
});

test.each([undefined, null, 'text', 7, new TypeError('x'), { cause: { cause: {} } }])(
  '%s is internal',
  (thrown) => {
    expect(toAppError(thrown)).toMatchObject({ code: 'internal' });
  },
);

test('an error that causes itself ends', () => {
  const error = new Error('round');
  error.cause = error;
  expect(toAppError(error)).toMatchObject({ code: 'internal' });
  expect(errorFacts(error)).toMatchObject({ kind: 'Error' });
});
