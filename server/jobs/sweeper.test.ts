// Looking for due rows costs the same however many rows there are: each look goes along an index of the few that may be due.
import { randomUUID } from 'node:crypto';
import { makeWorkerUtils } from 'graphile-worker';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { db } from '@/server/db';
import { fillAccounts, storeSession } from '@/server/testing/accounts';
import { useDatabase } from '@/server/testing/database';
import { planOf } from '@/server/testing/plan';
import { ringAgain, walks } from './sweeper';

useDatabase();

beforeAll(async () => {
  const utils = await makeWorkerUtils({ connectionString: process.env.DATABASE_URL ?? '' });
  await utils.migrate();
  await utils.release();
  await fillAccounts(db, 20_000);
  await db.$executeRaw`
    insert into actions (id, kind, params, actor, request_key, request_hash, state)
    select gen_random_uuid(), 'disconnect', '{}', 'console', i::text, 'x', case when i % 500 = 0 then 'due' else 'done' end
    from generate_series(1, 20000) as i`;
  for (let i = 0; i < 300; i += 1) await storeSession(db, `fcsess_${i}`, { outcome: 'succeeded' });
  await db.$executeRaw`vacuum analyze actions`;
  await db.$executeRaw`vacuum analyze sessions`;
}, 120_000);

afterAll(() => db.$disconnect());

test.each(['accounts', 'actions', 'sessions'])('%s: no look reads the whole table', async (table) => {
  const nodes = (
    await Promise.all(walks.map(({ look }) => planOf(db, look('11111111-1111-4111-8111-111111111111'))))
  ).flat();
  const reading = nodes.filter((node) => node['Relation Name'] === table).map((node) => node['Node Type']);
  expect(reading).not.toHaveLength(0);
  expect(reading).not.toContain('Seq Scan');
});

const bellsFor = async (key: string) =>
  await db.$queryRaw<
    { run_at: Date }[]
  >`select run_at from graphile_worker.jobs where key = ${key} and locked_at is null`;

async function storeAction(leaseUntil: Date | null): Promise<string> {
  const id = randomUUID();
  const facts = { kind: 'disconnect', params: {}, actor: 'console', requestHash: 'x', state: 'due' };
  await db.action.create({ data: { id, ...facts, requestKey: id, leaseUntil } });
  return id;
}

const waitingJob = (id: string, delay: string) =>
  db.$executeRaw`select graphile_worker.add_job('resume-action', json_build_object('id', ${id}::text),
    job_key => ${`action:${id}`}, run_at => now() + ${delay}::interval)::text`;

test('a row without a job is rung for; one that waits for its next try is not hurried', async () => {
  const lost = await storeAction(null);
  const waiting = await storeAction(null);
  await waitingJob(waiting, '1 hour');
  await ringAgain();
  expect(await bellsFor(`action:${lost}`)).toHaveLength(1);
  const [bell] = await bellsFor(`action:${waiting}`);
  expect(bell?.run_at.getTime()).toBeGreaterThan(Date.now() + 3_000_000);
});

test('a row that is held is left alone; one whose holder died is rung for at once, whatever waits', async () => {
  const held = await storeAction(new Date(Date.now() + 60_000));
  const orphan = await storeAction(new Date(Date.now() - 1_000));
  await waitingJob(orphan, '1 hour');
  await ringAgain();
  expect(await bellsFor(`action:${held}`)).toHaveLength(0);
  const [bell] = await bellsFor(`action:${orphan}`);
  expect(bell?.run_at.getTime()).toBeLessThan(Date.now() + 60_000);
});

test('a job that a dead worker holds, or that was tried too often, does not keep its row waiting', async () => {
  const locked = await storeAction(null);
  const tired = await storeAction(null);
  await waitingJob(locked, '0 s');
  await waitingJob(tired, '0 s');
  await db.$executeRaw`update graphile_worker._private_jobs set locked_at = now(), locked_by = 'pool-dead'
    where key = ${`action:${locked}`}`;
  await db.$executeRaw`update graphile_worker._private_jobs set attempts = max_attempts where key = ${`action:${tired}`}`;
  await ringAgain();
  expect(await bellsFor(`action:${locked}`)).toHaveLength(1);
  const [fresh] = await db.$queryRaw<{ attempts: number }[]>`
    select attempts from graphile_worker.jobs where key = ${`action:${tired}`}`;
  expect(fresh?.attempts).toBe(0);
});
