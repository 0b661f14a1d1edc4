// The history of refreshes: each one once, with what came of it, also those from before the first change.
import { beforeAll, expect, test } from 'vitest';
import { mostRefreshTries } from '@/domain/refresh-history';
import { db } from '@/server/db';
import { storeAccount } from '@/server/testing/accounts';
import { useDatabase } from '@/server/testing/database';
import { readRefreshHistory } from './refresh-history';

useDatabase();

const hour = (n: number, second = 0) => new Date(Date.UTC(2026, 0, 1, n, 0, second));

async function setBalance(id: string, status: string, attemptedAt: Date, evidenceAt: Date): Promise<void> {
  await db.account.update({
    where: { id },
    data: { balanceRefreshStatus: status, balanceRefreshAttemptedAt: attemptedAt, evidenceAt },
  });
}

beforeAll(async () => {
  await storeAccount(db, { id: 'fca_none' });
  await storeAccount(db, {
    id: 'fca_one',
    ownershipRefreshStatus: 'failed',
    ownershipRefreshAttemptedAt: hour(1),
  });
  await storeAccount(db, {
    id: 'fca_few',
    balanceRefreshStatus: 'failed',
    balanceRefreshAttemptedAt: hour(0),
    transactionRefreshStatus: 'paused',
    transactionRefreshAttemptedAt: hour(7),
  });
  await setBalance('fca_few', 'pending', hour(5), hour(5));
  await setBalance('fca_few', 'succeeded', hour(5), hour(5, 4));
  await db.account.update({ where: { id: 'fca_few' }, data: { displayName: 'Renamed' } });
  await setBalance('fca_few', 'succeeded', hour(9), hour(20));
  await setBalance('fca_few', 'pending', hour(30), hour(30));
  await storeAccount(db, { id: 'fca_long' });
  await db.$executeRaw`
    insert into account_changes (account_id, version, evidence_at, source, fields, changes)
    select 'fca_long', i, now(), 'read', '{transactionRefresh}', jsonb_build_object('transactionRefresh', jsonb_build_object(
      'from', null, 'to', jsonb_build_object('status', 'succeeded',
        'attemptedAt', timestamptz '2026-01-01 00:00+00' + i * interval '1 hour')))
    from generate_series(1, ${mostRefreshTries + 10}::int) as i`;
});

const told = async (id: string, query = {}) => {
  const { tries } = await readRefreshHistory(db, id, query);
  return tries.map(({ feature, startedAt, status, endedBy }) => [feature, startedAt, status, endedBy]);
};

test('the refresh before the first change, each one after it and the present one are there once, oldest first', async () => {
  expect(await told('fca_few')).toEqual([
    ['balance', hour(0).toISOString(), 'failed', null],
    ['balance', hour(5).toISOString(), 'succeeded', hour(5, 4).toISOString()],
    // Paused is a word that Stripe may bring yet; it never changed, so no change tells of it.
    ['transactions', hour(7).toISOString(), 'paused', null],
    // Never seen under way: how long it took is not known.
    ['balance', hour(9).toISOString(), 'succeeded', null],
    ['balance', hour(30).toISOString(), 'pending', null],
  ]);
});

test('from a moment on', async () => {
  expect(await told('fca_few', { from: hour(9).toISOString() })).toHaveLength(2);
});

test('an account whose refreshes never changed has the one it has, one without any has none', async () => {
  expect(await told('fca_one')).toEqual([['ownership', hour(1).toISOString(), 'failed', null]]);
  expect(await readRefreshHistory(db, 'fca_none', {})).toEqual({ tries: [], isCut: false });
  await expect(readRefreshHistory(db, 'fca_unknown', {})).rejects.toMatchObject({ code: 'not_found' });
});

test('of a long history the newest are told, and that there were more', async () => {
  const { tries, isCut } = await readRefreshHistory(db, 'fca_long', {});
  expect(isCut).toBe(true);
  expect(tries).toHaveLength(mostRefreshTries);
  expect(tries.at(-1)?.startedAt).toBe(hour(mostRefreshTries + 10).toISOString());
});
