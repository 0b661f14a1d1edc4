// Stripe's own package drives every call; each answer has the keys and JSON types of Stripe's examples.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import examples from '@/emulator/fixtures/api-reference-examples.json';
import fixtures from '@/emulator/fixtures/financial-connections.json';
import { differences, extraKeys } from '@/emulator/testing/shape';
import { type Json, type Stand, startStand, toJson } from '@/emulator/testing/stand';

/** What the examples hold that the API does not, by path. */
const artefacts: Record<string, string> = {
  'balance.current': 'keys are currencies; the fixture has the key "undefined"',
  'accounts.total_count': 'in one scraped example only; in no type definition',
  'discount.checkout_session': 'the fixture fills every hash that may be null',
};

let stand: Stand;
beforeAll(async () => {
  stand = await startStand();
});
afterAll(() => stand.close());

const full = `body->'permissions' is not null and json_typeof(body->'permissions') = 'array'
  and json_array_length(body->'permissions') = 4 and body->>'status' = 'active'`;

async function pick(where: string): Promise<string> {
  const [row] = await stand.query(`select id from accounts where ${where} order by created desc limit 1`);
  return String(row?.id);
}

describe('reads', () => {
  it('the account of the key', async () => {
    const account = toJson(await stand.stripe.rawRequest('GET', '/v1/account'));
    expect(account).toMatchObject({
      id: 'acct_1RelinkEmulator01',
      object: 'account',
      default_currency: 'usd',
    });
  });

  it('customers: create, retrieve, list, and a deleted one', async () => {
    const made = await stand.stripe.customers.create({
      name: 'Ana Álvarez',
      email: 'ana@example.com',
      metadata: { a: '1' },
    });
    expect(differences(toJson(made), fixtures.customer, artefacts)).toEqual([]);
    expect(extraKeys(toJson(made), fixtures.customer)).toEqual([]);
    const again = await stand.stripe.customers.retrieve(made.id);
    expect(toJson(again)).toEqual(toJson(made));
    const listed = await stand.stripe.customers.list({ email: 'ana@example.com' });
    expect(listed.data.map(({ id }) => id)).toEqual([made.id]);
    const [gone] = await stand.query('select id from customers where deleted limit 1');
    const deleted = toJson(await stand.stripe.customers.retrieve(String(gone?.id)));
    expect(deleted).toEqual({ id: gone?.id, object: 'customer', deleted: true });
  });

  it('accounts: list by holder and by session, retrieve with expansions', async () => {
    const example = fixtures['financial_connections.account'];
    const page = await stand.stripe.financialConnections.accounts.list({ limit: 50 });
    for (const account of page.data) {
      const holder =
        account.account_holder?.type === 'account'
          ? { type: 'account', account: 'acct_1' }
          : example.account_holder;
      expect(differences(toJson(account), { ...example, account_holder: holder }, artefacts)).toEqual([]);
      expect(extraKeys(toJson(account), example)).toEqual(['status_details']);
    }
    const id = await pick(`${full} and body->>'ownership' is not null and holder like 'cus_%'`);
    const account = await stand.stripe.financialConnections.accounts.retrieve(id, {
      expand: ['ownership', 'account_holder.customer'],
    });
    const json = toJson(account);
    const ownership = json.ownership as Json;
    expect(differences(ownership, fixtures['financial_connections.account_ownership'], artefacts)).toEqual(
      [],
    );
    const holder = (json.account_holder as Json).customer as Json;
    expect(holder.object).toBe('customer');
    const own = await stand.stripe.financialConnections.accounts.list({
      account_holder: { customer: String(holder.id) },
      expand: ['data.ownership'],
    });
    expect(own.data.map((item) => item.id)).toContain(id);
    const owners = await stand.stripe.financialConnections.accounts.listOwners(id, {
      ownership: String(ownership.id),
    });
    expect(owners.data.length).toBeGreaterThan(0);
    for (const owner of owners.data) {
      expect(differences(toJson(owner), fixtures['financial_connections.account_owner'], artefacts)).toEqual(
        [],
      );
    }
    expect(owners.url).toBe(`/v1/financial_connections/accounts/${id}/owners?ownership=${ownership.id}`);
  });

  it('transactions: list, retrieve, since a refresh', async () => {
    const [row] = await stand.query(
      `select account, count(*)::int as count from transactions group by account order by count(*) desc limit 1`,
    );
    const account = String(row?.account);
    const { transactions } = stand.stripe.financialConnections;
    const all = await transactions.list({ account, limit: 100 }).autoPagingToArray({ limit: 1_000 });
    expect(all.length).toBe(row?.count);
    for (const item of all.slice(0, 20)) {
      expect(differences(toJson(item), fixtures['financial_connections.transaction'], artefacts)).toEqual([]);
      expect(extraKeys(toJson(item), fixtures['financial_connections.transaction'])).toEqual([]);
    }
    const times = all.map((item) => item.transacted_at);
    expect(times).toEqual([...times].sort((a, b) => b - a));
    const [first] = all;
    expect(toJson(await transactions.retrieve(first?.id ?? ''))).toEqual(toJson(first));
    const refreshes = await stand.query(
      'select id from transaction_refreshes where account = $1 order by no',
      [account],
    );
    const earlier = String(refreshes[0]?.id);
    const since = await transactions.list({ account, limit: 100, transaction_refresh: { after: earlier } });
    expect(since.data.every((item) => item.transaction_refresh !== earlier)).toBe(true);
    expect(since.data.length).toBe(all.filter((item) => item.transaction_refresh !== earlier).length);
    const middle = times[Math.floor(times.length / 2)] ?? 0;
    const later = await transactions.list({ account, limit: 100, transacted_at: { gte: middle } });
    expect(later.data.length).toBe(times.filter((time) => time >= middle).length);
  });

  it('events: list by type and time, retrieve', async () => {
    const events = await stand.stripe.events.list({
      limit: 100,
      types: ['financial_connections.account.created'],
    });
    expect(events.data.length).toBeGreaterThan(0);
    for (const event of events.data) {
      expect(differences({ ...toJson(event), data: {} }, { ...fixtures.event, data: {} }, artefacts)).toEqual(
        [],
      );
    }
    const [first] = events.data;
    expect(toJson(await stand.stripe.events.retrieve(first?.id ?? ''))).toEqual(toJson(first));
    const wild = await stand.stripe.events.list({
      type: 'financial_connections.account.refreshed_*',
      limit: 100,
    });
    expect(new Set(wild.data.map(({ type }) => type)).size).toBeGreaterThan(1);
    const before = await stand.stripe.events.list({ created: { lt: first?.created ?? 0 }, limit: 1 });
    expect(before.data[0]?.created).toBeLessThan(first?.created ?? 0);
  });

  it('authorizations, in preview versions only', async () => {
    const [row] = await stand.query('select id from authorizations limit 1');
    const path = `/v1/financial_connections/authorizations/${row?.id}`;
    const authorization = await stand.preview('GET', path);
    expect(differences(authorization, fixtures['financial_connections.authorization'], artefacts)).toEqual(
      [],
    );
    await expect(stand.stripe.rawRequest('GET', path)).rejects.toMatchObject({ statusCode: 404 });
  });
});

describe('writes', () => {
  it('sessions: create and retrieve, in every version', async () => {
    const customer = (await stand.stripe.customers.create({ name: 'Session Holder' })).id;
    const session = await stand.stripe.financialConnections.sessions.create({
      account_holder: { type: 'customer', customer },
      permissions: ['balances', 'payment_method'],
      filters: { country: 'US' },
      limits: { accounts: 2 },
    });
    const example = fixtures['financial_connections.session'];
    expect(differences(toJson(session), example, artefacts)).toEqual([]);
    expect(extraKeys(toJson(session), example)).toEqual(['filters', 'limits', 'manual_entry']);
    expect(session.client_secret).toMatch(/^fcsess_client_secret_[A-Za-z0-9]{24}$/);
    const again = await stand.stripe.financialConnections.sessions.retrieve(session.id);
    expect(toJson(again)).toEqual(toJson(session));
    const old = await stand.send(`/v1/financial_connections/sessions/${session.id}`, {
      headers: { 'Stripe-Version': '2024-06-20' },
    });
    expect(differences(await old.json(), examples.session_object, artefacts)).toEqual([]);
  });

  it('refresh, subscribe, unsubscribe, disconnect', async () => {
    const { accounts } = stand.stripe.financialConnections;
    const id = await pick(full);
    const refreshed = await accounts.refresh(id, { features: ['balance', 'ownership'] });
    expect(refreshed.balance_refresh?.status).toBe('pending');
    expect(refreshed.balance_refresh?.next_refresh_available_at).toBeNull();
    const subscribed = await accounts.subscribe(id, { features: ['transactions'] });
    expect(subscribed.subscriptions).toEqual(['transactions']);
    expect(subscribed.transaction_refresh?.status).toBe('pending');
    expect((await accounts.unsubscribe(id, { features: ['transactions'] })).subscriptions).toEqual([]);
    const ended = await accounts.disconnect(id);
    expect(ended).toMatchObject({ status: 'disconnected', balance: null });
    expect(differences(toJson(ended), examples.account_disconnected, { ...artefacts })).toEqual([]);
  });

  it('the old form of the objects behind its switch', async () => {
    const id = await pick(`${full} and body->'balance_refresh' is not null`);
    await stand.advance(86_400);
    await stand.control('/switches', { legacyObjects: true }, 'PUT');
    const get = async (path: string, init?: RequestInit) => {
      const response = await stand.send(path, { ...init, headers: { 'Stripe-Version': '2023-10-16' } });
      return (await response.json()) as Json;
    };
    const base = `/v1/financial_connections/accounts/${id}`;
    const body = new URLSearchParams({ 'features[]': 'balance' });
    const refreshed = await get(`${base}/refresh`, { method: 'POST', body });
    expect(differences(refreshed, examples.account_refreshed, artefacts)).toEqual([]);
    expect(extraKeys(refreshed, examples.account_refreshed)).toEqual([]);
    expect(refreshed).toMatchObject({ object: 'linked_account', status: 'pending' });
    expect(Object.keys(refreshed.balance_refresh as Json).sort()).toEqual(['last_attempted_at', 'status']);
    await stand.advance(10);
    const read = await get(base);
    expect(differences(read, examples.account_retrieved, artefacts)).toEqual([]);
    expect(read.status).toBe('active');
    const list = await get('/v1/financial_connections/accounts');
    expect(differences(list, examples.account_list, artefacts)).toEqual([]);
    await stand.control('/switches', { legacyObjects: false }, 'PUT');
  });
});
