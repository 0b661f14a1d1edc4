// What is thrown away is old and empty; what proves something stays.
import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { db } from '@/server/db';
import { useDatabase } from '@/server/testing/database';
import { prune } from './prune';

useDatabase();

const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000);

test('old runs that found nothing go; young ones, audits, and those that found something or failed stay', async () => {
  const run = (name: string, more: object) => ({
    id: randomUUID(),
    kind: 'events',
    state: 'done',
    requestedBy: name,
    createdAt: daysAgo(15),
    ...more,
  });
  await db.run.createMany({
    data: [
      run('old and empty', {}),
      run('young', { createdAt: daysAgo(13) }),
      run('found', { found: 1 }),
      run('failed in part', { failed: 1 }),
      run('failed', { state: 'failed' }),
      run('gap', { detail: { gap: 'x' } }),
      run('audit', { kind: 'audit' }),
    ],
  });
  await prune();
  const left = await db.run.findMany({ select: { requestedBy: true } });
  expect(left.map(({ requestedBy }) => requestedBy).toSorted()).toEqual([
    'audit',
    'failed',
    'failed in part',
    'found',
    'gap',
    'young',
  ]);
});

test('the notice of a gap goes after seven days, others stay', async () => {
  const notice = (kind: string, lastAt: Date) => ({ kind, detail: 'x', lastAt });
  await db.notice.createMany({
    data: [notice('event_gap', daysAgo(8)), notice('wrong_mode', daysAgo(8))],
  });
  await prune();
  expect(await db.notice.findMany({ select: { kind: true } })).toEqual([{ kind: 'wrong_mode' }]);
});

test('a job that lost its key to a newer one goes, unless it runs still; given up ones stay to be seen', async () => {
  for (const key of ['freed', 'alive', 'given-up']) {
    await db.$executeRaw`select graphile_worker.add_job('read-account', '{}', job_key => ${key})`;
  }
  await db.$executeRaw`
    update graphile_worker._private_jobs set attempts = max_attempts,
      locked_at = case key when 'alive' then now() end, locked_by = case key when 'alive' then 'alive' end,
      key = case key when 'given-up' then key end`;
  await prune();
  expect(await db.$queryRaw`select key, locked_by from graphile_worker._private_jobs order by key`).toEqual([
    { key: 'given-up', locked_by: null },
    { key: null, locked_by: 'alive' },
  ]);
});
