// Stripe's own example objects, and stranger ones, become columns without an error; raw keeps all but secrets.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import examples from '@/emulator/fixtures/api-reference-examples.json';
import fixtures from '@/emulator/fixtures/financial-connections.json';
import { toAccount, toOwner, toSession, toTransaction } from './map';
import { WireAccount, WireOwner, WireSession, WireTransaction, withoutSecrets } from './wire';

const accounts = [
  fixtures['financial_connections.account'],
  examples.account_object,
  examples.account_retrieved,
  examples.account_disconnected,
  examples.account_refreshed,
  ...examples.account_list.data,
];

test.each(accounts.map((example, index) => [index, example] as const))('example account %d', (_, example) => {
  const account = toAccount(WireAccount.parse(example));
  expect(account).toMatchObject({
    id: example.id,
    status: example.status,
    last4: '6789',
    institution_name: 'StripeBank',
  });
  expect(account.raw).toEqual(example);
});

test('an old example without next_refresh_available_at, and the status “pending” on an account', () => {
  const account = toAccount(WireAccount.parse(examples.account_refreshed));
  expect(account).toMatchObject({
    status: 'pending',
    balance_refresh_status: 'pending',
    balance_refresh_next_at: null,
  });
});

test('the fixture’s balance keeps its odd currency and its time', () => {
  const account = toAccount(WireAccount.parse(fixtures['financial_connections.account']));
  expect(account.balance_amounts).toEqual([
    { currency: 'undefined', currentMinor: 1126940025, availableMinor: null, usedMinor: null },
  ]);
  expect(account.balance_as_of).toBe('1972-12-13T13:45:40.000Z');
});

test('sessions lose their client secret; old and new country filters read alike', () => {
  for (const example of [examples.session_object, fixtures['financial_connections.session']]) {
    const session = toSession(WireSession.parse(example));
    expect(JSON.stringify(session)).not.toContain('secret');
    expect(session.outcome).toBe('open');
  }
  const old = toSession(WireSession.parse(examples.session_object));
  const now = toSession(WireSession.parse({ ...examples.session_object, filters: { country: 'US' } }));
  expect([old.filters?.country, now.filters?.country]).toEqual(['US', 'US']);
});

test('owner and transaction', () => {
  expect(toOwner(WireOwner.parse(fixtures['financial_connections.account_owner']), 'fca_1', 'x').name).toBe(
    'Jane Smith',
  );
  expect(toTransaction(WireTransaction.parse(fixtures['financial_connections.transaction']))).toMatchObject({
    amount_minor: 300,
    status: 'posted',
  });
});

test('keys that a version does not know are named, details of another status included', () => {
  expect(toAccount(WireAccount.parse({ id: 'fca_1' })).unknown_fields).toContain('authorization');
  const ga = { id: 'fca_1', status: 'inactive', status_details: { active: null } };
  expect(toAccount(WireAccount.parse(ga)).unknown_fields).toContain('status_details');
  const preview = { ...ga, status_details: { inactive: { action: 'none', cause: 'account_closed' } } };
  expect(toAccount(WireAccount.parse(preview))).toMatchObject({ cause: 'account_closed', action: 'none' });
});

test('secrets are cut at any depth, web addresses too; paths of lists stay', () => {
  const wire = {
    a: [{ client_secret: 's' }],
    bank_account_token: { id: 'btok' },
    url: 'https://hosted.example/x',
    list: { url: '/v1/x' },
  };
  expect(withoutSecrets(wire)).toEqual({ a: [{}], list: { url: '/v1/x' } });
});

test('any JSON under any key is read or refused, never thrown on in another way; what is read fits into Postgres', () => {
  const keys = Object.keys(WireAccount.shape).filter((key) => key !== 'id');
  const json = fc.oneof(fc.jsonValue(), fc.constant(null), fc.string({ unit: 'binary' }), fc.integer());
  fc.assert(
    fc.property(fc.dictionary(fc.constantFrom(...keys, 'new_key'), json), (fields) => {
      const parsed = WireAccount.safeParse({ ...fields, id: 'fca_1' });
      if (!parsed.success) return;
      const text = JSON.stringify(toAccount(parsed.data));
      expect(text).not.toMatch(/\\u0000|\\ud[89ab]/i);
    }),
    { numRuns: 1000 },
  );
});

test('a name too long for an index is cut in its column, without splitting a character, and whole in raw', () => {
  const long = '🏦'.repeat(2_500);
  const account = toAccount(WireAccount.parse({ id: 'fca_1', institution_name: `a${long}`, status: long }));
  expect(account.institution_name.length).toBe(400);
  expect(account.institution_name.isWellFormed()).toBe(true);
  expect(account.status.length).toBe(80);
  expect(account.raw).toMatchObject({ institution_name: `a${long}` });
});
