// The state machines: refreshes, links that break and mend, sessions, forecasts, account numbers.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Json, refusal, type Stand, startStand, toJson } from '@/emulator/testing/stand';

let stand: Stand;
let customer: string;
beforeAll(async () => {
  stand = await startStand({ accounts: 20 });
});
afterAll(() => stand.close());
beforeEach(async () => {
  customer = (await stand.stripe.customers.create({ name: 'Grace Okafor', email: 'grace@example.com' })).id;
});

const base = '/v1/financial_connections';
const everything = ['balances', 'ownership', 'payment_method', 'transactions'];

async function open(params: Json = {}): Promise<string> {
  const session = await stand.preview('POST', `${base}/sessions`, {
    account_holder: { type: 'customer', customer },
    permissions: everything,
    ...params,
  });
  return String(session.id);
}

async function finish(session: string, visit: Json = {}): Promise<Json & { accounts: { data: Json[] } }> {
  return (await stand.control(`/sessions/${session}/complete`, visit)) as Json & { accounts: { data: Json[] } };
}

async function link(visit: Json = {}, params: Json = {}): Promise<Json[]> {
  return (await finish(await open(params), visit)).accounts.data;
}

async function linkOne(visit: Json = {}, params: Json = {}): Promise<string> {
  const [account] = await link({ accounts: 1, ...visit }, params);
  return String(account?.id);
}

const read = (id: string) => stand.preview('GET', `${base}/accounts/${id}`);

/** The types of the events about an object, oldest first, without their prefix. */
async function eventsOf(id: string): Promise<string[]> {
  const events = await stand.stripe.events.list({ limit: 100 }).autoPagingToArray({ limit: 1_000 });
  return events
    .filter((event) => (event.data.object as { id?: string }).id === id)
    .map((event) => event.type.replace('financial_connections.', ''))
    .reverse();
}

describe('refresh', () => {
  it('is null until first started, pending for its delay, then succeeded with data, one event per feature', async () => {
    const id = await linkOne();
    expect(await read(id)).toMatchObject({ balance_refresh: null, ownership_refresh: null, transaction_refresh: null });
    const early = refusal(stand.stripe.financialConnections.transactions.list({ account: id }));
    expect(await early).toMatchObject({
      statusCode: 400,
      code: 'financial_connections_no_successful_transaction_refresh',
    });
    await stand.stripe.financialConnections.accounts.refresh(id, { features: ['balance', 'ownership', 'transactions'] });
    expect(await read(id)).toMatchObject({ balance: null, balance_refresh: { status: 'pending' } });
    await stand.advance(4);
    const done = await read(id);
    expect(done).toMatchObject({
      balance: { type: 'cash' },
      balance_refresh: { status: 'succeeded' },
      ownership_refresh: { status: 'succeeded' },
      transaction_refresh: { status: 'succeeded' },
    });
    expect((done.balance_refresh as Json).next_refresh_available_at).toBeGreaterThan(Number((done.balance as Json).as_of));
    expect(await eventsOf(id)).toEqual([
      'account.created',
      'account.refreshed_balance',
      'account.refreshed_ownership',
      'account.refreshed_transactions',
    ]);
    const items = await stand.stripe.financialConnections.transactions.list({ account: id });
    expect(items.data.length).toBeGreaterThan(0);
  });

  it('is not started while pending or too early, or is refused behind the switch', async () => {
    const id = await linkOne();
    const { accounts } = stand.stripe.financialConnections;
    await accounts.refresh(id, { features: ['balance'] });
    const first = await read(id);
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
    const [one, two] = await link({ accounts: 2 });
    const id = String(one?.id);
    const { accounts } = stand.stripe.financialConnections;
    await accounts.refresh(id, { features: ['balance'] });
    await stand.advance(70);
    const before = await read(id);
    await stand.control(`/accounts/${id}/fail-next-refresh`, { feature: 'balance' });
    await accounts.refresh(id, { features: ['balance'] });
    await stand.advance(70);
    expect(await read(id)).toMatchObject({ balance: before.balance, balance_refresh: { status: 'failed' }, status: 'active' });
    await stand.control(`/accounts/${id}/fail-next-refresh`, { feature: 'balance', breakLink: true });
    await accounts.refresh(id, { features: ['balance'] });
    await stand.advance(70);
    const broken = await read(id);
    expect(broken).toMatchObject({
      status: 'inactive',
      balance: before.balance,
      balance_refresh: { status: 'failed', next_refresh_available_at: null },
      status_details: { inactive: { cause: 'access_expired', action: 'relink_required' } },
    });
    expect((await read(String(two?.id))).status).toBe('inactive');
    expect((await eventsOf(id)).slice(-2)).toEqual(['account.refreshed_balance', 'account.deactivated']);
    expect(await refusal(accounts.refresh(id, { features: ['balance'] }))).toMatchObject({
      statusCode: 400,
      code: 'financial_connections_account_inactive',
    });
    expect(await refusal(accounts.subscribe(id, { features: ['transactions'] }))).toMatchObject({ statusCode: 400 });
  });

  it('fails always at the bank made for it, stalls when told to, needs its permission', async () => {
    const { accounts } = stand.stripe.financialConnections;
    const failing = await linkOne({ institution: 'Refresh Always Fails' });
    await accounts.refresh(failing, { features: ['balance'] });
    const stalled = await linkOne();
    await stand.control(`/accounts/${stalled}/fail-next-refresh`, { feature: 'ownership', stall: true });
    await accounts.refresh(stalled, { features: ['ownership'] });
    await stand.advance(7_200);
    expect((await read(failing)).balance_refresh).toMatchObject({ status: 'failed' });
    expect((await read(stalled)).ownership_refresh).toMatchObject({ status: 'pending' });
    const poor = await linkOne({}, { permissions: ['payment_method'] });
    expect(await refusal(accounts.refresh(poor, { features: ['balance'] }))).toMatchObject({ statusCode: 400 });
    expect((await read(poor)).balance_refresh).toBeNull();
  });

  it('of transactions settles what was pending, and tells only what is new after a refresh', async () => {
    const id = await linkOne({}, { prefetch: ['transactions'] });
    await stand.advance(5);
    const first = await read(id);
    await stand.advance(3 * 86_400);
    await stand.stripe.financialConnections.accounts.refresh(id, { features: ['transactions'] });
    await stand.advance(5);
    const after = String((first.transaction_refresh as Json).id);
    const { transactions } = stand.stripe.financialConnections;
    const news = await transactions.list({ account: id, transaction_refresh: { after }, limit: 100 });
    const latest = String(((await read(id)).transaction_refresh as Json).id);
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

  it('runs daily while subscribed', async () => {
    const id = await linkOne();
    await stand.stripe.financialConnections.accounts.subscribe(id, { features: ['transactions'] });
    await stand.advance(3 * 86_400 + 60);
    const refreshes = (await eventsOf(id)).filter((type) => type === 'account.refreshed_transactions');
    expect(refreshes.length).toBe(4);
  });
});

describe('disconnect', () => {
  it('is terminal, acts once, hides data and stops everything', async () => {
    const id = await linkOne({}, { prefetch: ['balances', 'transactions', 'ownership'] });
    const { accounts, transactions } = stand.stripe.financialConnections;
    await stand.advance(5);
    const ownership = String((await read(id)).ownership);
    await accounts.subscribe(id, { features: ['transactions'] });
    expect(toJson(await accounts.disconnect(id))).toMatchObject({ status: 'disconnected', subscriptions: [], balance: null });
    expect((await accounts.disconnect(id)).status).toBe('disconnected');
    expect((await eventsOf(id)).filter((type) => type === 'account.disconnected')).toHaveLength(1);
    const again = await refusal(accounts.refresh(id, { features: ['balance'] }));
    expect(again).toMatchObject({ statusCode: 400, code: undefined });
    expect((await refusal(transactions.list({ account: id }))).statusCode).toBe(400);
    expect((await refusal(accounts.listOwners(id, { ownership }))).statusCode).toBe(400);
    await stand.control('/switches', { dataAfterDisconnect: 'readable' }, 'PUT');
    expect((await transactions.list({ account: id })).data.length).toBeGreaterThan(0);
    expect((await read(id)).balance).not.toBeNull();
    await stand.control('/switches', { dataAfterDisconnect: 'error' }, 'PUT');
    await stand.advance(2 * 86_400);
    expect((await read(id)).transaction_refresh).toMatchObject({ status: 'failed' });
  });

  it('names the call in the event, but not when the end user did it', async () => {
    const [one, two] = await link({ accounts: 2 });
    await stand.stripe.financialConnections.accounts.disconnect(String(one?.id), {}, { idempotencyKey: 'disconnect-once' });
    await stand.control(`/accounts/${two?.id}/disconnect`, {});
    const events = await stand.stripe.events.list({ type: 'financial_connections.account.disconnected', limit: 2 });
    expect(events.data[0]?.request).toEqual({ id: null, idempotency_key: null });
    expect(events.data[1]?.request).toMatchObject({ idempotency_key: 'disconnect-once' });
    expect(events.data[1]?.request?.id).toMatch(/^req_/);
    const authorization = await stand.preview('GET', `${base}/authorizations/${one?.authorization}`);
    expect(authorization.status).toBe('disconnected');
  });
});

describe('breaking and mending', () => {
  it('every cause and action; GA does not say why', async () => {
    for (const cause of ['access_denied', 'access_expired', 'account_closed', 'account_unavailable', 'institution_requirement', 'unspecified']) {
      const id = await linkOne();
      const action = cause === 'account_closed' ? 'none' : 'relink_required';
      await stand.control(`/accounts/${id}/deactivate`, { cause, action });
      expect(await read(id)).toMatchObject({ status: 'inactive', status_details: { inactive: { cause, action } } });
      const ga = toJson(await stand.stripe.financialConnections.accounts.retrieve(id));
      expect(ga).toMatchObject({ status: 'inactive', status_details: {} });
      expect(ga).not.toHaveProperty('authorization');
    }
  });

  it('an expired login takes all its accounts with it; relink brings them back', async () => {
    const accounts = await link({ accounts: 2, institution: 'Bank (OAuth)' });
    const [first] = accounts;
    const authorization = String(first?.authorization);
    await stand.control(`/accounts/${first?.id}/expire-login`, {});
    expect(await stand.preview('GET', `${base}/authorizations/${authorization}`)).toMatchObject({
      status: 'inactive',
      status_details: { inactive: { action: 'relink_required' } },
    });
    const session = await open({ relink_options: { authorization, account: first?.id } });
    expect(await stand.preview('GET', `${base}/sessions/${session}`)).not.toHaveProperty('relink_result');
    const done = await finish(session);
    expect(done).toMatchObject({
      status: 'succeeded',
      relink_result: { account: first?.id, authorization, failure_reason: null },
    });
    expect(done.accounts.data.map(({ id, status }) => [id, status])).toEqual(accounts.map(({ id }) => [id, 'active']));
    expect((await eventsOf(String(first?.id))).slice(-2)).toEqual(['account.deactivated', 'account.reactivated']);
    const listed = await stand.stripe.financialConnections.accounts.list({ session });
    expect(listed.data).toHaveLength(2);
  });

  it('relink results: each failure reason, other accounts, new ids', async () => {
    const accounts = await link({ accounts: [0, 1], institution: 'Bank (OAuth)' });
    const [first] = accounts;
    const authorization = String(first?.authorization);
    await stand.control(`/accounts/${first?.id}/expire-login`, {});
    for (const outcome of ['no_account', 'no_authorization', 'other']) {
      const done = await finish(await open({ relink_options: { authorization } }), { outcome });
      expect(done).toMatchObject({
        status: 'failed',
        relink_result: { account: null, authorization: null, failure_reason: outcome },
        accounts: { data: [] },
      });
    }
    const demanded = await finish(await open({ relink_options: { authorization, account: first?.id } }), {
      differentAccounts: true,
    });
    expect(demanded).toMatchObject({ relink_result: { failure_reason: 'no_account' } });
    expect((await read(String(first?.id))).status).toBe('inactive');
    await stand.control('/switches', { newIdsAtRelink: true }, 'PUT');
    const renewed = await finish(await open({ relink_options: { authorization, account: first?.id } }));
    await stand.control('/switches', { newIdsAtRelink: false }, 'PUT');
    const result = renewed.relink_result as Json;
    expect(result.authorization).not.toBe(authorization);
    expect(result.account).not.toBe(first?.id);
    expect((await read(String(result.account))).last4).toBe(first?.last4);
  });

  it('a forecast warns 30 days before and comes true', async () => {
    const id = await linkOne({ institution: 'Eventually Requires Reauthentication' });
    const account = await read(id);
    expect(account).toMatchObject({ status: 'active', status_details: { active: { action: 'relink_required' } } });
    const clock = await stand.control('/clock');
    await stand.control(`/accounts/${id}/forecast`, { expectedDeactivationAt: Number(clock.now) + 40 * 86_400 });
    await stand.advance(9 * 86_400);
    expect(await eventsOf(id)).not.toContain('account.deactivated');
    await stand.advance(2 * 86_400);
    expect((await eventsOf(id)).filter((type) => type === 'account.upcoming_deactivation')).toHaveLength(2);
    expect(await eventsOf(String(account.authorization))).toContain('authorization.upcoming_deactivation');
    await stand.advance(30 * 86_400);
    expect(await read(id)).toMatchObject({ status: 'inactive', status_details: { inactive: { cause: 'access_expired' } } });
    const when = (await eventsOf(id)).at(-1);
    expect(when).toBe('account.deactivated');
  });

  it('test institutions break after linking, and again after a relink where they say so', async () => {
    const [account] = await link({ institution: 'Immediately Requires Reauthentication', accounts: 1 });
    const id = String(account?.id);
    await stand.advance(5);
    expect((await read(id)).status).toBe('inactive');
    await finish(await open({ relink_options: { authorization: account?.authorization } }));
    const clock = await stand.control('/clock');
    const details = (await read(id)).status_details as { active: Json };
    expect(Number(details.active.expected_deactivation_date) - Number(clock.now)).toBeGreaterThan(86_000);
    await stand.advance(86_500);
    expect((await read(id)).status).toBe('inactive');
  });

  it('account numbers run out and are renewed by a relink', async () => {
    const accounts = await link({ institution: 'Tokenized Account Number', accounts: 3 });
    const [expired, eventually, immediately] = accounts.map(({ id }) => String(id));
    const status = async (id = '') => ((await read(id)).account_numbers as Json[])[0]?.status;
    expect(await status(expired)).toBe('deactivated');
    expect(await eventsOf(eventually ?? '')).toContain('account.upcoming_account_number_expiry');
    await stand.advance(5);
    expect(await eventsOf(immediately ?? '')).toContain('account.account_numbers_updated');
    expect(await status(immediately)).not.toBe('transactable');
    await finish(await open({ relink_options: { authorization: accounts[0]?.authorization } }));
    expect(await status(expired)).toBe('transactable');
    expect(await status(immediately)).toBe('transactable');
  });
});

describe('sessions', () => {
  it('serve one flow, may be abandoned, lapse', async () => {
    const left = await open();
    expect(await finish(left, { outcome: 'abandoned' })).toMatchObject({
      status: 'cancelled',
      status_details: { cancelled: { reason: 'other' } },
      accounts: { data: [] },
    });
    await expect(finish(left)).rejects.toThrow(/already ended/);
    const old = await open();
    await stand.advance(86_401);
    expect(await stand.preview('GET', `${base}/sessions/${old}`)).toMatchObject({ status: 'failed' });
    for (const institution of ['Down (Scheduled)', 'Down (Unscheduled)', 'Down (Error)']) {
      expect(await finish(await open(), { institution })).toMatchObject({ status: 'failed', accounts: { data: [] } });
    }
  });

  it('keep to limits and filters', async () => {
    const limited = await link({ accounts: 4, institution: 'Bank (OAuth)' }, { limits: { accounts: 1 } });
    expect(limited).toHaveLength(1);
    const savings = await link({ accounts: 6, institution: 'Bank (OAuth)' }, { filters: { account_subcategories: ['savings'] } });
    expect(savings.map(({ subcategory }) => subcategory)).toEqual(['savings']);
    const payable = { filters: { require_payment_method_support: 'all' } };
    expect(await link({ accounts: 9, institution: 'Invalid Payment Accounts' }, payable)).toEqual([]);
    expect((await link({ accounts: 9 }, payable)).every(({ category }) => category === 'cash')).toBe(true);
    const prefetched = await linkOne({}, { prefetch: ['balances'] });
    expect((await read(prefetched)).balance_refresh).toMatchObject({ status: 'pending' });
  });

  it('refuse what Stripe refuses', async () => {
    const authorization = String((await link({ accounts: 1 }))[0]?.authorization);
    const other = (await stand.stripe.customers.create({ name: 'Another' })).id;
    const holder = { type: 'customer', customer };
    const cases: [Json, Json][] = [
      [{ account_holder: { type: 'customer', customer: 'cus_none' } }, { code: 'resource_missing', param: 'account_holder[customer]' }],
      [{ account_holder: { type: 'customer' } }, { code: 'parameter_missing' }],
      [{ account_holder: { type: 'business', customer } }, { param: 'account_holder[type]' }],
      [{ account_holder: holder, permissions: [] }, { code: 'parameter_missing', param: 'permissions' }],
      [{ account_holder: holder, permissions: ['balance'] }, { param: 'permissions[0]' }],
      [{ account_holder: holder, permissions: ['balances'], prefetch: ['ownership'] }, { param: 'prefetch' }],
      [{ account_holder: holder, filters: { country: 'US' } }, { code: 'parameter_unknown' }],
      [{ account_holder: holder, limits: { accounts: 0 } }, { code: 'parameter_invalid_integer' }],
      [{ account_holder: holder, limits: {} , return_url: 'nowhere' }, { code: 'url_invalid' }],
      [{ account_holder: holder, relink_options: { authorization: 'fcauth_none' } }, { code: 'resource_missing' }],
      [{ account_holder: { type: 'customer', customer: other }, relink_options: { authorization } }, { param: 'account_holder' }],
      [{ account_holder: holder, ui_mode: 'hosted' }, { param: 'ui_mode' }],
    ];
    for (const [params, expected] of cases) {
      const call = stand.preview('POST', `${base}/sessions`, { permissions: everything, ...params });
      expect(await refusal(call)).toMatchObject({ statusCode: 400, ...expected });
    }
    const noHolder = await stand.preview('POST', `${base}/sessions`, { permissions: ['balances'] });
    expect(noHolder.account_holder).toBeNull();
    const ga = { permissions: ['balances'] };
    expect(await refusal(stand.stripe.rawRequest('POST', `${base}/sessions`, ga))).toMatchObject({
      code: 'parameter_missing',
      param: 'account_holder',
    });
    const relinkInGa = { ...ga, account_holder: holder, relink_options: { authorization } };
    expect(await refusal(stand.stripe.rawRequest('POST', `${base}/sessions`, relinkInGa))).toMatchObject({
      code: 'parameter_unknown',
      param: 'relink_options',
    });
  });
});

describe('control', () => {
  it('lays raw fields over an answer, sets balances, deletes customers', async () => {
    const id = await linkOne();
    await stand.control(`/patch/accounts/${id}`, {
      set: { status: 'quarantined', display_name: '<b>x</b>', brand_new: { a: [1] }, permissions: null },
    });
    expect(await read(id)).toMatchObject({ status: 'quarantined', display_name: '<b>x</b>', brand_new: { a: [1] }, permissions: null });
    await stand.control(`/patch/accounts/${id}`, { set: null });
    await stand.control(`/accounts/${id}/set-balance`, { current: { usd: -5, eur: 7 } });
    expect(await read(id)).toMatchObject({ status: 'active', balance: { current: { usd: -5, eur: 7 } } });
    await stand.control(`/customers/${customer}/delete`, {});
    expect(toJson(await stand.stripe.customers.retrieve(customer))).toEqual({ id: customer, object: 'customer', deleted: true });
  });
});
