// What the schedule and the sweeps ask of a large table comes from indexes.
import { beforeAll, expect, test } from 'vitest';
import { db } from '@/server/db';
import { fillAccounts } from '@/server/testing/accounts';
import { useDatabase } from '@/server/testing/database';

useDatabase();

beforeAll(async () => {
  await fillAccounts(db, 10_000);
}, 60_000);

const planOf = async (rows: Promise<{ 'QUERY PLAN': string }[]>) =>
  (await rows).map((row) => row['QUERY PLAN']).join('\n');

test('old evidence is found by its index', async () => {
  await db.$executeRaw`update accounts set evidence_at = now() - interval '3 days' where id like '%7'`;
  const plan = await planOf(db.$queryRaw`
    explain select id, evidence_at from accounts a
    where status <> 'disconnected' and evidence_at < now() - interval '1 day' and (evidence_at, id) > ('-infinity', '')
      and not exists (select 1 from account_absences b where b.account_id = a.id)
    order by evidence_at, id limit 20`);
  expect(plan).toContain('accounts_evidence_idx');
  expect(plan).not.toContain('Seq Scan on accounts');
});

test('what a full list did not bring is found by its index', async () => {
  const plan = await planOf(db.$queryRaw`
    explain select id, read_at from accounts a
    where read_at < now() - interval '20 hours' and (read_at, id) > ('-infinity', '') and status <> 'disconnected'
    order by read_at, id limit 20`);
  expect(plan).toContain('accounts_read_at_id_idx');
});

test('pending refreshes are found by theirs', async () => {
  const plan = await planOf(db.$queryRaw`
    explain select exists (select 1 from accounts
      where status <> 'disconnected' and (balance_refresh_status = 'pending' or ownership_refresh_status = 'pending'
        or transaction_refresh_status = 'pending') and read_at < now() - interval '10 minutes' and id > '')`);
  expect(plan).toContain('accounts_pending_idx');
});

test('a sample reads blocks, not the table', async () => {
  const plan = await planOf(db.$queryRaw`explain select id from accounts tablesample system (0.5) limit 500`);
  expect(plan).toContain('Sample Scan');
});
