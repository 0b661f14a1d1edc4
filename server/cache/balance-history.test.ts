// The history of a balance: nothing seen is missing, nothing is told twice, and a long one is told by the day.
import { beforeAll, expect, test } from 'vitest';
import { mostBalancePoints } from '@/domain/balance-history';
import { db } from '@/server/db';
import { storeAccount } from '@/server/testing/accounts';
import { useDatabase } from '@/server/testing/database';
import { readBalanceHistory } from './balance-history';

useDatabase();

const hour = (n: number) => new Date(Date.UTC(2026, 0, 1, n));
const amount = (currency: string, currentMinor: number) => ({
  currency,
  currentMinor,
  availableMinor: null,
  usedMinor: null,
});

async function setBalance(id: string, at: Date, amounts: object[]): Promise<void> {
  await db.account.update({ where: { id }, data: { balanceAsOf: at, balanceAmounts: amounts } });
}

beforeAll(async () => {
  await storeAccount(db, { id: 'fca_none' });
  await storeAccount(db, { id: 'fca_one', balanceAsOf: hour(1), balanceAmounts: [amount('usd', 5)] });
  await storeAccount(db, { id: 'fca_few', balanceAsOf: hour(0), balanceAmounts: [amount('usd', 100)] });
  await setBalance('fca_few', hour(5), [amount('usd', -200), amount('eur', 7)]);
  await setBalance('fca_few', hour(9), [amount('eur', 8), amount('usd', 300)]);
  await db.account.update({ where: { id: 'fca_few' }, data: { displayName: 'Renamed' } });
  await storeAccount(db, { id: 'fca_long' });
  await db.$executeRaw`
    insert into account_changes (account_id, version, evidence_at, source, fields, changes)
    select 'fca_long', i, now(), 'read', '{balance}', jsonb_build_object('balance', jsonb_build_object(
      'from', null, 'to', jsonb_build_object('asOf', timestamptz '2026-01-01 00:00+00' + i * interval '1 hour', 'type', 'cash',
        'amounts', jsonb_build_array(jsonb_build_object('currency', 'usd', 'currentMinor', i)))))
    from generate_series(1, 2000) as i`;
});

const told = async (id: string, query = {}) => {
  const { points, ...rest } = await readBalanceHistory(db, id, query);
  return { ...rest, points: points.map((point) => [point.asOf, point.currentMinor]) };
};

test('the balance before the first change, each after it and the present one are there once', async () => {
  expect(await told('fca_few', { currency: 'usd' })).toEqual({
    currency: 'usd',
    currencies: ['eur', 'usd'],
    isDaily: false,
    points: [
      [hour(0).toISOString(), 100],
      [hour(5).toISOString(), -200],
      [hour(9).toISOString(), 300],
    ],
  });
});

test('without a currency it is the first that the account has now', async () => {
  expect(await told('fca_few')).toMatchObject({
    currency: 'eur',
    points: [
      [hour(5).toISOString(), 7],
      [hour(9).toISOString(), 8],
    ],
  });
});

test('from a moment on', async () => {
  const { points } = await told('fca_few', { currency: 'usd', from: hour(5).toISOString() });
  expect(points).toHaveLength(2);
});

test('an account whose balance never changed has one point, one without balance has none', async () => {
  expect((await told('fca_one')).points).toEqual([[hour(1).toISOString(), 5]]);
  expect(await told('fca_none')).toEqual({ currency: null, currencies: [], points: [], isDaily: false });
  await expect(readBalanceHistory(db, 'fca_unknown', {})).rejects.toMatchObject({ code: 'not_found' });
});

test('a long history is told by the last balance of each day', async () => {
  const { points, isDaily } = await told('fca_long');
  expect(isDaily).toBe(true);
  expect(points.length).toBeLessThanOrEqual(mostBalancePoints);
  expect(points[0]).toEqual([hour(23).toISOString(), 23]);
  expect(points[1]).toEqual([hour(47).toISOString(), 47]);
  expect(points.at(-1)).toEqual([hour(2000).toISOString(), 2000]);
});
