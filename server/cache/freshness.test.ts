// Freshness: the counts, the lists behind them and the rule of one account agree; counting is done by one, and rarely.
import { beforeAll, describe, expect, test } from 'vitest';
import { AccountQuery } from '@/domain/account-query';
import { freshnessKinds, freshnessOf } from '@/domain/freshness';
import { refreshFeatures } from '@/domain/refresh';
import { db, Prisma } from '@/server/db';
import { fillAccounts, storeAccount, storeBinding } from '@/server/testing/accounts';
import { useDatabase } from '@/server/testing/database';
import { listAccounts, pageStatement } from './accounts';
import { countFreshness, readAccountFreshness, readFreshnessCounts } from './freshness';

useDatabase();

const ago = (hours: number) => new Date(Date.now() - hours * 3_600_000);
const day = 24;

beforeAll(async () => {
  await storeBinding(db);
  await storeAccount(db, {
    id: 'fca_fresh',
    balanceAsOf: ago(23),
    ownershipSucceededAt: ago(29 * day),
    transactionSucceededAt: ago(6 * day),
  });
  await storeAccount(db, {
    id: 'fca_late',
    balanceAsOf: ago(25),
    ownershipSucceededAt: ago(31 * day),
    transactionSucceededAt: ago(2 * day),
    subscriptions: ['transactions'],
  });
  await storeAccount(db, { id: 'fca_never' });
  await storeAccount(db, { id: 'fca_refused', permissions: ['payment_method'], balanceAsOf: ago(1) });
  await storeAccount(db, { id: 'fca_untold', permissions: [], permissionsKnown: false });
  await storeAccount(db, { id: 'fca_ended', status: 'disconnected', balanceAsOf: ago(1) });
});

describe('over all accounts', () => {
  test('the worker counts once, then not again at once', async () => {
    expect(await db.$transaction(countFreshness)).toBe(true);
    expect(await db.$transaction(countFreshness)).toBe(false);
    const { countedAt, features } = await readFreshnessCounts(db);
    expect(countedAt).not.toBeNull();
    expect(features).toEqual([
      { feature: 'balance', fresh: 1, late: 1, never: 2, notActive: 1, notPermitted: 1 },
      { feature: 'ownership', fresh: 1, late: 1, never: 2, notActive: 1, notPermitted: 1 },
      { feature: 'transactions', fresh: 1, late: 1, never: 2, notActive: 1, notPermitted: 1 },
    ]);
  });

  test('before the first account nothing is counted: the page says so instead of zeros', async () => {
    await expect(
      db.$transaction(async (tx) => {
        await tx.account.deleteMany();
        await tx.freshnessCount.deleteMany();
        await countFreshness(tx);
        expect(await readFreshnessCounts(tx)).toEqual({ countedAt: null, features: [] });
        throw new Error('rolled back');
      }),
    ).rejects.toThrow('rolled back');
  });

  test('each figure is the count of its list, and the rule of one account says the same', async () => {
    const { features } = await readFreshnessCounts(db);
    for (const feature of refreshFeatures) {
      for (const kind of freshnessKinds) {
        const page = await listAccounts(db, AccountQuery.parse({ fresh: [`${feature}:${kind}`] }));
        expect(page.total.value).toBe(features.find((each) => each.feature === feature)?.[kind]);
        for (const row of page.data) {
          const refresh = row.refreshes.find((each) => each.feature === feature);
          expect(refresh && freshnessOf(row, refresh, Date.now()), `${row.id} ${feature}`).toBe(kind);
        }
      }
    }
  });

  test('late accounts are found by an index', { timeout: 90_000 }, async () => {
    await fillAccounts(db, 10_000);
    // Most of a copy is in target: a late account is the exception. No history is wanted of that.
    await db.$transaction([
      db.$executeRaw`set local session_replication_role = replica`,
      db.$executeRaw`
        update accounts set balance_as_of = now(), ownership_succeeded_at = now(), transaction_succeeded_at = now()
        where id like 'fca_bulk%' and id not like '%77'`,
    ]);
    await db.$executeRaw`vacuum analyze accounts`;
    for (const feature of refreshFeatures) {
      const asked = AccountQuery.parse({ fresh: [`${feature}:late`], sort: 'readAt' });
      const times = { now: Date.now(), staleBefore: new Date() };
      const [plan] = await db.$queryRaw<object[]>(
        Prisma.sql`explain (format json) ${pageStatement(asked, times)}`,
      );
      expect(JSON.stringify(plan)).not.toContain('Seq Scan');
      expect(JSON.stringify(plan)).toMatch(
        /accounts_(balance_as_of|ownership_succeeded|transaction_succeeded)/,
      );
    }
  });
});

describe('of one account', () => {
  test('says what waits, what was heard last and what was given up', async () => {
    const event = {
      accountId: 'fca_late',
      objectId: 'fca_late',
      payload: {},
      origin: 'webhook',
      livemode: false,
    };
    const type = 'financial_connections.account.refreshed_balance';
    await db.event.create({
      data: { ...event, id: 'evt_1', type, createdAt: ago(2), receivedAt: ago(2), state: 'dead' },
    });
    await db.event.create({
      data: { ...event, id: 'evt_2', type, createdAt: ago(1), receivedAt: ago(1), state: 'hinted' },
    });
    await db.hint.create({ data: { targetId: 'fca_late', eventId: 'evt_2', hintNo: 1n, createdAt: ago(1) } });
    await db.account.update({ where: { id: 'fca_late' }, data: { readAt: ago(30) } });
    const told = await readAccountFreshness(db, 'fca_late');
    expect(told).toMatchObject({ isStale: true, deadEvents: 1, dueEvents: 0, staleAnswerSince: null });
    expect(told.waiting?.count).toBe(1);
    expect(told.lastEvent?.id).toBe('evt_2');
    expect(await readAccountFreshness(db, 'fca_fresh')).toMatchObject({
      isStale: false,
      waiting: null,
      nextRead: null,
      givenUpRead: null,
    });
    const ring = (key: string) => db.$executeRaw`
      select graphile_worker.add_job('read-account', '{}', job_key => ${key}::text)`;
    await ring('read:fca_fresh');
    await db.$executeRaw`update graphile_worker._private_jobs
      set attempts = max_attempts, last_error = 'Stripe refused: no' where key = 'read:fca_fresh'`;
    expect(await readAccountFreshness(db, 'fca_fresh')).toMatchObject({
      nextRead: null,
      givenUpRead: { attempts: 25, error: 'Stripe refused: no' },
    });
    await ring('follow:fca_fresh');
    expect(await readAccountFreshness(db, 'fca_fresh')).toMatchObject({
      nextRead: { attempts: 0, error: null },
      givenUpRead: { error: 'Stripe refused: no' },
    });
    await expect(readAccountFreshness(db, 'fca_unknown')).rejects.toMatchObject({ code: 'not_found' });
  });
});
