// A worker as its own process: killed or asked to end in the middle of a backfill, nothing is lost.
import { expect, test, vi } from 'vitest';
import { db } from '@/server/db';
import { followDelaySeconds, readAccount } from '@/server/sync/account';
import { startWorker, useWorkers } from '@/server/testing/workers';
import { useWorld } from '@/server/testing/world';

const accounts = 1_200;
const world = useWorld({ accounts, switches: { balanceDelayMs: 500 } });
useWorkers();

const newest = () => db.backfill.findFirst({ orderBy: { createdAt: 'desc' } });
const pagesOf = async () => (await newest())?.pages ?? 0;

test('a backfill goes on after SIGKILL and after SIGTERM, and every account is there once', {
  timeout: 180_000,
}, async () => {
  const killed = startWorker();
  await vi.waitFor(async () => expect(await pagesOf()).toBeGreaterThanOrEqual(2), {
    timeout: 60_000,
    interval: 50,
  });
  killed.kill('SIGKILL');
  await killed.ended;
  expect(await newest()).toMatchObject({ state: 'running' });
  const afterKill = await pagesOf();
  const stopped = startWorker();
  await vi.waitFor(async () => expect(await pagesOf()).toBeGreaterThan(afterKill), {
    timeout: 60_000,
    interval: 50,
  });
  stopped.kill('SIGTERM');
  expect(await stopped.ended).toBe(0);

  startWorker();
  startWorker();
  await vi.waitFor(async () => expect(await newest()).toMatchObject({ state: 'done' }), {
    timeout: 60_000,
    interval: 100,
  });
  expect(await db.account.count()).toBe(accounts);
  expect(await newest()).toMatchObject({
    accountsRead: accounts,
    accountsNew: accounts,
    pages: accounts / 100,
  });
  expect(await db.backfill.count()).toBe(1);
});

test('a pending refresh is followed to its end without anyone asking', { timeout: 90_000 }, async () => {
  const row = await db.account.findFirstOrThrow({
    where: {
      status: 'active',
      permissions: { has: 'balances' },
      balanceRefreshStatus: { in: ['succeeded', 'failed'] },
      balanceRefreshNextAt: { lt: new Date() },
    },
  });
  await world.stripe('POST', `/v1/financial_connections/accounts/${row.id}/refresh`, {
    'features[]': 'balance',
  });
  await readAccount(row.id, 'job');
  expect(await db.account.findUnique({ where: { id: row.id } })).toMatchObject({
    balanceRefreshStatus: 'pending',
  });
  startWorker();
  await vi.waitFor(
    async () =>
      expect(await db.account.findUnique({ where: { id: row.id } })).not.toMatchObject({
        balanceRefreshStatus: 'pending',
      }),
    { timeout: 60_000, interval: 200 },
  );
});

test('a refresh that never ends is looked at ever more rarely, and never given up', () => {
  const delays = Array.from({ length: 40 }, (_, attempt) => followDelaySeconds(attempt));
  expect(delays.slice(0, 15).reduce((sum, delay) => sum + delay, 0)).toBeGreaterThan(600);
  for (let i = 1; i < delays.length; i += 1) expect(delays[i]).toBeGreaterThanOrEqual(delays[i - 1] ?? 0);
  expect(Math.max(...delays)).toBe(86_400);
});
