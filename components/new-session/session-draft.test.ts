// The form of a new session keeps Stripe's rules and puts each error beside its field.
import { expect, test } from 'vitest';
import type { Problem } from '@/domain/problem';
import { bodyOf, checkDraft, emptyDraft, problemErrors, withPermission } from './session-draft';

const draft = { ...emptyDraft, holder: 'cus_1' };

test('what was left open is left out', () => {
  expect(bodyOf(draft)).toEqual({ holder: 'cus_1', permissions: ['balances'], prefetch: [] });
});

test('every field reaches the request', async () => {
  const full = {
    ...draft,
    permissions: ['balances' as const, 'transactions' as const],
    prefetch: ['transactions' as const],
    accountSubcategories: ['checking' as const],
    country: 'us',
    requirePaymentMethodSupport: 'at_least_one' as const,
    limitAccounts: ' 3 ',
    manualEntryMode: 'automatic' as const,
    returnUrl: 'https://example.com/done',
  };
  expect(await checkDraft(full)).toEqual({});
  expect(bodyOf(full)).toEqual({
    holder: 'cus_1',
    permissions: ['balances', 'transactions'],
    prefetch: ['transactions'],
    filters: {
      accountSubcategories: ['checking'],
      country: 'us',
      requirePaymentMethodSupport: 'at_least_one',
    },
    limitAccounts: 3,
    manualEntryMode: 'automatic',
    returnUrl: 'https://example.com/done',
  });
});

test('a prefetch goes with its permission', () => {
  const chosen = { ...draft, permissions: ['balances' as const], prefetch: ['balances' as const] };
  expect(withPermission(chosen, 'balances', false)).toMatchObject({ permissions: [], prefetch: [] });
});

test.each([
  ['holder', { holder: 'Jane' }],
  ['permissions', { permissions: [] }],
  ['prefetch', { prefetch: ['ownership' as const] }],
  ['country', { country: 'USA' }],
  ['limitAccounts', { limitAccounts: '2.5' }],
  ['limitAccounts', { limitAccounts: '0' }],
  ['returnUrl', { returnUrl: 'javascript:alert(1)' }],
])('%s says what is wrong with %o', async (field, change) => {
  expect(Object.keys(await checkDraft({ ...draft, ...change }))).toEqual([field]);
});

const problem: Problem = {
  type: 'about:blank',
  title: 'Refused',
  status: 400,
  detail: '',
  code: 'invalid_request',
  requestId: 'r1',
};

test("the server's errors land beside their fields", () => {
  const errors = [
    { path: 'filters.country', message: 'Two letters, like US' },
    { path: 'permissions.0', message: 'Unknown' },
  ];
  expect(problemErrors({ ...problem, errors })).toEqual({
    country: 'Two letters, like US',
    permissions: 'Unknown',
  });
});

test('a holder that Stripe does not know is an error of the holder field', () => {
  const stripe = { code: 'resource_missing', message: "No such customer: 'cus_1'", requestId: 'req_1' };
  expect(problemErrors({ ...problem, stripe })).toEqual({ holder: "No such customer: 'cus_1'" });
});
