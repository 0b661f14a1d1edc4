// What workers do to each other, as processes: the dead are followed, the frozen change nothing, and nobody does a thing twice.
import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { beforeAll, expect, test, vi } from 'vitest';
import { db } from '@/server/db';
import { administer, databaseName } from '@/server/testing/database';
import { fillCopy, postsTo, takeAccount } from '@/server/testing/deeds';
import { forgetJobs } from '@/server/testing/work';
import { startWorker, useWorkers } from '@/server/testing/workers';
import { useWorld } from '@/server/testing/world';

const world = useWorld({ accounts: 400 });
useWorkers();
beforeAll(async () => {
  await fillCopy();
  await forgetJobs();
}, 60_000);

/** An action that a dead process left: due, held by nobody, and without a job. */
async function lose(): Promise<{ id: string; accountId: string; path: string }> {
  const accountId = await takeAccount();
  const { id } = await db.action.create({
    data: {
      id: randomUUID(),
      kind: 'disconnect',
      accountId,
      params: {},
      actor: 'console',
      requestKey: randomUUID(),
      requestHash: 'x',
      state: 'due',
      attempts: 1,
    },
  });
  return { id, accountId, path: `/v1/financial_connections/accounts/${accountId}/disconnect` };
}

async function loseMany(count: number) {
  const actions: Awaited<ReturnType<typeof lose>>[] = [];
  while (actions.length < count) actions.push(await lose());
  return actions;
}

const until = (check: () => unknown, timeout = 60_000) => vi.waitFor(check, { timeout, interval: 50 });
const stateOf = async (id: string) => (await db.action.findUniqueOrThrow({ where: { id } })).state;
const untilDone = (id: string) => until(async () => expect(await stateOf(id)).toBe('done'));

async function expectDoneOnce({ id, accountId, path }: Awaited<ReturnType<typeof lose>>): Promise<void> {
  expect(await stateOf(id)).toBe('done');
  expect(await postsTo(world, path)).toHaveLength(1);
  expect(await db.auditEntry.count({ where: { targetId: accountId } })).toBe(1);
  expect(await db.account.findUniqueOrThrow({ where: { id: accountId } })).toMatchObject({
    status: 'disconnected',
  });
}

test('a worker killed between Stripe’s answer and its commit: another one takes over, Stripe is not asked twice', {
  timeout: 180_000,
}, async () => {
  const action = await lose();
  const held = world.hold(`${action.accountId}/disconnect`);
  const killed = startWorker();
  await until(() => expect(held.count()).toBe(1));
  const other = startWorker();
  await until(() => expect(other.said()).toContain('worker runs'));
  killed.kill('SIGKILL');
  await killed.ended;
  await untilDone(action.id);
  held.release();
  await expectDoneOnce(action);
  await until(async () => expect(await db.workerBeat.count()).toBe(1));
});

test('a worker that was frozen and wakes writes nothing, and works on under a new name', {
  timeout: 180_000,
}, async () => {
  const action = await lose();
  const held = world.hold(`${action.accountId}/disconnect`);
  // Found by a sweep, the disconnect would be read once more, and rightly: then the row's times say nothing of who wrote.
  const noSweeps = { eventsEverySeconds: 86_400, unheardEverySeconds: 86_400 };
  const frozen = startWorker(noSweeps);
  await until(() => expect(held.count()).toBe(1));
  // Beats of workers that earlier tests killed may still stand beside it.
  const before = await db.workerBeat.findFirstOrThrow({ orderBy: { beatAt: 'desc' } });
  frozen.kill('SIGSTOP');
  const other = startWorker(noSweeps);
  await untilDone(action.id);
  await until(async () => expect(await db.workerBeat.count({ where: { id: before.id } })).toBe(0));
  // Its read found the holder unread: their name comes by a job of its own. One that the frozen worker has in its hands
  // has lost its key to it.
  await until(async () =>
    expect(
      await db.$queryRaw`select key from graphile_worker.jobs where task_identifier = 'read-holder' and key is not null`,
    ).toEqual([]),
  );
  const account = await db.account.findUniqueOrThrow({ where: { id: action.accountId } });
  const row = await db.action.findUniqueOrThrow({ where: { id: action.id } });

  held.release();
  frozen.kill('SIGCONT');
  // On a slow machine it wakes so late that its call has run out of time: then that is what it does not write down.
  await until(() => expect(frozen.said()).toMatch(/action went to another holder|action not finished/));
  expect(await db.action.findUniqueOrThrow({ where: { id: action.id } })).toEqual(row);
  const after = await db.account.findUniqueOrThrow({ where: { id: action.accountId } });
  // By name: should it fail, its reason says which.
  const changed = Object.entries(account).filter(
    ([key, value]) => !isDeepStrictEqual(value, Reflect.get(after, key)),
  );
  expect(changed).toEqual([]);
  await expectDoneOnce(action);

  await until(() => expect(frozen.said()).toContain('begins anew'));
  other.kill('SIGTERM');
  expect(await other.ended).toBe(0);
  const next = await lose();
  await untilDone(next.id);
  await expectDoneOnce(next);
  expect(frozen.hasEnded()).toBe(false);
});

test('a call that takes longer than a lease keeps its lease, and nobody else begins', {
  timeout: 180_000,
}, async () => {
  const action = await lose();
  const held = world.hold(`${action.accountId}/disconnect`);
  startWorker();
  startWorker();
  await until(() => expect(held.count()).toBe(1));
  await new Promise((resolve) => setTimeout(resolve, 5_000));
  expect(await db.action.findUniqueOrThrow({ where: { id: action.id } })).toMatchObject({
    state: 'due',
    leaseNo: 1,
  });
  held.release();
  await untilDone(action.id);
  await expectDoneOnce(action);
});

test('three workers and thirty due rows: each is done once', { timeout: 180_000 }, async () => {
  const actions = await loseMany(30);
  for (let i = 0; i < 3; i += 1) startWorker();
  for (const action of actions) await untilDone(action.id);
  for (const action of actions) await expectDoneOnce(action);
  const ids = actions.map(({ id }) => id);
  expect(await db.action.count({ where: { id: { in: ids }, leaseNo: 1 } })).toBe(ids.length);
});

test('a bell that nobody heard is found by looking', { timeout: 180_000 }, async () => {
  const worker = startWorker({ ringMs: 600_000, pollMs: 1_000 });
  await until(() => expect(worker.said()).toContain('worker runs'));
  // After its one look for lost rows.
  await new Promise((resolve) => setTimeout(resolve, 1_500));
  const action = await lose();
  // As add_jobs does it, without its NOTIFY.
  await db.$executeRaw`
    insert into graphile_worker._private_jobs (task_id, payload, key)
    select id, json_build_object('id', ${action.id}::text), ${`action:${action.id}`}
    from graphile_worker._private_tasks where identifier = 'resume-action'`;
  const from = performance.now();
  await untilDone(action.id);
  expect(performance.now() - from).toBeLessThan(20_000);
  await expectDoneOnce(action);
});

test('connections cut many times a second: the process lives, all is done, nothing twice', {
  timeout: 180_000,
}, async () => {
  const url = new URL(process.env.DATABASE_URL ?? '');
  url.searchParams.set('application_name', 'cut_worker');
  const worker = startWorker({}, { DATABASE_URL: url.toString() });
  await until(() => expect(worker.said()).toContain('worker runs'));
  const actions = await loseMany(40);
  for (let i = 0; i < 50; i += 1) {
    await administer(`select pg_terminate_backend(pid) from (select pid from pg_stat_activity
      where datname = '${databaseName()}' and application_name = 'cut_worker' order by random() limit 2) as chosen`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  for (const action of actions) await untilDone(action.id);
  for (const action of actions) await expectDoneOnce(action);
  expect(worker.hasEnded()).toBe(false);
  // No job stays locked by a name that nobody goes by.
  await until(async () => {
    const rows =
      await db.$queryRaw`select id, locked_by from graphile_worker.jobs where locked_at is not null`;
    expect(rows).toEqual([]);
  });
});

test('asked to end while Stripe is slow: it ends in time and the next worker finishes', {
  timeout: 180_000,
}, async () => {
  const action = await lose();
  const held = world.hold(`${action.accountId}/disconnect`);
  const beganAt = new Date();
  const stopped = startWorker({ stopMs: 4_000 });
  await until(() => expect(held.count()).toBe(1));
  const from = performance.now();
  stopped.kill('SIGTERM');
  expect(await stopped.ended).toBe(0);
  expect(performance.now() - from).toBeLessThan(8_000);
  // It said goodbye; workers that earlier tests killed could not.
  expect(await db.workerBeat.count({ where: { beatAt: { gt: beganAt } } })).toBe(0);
  held.release();
  startWorker();
  await untilDone(action.id);
  await expectDoneOnce(action);
});
