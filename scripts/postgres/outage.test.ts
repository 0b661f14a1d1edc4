// Postgres dies or falls silent under a worker: the same process goes on, and no work is lost or done twice.
import { randomUUID } from 'node:crypto';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { runningServer } from '@/scripts/postgres/running';
import { type Postgres, startPostgres } from '@/scripts/postgres/server';
import { migrate } from '@/scripts/prisma';
import { postsTo } from '@/server/testing/deeds';
import { startTcpWire, type TcpWire } from '@/server/testing/tcp-wire';
import { endWorkers, startWorker } from '@/server/testing/workers';
import { useWorld } from '@/server/testing/world';

const accounts = 300;
// The emulator's database is on the server of the test run, which no fault touches.
const world = useWorld({ accounts });
let folder = '';
let postgres: Postgres;
let wire: TcpWire;
let env: { DATABASE_URL: string };

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'relink-outage-'));
  await chmod(folder, 0o755);
  postgres = await startPostgres({ dataDir: folder, say: () => undefined });
  await postgres.ensureDatabase('outage');
  await migrate(postgres.url('outage'));
  wire = await startTcpWire(postgres.port);
  const url = new URL(postgres.url('outage'));
  url.port = String(wire.port);
  env = { DATABASE_URL: url.toString() };
  // The stand-in for what a start does: the worker's database is bound by a copy of the world's binding.
  await ask(`insert into bindings (id, stripe_account_id, livemode, is_emulator, api_version)
    values (1, 'acct_outage', false, true, '2026-08-26.preview')`);
}, 120_000);

afterEach(endWorkers);

afterAll(async () => {
  await wire.close();
  await postgres.stop();
  await rm(postgres.folder, { recursive: true, force: true });
  await rm(folder, { recursive: true, force: true });
}, 60_000);

async function ask<Row extends pg.QueryResultRow>(sql: string, values: unknown[] = []): Promise<Row[]> {
  const client = new pg.Client({ connectionString: postgres.url('outage'), connectionTimeoutMillis: 2_000 });
  client.on('error', () => undefined); // told by the query as well
  await client.connect();
  try {
    return (await client.query<Row>(sql, values)).rows;
  } finally {
    await client.end();
  }
}

/** Actions as a dead process leaves them: due, and without a job. */
async function lose(count: number): Promise<string[]> {
  const rows = await ask<{ account_id: string }>(
    `insert into actions (id, kind, account_id, params, actor, request_key, request_hash, state, attempts)
    select gen_random_uuid(), 'disconnect', a.id, '{}', 'console', $1 || a.id, 'x', 'due', 1
    from accounts a where a.status = 'active'
      and not exists (select 1 from accounts b where b.authorization_id = a.authorization_id and b.id < a.id)
    order by a.id limit $2 returning account_id`,
    [randomUUID(), count],
  );
  expect(rows).toHaveLength(count);
  return rows.map((row) => row.account_id);
}

const until = (check: () => unknown) => vi.waitFor(check, { timeout: 60_000, interval: 100 });

async function untilNothingIsDue(): Promise<void> {
  await until(async () => {
    expect(await ask(`select id from actions where state <> 'done'`)).toEqual([]);
    expect(await ask(`select id from backfills where state <> 'done'`)).toEqual([]);
  });
}

async function expectOnce(accountIds: string[]): Promise<void> {
  for (const id of accountIds) {
    expect(await postsTo(world, `/v1/financial_connections/accounts/${id}/disconnect`)).toHaveLength(1);
  }
  const entries = await ask<{ target_id: string }>(
    `select target_id, verb, outcome, action_id, after from audit_entries where target_id = any($1) order by target_id, id`,
    [accountIds],
  );
  // Whole entries, so that one too many says what it is.
  const twice = entries.filter((one, i) =>
    entries.some((other, k) => k !== i && other.target_id === one.target_id),
  );
  expect(twice).toEqual([]);
  expect(entries).toHaveLength(accountIds.length);
}

test('the server is killed in the middle of a backfill and of actions, twice', {
  timeout: 180_000,
}, async () => {
  const worker = startWorker({}, env);
  await until(async () => expect(await ask(`select 1 from backfills where pages > 0`)).toHaveLength(1));
  const ids: string[] = [];
  for (let round = 0; round < 2; round += 1) {
    ids.push(...(await lose(20)));
    await until(async () =>
      expect((await ask(`select 1 from actions where lease_no > 0`)).length).toBeGreaterThan(0),
    );
    process.kill(runningServer(join(postgres.folder, 'cluster')) ?? 0, 'SIGKILL');
    await until(() => ask('select 1'));
    await untilNothingIsDue();
  }
  await expectOnce(ids);
  expect(await ask(`select id from accounts`)).toHaveLength(accounts);
  expect(worker.hasEnded()).toBe(false);
});

test('connections that go silent are noticed, and the worker goes on with new ones', {
  timeout: 180_000,
}, async () => {
  const worker = startWorker({ statementMs: 1_000 }, env);
  await until(() => expect(worker.said()).toContain('worker runs'));
  wire.silence();
  const ids = await lose(10);
  const from = performance.now();
  await untilNothingIsDue();
  expect(performance.now() - from).toBeLessThan(30_000);
  await expectOnce(ids);
  expect(worker.hasEnded()).toBe(false);
});

test('asked to end while the server is away: the worker ends in time', { timeout: 90_000 }, async () => {
  const worker = startWorker({ stopMs: 8_000 }, env);
  await until(() => expect(worker.said()).toContain('worker runs'));
  wire.silence();
  process.kill(runningServer(join(postgres.folder, 'cluster')) ?? 0, 'SIGKILL');
  const from = performance.now();
  worker.kill('SIGTERM');
  expect(await worker.ended).toBe(0);
  expect(performance.now() - from).toBeLessThan(12_000);
  await until(() => ask('select 1'));
});
