// What each filter of the list of accounts lets through, what search finds, and one account with what may be done.
import { beforeAll, describe, expect, test } from 'vitest';
import { choiceFacets } from '@/domain/account';
import { AccountFilters, AccountQuery } from '@/domain/account-query';
import { db, Prisma } from '@/server/db';
import { storeAccount, storeBinding, storeSession } from '@/server/testing/accounts';
import { useDatabase } from '@/server/testing/database';
import { countFacets } from './account-facets';
import { listAccounts, requireAccount } from './accounts';

useDatabase();

const offsetMs = 3_600_000;
const stripeNow = Date.now() + offsetMs;
const ago = (minutes: number) => new Date(stripeNow - minutes * 60_000);
const days30 = 30 * 24 * 60;

beforeAll(async () => {
  await storeBinding(db, offsetMs);
  await db.holder.create({ data: { id: 'cus_gone', type: 'customer', isDeleted: true } });
  const inactive = { status: 'inactive', balanceRefreshStatus: 'succeeded' };
  await storeAccount(db, {
    id: 'fca_plain',
    balanceRefreshStatus: 'succeeded',
    subscriptions: ['transactions'],
    // Within 30 days by Stripe's clock, not by ours.
    expectedDeactivationAt: ago(-days30 + 30),
  });
  await storeAccount(db, {
    id: 'fca_denied',
    ...inactive,
    cause: 'access_denied',
    action: 'relink_required',
  });
  await storeAccount(db, {
    id: 'fca_closed',
    ...inactive,
    cause: 'account_closed',
    action: 'none',
    last4: '4242',
  });
  await storeAccount(db, { id: 'fca_unexplained', ...inactive, institutionName: '100%_Bank\\' });
  await storeAccount(db, {
    id: 'fca_word',
    status: 'hibernating',
    cause: 'solar_flare',
    balanceRefreshStatus: 'paused',
  });
  await storeAccount(db, { id: 'fca_untold', permissions: [], permissionsKnown: false, livemode: true });
  await storeAccount(db, {
    id: 'fca_narrow',
    permissions: ['payment_method'],
    institutionId: 'fcinst_7',
    expectedDeactivationAt: ago(-days30 - 30),
  });
  await storeAccount(db, {
    id: 'fca_pending',
    balanceRefreshStatus: 'pending',
    balanceRefreshAttemptedAt: ago(2),
    holderId: 'cus_gone',
    holderName: 'Zoë Ångström',
    holderEmail: 'Zoe@Example.com',
  });
  await storeAccount(db, {
    id: 'fca_unanswered',
    balanceRefreshStatus: 'pending',
    balanceRefreshAttemptedAt: ago(30),
    readAt: new Date(Date.now() - 30 * 3_600_000),
    authorizationId: 'fcauth_1',
  });
  await storeSession(db, 'fcsess_brought', { accounts: { create: { accountId: 'fca_plain' } } });
});

const found = async (filter: Record<string, unknown>) => {
  const page = await listAccounts(db, AccountQuery.parse({ ...filter, sort: 'createdAt' }));
  expect(page.total).toEqual({ value: page.data.length, exact: true });
  return page.data.map((row) => row.id.slice(4));
};

const everyone = [
  'plain',
  'denied',
  'closed',
  'unexplained',
  'word',
  'untold',
  'narrow',
  'pending',
  'unanswered',
];

test.each<[Record<string, unknown>, string[]]>([
  [{}, everyone],
  [{ status: ['inactive'] }, ['denied', 'closed', 'unexplained']],
  [{ status: ['inactive', 'hibernating'] }, ['denied', 'closed', 'unexplained', 'word']],
  [{ status: ['inactive'], cause: ['access_denied', 'solar_flare'] }, ['denied']],
  [{ cause: ['not_given'] }, ['unexplained']],
  [{ action: ['none', 'not_given'] }, ['closed', 'unexplained']],
  [{ institution: ['100%_Bank\\'] }, ['unexplained']],
  [{ institution: ['fcinst_7', '100%_Bank\\'] }, ['unexplained', 'narrow']],
  [{ holder: ['cus_gone'] }, ['pending']],
  [{ category: ['cash'], subcategory: ['savings'] }, []],
  [{ permission: ['payment_method'], subscription: ['transactions'] }, ['plain']],
  [{ livemode: 'true' }, ['untold']],
  [{ stale: 'true' }, ['unanswered']],
  [{ stale: 'false' }, everyone.filter((id) => id !== 'unanswered')],
  [{ expiring: 'true' }, ['plain']],
  [{ expiring: 'true', status: ['inactive'] }, []],
  [{ refresh: ['balance:pending'] }, ['pending']],
  [{ refresh: ['balance:no_answer'] }, ['unanswered']],
  [{ refresh: ['balance:never'] }, ['untold']],
  [{ refresh: ['balance:not_permitted', 'balance:paused'] }, ['word', 'narrow']],
  [{ refresh: ['balance:pending', 'ownership:not_permitted'] }, ['narrow', 'pending']],
  [{ refresh: ['transactions:succeeded'] }, []],
])('%j finds %j', async (filter, expected) => {
  expect(await found(filter)).toEqual(expected);
});

test.each([
  ['zoë', ['pending']],
  ['ÅNGSTRÖM', ['pending']],
  ['zoe@example', ['pending']],
  ['cus_gon', ['pending']],
  ['4242', ['closed']],
  ['fca_unans', ['unanswered']],
  ['fcauth_1', ['unanswered']],
  ['%_bank', ['unexplained']],
  ['%', ['unexplained']],
  ['bank\\', ['unexplained']],
  ['fcsess_brou', ['plain']],
  ['fcsess_other', []],
  ['  ', everyone],
  ['nobody has this', []],
])('searching %j finds %j', async (q, expected) => {
  expect(await found({ q })).toEqual(expected);
});

test('a row tells the two clocks, the permission and the deleted holder', async () => {
  const { data } = await listAccounts(db, AccountQuery.parse({ holder: ['cus_gone'] }));
  expect(data[0]).toMatchObject({
    holder: { name: 'Zoë Ångström', isDeleted: true },
    balance: null,
    refreshes: [
      { feature: 'balance', status: 'pending', attemptedAt: expect.stringMatching(/Z$/), permitted: true },
      { feature: 'ownership', status: null, succeededAt: null, permitted: true },
      { feature: 'transactions', status: null, permitted: true },
    ],
  });
  expect(data[0]).not.toHaveProperty('raw');
});

describe('facets', () => {
  const counts = async (filter: Record<string, unknown>) => {
    const facets = await countFacets(db, AccountFilters.parse(filter));
    const entries = Object.entries(facets).map(([facet, values]) => [
      facet,
      Object.fromEntries(values.map(({ value, count }) => [value, count])),
    ]);
    return Object.fromEntries(entries);
  };

  test('count every value of every account', async () => {
    const facets = await counts({});
    expect(facets.status).toEqual({ active: 5, inactive: 3, hibernating: 1 });
    expect(facets.cause).toEqual({ access_denied: 1, account_closed: 1, not_given: 1, solar_flare: 1 });
    expect(facets.action).toEqual({ relink_required: 1, none: 1, not_given: 1 });
    expect(facets.permission).toEqual({ payment_method: 8, balances: 7, ownership: 7, transactions: 7 });
    expect(facets.refresh).toMatchObject({
      'balance:succeeded': 4,
      'balance:pending': 1,
      'balance:no_answer': 1,
      'balance:never': 1,
      'balance:not_permitted': 1,
      'balance:paused': 1,
      'ownership:never': 8,
      'ownership:not_permitted': 1,
    });
  });

  test('stand under the other filters, not under their own', async () => {
    const facets = await counts({
      status: ['inactive'],
      refresh: ['balance:failed'],
      cause: ['account_closed'],
    });
    expect(facets.status).toEqual({ inactive: 0 });
    expect(facets.refresh['balance:succeeded']).toBe(1);
    expect(facets.refresh['balance:failed']).toBe(0);
    const two = await counts({ status: ['inactive'], cause: ['account_closed'] });
    expect(two.status).toEqual({ inactive: 1 });
    expect(two.cause).toEqual({ access_denied: 1, account_closed: 1, not_given: 1 });
    expect(two.institution).toEqual({ 'Test Bank': 1 });
  });

  test('agree with the list that each value leads to', async () => {
    const facets = await countFacets(db, AccountFilters.parse({ stale: 'false' }));
    for (const [facet, values] of Object.entries(facets)) {
      for (const { value, count } of values) {
        const isOne = facet === 'stale' || facet === 'expiring';
        const page = await listAccounts(
          db,
          AccountQuery.parse({ stale: 'false', [facet]: isOne ? value : [value] }),
        );
        expect([facet, value, page.total.value]).toEqual([facet, value, count]);
      }
    }
  });

  test('count each choice of freshness, of reading and of expiry, those of nothing with 0', async () => {
    const facets = await countFacets(db, AccountFilters.parse({}));
    const all = facets.status.reduce((sum, { count }) => sum + count, 0);
    expect(facets.fresh.map(({ value }) => value)).toEqual(choiceFacets.fresh);
    expect(facets.fresh.reduce((sum, { count }) => sum + count, 0)).toBeGreaterThan(0);
    expect(facets.stale.reduce((sum, { count }) => sum + count, 0)).toBe(all);
    const none = await countFacets(db, AccountFilters.parse({ holder: ['cus_nobody'], expiring: 'true' }));
    expect([...none.fresh, ...none.stale, ...none.expiring].map(({ count }) => count)).toEqual(
      Array(12).fill(0),
    );
  });
});

describe('one account', () => {
  test('shows siblings, sessions, raw without secrets and owners, and the answer kept aside', async () => {
    await storeAccount(db, { id: 'fca_sibling', authorizationId: 'fcauth_2' });
    await storeAccount(db, {
      id: 'fca_full',
      authorizationId: 'fcauth_2',
      accountNumbers: [
        {
          identifierType: 'account_number',
          status: 'active',
          expectedExpiryAt: null,
          supportedNetworks: ['ach'],
        },
      ],
      raw: {
        id: 'fca_full',
        new_field: { nested: [1, null] },
        client_secret: 'canary-secret',
        ownership: { id: 'fcaowns_1', owners: { data: [{ email: 'canary@example.com' }] } },
      },
    });
    await db.staleAnswer.create({
      data: { accountId: 'fca_full', digest: 'd', reason: 'lower_stamp', raw: {}, agreed: 2 },
    });
    await storeSession(db, 'fcsess_full', { accounts: { create: { accountId: 'fca_full' } } });
    const account = await requireAccount(db, 'fca_full');
    expect(account.siblings.map((row) => row.id)).toEqual(['fca_sibling']);
    expect(account.sessions.map((row) => row.id)).toEqual(['fcsess_full']);
    expect(account.staleAnswer).toMatchObject({ reason: 'lower_stamp', agreed: 2 });
    expect(account.accountNumbers).toHaveLength(1);
    expect(account.raw).toEqual({ id: 'fca_full', new_field: { nested: [1, null] }, ownership: 'fcaowns_1' });
    expect(JSON.stringify(account)).not.toContain('canary');
  });

  test('says what may be done by Stripe’s clock, not by ours', async () => {
    // Whole seconds, as Stripe counts.
    const nextAt = new Date(Math.floor((Date.now() + offsetMs / 2) / 1000) * 1000);
    await storeAccount(db, {
      id: 'fca_soon',
      balanceRefreshStatus: 'succeeded',
      balanceRefreshNextAt: nextAt,
    });
    // By our clock the refresh is half an hour away, by Stripe's it was possible half an hour ago.
    expect((await requireAccount(db, 'fca_soon')).can.refresh.balance).toEqual({ allowed: true });
    const early = await requireAccount(db, 'fca_soon', nextAt.getTime() - 1000);
    expect(early.can.refresh.balance).toMatchObject({
      allowed: false,
      code: 'refresh_not_yet',
      availableAt: nextAt.toISOString(),
    });
  });

  test('names the relink session that is open for its authorization', async () => {
    await storeAccount(db, {
      id: 'fca_broken',
      status: 'inactive',
      action: 'relink_required',
      holderId: 'cus_broken',
      authorizationId: 'fcauth_3',
    });
    expect((await requireAccount(db, 'fca_broken')).can.relink).toEqual({ allowed: true });
    await storeSession(db, 'fcsess_old', {
      origin: 'relink',
      outcome: 'failed',
      relinkAuthorizationId: 'fcauth_3',
    });
    await storeSession(db, 'fcsess_new', { origin: 'relink', relinkAuthorizationId: 'fcauth_3' });
    expect((await requireAccount(db, 'fca_broken')).can.relink).toMatchObject({
      allowed: false,
      code: 'relink_open',
      sessionId: 'fcsess_new',
    });
  });

  test('is refused as not_found where there is none', async () => {
    for (const id of ['fca_none', 'fca\0', '\ud800', '']) {
      await expect(requireAccount(db, id)).rejects.toMatchObject({ code: 'not_found', status: 404 });
    }
  });
});

test('more than 10,000 matches are told as "10,000 or more"', async () => {
  await db.$executeRaw`
    insert into accounts (id, livemode, created_at, institution_name, category, subcategory, status, permissions,
      subscriptions, payment_method_types, raw, api_version, source, read_no, evidence_at, version, read_at)
    select 'fca_many' || i, false, now(), 'Large Bank', 'cash', 'checking', 'active', '{}', '{}', '{}', '{}', '', '', i, now(), i, now()
    from generate_series(1, ${Prisma.sql`10001`}) i`;
  const page = await listAccounts(db, AccountQuery.parse({ institution: ['Large Bank'], limit: 1 }));
  expect(page.total).toEqual({ value: 10_000, exact: false });
});
