// The life of links: broken, mended, forecast, numbered.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Doings, newDoings } from '@/emulator/testing/doings';
import { type Json, type Stand, startStand, toJson } from '@/emulator/testing/stand';

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

describe('breaking and mending', () => {
  it('every cause and action; GA does not say why', async () => {
    for (const cause of [
      'access_denied',
      'access_expired',
      'account_closed',
      'account_unavailable',
      'institution_requirement',
      'unspecified',
    ]) {
      const id = await doings.linkOne();
      const action = cause === 'account_closed' ? 'none' : 'relink_required';
      await stand.control(`/accounts/${id}/deactivate`, { cause, action });
      expect(await doings.read(id)).toMatchObject({
        status: 'inactive',
        status_details: { inactive: { cause, action } },
      });
      const ga = toJson(await stand.stripe.financialConnections.accounts.retrieve(id));
      expect(ga).toMatchObject({ status: 'inactive', status_details: {} });
      expect(ga).not.toHaveProperty('authorization');
    }
  });

  it('an expired login takes all its accounts with it; relink brings them back', async () => {
    const accounts = await doings.link({ accounts: 2, institution: 'Bank (OAuth)' });
    const [first] = accounts;
    const authorization = String(first?.authorization);
    await stand.control(`/accounts/${first?.id}/expire-login`, {});
    expect(await stand.preview('GET', `${base}/authorizations/${authorization}`)).toMatchObject({
      status: 'inactive',
      status_details: { inactive: { action: 'relink_required' } },
    });
    const session = await doings.open({ relink_options: { authorization, account: first?.id } });
    expect(await stand.preview('GET', `${base}/sessions/${session}`)).not.toHaveProperty('relink_result');
    const done = await doings.finish(session);
    expect(done).toMatchObject({
      status: 'succeeded',
      relink_result: { account: first?.id, authorization, failure_reason: null },
    });
    expect(done.accounts.data.map(({ id, status }) => [id, status])).toEqual(
      accounts.map(({ id }) => [id, 'active']),
    );
    expect((await doings.eventsOf(String(first?.id))).slice(-2)).toEqual([
      'account.deactivated',
      'account.reactivated',
    ]);
    const listed = await stand.stripe.financialConnections.accounts.list({ session });
    expect(listed.data).toHaveLength(2);
  });

  it('relink results: each failure reason, other accounts, new ids', async () => {
    const accounts = await doings.link({ accounts: [0, 1], institution: 'Bank (OAuth)' });
    const [first] = accounts;
    const authorization = String(first?.authorization);
    await stand.control(`/accounts/${first?.id}/expire-login`, {});
    for (const outcome of ['no_account', 'no_authorization', 'other']) {
      const done = await doings.finish(await doings.open({ relink_options: { authorization } }), { outcome });
      expect(done).toMatchObject({
        status: 'failed',
        relink_result: { account: null, authorization: null, failure_reason: outcome },
        accounts: { data: [] },
      });
    }
    const demanded = await doings.finish(
      await doings.open({ relink_options: { authorization, account: first?.id } }),
      {
        differentAccounts: true,
      },
    );
    expect(demanded).toMatchObject({ relink_result: { failure_reason: 'no_account' } });
    expect((await doings.read(String(first?.id))).status).toBe('inactive');
    await stand.control('/switches', { newIdsAtRelink: true }, 'PUT');
    const renewed = await doings.finish(
      await doings.open({ relink_options: { authorization, account: first?.id } }),
    );
    await stand.control('/switches', { newIdsAtRelink: false }, 'PUT');
    const result = renewed.relink_result as Json;
    expect(result.authorization).not.toBe(authorization);
    expect(result.account).not.toBe(first?.id);
    expect((await doings.read(String(result.account))).last4).toBe(first?.last4);
  });

  it('a forecast warns 30 days before and comes true', async () => {
    const id = await doings.linkOne({ institution: 'Eventually Requires Reauthentication' });
    const account = await doings.read(id);
    expect(account).toMatchObject({
      status: 'active',
      status_details: { active: { action: 'relink_required' } },
    });
    const clock = await stand.control('/clock');
    await stand.control(`/accounts/${id}/forecast`, {
      expectedDeactivationAt: Number(clock.now) + 40 * 86_400,
    });
    await stand.advance(9 * 86_400);
    expect(await doings.eventsOf(id)).not.toContain('account.deactivated');
    await stand.advance(2 * 86_400);
    expect(
      (await doings.eventsOf(id)).filter((type) => type === 'account.upcoming_deactivation'),
    ).toHaveLength(2);
    expect(await doings.eventsOf(String(account.authorization))).toContain(
      'authorization.upcoming_deactivation',
    );
    await stand.advance(30 * 86_400);
    expect(await doings.read(id)).toMatchObject({
      status: 'inactive',
      status_details: { inactive: { cause: 'access_expired' } },
    });
    const when = (await doings.eventsOf(id)).at(-1);
    expect(when).toBe('account.deactivated');
  });

  it('test institutions break after linking, and again after a relink where they say so', async () => {
    const [account] = await doings.link({
      institution: 'Immediately Requires Reauthentication',
      accounts: 1,
    });
    const id = String(account?.id);
    await stand.advance(5);
    expect((await doings.read(id)).status).toBe('inactive');
    await doings.finish(await doings.open({ relink_options: { authorization: account?.authorization } }));
    const clock = await stand.control('/clock');
    const details = (await doings.read(id)).status_details as { active: Json };
    expect(Number(details.active.expected_deactivation_date) - Number(clock.now)).toBeGreaterThan(86_000);
    await stand.advance(86_500);
    expect((await doings.read(id)).status).toBe('inactive');
  });

  it('account numbers run out and are renewed by a relink', async () => {
    const accounts = await doings.link({ institution: 'Tokenized Account Number', accounts: 3 });
    const [expired, eventually, immediately] = accounts.map(({ id }) => String(id));
    const status = async (id = '') => ((await doings.read(id)).account_numbers as Json[])[0]?.status;
    expect(await status(expired)).toBe('deactivated');
    expect(await doings.eventsOf(eventually ?? '')).toContain('account.upcoming_account_number_expiry');
    await stand.advance(5);
    expect(await doings.eventsOf(immediately ?? '')).toContain('account.account_numbers_updated');
    expect(await status(immediately)).not.toBe('transactable');
    await doings.finish(await doings.open({ relink_options: { authorization: accounts[0]?.authorization } }));
    expect(await status(expired)).toBe('transactable');
    expect(await status(immediately)).toBe('transactable');
  });
});
