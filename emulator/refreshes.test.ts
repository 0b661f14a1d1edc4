// The state machine of refreshes, and the end of a link.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Doings, newDoings } from '@/emulator/testing/doings';
import { type Json, refusal, type Stand, startStand, toJson } from '@/emulator/testing/stand';

const base = '/v1/financial_connections';
let stand: Stand;
let doings: Doings;
beforeAll(async () => {
  stand = await startStand({ accounts: 20 });
});
afterAll(() => stand.close());
beforeEach(async () => {
  doings = await newDoings(stand);
});

describe('refresh', () => {
  it('is null until first started, pending for its delay, then succeeded with data, one event per feature', async () => {
    const id = await doings.linkOne();
    expect(await doings.read(id)).toMatchObject({
      balance_refresh: null,
      ownership_refresh: null,
      transaction_refresh: null,
    });
    const early = refusal(stand.stripe.financialConnections.transactions.list({ account: id }));
    expect(await early).toMatchObject({
      statusCode: 400,
      code: 'financial_connections_no_successful_transaction_refresh',
    });
    await stand.stripe.financialConnections.accounts.refresh(id, {
      features: ['balance', 'ownership', 'transactions'],
    });
    expect(await doings.read(id)).toMatchObject({ balance: null, balance_refresh: { status: 'pending' } });
    await stand.advance(4);
    const done = await doings.read(id);
    expect(done).toMatchObject({
      balance: { type: 'cash' },
      balance_refresh: { status: 'succeeded' },
      ownership_refresh: { status: 'succeeded' },
      transaction_refresh: { status: 'succeeded' },
    });
    expect((done.balance_refresh as Json).next_refresh_available_at).toBeGreaterThan(
      Number((done.balance as Json).as_of),
    );
    expect(await doings.eventsOf(id)).toEqual([
      'account.created',
      'account.refreshed_balance',
      'account.refreshed_ownership',
      'account.refreshed_transactions',
    ]);
    const items = await stand.stripe.financialConnections.transactions.list({ account: id });
    expect(items.data.length).toBeGreaterThan(0);
  });

  it('is not started while pending or too early, or is refused behind the switch', async () => {
    const id = await doings.linkOne();
    const { accounts } = stand.stripe.financialConnections;
    await accounts.refresh(id, { features: ['balance'] });
    const first = await doings.read(id);
    await stand.advance(5);
    const second = await accounts.refresh(id, { features: ['balance'] });
    expect(second.balance_refresh).toMatchObject({
      status: 'succeeded',
      last_attempted_at: (first.balance_refresh as Json).last_attempted_at,
    });
    await stand.control('/switches', { refreshTooEarly: 'refuse' }, 'PUT');
    expect((await refusal(accounts.refresh(id, { features: ['balance'] }))).statusCode).toBe(400);
    await stand.control('/switches', { refreshTooEarly: 'ignore' }, 'PUT');
    await stand.advance(61);
    const third = await accounts.refresh(id, { features: ['balance'] });
    expect(third.balance_refresh?.status).toBe('pending');
  });

  it('keeps old data when it fails, and may find the link broken', async () => {
    const [one, two] = await doings.link({ accounts: 2 });
    const id = String(one?.id);
    const { accounts } = stand.stripe.financialConnections;
    await accounts.refresh(id, { features: ['balance'] });
    await stand.advance(70);
    const before = await doings.read(id);
    await stand.control(`/accounts/${id}/fail-next-refresh`, { feature: 'balance' });
    await accounts.refresh(id, { features: ['balance'] });
    await stand.advance(70);
    expect(await doings.read(id)).toMatchObject({
      balance: before.balance,
      balance_refresh: { status: 'failed' },
      status: 'active',
    });
    await stand.control(`/accounts/${id}/fail-next-refresh`, { feature: 'balance', breakLink: true });
    await accounts.refresh(id, { features: ['balance'] });
    await stand.advance(70);
    const broken = await doings.read(id);
    expect(broken).toMatchObject({
      status: 'inactive',
      balance: before.balance,
      balance_refresh: { status: 'failed', next_refresh_available_at: null },
      status_details: { inactive: { cause: 'access_expired', action: 'relink_required' } },
    });
    expect((await doings.read(String(two?.id))).status).toBe('inactive');
    expect((await doings.eventsOf(id)).slice(-2)).toEqual([
      'account.refreshed_balance',
      'account.deactivated',
    ]);
    expect(await refusal(accounts.refresh(id, { features: ['balance'] }))).toMatchObject({
      statusCode: 400,
      code: 'financial_connections_account_inactive',
    });
    expect(await refusal(accounts.subscribe(id, { features: ['transactions'] }))).toMatchObject({
      statusCode: 400,
    });
  });

  it('fails always at the bank made for it, stalls when told to, needs its permission', async () => {
    const { accounts } = stand.stripe.financialConnections;
    const failing = await doings.linkOne({ institution: 'Refresh Always Fails' });
    await accounts.refresh(failing, { features: ['balance'] });
    const stalled = await doings.linkOne();
    await stand.control(`/accounts/${stalled}/fail-next-refresh`, { feature: 'ownership', stall: true });
    await accounts.refresh(stalled, { features: ['ownership'] });
    await stand.advance(7_200);
    expect((await doings.read(failing)).balance_refresh).toMatchObject({ status: 'failed' });
    expect((await doings.read(stalled)).ownership_refresh).toMatchObject({ status: 'pending' });
    const poor = await doings.linkOne({}, { permissions: ['payment_method'] });
    expect(await refusal(accounts.refresh(poor, { features: ['balance'] }))).toMatchObject({
      statusCode: 400,
    });
    expect((await doings.read(poor)).balance_refresh).toBeNull();
  });

  it('of transactions settles what was pending, and tells only what is new after a refresh', async () => {
    const id = await doings.linkOne({}, { prefetch: ['transactions'] });
    await stand.advance(5);
    const first = await doings.read(id);
    await stand.advance(3 * 86_400);
    await stand.stripe.financialConnections.accounts.refresh(id, { features: ['transactions'] });
    await stand.advance(5);
    const after = String((first.transaction_refresh as Json).id);
    const { transactions } = stand.stripe.financialConnections;
    const news = await transactions.list({ account: id, transaction_refresh: { after }, limit: 100 });
    const latest = String(((await doings.read(id)).transaction_refresh as Json).id);
    expect(latest).not.toBe(after);
    expect(news.data.every((item) => item.transaction_refresh === latest)).toBe(true);
    const pending = await stand.query(
      `select id from transactions where account = $1 and status = 'pending' and transacted_at < $2`,
      [id, Number(first.created) - 86_400],
    );
    expect(pending).toEqual([]);
    const unknown = transactions.list({ account: id, transaction_refresh: { after: 'fctxnref_unknown' } });
    expect(await refusal(unknown)).toMatchObject({ code: 'resource_missing' });
  });

  it('ends by itself when nobody calls', async () => {
    const id = await doings.linkOne();
    await stand.control('/switches', { balanceDelayMs: 50 }, 'PUT');
    await stand.stripe.financialConnections.accounts.refresh(id, { features: ['balance'] });
    await stand.control('/switches', { balanceDelayMs: 1_500 }, 'PUT');
    const status = `select body#>>'{balance_refresh,status}' as status from accounts where id = $1`;
    await expect
      .poll(async () => (await stand.query(status, [id]))[0]?.status, { timeout: 5_000 })
      .toBe('succeeded');
  });

  it('runs daily while subscribed', async () => {
    const id = await doings.linkOne();
    await stand.stripe.financialConnections.accounts.subscribe(id, { features: ['transactions'] });
    await stand.advance(3 * 86_400 + 60);
    const refreshes = (await doings.eventsOf(id)).filter((type) => type === 'account.refreshed_transactions');
    expect(refreshes.length).toBe(4);
  });
});

describe('disconnect', () => {
  it('is terminal, acts once, hides data and stops everything', async () => {
    const id = await doings.linkOne({}, { prefetch: ['balances', 'transactions', 'ownership'] });
    const { accounts, transactions } = stand.stripe.financialConnections;
    await stand.advance(5);
    const ownership = String((await doings.read(id)).ownership);
    await accounts.subscribe(id, { features: ['transactions'] });
    expect(toJson(await accounts.disconnect(id))).toMatchObject({
      status: 'disconnected',
      subscriptions: [],
      balance: null,
    });
    expect((await accounts.disconnect(id)).status).toBe('disconnected');
    expect((await doings.eventsOf(id)).filter((type) => type === 'account.disconnected')).toHaveLength(1);
    const again = await refusal(accounts.refresh(id, { features: ['balance'] }));
    expect(again).toMatchObject({ statusCode: 400, code: undefined });
    expect((await refusal(transactions.list({ account: id }))).statusCode).toBe(400);
    expect((await refusal(accounts.listOwners(id, { ownership }))).statusCode).toBe(400);
    await stand.control('/switches', { dataAfterDisconnect: 'readable' }, 'PUT');
    expect((await transactions.list({ account: id })).data.length).toBeGreaterThan(0);
    expect((await doings.read(id)).balance).not.toBeNull();
    await stand.control('/switches', { dataAfterDisconnect: 'error' }, 'PUT');
    await stand.advance(2 * 86_400);
    expect((await doings.read(id)).transaction_refresh).toMatchObject({ status: 'failed' });
  });

  it('names the call in the event, but not when the end user did it', async () => {
    const [one, two] = await doings.link({ accounts: 2 });
    await stand.stripe.financialConnections.accounts.disconnect(
      String(one?.id),
      {},
      { idempotencyKey: 'disconnect-once' },
    );
    await stand.control(`/accounts/${two?.id}/disconnect`, {});
    const events = await stand.stripe.events.list({
      type: 'financial_connections.account.disconnected',
      limit: 2,
    });
    expect(events.data[0]?.request).toEqual({ id: null, idempotency_key: null });
    expect(events.data[1]?.request).toMatchObject({ idempotency_key: 'disconnect-once' });
    expect(events.data[1]?.request?.id).toMatch(/^req_/);
    const authorization = await stand.preview('GET', `${base}/authorizations/${one?.authorization}`);
    expect(authorization.status).toBe('disconnected');
  });
});

describe('calls at the same moment', () => {
  it('disconnect once, whoever comes first', async () => {
    const id = await doings.linkOne();
    const { accounts } = stand.stripe.financialConnections;
    const answers = await Promise.all(Array.from({ length: 12 }, () => accounts.disconnect(id)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set(['disconnected']));
    expect((await doings.eventsOf(id)).filter((type) => type === 'account.disconnected')).toHaveLength(1);
  });

  it('on one login do not block each other, and every change has its event', async () => {
    const [one, two] = await doings.link({ accounts: 2, institution: 'Bank (OAuth)' });
    const ids = [String(one?.id), String(two?.id)];
    const { accounts } = stand.stripe.financialConnections;
    const settle = (call: Promise<unknown>) =>
      call.then(() => 200).catch((error: { statusCode?: number }) => error.statusCode);
    const statuses = await Promise.all(
      ids.flatMap((id) => [
        settle(accounts.refresh(id, { features: ['balance', 'ownership', 'transactions'] })),
        settle(accounts.subscribe(id, { features: ['transactions'] })),
        settle(stand.control(`/accounts/${id}/expire-login`, {}).catch(() => undefined)),
        settle(accounts.unsubscribe(id, { features: ['transactions'] })),
        settle(accounts.disconnect(id)),
      ]),
    );
    expect(statuses.every((status) => status === 200 || status === 400)).toBe(true);
    await stand.advance(10);
    for (const id of ids) {
      expect((await doings.read(id)).status).toBe('disconnected');
      const types = await doings.eventsOf(id);
      expect(types.filter((type) => type === 'account.disconnected')).toHaveLength(1);
      expect(types.filter((type) => type === 'account.created')).toHaveLength(1);
    }
  });
});
