// What needs mending: groups of accounts, one unit per login, oldest first, and whether a relink mends it.
import { beforeAll, expect, test } from 'vitest';
import { RelinkQuery } from '@/domain/relink-query';
import { db } from '@/server/db';
import { dayOne, storeAccount, storeBinding, storeSession } from '@/server/testing/accounts';
import { useDatabase } from '@/server/testing/database';
import { listRelinks } from './relinks';

useDatabase();

const hour = (n: number) => new Date(dayOne.getTime() + n * 3_600_000);

beforeAll(async () => {
  await storeBinding(db);
  const mendable = {
    status: 'inactive',
    cause: 'access_denied',
    action: 'relink_required',
    holderId: 'cus_1',
  };
  const lost = { status: 'inactive', cause: 'account_closed', action: 'none' };
  // A login with two broken accounts, one beyond mending, and a working one.
  await storeAccount(db, { id: 'fca_a1', ...lost, authorizationId: 'fcauth_a', firstSeenAt: hour(5) });
  await storeAccount(db, { id: 'fca_a2', ...mendable, authorizationId: 'fcauth_a', firstSeenAt: hour(6) });
  await storeAccount(db, { id: 'fca_a3', authorizationId: 'fcauth_a' });
  // Known for long, broken lately: the change that we saw counts.
  await storeAccount(db, { id: 'fca_b1', authorizationId: 'fcauth_b', firstSeenAt: hour(0) });
  await db.account.update({ where: { id: 'fca_b1' }, data: { ...mendable, evidenceAt: hour(9) } });
  await storeAccount(db, {
    id: 'fca_c1',
    ...lost,
    institutionName: 'Other Bank',
    authorizationId: 'fcauth_c',
    firstSeenAt: hour(1),
  });
  // Without an authorization the account stands for itself.
  await storeAccount(db, { id: 'fca_d1', status: 'inactive', holderId: 'cus_1', firstSeenAt: hour(2) });
  await storeAccount(db, { id: 'fca_ok' });
  await storeSession(db, 'fcsess_b', { origin: 'relink', relinkAuthorizationId: 'fcauth_b' });
  await storeSession(db, 'fcsess_d', { origin: 'relink', outcome: 'cancelled', relinkAccountId: 'fca_d1' });
});

const list = (query: Record<string, unknown> = {}) => listRelinks(db, RelinkQuery.parse(query));
const units = async (query: Record<string, unknown>) =>
  (await list(query)).data.map((unit) => unit.accountId);

test('one unit per login, the longest broken first, with its broken accounts', async () => {
  const page = await list();
  expect(page.total).toEqual({ value: 4, exact: true });
  expect(
    page.data.map((unit) => [unit.authorizationId, unit.accounts.map((row) => row.id), unit.inactiveSince]),
  ).toEqual([
    ['fcauth_c', ['fca_c1'], hour(1).toISOString()],
    [null, ['fca_d1'], hour(2).toISOString()],
    ['fcauth_a', ['fca_a1', 'fca_a2'], hour(5).toISOString()],
    ['fcauth_b', ['fca_b1'], hour(9).toISOString()],
  ]);
});

test('the account that a relink can mend is the one to name, and the verdict is its own', async () => {
  const page = await list();
  expect(page.data.map((unit) => [unit.accountId, unit.can.allowed || unit.can.code])).toEqual([
    ['fca_c1', 'not_repairable'],
    ['fca_d1', true],
    ['fca_a2', true],
    ['fca_b1', 'relink_open'],
  ]);
  expect(page.data[3]?.openSession).toMatchObject({ id: 'fcsess_b' });
  expect(page.data[1]?.openSession).toBeNull();
});

test('groups count every broken account, largest first', async () => {
  const { groups } = await list({ cause: ['access_denied'] });
  expect(groups).toEqual([
    { cause: 'access_denied', action: 'relink_required', institutionName: 'Test Bank', accountCount: 2 },
    { cause: 'account_closed', action: 'none', institutionName: 'Other Bank', accountCount: 1 },
    { cause: 'account_closed', action: 'none', institutionName: 'Test Bank', accountCount: 1 },
    { cause: null, action: null, institutionName: 'Test Bank', accountCount: 1 },
  ]);
});

test('filters choose the logins that have a matching account', async () => {
  expect(await units({ cause: ['account_closed'] })).toEqual(['fca_c1', 'fca_a2']);
  expect(await units({ cause: ['account_closed'], mendable: 'true' })).toEqual(['fca_a2']);
  expect(await units({ mendable: 'false' })).toEqual(['fca_c1']);
  expect(await units({ cause: ['not_given'] })).toEqual(['fca_d1']);
  expect(await units({ action: ['relink_required'], institution: ['Test Bank'] })).toEqual([
    'fca_a2',
    'fca_b1',
  ]);
  expect((await list({ mendable: 'false' })).total).toEqual({ value: 1, exact: true });
});

test('pages of one walk through all units once', async () => {
  const walked: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await list({ limit: 1, cursor });
    walked.push(...page.data.map((unit) => unit.accountId));
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
  expect(walked).toEqual(['fca_c1', 'fca_d1', 'fca_a2', 'fca_b1']);
});
