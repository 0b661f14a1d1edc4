// Sessions and their flows, and the other control calls.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Doings, everything, newDoings } from '@/emulator/testing/doings';
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

describe('sessions', () => {
  it('serve one flow, may be abandoned, lapse', async () => {
    const left = await doings.open();
    expect(await doings.finish(left, { outcome: 'abandoned' })).toMatchObject({
      status: 'cancelled',
      status_details: { cancelled: { reason: 'other' } },
      accounts: { data: [] },
    });
    await expect(doings.finish(left)).rejects.toThrow(/already ended/);
    const old = await doings.open();
    await stand.advance(86_401);
    expect(await stand.preview('GET', `${base}/sessions/${old}`)).toMatchObject({ status: 'failed' });
    for (const institution of ['Down (Scheduled)', 'Down (Unscheduled)', 'Down (Error)']) {
      expect(await doings.finish(await doings.open(), { institution })).toMatchObject({
        status: 'failed',
        accounts: { data: [] },
      });
    }
  });

  it('keep to limits and filters', async () => {
    const limited = await doings.link(
      { accounts: 4, institution: 'Bank (OAuth)' },
      { limits: { accounts: 1 } },
    );
    expect(limited).toHaveLength(1);
    const savings = await doings.link(
      { accounts: 6, institution: 'Bank (OAuth)' },
      { filters: { account_subcategories: ['savings'] } },
    );
    expect(savings.map(({ subcategory }) => subcategory)).toEqual(['savings']);
    const payable = { filters: { require_payment_method_support: 'all' } };
    expect(await doings.link({ accounts: 9, institution: 'Invalid Payment Accounts' }, payable)).toEqual([]);
    expect((await doings.link({ accounts: 9 }, payable)).every(({ category }) => category === 'cash')).toBe(
      true,
    );
    const prefetched = await doings.linkOne({}, { prefetch: ['balances'] });
    expect((await doings.read(prefetched)).balance_refresh).toMatchObject({ status: 'pending' });
  });

  it('refuse what Stripe refuses', async () => {
    const authorization = String((await doings.link({ accounts: 1 }))[0]?.authorization);
    const other = (await stand.stripe.customers.create({ name: 'Another' })).id;
    const holder = { type: 'customer', customer: doings.customer };
    const cases: [Json, Json][] = [
      [
        { account_holder: { type: 'customer', customer: 'cus_none' } },
        { code: 'resource_missing', param: 'account_holder[customer]' },
      ],
      [{ account_holder: { type: 'customer' } }, { code: 'parameter_missing' }],
      [
        { account_holder: { type: 'business', customer: doings.customer } },
        { param: 'account_holder[type]' },
      ],
      [
        { account_holder: holder, permissions: [] },
        { code: 'parameter_missing', param: 'permissions' },
      ],
      [{ account_holder: holder, permissions: ['balance'] }, { param: 'permissions[0]' }],
      [{ account_holder: holder, permissions: ['balances'], prefetch: ['ownership'] }, { param: 'prefetch' }],
      [{ account_holder: holder, filters: { country: 'US' } }, { code: 'parameter_unknown' }],
      [{ account_holder: holder, limits: { accounts: 0 } }, { code: 'parameter_invalid_integer' }],
      [{ account_holder: holder, limits: {}, return_url: 'nowhere' }, { code: 'url_invalid' }],
      [
        { account_holder: holder, relink_options: { authorization: 'fcauth_none' } },
        { code: 'resource_missing' },
      ],
      [
        { account_holder: { type: 'customer', customer: other }, relink_options: { authorization } },
        { param: 'account_holder' },
      ],
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
  it('lists the ids of the newest sessions', async () => {
    const id = await doings.open();
    expect(await stand.control('/sessions?limit=3')).toEqual({ data: expect.arrayContaining([id]) });
    await expect(stand.control('/sessions?limit=0')).rejects.toThrow(/limit/);
  });

  it('lays raw fields over an answer, sets balances, deletes customers', async () => {
    const id = await doings.linkOne();
    await stand.control(`/patch/accounts/${id}`, {
      set: { status: 'quarantined', display_name: '<b>x</b>', brand_new: { a: [1] }, permissions: null },
    });
    expect(await doings.read(id)).toMatchObject({
      status: 'quarantined',
      display_name: '<b>x</b>',
      brand_new: { a: [1] },
      permissions: null,
    });
    await stand.control(`/patch/accounts/${id}`, { set: null });
    await stand.control(`/accounts/${id}/set-balance`, { current: { usd: -5, eur: 7 } });
    expect(await doings.read(id)).toMatchObject({
      status: 'active',
      balance: { current: { usd: -5, eur: 7 } },
    });
    await stand.control(`/customers/${doings.customer}/delete`, {});
    expect(toJson(await stand.stripe.customers.retrieve(doings.customer))).toEqual({
      id: doings.customer,
      object: 'customer',
      deleted: true,
    });
  });
});
