// The queue as the screens count it: each job once, by what stands in its way.
import { randomUUID } from 'node:crypto';
import { beforeEach, expect, test } from 'vitest';
import { db } from '@/server/db';
import { useDatabase } from '@/server/testing/database';
import { readJobs } from './jobs';

useDatabase();

beforeEach(async () => {
  await db.$executeRaw`delete from graphile_worker._private_jobs`;
});

const ring = (id: string, delaySeconds = 0) => db.$executeRaw`
  select graphile_worker.add_job('read-account', '{}', job_key => ${`read:${id}`}::text,
    run_at => now() + ${delaySeconds}::int * interval '1 second')`;

test('an empty queue has no kind', async () => {
  expect(await readJobs(db)).toEqual({ openActions: [], kinds: [], failed: [], isWhole: true });
});

test('due, later, running, failing and given up are told apart', async () => {
  for (const id of ['due', 'running', 'failing', 'given-up']) await ring(id);
  await ring('later', 600);
  await db.$executeRaw`update graphile_worker._private_jobs set locked_at = now() where key = 'read:running'`;
  await db.$executeRaw`update graphile_worker._private_jobs
    set attempts = 2, last_error = 'no', run_at = now() + interval '1 minute' where key = 'read:failing'`;
  await db.$executeRaw`update graphile_worker._private_jobs
    set attempts = max_attempts, last_error = 'no' where key = 'read:given-up'`;
  const { kinds, failed, isWhole } = await readJobs(db);
  expect(kinds).toEqual([
    {
      name: 'read-account',
      due: 1,
      later: 1,
      running: 1,
      failing: 1,
      givenUp: 1,
      oldestDueAt: expect.any(String),
      nextAt: expect.any(String),
    },
  ]);
  expect(isWhole).toBe(true);
  expect(failed.map(({ target, nextTryAt }) => [target?.targetId, nextTryAt])).toEqual([
    ['failing', expect.any(String)],
    ['given-up', null],
  ]);
});

test('a failure is told with its time, what it is about and a sentence that holds nobody', async () => {
  await ring('fca_1');
  await db.$executeRaw`update graphile_worker._private_jobs set attempts = 3, last_error = 'Stripe refused: no',
    run_at = timestamptz '2026-11-22 12:00:00Z' + exp(3) * interval '1 second'`;
  const { failed } = await readJobs(db);
  expect(failed).toMatchObject([
    {
      name: 'read-account',
      target: { targetType: 'account', targetId: 'fca_1' },
      error: 'Stripe refused: no',
      attempts: 3,
      failedAt: '2026-11-22T12:00:00.000Z',
    },
  ]);
  const quoting = 'Invalid `prisma.account.update()` invocation: name "Jane Canary"';
  await db.$executeRaw`update graphile_worker._private_jobs set last_error = ${quoting}`;
  expect(JSON.stringify((await readJobs(db)).failed)).not.toContain('Canary');
});

test('a job that was asked for anew while it ran and then failed is not given up: the new one does its work', async () => {
  await ring('twice');
  await db.$executeRaw`update graphile_worker._private_jobs set locked_at = now(), locked_by = 'died'`;
  await ring('twice');
  await db.$executeRaw`select graphile_worker.force_unlock_workers(array['died'])::text`;
  const { kinds, failed } = await readJobs(db);
  expect(kinds).toMatchObject([{ due: 1, givenUp: 0 }]);
  expect(failed).toEqual([]);
});

test('of many failures the last twenty are told', async () => {
  for (let number = 0; number < 22; number += 1) await ring(`${number}`);
  await db.$executeRaw`update graphile_worker._private_jobs set attempts = max_attempts`;
  const { failed, kinds } = await readJobs(db);
  expect(failed).toHaveLength(20);
  expect(kinds[0]?.givenUp).toBe(22);
});

test('actions without a result are listed with what they are about, those with one are not', async () => {
  const asked = { params: {}, actor: 'console', requestHash: 'x', attempts: 2 };
  const open = randomUUID();
  await db.action.createMany({
    data: [
      { ...asked, id: open, kind: 'disconnect', accountId: 'fca_1', requestKey: 'a', state: 'due' },
      { ...asked, id: randomUUID(), kind: 'refresh', accountId: 'fca_1', requestKey: 'b', state: 'done' },
    ],
  });
  expect((await readJobs(db)).openActions).toEqual([
    {
      id: open,
      verb: 'account.disconnect',
      accountId: 'fca_1',
      actor: 'console',
      attempts: 2,
      createdAt: expect.any(String),
    },
  ]);
});

test('no more than the bound is counted, and it says so', async () => {
  for (let number = 0; number < 4; number += 1) await ring(`${number}`);
  expect((await readJobs(db, 3)).isWhole).toBe(false);
  expect((await readJobs(db, 4)).isWhole).toBe(true);
});
