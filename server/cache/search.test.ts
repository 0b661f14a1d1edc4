// What a text finds in accounts, holders and sessions, how much of it, and that an index answers each question.
import { beforeAll, describe, expect, test } from 'vitest';
import { db } from '@/server/db';
import { fillAccounts, storeAccount, storeSession } from '@/server/testing/accounts';
import { useDatabase } from '@/server/testing/database';
import { type PlanNode, planOf } from '@/server/testing/plan';
import {
  accountsStatement,
  holdersStatement,
  last4Statement,
  searchEverything,
  sessionsStatement,
} from './search';

useDatabase();

beforeAll(async () => {
  await db.holder.createMany({
    data: [
      { id: 'cus_zoe', type: 'customer', name: 'Zoë Ångström', email: 'Zoe@Example.com' },
      { id: 'cus_gone', type: 'customer', name: 'Zoltan 100%', isDeleted: true },
      { id: 'acct_shop', type: 'account', name: null, email: null },
      ...Array.from({ length: 9 }, (_, i) => ({ id: `cus_many${i}`, type: 'customer', name: `Twin ${i}` })),
    ],
  });
  const zoe = { holderId: 'cus_zoe', holderName: 'Zoë Ångström', holderEmail: 'Zoe@Example.com' };
  await storeAccount(db, { id: 'fca_first', ...zoe, displayName: 'Rainy day', last4: '4821' });
  await storeAccount(db, { id: 'fca_x4821x', ...zoe, institutionName: 'Ärztebank', last4: '0001' });
  await storeAccount(db, {
    id: 'fca_broken',
    status: 'inactive',
    cause: 'access_denied',
    action: 'relink_required',
    last4: null,
    raw: { client_secret: 'canary' },
  });
  for (let i = 0; i < 8; i += 1) await storeAccount(db, { institutionName: 'Common Bank', last4: '7777' });
  await storeSession(db, 'fcsess_abc1', { holderId: 'cus_zoe', holderName: 'Zoë Ångström', accountCount: 2 });
  await storeSession(db, 'fcsess_abc_', { outcome: 'succeeded' });
  for (let i = 0; i < 6; i += 1) await storeSession(db, `fcsess_many${i}`);
});

const found = async (q: string) => {
  const answer = await searchEverything(db, q);
  return [answer.accounts, answer.holders, answer.sessions].map((hits) => hits.map(({ id }) => id));
};

test.each<[string, string[], string[], string[]]>([
  ['4821', ['fca_first', 'fca_x4821x'], [], []],
  ['••4821', ['fca_first', 'fca_x4821x'], [], []],
  ['fca_bro', ['fca_broken'], [], []],
  ['ärzte', ['fca_x4821x'], [], []],
  ['rainy DAY', ['fca_first'], [], []],
  ['ÅNGSTRÖM', ['fca_x4821x', 'fca_first'], ['cus_zoe'], []],
  ['zoe@example', ['fca_x4821x', 'fca_first'], ['cus_zoe'], []],
  ['cus_gon', [], ['cus_gone'], []],
  ['acct_sh', [], ['acct_shop'], []],
  ['100%', [], ['cus_gone'], []],
  ['zo', ['fca_x4821x', 'fca_first'], ['cus_gone', 'cus_zoe'], []],
  ['ay', [], [], []],
  ['ra', ['fca_first'], [], []],
  ['fcsess_abc', [], [], ['fcsess_abc_', 'fcsess_abc1']],
  ['fcsess_abc_', [], [], ['fcsess_abc_']],
  ['fcsess_other', [], [], []],
  ['z', [], [], []],
  ['  z ', [], [], []],
  ['--', [], [], []],
  ['%%%', [], [], []],
  ['nobody has this', [], [], []],
])('%j finds accounts %j, holders %j, sessions %j', async (q, accounts, holders, sessions) => {
  expect(await found(q)).toEqual([accounts, holders, sessions]);
});

test('of many it gives the first few, and says that the list has more', async () => {
  const common = await searchEverything(db, 'common bank');
  expect([common.accounts.length, common.hasMoreAccounts]).toEqual([6, true]);
  expect((await searchEverything(db, '7777')).hasMoreAccounts).toBe(true);
  expect((await searchEverything(db, 'ärzte')).hasMoreAccounts).toBe(false);
  expect((await searchEverything(db, 'twin')).holders).toHaveLength(4);
  expect((await searchEverything(db, 'fcsess_')).sessions).toHaveLength(4);
});

test('each hit tells what sets it apart, and no raw object', async () => {
  const { accounts } = await searchEverything(db, 'fca_broken');
  expect(accounts).toEqual([
    {
      id: 'fca_broken',
      institutionName: 'Test Bank',
      displayName: 'Everyday',
      last4: null,
      status: 'inactive',
      cause: 'access_denied',
      action: 'relink_required',
      expectedDeactivationAt: null,
      holder: { type: null, id: null, name: null, email: null, isDeleted: false },
    },
  ]);
  const { holders } = await searchEverything(db, 'cus_zoe');
  expect(holders).toEqual([
    {
      id: 'cus_zoe',
      type: 'customer',
      name: 'Zoë Ångström',
      email: 'Zoe@Example.com',
      isDeleted: false,
      accounts: { value: 2, exact: true },
    },
  ]);
  const { sessions } = await searchEverything(db, 'fcsess_abc1');
  expect(sessions).toEqual([
    {
      id: 'fcsess_abc1',
      origin: 'created',
      outcome: 'open',
      holder: { type: null, id: 'cus_zoe', name: 'Zoë Ångström' },
      accountCount: 2,
      firstSeenAt: expect.stringMatching(/Z$/),
    },
  ]);
});

describe('among 20,000', () => {
  beforeAll(async () => {
    await fillAccounts(db, 20_000);
    await db.$executeRaw`
      insert into holders (id, type, name, email)
      select 'cus_' || md5(i::text), 'customer', 'Holder ' || i, 'holder' || i || '@example.com'
      from generate_series(1, 20000) i`;
    await db.$executeRaw`
      insert into sessions (id, livemode, origin, outcome, permissions, prefetch, raw, api_version, read_no, version, read_at)
      select 'fcsess_' || md5(i::text), false, 'created', 'open', '{}', '{}', '{}', '', i, i, now()
      from generate_series(1, 20000) i`;
    await db.$executeRaw`vacuum analyze holders`;
    await db.$executeRaw`vacuum analyze sessions`;
  }, 120_000);

  const scans = (nodes: PlanNode[]) => nodes.filter((node) => node['Node Type'] === 'Seq Scan');
  const indexes = (nodes: PlanNode[]) => nodes.flatMap((node) => node['Index Name'] ?? []);

  test.each<[string, () => Parameters<typeof planOf>[1], RegExp]>([
    ['last four digits', () => last4Statement('4321'), /accounts_last4_idx/],
    ['digits anywhere', () => accountsStatement('4321'), /accounts_search/],
    ['a rare text in accounts', () => accountsStatement('holder1234@'), /accounts_search/],
    ['a text of nearly all accounts', () => accountsStatement('account'), /accounts_created_at_id_idx/],
    ['two characters that begin a word', () => accountsStatement('zq'), /accounts_search/],
    ['a rare text in holders', () => holdersStatement('holder1234@'), /holders_search/],
    ['a text of all holders', () => holdersStatement('example'), /holders_pkey/],
    ['two characters in holders', () => holdersStatement('zq'), /holders_search/],
    ['the start of a session', () => sessionsStatement('fcsess_c4ca'), /sessions_(id_start|pkey)/],
    ['any session', () => sessionsStatement('fcsess_'), /sessions_first_seen_at_id_idx/],
  ])('%s: an index answers, no table is read through', async (_, statement, index) => {
    const nodes = await planOf(db, statement());
    expect(scans(nodes)).toEqual([]);
    expect(indexes(nodes).join(' ')).toMatch(index);
  });
});
