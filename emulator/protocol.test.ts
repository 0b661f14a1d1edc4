// The manners of the API: keys, versions, errors, headers, idempotency.
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Json, refusal, type Stand, startStand, toJson } from '@/emulator/testing/stand';

let stand: Stand;
let account: string;
beforeAll(async () => {
  stand = await startStand({ accounts: 40 });
  const [row] = await stand.query(
    `select id from accounts where body->>'status' = 'active' and body->>'permissions' like '%balances%' limit 1`,
  );
  account = String(row?.id);
});
afterAll(() => stand.close());

const accounts = '/v1/financial_connections/accounts';

async function errorOf(response: Response): Promise<Json> {
  return ((await response.json()) as { error: Json }).error;
}

describe('keys', () => {
  it('are asked for, and only known ones work', async () => {
    const missing = await stand.send(accounts, { key: '' });
    expect(missing.status).toBe(401);
    expect((await errorOf(missing)).type).toBe('invalid_request_error');
    const wrong = await refusal(
      stand.client('sk_test_somebodyelse1234').financialConnections.accounts.list(),
    );
    expect(wrong).toMatchObject({ type: 'StripeAuthenticationError', statusCode: 401 });
    expect(wrong.message).toMatch(/^Invalid API Key provided: sk_test_\*+1234$/);
    const publishable = await stand.send(accounts, { key: 'pk_test_emulator' });
    expect(await errorOf(publishable)).toMatchObject({ code: 'secret_key_required' });
    const basic = await stand.send(accounts, {
      key: '',
      headers: { Authorization: `Basic ${Buffer.from('sk_test_emulator:').toString('base64')}` },
    });
    expect(basic.status).toBe(200);
    expect((await stand.client('rk_test_emulator').financialConnections.accounts.list()).data.length).toBe(
      10,
    );
  });

  it('see only their own merchant and mode', async () => {
    const other = stand.client('sk_test_other');
    expect((await other.financialConnections.accounts.list()).data).toEqual([]);
    expect(await refusal(other.financialConnections.accounts.retrieve(account))).toMatchObject({
      statusCode: 404,
    });
    const live = stand.client('sk_live_emulator');
    const made = await live.customers.create({ name: 'Live' });
    expect(made.livemode).toBe(true);
    expect(await refusal(stand.stripe.customers.retrieve(made.id))).toMatchObject({
      code: 'resource_missing',
    });
    const ids = await Promise.all(
      [stand.stripe, live, other].map(
        async (client) => toJson(await client.rawRequest('GET', '/v1/account')).id,
      ),
    );
    expect(ids[0]).toBe(ids[1]);
    expect(ids[0]).not.toBe(ids[2]);
  });

  it('may act for a connected account they have, and no other', async () => {
    const [row] = await stand.query('select id from connected_accounts limit 1');
    const own = await stand.send(accounts, { headers: { 'Stripe-Account': String(row?.id) } });
    expect(await own.json()).toMatchObject({ data: [] });
    const foreign = await stand.send(accounts, { headers: { 'Stripe-Account': 'acct_1Nobody' } });
    expect(foreign.status).toBe(403);
    expect(await errorOf(foreign)).toMatchObject({ code: 'account_invalid' });
  });
});

describe('answers', () => {
  it('carry request id, date of the emulator clock, version and key', async () => {
    await stand.advance(1_000);
    const response = await stand.send('/v1/customers', {
      method: 'POST',
      body: new URLSearchParams({ name: 'Header' }),
      headers: { 'Idempotency-Key': 'header-1', 'Stripe-Version': '2024-06-20' },
    });
    const { headers } = response;
    expect(headers.get('request-id')).toMatch(/^req_[A-Za-z0-9]{14}$/);
    expect(headers.get('stripe-version')).toBe('2024-06-20');
    expect(headers.get('idempotency-key')).toBe('header-1');
    expect(Date.parse(headers.get('date') ?? '') - Date.now()).toBeGreaterThan(990_000);
    await stand.advance(-1_000);
    expect((await stand.send(accounts)).headers.get('stripe-version')).toBe('2026-10-28.endive');
  });

  it('refuse with the envelope, in Stripe’s words', async () => {
    const cases: [string, RequestInit, number, Json][] = [
      [
        '/v1/financial_connections/unknown',
        {},
        404,
        { message: expect.stringContaining('Unrecognized request URL (GET: /v1/') },
      ],
      [accounts, { method: 'DELETE' }, 404, {}],
      [
        `${accounts}?foo=1`,
        {},
        400,
        { code: 'parameter_unknown', message: 'Received unknown parameter: foo', param: 'foo' },
      ],
      [`${accounts}?limit=101`, {}, 400, { code: 'parameter_invalid_integer', param: 'limit' }],
      [`${accounts}?limit=0`, {}, 400, { code: 'parameter_invalid_integer' }],
      [`${accounts}?limit=x`, {}, 400, { message: 'Invalid integer: x' }],
      [`${accounts}?limit=`, {}, 400, { code: 'parameter_invalid_empty' }],
      [`${accounts}?starting_after=fca_none`, {}, 400, { code: 'resource_missing', param: 'starting_after' }],
      [`${accounts}?starting_after=a&ending_before=b`, {}, 400, { code: 'parameters_exclusive' }],
      [`${accounts}?session=a&account_holder[customer]=b`, {}, 400, { code: 'parameters_exclusive' }],
      [`${accounts}?expand[]=data.nothing`, {}, 400, { param: 'expand[0]' }],
      [`${accounts}?session=${'x'.repeat(5_001)}`, {}, 400, { param: 'session' }],
      [
        `${accounts}/fca_none`,
        {},
        404,
        { code: 'resource_missing', message: "No such financial connections account: 'fca_none'" },
      ],
      [
        `${accounts}/${account}/owners`,
        {},
        400,
        { code: 'parameter_missing', message: 'Missing required param: ownership.' },
      ],
      [
        `${accounts}/${account}/refresh`,
        { method: 'POST' },
        400,
        { message: 'Missing required param: features.' },
      ],
      [
        `${accounts}/${account}/refresh`,
        { method: 'POST', body: new URLSearchParams({ 'features[0]': 'balances' }) },
        400,
        {
          param: 'features[0]',
          message: 'Invalid features[0]: must be one of balance, ownership, or transactions',
        },
      ],
      ['/v1/events?type=a&types[]=b', {}, 400, { code: 'parameters_exclusive' }],
      [
        '/v1/customers',
        { method: 'POST', body: '{"name":"x"}', headers: { 'Content-Type': 'application/json' } },
        400,
        {},
      ],
      ['/v1/customers', { method: 'POST', body: `name=${'x'.repeat(1_100_000)}` }, 413, {}],
    ];
    for (const [path, init, status, error] of cases) {
      const headers = {
        ...(typeof init.body === 'string' ? { 'Content-Type': 'application/x-www-form-urlencoded' } : {}),
        ...init.headers,
      };
      const response = await stand.send(path, { ...init, headers });
      expect([path.slice(0, 80), response.status]).toEqual([path.slice(0, 80), status]);
      expect(response.headers.get('request-id')).toMatch(/^req_/);
      const answer = await errorOf(response);
      expect(answer).toMatchObject({ type: 'invalid_request_error', message: expect.any(String), ...error });
      if (answer.code !== undefined) {
        expect(answer.doc_url).toBe(
          `https://docs.stripe.com/error-codes#${String(answer.code).replaceAll('_', '-')}`,
        );
      }
    }
  });

  it('take arrays in both styles', async () => {
    for (const style of ['features[]', 'features[0]']) {
      const response = await stand.send(`${accounts}/${account}/refresh`, {
        method: 'POST',
        body: new URLSearchParams({ [style]: 'balance' }),
      });
      expect(response.status).toBe(200);
    }
  });
});

describe('versions', () => {
  it('unknown ones are refused; preview ones too when they are switched off', async () => {
    const ask = (version: string) => stand.send(accounts, { headers: { 'Stripe-Version': version } });
    expect((await ask('2026-01-01.nothing')).status).toBe(400);
    expect((await ask('2026-08-26.preview')).status).toBe(200);
    await stand.control('/switches', { previewVersions: false }, 'PUT');
    const off = await ask('2026-08-26.preview');
    expect([off.status, (await errorOf(off)).type]).toEqual([400, 'invalid_request_error']);
    expect((await ask('2026-10-28.endive')).status).toBe(200);
    await stand.control('/switches', { previewVersions: true }, 'PUT');
  });

  it('each says what it can', async () => {
    await stand.control(`/accounts/${account}/forecast`, { expectedDeactivationAt: 2_000_000_000 });
    const keys = async (version: string) => {
      const response = await stand.send(`${accounts}/${account}`, { headers: { 'Stripe-Version': version } });
      const body = (await response.json()) as Json;
      return ['account_numbers', 'authorization', 'institution', 'status_details'].filter(
        (key) => key in body,
      );
    };
    expect(await keys('2024-06-20')).toEqual([]);
    expect(await keys('2025-12-15.clover')).toEqual(['account_numbers']);
    expect(await keys('2026-01-28.preview')).toEqual(['account_numbers', 'authorization', 'status_details']);
    expect(await keys('2026-06-24.dahlia')).toEqual(['account_numbers', 'status_details']);
    expect(await keys('2026-08-26.preview')).toEqual([
      'account_numbers',
      'authorization',
      'institution',
      'status_details',
    ]);
    const customer = (await stand.stripe.customers.create()).id;
    const create = async (version: string, filter: Record<string, string>) => {
      const body = new URLSearchParams({
        'account_holder[type]': 'customer',
        'account_holder[customer]': customer,
        'permissions[]': 'balances',
        ...filter,
      });
      const response = await stand.send('/v1/financial_connections/sessions', {
        method: 'POST',
        body,
        headers: { 'Stripe-Version': version },
      });
      return [response.status, ((await response.json()) as Json).filters];
    };
    expect(await create('2026-09-30.endive', { 'filters[countries][]': 'US' })).toEqual([400, undefined]);
    expect(await create('2026-09-30.endive', { 'filters[country]': 'US' })).toMatchObject([
      200,
      { country: 'US' },
    ]);
    expect(await create('2026-07-29.dahlia', { 'filters[countries][]': 'US' })).toMatchObject([
      200,
      { countries: ['US'] },
    ]);
    expect(await create('2026-07-29.dahlia', { 'filters[country]': 'US' })).toEqual([400, undefined]);
    expect(await create('2026-08-26.dahlia', { 'filters[countries][]': 'US' })).toMatchObject([
      200,
      { country: 'US', countries: ['US'] },
    ]);
  });
});

describe('idempotency', () => {
  const make = (key: string, name: string) =>
    stand.send('/v1/customers', {
      method: 'POST',
      body: new URLSearchParams({ name }),
      headers: { 'Idempotency-Key': key },
    });

  it('replays the first answer, refuses other parameters, forgets after a day', async () => {
    const first = await make('k1', 'Once');
    const body = await first.text();
    const second = await make('k1', 'Once');
    expect(await second.text()).toBe(body);
    expect(second.headers.get('idempotent-replayed')).toBe('true');
    expect(second.headers.get('original-request')).toBe(first.headers.get('request-id'));
    const other = await make('k1', 'Twice');
    expect([other.status, (await errorOf(other)).type]).toEqual([400, 'idempotency_error']);
    await stand.advance(86_401);
    expect((await make('k1', 'Twice')).status).toBe(200);
    await stand.advance(-86_401);
  });

  it('keeps refusals by state, gives the key back where the parameters were at fault', async () => {
    const refresh = (key: string, feature: string, id: string) =>
      stand.send(`${accounts}/${id}/refresh`, {
        method: 'POST',
        body: new URLSearchParams({ 'features[]': feature }),
        headers: { 'Idempotency-Key': key },
      });
    expect((await refresh('k2', 'nothing', account)).status).toBe(400);
    expect((await refresh('k2', 'balance', account)).status).toBe(200);
    const [row] = await stand.query(`select id from accounts where body->>'status' = 'inactive' limit 1`);
    const inactive = String(row?.id);
    expect((await refresh('k3', 'balance', inactive)).status).toBe(400);
    const again = await refresh('k3', 'balance', inactive);
    expect([again.status, again.headers.get('idempotent-replayed')]).toEqual([400, 'true']);
  });

  it('refuses a key in flight, and lets the call that had it end', async () => {
    const holder = new pg.Client({ connectionString: stand.databaseUrl });
    await holder.connect();
    await holder.query('begin');
    await holder.query('select 1 from accounts where id = $1 for update', [account]);
    const send = () =>
      stand.send(`${accounts}/${account}/unsubscribe`, {
        method: 'POST',
        body: new URLSearchParams({ 'features[]': 'transactions' }),
        headers: { 'Idempotency-Key': 'k4' },
      });
    const first = send();
    await expect
      .poll(async () => (await stand.query(`select 1 from idempotency where key = 'k4'`)).length)
      .toBe(1);
    const second = await send();
    expect(second.status).toBe(409);
    expect(await errorOf(second)).toMatchObject({
      type: 'idempotency_error',
      code: 'idempotency_key_in_use',
    });
    await holder.query('commit');
    await holder.end();
    expect((await first).status).toBe(200);
    expect((await send()).headers.get('idempotent-replayed')).toBe('true');
  });

  it('is not blocked by what a killed process left running', async () => {
    await make('k5', 'Left');
    await stand.query(
      `update idempotency set state = 'running', boot = 'dead', status = null, body = null where key = 'k5'`,
    );
    const again = await make('k5', 'Left');
    expect([again.status, again.headers.get('idempotent-replayed')]).toEqual([200, null]);
  });
});
