// What an operator can do, against the emulator over HTTP: done once, refused in words, audited with its result.
import { randomUUID } from 'node:crypto';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { requireAccount } from '@/server/cache/accounts';
import { db } from '@/server/db';
import { readAccount } from '@/server/sync/account';
import { fillCopy, intent, postsTo, refusal, takeAccount } from '@/server/testing/deeds';
import { useWorld } from '@/server/testing/world';
import { disconnectAccount } from './disconnect';
import { refreshAccount } from './refresh';
import { resumeAction } from './resume';
import { createSession } from './session';
import { subscribeAccount, unsubscribeAccount } from './subscribe';

const world = useWorld({ accounts: 240, switches: { balanceDelayMs: 100, balanceCooldownMs: 60_000 } });
const posts = (path: string) => postsTo(world, path);

beforeAll(fillCopy, 60_000);

describe('refresh', () => {
  test('requested → pending → succeeded, with its audit entry', async () => {
    const id = await takeAccount();
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
    const id = await takeAccount();
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
    const id = await takeAccount();
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
    const id = await takeAccount();
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
    const id = await takeAccount();
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
  const id = await takeAccount();
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
    const id = await takeAccount();
    const actionId = await lose(id, 'disconnect', {});
    await world.stripe('POST', `/v1/financial_connections/accounts/${id}/disconnect`);
    await resumeAction(actionId);
    expect(await db.action.findUniqueOrThrow({ where: { id: actionId } })).toMatchObject({ state: 'done' });
    expect(await posts(`/v1/financial_connections/accounts/${id}/disconnect`)).toHaveLength(1);
    expect(await db.auditEntry.count({ where: { targetId: id } })).toBe(1);
  });

  test('is done when the effect is missing, once, whoever takes it up', async () => {
    const id = await takeAccount();
    const actionId = await lose(id, 'disconnect', {});
    await Promise.all([resumeAction(actionId), resumeAction(actionId), resumeAction(actionId)]);
    expect((await db.account.findUniqueOrThrow({ where: { id } })).status).toBe('disconnected');
    expect(await posts(`/v1/financial_connections/accounts/${id}/disconnect`)).toHaveLength(1);
  });

  test('a refresh that did start is recognised by its stamp', async () => {
    const id = await takeAccount();
    const actionId = await lose(id, 'refresh', { features: ['balance'], refused: [] });
    await world.stripe('POST', `/v1/financial_connections/accounts/${id}/refresh`, {
      'features[]': 'balance',
    });
    await resumeAction(actionId);
    expect(await posts(`/v1/financial_connections/accounts/${id}/refresh`)).toHaveLength(1);
    expect((await db.action.findUniqueOrThrow({ where: { id: actionId } })).state).toBe('done');
  });

  test('an answer cut off after the effect: the operator is told, the same key joins, the effect is found, not repeated', async () => {
    const id = await takeAccount();
    const key = randomUUID();
    world.cut(`/${id}/disconnect`, 5);
    const lost = await refusal(disconnectAccount(id, 'Cut off', intent(key)));
    expect(lost).toMatchObject({ code: 'stripe_unavailable', message: expect.stringContaining('kept') });
    expect(lost.extra).toMatchObject({ kept: true });
    expect((await refusal(disconnectAccount(id, 'Cut off', intent(key)))).code).toBe('request_in_progress');
    // Whoever looks at the account meanwhile sees what it waits for, and buttons that are off for it.
    const waiting = await requireAccount(db, id);
    expect(waiting).toMatchObject({
      openAction: 'disconnect',
      can: {
        refresh: { balance: { allowed: false, code: 'request_in_progress' } },
        disconnect: { allowed: false, code: 'request_in_progress' },
      },
    });
    world.cut('', 0);
    const { id: actionId } = await db.action.findFirstOrThrow({ where: { accountId: id } });
    await resumeAction(actionId);
    const { account } = await disconnectAccount(id, 'Cut off', intent(key));
    expect(account).toMatchObject({ status: 'disconnected', openAction: null });
    expect(BigInt(account.version)).toBeGreaterThan(BigInt(waiting.version));
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
    // Its one quick second try is lost as well.
    world.cut('/sessions', 2);
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
    const id = await takeAccount();
    const actionId = await lose(id, 'refresh', { features: ['balance'], refused: [] });
    expect((await refusal(disconnectAccount(id, 'Wanted now', intent()))).code).toBe('request_in_progress');
    await resumeAction(actionId);
    expect((await disconnectAccount(id, 'Wanted now', intent())).account.status).toBe('disconnected');
  });
});
