// The sessions that this console knows, the runs over all accounts, and the totals of the first page.
import { randomUUID } from 'node:crypto';
import { beforeAll, expect, test } from 'vitest';
import { SessionQuery } from '@/domain/session-query';
import { db } from '@/server/db';
import { storeAccount, storeBinding, storeSession } from '@/server/testing/accounts';
import { useDatabase } from '@/server/testing/database';
import { listBackfills } from './backfills';
import { readOverview } from './overview';
import { listSessions, requireSession } from './sessions';

useDatabase();

const minute = (n: number) => new Date(Date.UTC(2026, 9, 1, 0, n));

beforeAll(async () => {
  const jane = { holderId: 'cus_jane', holderName: 'Jane 100% Diaz' };
  await storeSession(db, 'fcsess_a', { ...jane, firstSeenAt: minute(1) });
  await storeSession(db, 'fcsess_b', { outcome: 'succeeded', firstSeenAt: minute(2) });
  await storeSession(db, 'fcsess_c', { outcome: 'failed', origin: 'relink', firstSeenAt: minute(2) });
  await storeSession(db, 'fcsess_d', {
    ...jane,
    outcome: 'abandoned_in_some_new_way',
    origin: 'looked_up',
    firstSeenAt: minute(3),
  });
});

const found = async (query: Record<string, unknown>) => {
  const page = await listSessions(db, SessionQuery.parse(query));
  expect(page.total).toEqual({ value: page.data.length, exact: true });
  return page.data.map((row) => row.id.slice(7)).join('');
};

test.each<[Record<string, unknown>, string]>([
  [{}, 'dcba'],
  [{ sort: 'firstSeenAt' }, 'abcd'],
  [{ outcome: ['open', 'failed'] }, 'ca'],
  [{ origin: ['relink', 'looked_up'] }, 'dc'],
  [{ holder: ['cus_jane'] }, 'da'],
  [{ q: 'fcsess_b' }, 'b'],
  [{ q: 'cus_ja' }, 'da'],
  [{ q: '100%' }, 'da'],
  [{ q: '_' }, ''],
])('%j finds %j', async (query, expected) => {
  expect(await found(query)).toBe(expected);
});

test('pages walk through sessions of the same moment', async () => {
  const walked: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await listSessions(db, SessionQuery.parse({ limit: 1, cursor }));
    walked.push(...page.data.map((row) => row.id.slice(7)));
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
  expect(walked.join('')).toBe('dcba');
});

test('one session tells everything but its secret', async () => {
  await storeAccount(db, { id: 'fca_1' });
  await storeSession(db, 'fcsess_full', {
    accounts: { create: { accountId: 'fca_1' } },
    filters: { country: 'US', accountSubcategories: ['checking'], unexpected: 1 },
    relinkResult: { failureReason: 'no_account' },
    raw: { id: 'fcsess_full', client_secret: 'canary', nested: { client_secret: 'canary' }, hosted: null },
  });
  const session = await requireSession(db, 'fcsess_full');
  expect(session.accounts.map((row) => row.id)).toEqual(['fca_1']);
  expect(session.filters).toEqual({
    country: 'US',
    accountSubcategories: ['checking'],
    requirePaymentMethodSupport: null,
    institution: null,
  });
  expect(session.relinkResult).toEqual({ account: null, authorization: null, failureReason: 'no_account' });
  expect(session.raw).toEqual({ id: 'fcsess_full', nested: {}, hosted: null });
  for (const id of ['fcsess_none', 'fcsess\0', '\ud800']) {
    await expect(requireSession(db, id)).rejects.toMatchObject({ code: 'not_found' });
  }
});

test('runs are listed newest first, and a cursor of another list is refused', async () => {
  for (let i = 0; i < 3; i += 1) {
    await db.backfill.create({
      data: { id: randomUUID(), state: 'done', requestedBy: 'console', createdAt: minute(i), pages: i },
    });
  }
  const first = await listBackfills(db, { limit: 2 });
  expect(first.data.map((run) => run.pages)).toEqual([2, 1]);
  expect(first.total).toEqual({ value: 3, exact: true });
  const second = await listBackfills(db, { limit: 2, cursor: first.nextCursor ?? undefined });
  expect(second.data.map((run) => run.pages)).toEqual([0]);
  const notUuid = Buffer.from(
    JSON.stringify({ o: '-createdAt', k: '2026-01-01T00:00:00Z', i: 'fca_1' }),
  ).toString('base64url');
  await expect(listBackfills(db, { limit: 2, cursor: notUuid })).rejects.toMatchObject({
    code: 'invalid_request',
  });
});

test('the first page waits for a binding, then counts every state, the unanswered refreshes too', async () => {
  await expect(readOverview(db)).rejects.toMatchObject({ code: 'database_unavailable' });
  await storeBinding(db, 5000);
  const soon = new Date(Date.now() + 86_400_000);
  const late = new Date(Date.now() + 40 * 86_400_000);
  const old = { readAt: minute(0), balanceRefreshStatus: 'pending' };
  await storeAccount(db, { expectedDeactivationAt: soon, balanceRefreshStatus: 'succeeded' });
  await storeAccount(db, { expectedDeactivationAt: late, action: 'relink_required' });
  await storeAccount(db, { ...old, balanceRefreshAttemptedAt: new Date() });
  await storeAccount(db, { ...old, balanceRefreshAttemptedAt: minute(0) });
  await storeAccount(db, { status: 'inactive', cause: 'access_denied', action: 'relink_required' });
  await storeAccount(db, { status: 'inactive' });
  const overview = await readOverview(db);
  expect(overview).toMatchObject({
    binding: { mode: 'emulator', clockOffsetMs: 5000 },
    total: 7,
    statuses: [
      { status: 'active', count: 5 },
      { status: 'inactive', count: 2 },
    ],
    expiringCount: 1,
    renewEarlyCount: 1,
    staleCount: 2,
    staleAfterHours: 24,
    oldestReadAt: minute(0).toISOString(),
    sessionsOpen: 2,
    actionsOpen: 0,
    backfill: { state: 'done', pages: 2 },
  });
  expect(overview.causes).toHaveLength(2);
  const ofBalance = overview.refreshes.filter((row) => row.feature === 'balance');
  expect(Object.fromEntries(ofBalance.map((row) => [row.status, row.count]))).toEqual({
    null: 4,
    succeeded: 1,
    pending: 1,
    no_answer: 1,
  });
});
