// Each sort and each selective filter of the list of accounts is answered by an index, not by reading the table.
import { beforeAll, expect, test } from 'vitest';
import { AccountQuery, accountSorts, NeighbourQuery } from '@/domain/account-query';
import { db } from '@/server/db';
import { fillAccounts } from '@/server/testing/accounts';
import { useDatabase } from '@/server/testing/database';
import { type PlanNode, planOf } from '@/server/testing/plan';
import { neighbourStatement } from './account-neighbours';
import { countStatement, pageStatement } from './accounts';
import type { FilterTimes } from './list/account-filter';

useDatabase();

const times: FilterTimes = { now: Date.now(), staleBefore: new Date(Date.now() - 24 * 3_600_000) };

beforeAll(async () => {
  await fillAccounts(db, 20_000);
}, 60_000);

const reading = (nodes: PlanNode[]) =>
  nodes.filter((node) => node['Relation Name'] === 'accounts').map((node) => node['Node Type']);
const indexes = (nodes: PlanNode[]) => nodes.flatMap((node) => node['Index Name'] ?? []);

test.each(accountSorts.flatMap((sort) => [sort, `-${sort}`]))('sorted by %s', async (sort) => {
  const nodes = await planOf(db, pageStatement(AccountQuery.parse({ sort }), times));
  expect(reading(nodes)).not.toContain('Seq Scan');
  expect(nodes.map((node) => node['Node Type'])).not.toContain('Sort');
  expect(indexes(nodes)).not.toHaveLength(0);
});

test('the page after a cursor begins in the index, at the cursor', async () => {
  const cursor = Buffer.from(
    JSON.stringify({ o: '-balanceAsOf', k: '2026-02-10T00:00:00Z', i: 'fca_x' }),
  ).toString('base64url');
  const nodes = await planOf(db, pageStatement(AccountQuery.parse({ sort: '-balanceAsOf', cursor }), times));
  expect(indexes(nodes)).toContain('accounts_balance_as_of_desc');
  expect(JSON.stringify(nodes)).toContain('Index Cond');
});

test.each(accountSorts.flatMap((sort) => [sort, `-${sort}`]))('the neighbours sorted by %s', async (sort) => {
  const query = NeighbourQuery.parse({ sort });
  const nodes = await planOf(db, neighbourStatement('fca_bulk00010000', query, times));
  expect(reading(nodes)).not.toContain('Seq Scan');
  expect(nodes.map((node) => node['Node Type'])).not.toContain('Sort');
  const conditions = nodes.map((node) => String(Reflect.get(node, 'Index Cond') ?? ''));
  // Both ways begin in the index, at the account.
  expect(conditions.filter((condition) => /ROW\(.*\) < ROW/.test(condition))).toHaveLength(1);
  expect(conditions.filter((condition) => /ROW\(.*\) > ROW/.test(condition))).toHaveLength(1);
});

const selective: [string, Record<string, unknown>, RegExp][] = [
  ['status', { status: ['disconnected'] }, /status/],
  ['cause', { status: ['inactive'], cause: ['account_closed'] }, /status/],
  ['institution', { institution: ['Bank 7'] }, /institution_name/],
  ['holder', { holder: ['cus_7'] }, /holder_id/],
  ['category', { category: ['credit'], subcategory: ['credit_card'] }, /category/],
  ['permission', { permission: ['ownership'] }, /permissions/],
  ['subscription', { subscription: ['transactions'] }, /subscriptions/],
  ['refresh', { refresh: ['ownership:never', 'ownership:failed'] }, /ownership_refresh_status/],
  ['refresh of two features', { refresh: ['balance:failed', 'transactions:failed'] }, /refresh_status/],
  ['search', { q: 'holder1234@' }, /search/],
  ['last4', { q: '4321' }, /last4|search/],
];

test.each(selective)('filtered by %s', async (_, filter, index) => {
  const query = AccountQuery.parse(filter);
  const page = await planOf(db, pageStatement(query, times));
  expect(reading(page)).not.toContain('Seq Scan');
  const count = await planOf(db, countStatement(query, times));
  expect(reading(count)).not.toContain('Seq Scan');
  expect(indexes(count).join(' ')).toMatch(index);
});

test('expiring accounts are found by the index on the expected end', async () => {
  const query = AccountQuery.parse({ status: ['active'], expiring: 'true', sort: 'expectedDeactivationAt' });
  const nodes = await planOf(db, pageStatement(query, times));
  expect(indexes(nodes)).toContain('accounts_expected_deactivation_asc');
  expect(JSON.stringify(nodes)).toContain('Index Cond');
});

test('stale accounts are found by the index on the time of the last read', async () => {
  const query = AccountQuery.parse({ stale: 'true', sort: 'readAt' });
  const nodes = await planOf(db, pageStatement(query, times));
  expect(indexes(nodes)).toContain('accounts_read_at_id_idx');
});
