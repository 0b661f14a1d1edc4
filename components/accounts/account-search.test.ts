// The address of the accounts page is its truth: it goes there and back, and a mangled one still shows a list.
import { createLoader, createSerializer } from 'nuqs/server';
import { expect, test } from 'vitest';
import { AccountQuery } from '@/domain/account-query';
import { accountSearch, filtersOf, setFilters, withoutFilter } from './account-search';

const load = createLoader(accountSearch);
const serialize = createSerializer(accountSearch);

test('a list goes into the address and comes back the same', () => {
  const search = {
    ...load(''),
    status: ['inactive'],
    institution: ['Bank of America', 'First, Second & Third'],
    refresh: ['balance:failed'],
    q: 'smith',
    stale: 'true' as const,
    sort: 'balanceAsOf' as const,
  };
  expect(load(serialize(search))).toEqual(search);
});

test('the default list has an empty address', () => {
  expect(serialize(load(''))).toBe('');
});

test('what the API would refuse is dropped from a mangled address', () => {
  const search = load(
    `?sort=evil&stale=maybe&expiring=false&refresh=nonsense&refresh=balance:failed&status=&q=${'x'.repeat(300)}`,
  );
  expect(setFilters(search)).toEqual(['refresh']);
  expect(search.refresh).toEqual(['balance:failed']);
  expect(AccountQuery.safeParse({ ...filtersOf(search), sort: search.sort }).success).toBe(true);
});

test('one filter is dropped without touching the others', () => {
  const search = load('?status=inactive&cause=access_expired&q=chase&stale=true&expiring=true');
  expect(setFilters(search)).toEqual(['status', 'cause', 'stale', 'expiring', 'q']);
  expect(setFilters(withoutFilter(search, 'cause'))).toEqual(['status', 'stale', 'expiring', 'q']);
  expect(setFilters(withoutFilter(search, 'q'))).toEqual(['status', 'cause', 'stale', 'expiring']);
  expect(setFilters(withoutFilter(search, 'stale'))).toEqual(['status', 'cause', 'expiring', 'q']);
  expect(setFilters(withoutFilter(search, 'expiring'))).toEqual(['status', 'cause', 'stale', 'q']);
});
