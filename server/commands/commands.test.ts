// What an operator can do, against the emulator over HTTP: done once, refused in words, audited with its result.
import { randomUUID } from 'node:crypto';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { db } from '@/server/db';
import { AppError } from '@/server/errors';
import { readAccount } from '@/server/sync/account';
import { requestBackfill, runBackfill } from '@/server/sync/backfill';
import { readHolder } from '@/server/sync/holder';
import { readOwners } from '@/server/sync/owners';
import { readSession } from '@/server/sync/session';
import { readTransactions } from '@/server/sync/transactions';
import { useWorld } from '@/server/testing/world';
import { disconnectAccount } from './disconnect';
import { readAccountAgain } from './read';
import { refreshAccount } from './refresh';
import { createRelink } from './relink';
import { resumeAction } from './resume';
import { createSession, lookUpSession } from './session';
import { subscribeAccount, unsubscribeAccount } from './subscribe';

const world = useWorld({ accounts: 240, switches: { balanceDelayMs: 100, balanceCooldownMs: 60_000 } });
const intent = (requestKey: string = randomUUID()) => ({ requestKey, actor: 'console' });
const forever = new AbortController().signal;

interface LedgerLine {
  method: string;
  path: string;
  status: number;
  idempotency_key: string | null;
}
const posts = async (path: string) => {
  const { data } = await world.control<{ data: LedgerLine[] }>('GET', '/ledger?limit=10000');
  return data.filter((line) => line.method === 'POST' && line.path === path);
};

const refusal = async (deed: Promise<unknown>): Promise<AppError> => {
  const error = await deed.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (error instanceof AppError) return error;
  throw new Error('It was not refused.', { cause: error });
};

/** Active accounts that may refresh their balance now; each test takes its own. */
let fresh: string[] = [];
const take = () => {
  const id = fresh.pop();
  if (!id) throw new Error('The world has too few accounts for these tests.');
  return id;
};

beforeAll(async () => {
  const id = await db.$transaction((tx) => requestBackfill(tx, 'test', null));
  // A worker that is stopped after its first page, and one that goes on.
  const stop = new AbortController();
  const first = runBackfill(id, stop.signal);
  stop.abort();
  await first;
  expect(await db.backfill.findUniqueOrThrow({ where: { id } })).toMatchObject({ state: 'running' });
  await runBackfill(id, forever);
  expect(await db.backfill.findUniqueOrThrow({ where: { id } })).toMatchObject({
    state: 'done',
    accountsRead: 240,
    accountsNew: 240,
  });
  const rows = await db.account.findMany({
    where: {
      status: 'active',
      permissions: { hasEvery: ['balances', 'transactions'] },
      NOT: { balanceRefreshStatus: 'pending' },
    },
    select: { id: true, authorizationId: true, balanceRefreshNextAt: true },
  });
  const ready = rows.filter(
    (row) => row.balanceRefreshNextAt === null || row.balanceRefreshNextAt.getTime() < Date.now(),
  );
  fresh = [...new Map(ready.map((row) => [row.authorizationId, row.id])).values()];
}, 60_000);

test('the copy holds what Stripe lists, and raw keeps all but secrets', async () => {
  const { data } = await world.stripe<{ data: Record<string, unknown>[] }>(
    'GET',
    '/v1/financial_connections/accounts?limit=100',
  );
  for (const wire of data) {
    const stored = await db.account.findUniqueOrThrow({ where: { id: String(wire.id) } });
    expect(stored.raw).toEqual(wire);
    expect(stored).toMatchObject({
      status: wire.status,
      last4: wire.last4,
      institutionName: wire.institution_name,
    });
  }
});

describe('refresh', () => {
  test('requested → pending → succeeded, with its audit entry', async () => {
    const id = take();
    const answer = await refreshAccount(id, ['balance'], intent());
    expect(answer.requested).toEqual(['balance']);
    expect(answer.account.refreshes.find((state) => state.feature === 'balance')?.status).toBe('pending');
    await new Promise((resolve) => setTimeout(resolve, 400));
    await readAccount(id, 'job');
    expect(await db.account.findUniqueOrThrow({ where: { id } })).toMatchObject({
      balanceRefreshStatus: 'succeeded',
    });
    const [entry] = await db.auditEntry.findMany({ where: { targetId: id } });
    expect(entry).toMatchObject({ verb: 'account.refresh', outcome: 'done', actor: 'console' });
    expect(entry?.stripeRequestId).toMatch(/^req_/);
    expect(entry?.after).toMatchObject({ refreshes: { balance: 'pending' } });
  });

  test('failed keeps what was there', async () => {
    const id = take();
    await world.control('POST', `/accounts/${id}/fail-next-refresh`, { feature: 'balance' });
    const before = await db.account.findUniqueOrThrow({ where: { id } });
    await refreshAccount(id, ['balance'], intent());
    await new Promise((resolve) => setTimeout(resolve, 400));
    await readAccount(id, 'job');
    const after = await db.account.findUniqueOrThrow({ where: { id } });
    expect(after.balanceRefreshStatus).toBe('failed');
    expect(after.balanceAmounts).toEqual(before.balanceAmounts);
  });

  test('while pending or too early it is refused before Stripe is asked, with the time', async () => {
    const id = take();
    await refreshAccount(id, ['balance'], intent());
    expect((await refusal(refreshAccount(id, ['balance'], intent()))).code).toBe('refresh_pending');
    await new Promise((resolve) => setTimeout(resolve, 400));
    await readAccount(id, 'job');
    const early = await refusal(refreshAccount(id, ['balance'], intent()));
    expect(early.code).toBe('refresh_not_yet');
    expect(Date.parse(early.extra.availableAt ?? '')).toBeGreaterThan(Date.now());
    expect(await posts(`/v1/financial_connections/accounts/${id}/refresh`)).toHaveLength(1);
  });

  test('the same key at the same time, and again later, asks Stripe once and answers the same', async () => {
    const id = take();
    const key = randomUUID();
    const answers = await Promise.allSettled(
      Array.from({ length: 8 }, () => refreshAccount(id, ['balance'], intent(key))),
    );
    for (const answer of answers) {
      if (answer.status === 'rejected') expect(answer.reason).toMatchObject({ code: 'request_in_progress' });
    }
    expect((await refreshAccount(id, ['balance'], intent(key))).requested).toEqual(['balance']);
    expect(await posts(`/v1/financial_connections/accounts/${id}/refresh`)).toHaveLength(1);
    expect((await refusal(refreshAccount(id, ['balance', 'transactions'], intent(key)))).code).toBe(
      'request_key_reused',
    );
  });

  test('another key at the same time is refused too: two operators, one refresh', async () => {
    const id = take();
    await Promise.allSettled(Array.from({ length: 6 }, () => refreshAccount(id, ['balance'], intent())));
    expect(await posts(`/v1/financial_connections/accounts/${id}/refresh`)).toHaveLength(1);
  });

  test('a missing permission and an inactive account are refused by name', async () => {
    const poor = await db.account.findFirstOrThrow({
      where: { status: 'active', permissionsKnown: true, NOT: { permissions: { has: 'ownership' } } },
    });
    expect((await refusal(refreshAccount(poor.id, ['ownership'], intent()))).code).toBe('permission_missing');
    const inactive = await db.account.findFirstOrThrow({ where: { status: 'inactive' } });
    expect((await refusal(refreshAccount(inactive.id, ['balance'], intent()))).code).toBe('account_inactive');
    expect((await refusal(refreshAccount('fca_none', ['balance'], intent()))).code).toBe('not_found');
  });
});

test('disconnect: sent ten times it acts once, keeps the reason, and is for good', async () => {
  const id = take();
  const key = randomUUID();
  await Promise.allSettled(
    Array.from({ length: 10 }, () => disconnectAccount(id, 'The customer asked for it', intent(key))),
  );
  const { account } = await disconnectAccount(id, 'The customer asked for it', intent(key));
  expect(account.status).toBe('disconnected');
  expect(await posts(`/v1/financial_connections/accounts/${id}/disconnect`)).toHaveLength(1);
  expect(await db.auditEntry.findMany({ where: { targetId: id } })).toMatchObject([
    {
      verb: 'account.disconnect',
      reason: 'The customer asked for it',
      outcome: 'done',
      before: { status: 'active' },
      after: { status: 'disconnected' },
    },
  ]);
  expect((await refusal(disconnectAccount(id, 'Once more', intent()))).code).toBe('account_disconnected');
  expect((await refusal(refreshAccount(id, ['balance'], intent()))).code).toBe('account_disconnected');
});

test('subscribe and unsubscribe', async () => {
  const row = await db.account.findFirstOrThrow({
    where: { status: 'active', permissions: { has: 'transactions' }, subscriptions: { isEmpty: true } },
  });
  expect((await subscribeAccount(row.id, ['transactions'], intent())).account.subscriptions).toEqual([
    'transactions',
  ]);
  expect((await unsubscribeAccount(row.id, ['transactions'], intent())).account.subscriptions).toEqual([]);
});

describe('an action whose result was lost', () => {
  let sessionsBefore = 0;
  beforeEach(async () => {
    sessionsBefore = await db.session.count();
  });
  const lose = async (id: string, kind: 'refresh' | 'disconnect', params: object) => {
    const actionId = randomUUID();
    await db.action.create({
      data: {
        id: actionId,
        kind,
        accountId: id,
        params,
        actor: 'console',
        requestKey: randomUUID(),
        requestHash: 'x',
        state: 'due',
        attempts: 1,
      },
    });
    return actionId;
  };

  test('is not repeated when the effect is there', async () => {
    const id = take();
    const actionId = await lose(id, 'disconnect', {});
    await world.stripe('POST', `/v1/financial_connections/accounts/${id}/disconnect`);
    await resumeAction(actionId);
    expect(await db.action.findUniqueOrThrow({ where: { id: actionId } })).toMatchObject({ state: 'done' });
    expect(await posts(`/v1/financial_connections/accounts/${id}/disconnect`)).toHaveLength(1);
    expect(await db.auditEntry.count({ where: { targetId: id } })).toBe(1);
  });

  test('is done when the effect is missing, once, whoever takes it up', async () => {
    const id = take();
    const actionId = await lose(id, 'disconnect', {});
    await Promise.all([resumeAction(actionId), resumeAction(actionId), resumeAction(actionId)]);
    expect((await db.account.findUniqueOrThrow({ where: { id } })).status).toBe('disconnected');
    expect(await posts(`/v1/financial_connections/accounts/${id}/disconnect`)).toHaveLength(1);
  });

  test('a refresh that did start is recognised by its stamp', async () => {
    const id = take();
    const actionId = await lose(id, 'refresh', { features: ['balance'], refused: [] });
    await world.stripe('POST', `/v1/financial_connections/accounts/${id}/refresh`, {
      'features[]': 'balance',
    });
    await resumeAction(actionId);
    expect(await posts(`/v1/financial_connections/accounts/${id}/refresh`)).toHaveLength(1);
    expect((await db.action.findUniqueOrThrow({ where: { id: actionId } })).state).toBe('done');
  });

  test('an answer cut off after the effect: the operator is told, the same key joins, the effect is found, not repeated', async () => {
    const id = take();
    const key = randomUUID();
    world.cut(`/${id}/disconnect`, 5);
    const lost = await refusal(disconnectAccount(id, 'Cut off', intent(key)));
    expect(lost).toMatchObject({ code: 'stripe_unavailable', message: expect.stringContaining('kept') });
    expect((await refusal(disconnectAccount(id, 'Cut off', intent(key)))).code).toBe('request_in_progress');
    world.cut('', 0);
    const { id: actionId } = await db.action.findFirstOrThrow({ where: { accountId: id } });
    await resumeAction(actionId);
    expect((await disconnectAccount(id, 'Cut off', intent(key))).account.status).toBe('disconnected');
    const keys = new Set(
      (await posts(`/v1/financial_connections/accounts/${id}/disconnect`)).map(
        (line) => line.idempotency_key,
      ),
    );
    expect(keys).toEqual(new Set([`relink:${actionId}:1`]));
    expect(await db.auditEntry.count({ where: { targetId: id } })).toBe(1);
  });

  test('a session whose answer was lost is the same session when asked again', async () => {
    const { holderId } = await db.account.findFirstOrThrow({
      where: { holderType: 'customer', holderId: { not: null } },
    });
    const wanted = { holder: holderId ?? '', permissions: ['balances' as const], prefetch: [] };
    world.cut('/sessions', 1);
    await refusal(createSession(wanted, intent()));
    const action = await db.action.findFirstOrThrow({ where: { kind: 'session.create', state: 'due' } });
    await resumeAction(action.id);
    expect(await db.action.findUnique({ where: { id: action.id } })).toMatchObject({
      state: 'done',
      sessionId: expect.stringMatching(/^fcsess_/),
    });
    expect(await db.session.count()).toBe(1 + sessionsBefore);
  });

  test('while it is unknown, no other action on the account begins', async () => {
    const id = take();
    const actionId = await lose(id, 'refresh', { features: ['balance'], refused: [] });
    expect((await refusal(disconnectAccount(id, 'Wanted now', intent()))).code).toBe('request_in_progress');
    await resumeAction(actionId);
    expect((await disconnectAccount(id, 'Wanted now', intent())).account.status).toBe('disconnected');
  });
});

describe('relink', () => {
  test('an expired login → relink session → finished by the customer → active again', async () => {
    const id = take();
    await world.control('POST', `/accounts/${id}/expire-login`, {});
    const { account } = await readAccountAgain(id);
    expect(account).toMatchObject({ status: 'inactive', cause: 'access_expired', action: 'relink_required' });
    const { session } = await createRelink(id, intent());
    expect(session).toMatchObject({ outcome: 'open', relinkAuthorizationId: account.authorizationId });
    const second = await refusal(createRelink(id, intent()));
    expect(second).toMatchObject({ code: 'relink_open', extra: { sessionId: session.id } });
    await world.control('POST', `/sessions/${session.id}/complete`, {});
    await readSession(session.id, 'job', 'relink');
    expect(await db.session.findUniqueOrThrow({ where: { id: session.id } })).toMatchObject({
      outcome: 'succeeded',
    });
    expect((await readAccountAgain(id)).account.status).toBe('active');
  });

  test('what no relink can mend, and what needs none, is refused', async () => {
    const closed = await db.account.findFirstOrThrow({ where: { status: 'inactive', action: 'none' } });
    expect((await refusal(createRelink(closed.id, intent()))).code).toBe('not_repairable');
    const healthy = await db.account.findFirstOrThrow({
      where: { status: 'active', expectedDeactivationAt: null, OR: [{ action: null }, { action: 'none' }] },
    });
    expect((await refusal(createRelink(healthy.id, intent()))).code).toBe('relink_not_needed');
  });

  test('two clicks on two accounts of one login make one session', async () => {
    const rows = await db.$queryRaw<{ ids: string[] }[]>`
      select array_agg(id) as ids from accounts where status = 'active' and authorization_id is not null
      group by authorization_id having count(*) > 1 limit 1`;
    const [one, two] = rows[0]?.ids ?? [];
    if (!one || !two) throw new Error('The world has no login with two accounts.');
    await world.control('POST', `/accounts/${one}/expire-login`, {});
    await Promise.all([readAccountAgain(one), readAccountAgain(two)]);
    const results = await Promise.allSettled([createRelink(one, intent()), createRelink(two, intent())]);
    expect(results.filter((result) => result.status === 'fulfilled')).toHaveLength(1);
  });
});

describe('sessions', () => {
  const input = (holder: string) => ({
    holder,
    permissions: ['balances' as const],
    prefetch: ['balances' as const],
    filters: { country: 'US' },
    limitAccounts: 2,
  });

  test('made, stored without its secret, and read again by its id', async () => {
    const { holderId } = await db.account.findFirstOrThrow({
      where: { holderType: 'customer', holderId: { not: null } },
    });
    const { session } = await createSession(input(holderId ?? ''), intent());
    expect(session).toMatchObject({
      outcome: 'open',
      limitAccounts: 2,
      permissions: ['balances'],
      filters: { country: 'US' },
    });
    const row = await db.session.findUniqueOrThrow({ where: { id: session.id } });
    expect(
      JSON.stringify([session, row], (_, value) => (typeof value === 'bigint' ? String(value) : value)),
    ).not.toContain('client_secret');
    await world.control('POST', `/sessions/${session.id}/complete`, {
      institution: 'Test (Non-OAuth)',
      accounts: 2,
    });
    const looked = await lookUpSession(session.id);
    expect(looked.session).toMatchObject({ outcome: 'succeeded', accountCount: 2, origin: 'created' });
    expect(looked.session.accounts).toHaveLength(2);
  });

  test('Stripe’s refusal comes through with its code and request id, and is audited', async () => {
    const error = await refusal(createSession(input('cus_nobody'), intent()));
    expect(error.code === 'not_found' || error.code === 'stripe_failed').toBe(true);
    expect(error.extra.stripe).toMatchObject({ code: 'resource_missing' });
    expect(error.extra.stripe?.requestId).toMatch(/^req_/);
    expect(await db.auditEntry.count({ where: { verb: 'session.create', outcome: 'failed' } })).toBe(1);
  });
});

describe('what comes with an account', () => {
  test('owners of the present ownership, once', async () => {
    const row = await db.account.findFirstOrThrow({
      where: { ownershipId: { not: null }, status: 'active' },
    });
    await readOwners(row.id);
    const owners = await db.owner.findMany({ where: { accountId: row.id } });
    expect(owners.length).toBeGreaterThan(0);
    await readOwners(row.id);
    expect(await db.owner.count({ where: { accountId: row.id } })).toBe(owners.length);
  });

  test('transactions, all of them, and after the next refresh only what is new', async () => {
    const row = await db.account.findFirstOrThrow({
      where: { transactionRefreshStatus: 'succeeded', status: 'active' },
    });
    await readTransactions(row.id);
    let after: string | null = null;
    const ids: string[] = [];
    do {
      const page: { data: { id: string }[]; has_more: boolean } = await world.stripe(
        'GET',
        `/v1/financial_connections/transactions?account=${row.id}&limit=100${after ? `&starting_after=${after}` : ''}`,
      );
      ids.push(...page.data.map((transaction) => transaction.id));
      after = page.has_more ? (ids.at(-1) ?? null) : null;
    } while (after);
    const stored = await db.transaction.findMany({ where: { accountId: row.id }, select: { id: true } });
    expect(stored.map(({ id }) => id).sort()).toEqual(ids.sort());
    const read = await db.transactionRead.findUniqueOrThrow({ where: { accountId: row.id } });
    expect(read).toMatchObject({ doneRefreshId: row.transactionRefreshId, targetRefreshId: null });
  });

  test('the holder’s name, copied to where lists search for it', async () => {
    const row = await db.account.findFirstOrThrow({
      where: { holderType: 'customer', holderId: { not: null }, holderName: null },
    });
    await readHolder(row.holderId ?? '', row.holderType);
    const holder = await db.holder.findUniqueOrThrow({ where: { id: row.holderId ?? '' } });
    expect((await db.account.findUniqueOrThrow({ where: { id: row.id } })).holderName).toBe(holder.name);
  });
});

test('unknown words, nulls everywhere and extra fields go through; raw keeps them', async () => {
  const id = take();
  const strange = {
    status: 'hibernating',
    subcategory: 'moon_base',
    display_name: null,
    last4: null,
    permissions: null,
    balance_refresh: {
      status: 'thinking',
      last_attempted_at: Math.floor(Date.now() / 1000),
      next_refresh_available_at: null,
    },
    institution_name: `${'long '.repeat(1000)}\u202E=HYPERLINK("x")<script>`,
    brand_new: { deeper: [1, null, { yes: true }] },
  };
  await world.control('POST', `/patch/accounts/${id}`, { set: strange });
  const { account } = await readAccountAgain(id);
  expect(account).toMatchObject({
    status: 'hibernating',
    subcategory: 'moon_base',
    displayName: null,
    permissions: null,
  });
  expect(account.raw).toMatchObject({ brand_new: { deeper: [1, null, { yes: true }] } });
});
