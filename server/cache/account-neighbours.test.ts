// From account to account through a list: the neighbours are exactly those that stand beside each other in the list.
import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import type { AccountNeighbours } from '@/domain/account';
import { AccountQuery, accountSorts, NeighbourQuery } from '@/domain/account-query';
import { db } from '@/server/db';
import { storeAccount, storeBinding } from '@/server/testing/accounts';
import { useDatabase } from '@/server/testing/database';
import { readNeighbours } from './account-neighbours';
import { listAccounts } from './accounts';

useDatabase();

/** Few values for many rows: ties everywhere, and rows without a value. */
const day = (n: number) => new Date(Date.UTC(2026, 5, n));

beforeAll(async () => {
  await storeBinding(db);
  for (let i = 0; i < 30; i += 1) {
    await storeAccount(db, {
      createdAt: day(i % 4),
      institutionName: ['Bank A', 'bank a', 'Ärztebank', '', `Bank ${'x'.repeat(4995)}`][i % 5] ?? '',
      holderName: i % 3 === 0 ? null : `Holder ${i % 7}`,
      holderId: i % 6 === 0 ? null : 'cus_1',
      status: ['active', 'inactive', 'frozen'][i % 3] ?? '',
      cause: i % 6 === 1 ? 'access_denied' : null,
      balanceAsOf: i % 4 === 0 ? null : day(i % 5),
      balanceRefreshStatus: i % 2 === 0 ? 'failed' : null,
      readAt: new Date(day(1).getTime() + (i % 3)),
      expectedDeactivationAt: i % 5 < 3 ? null : day(i % 2),
    });
  }
});

async function listed(query: Record<string, unknown>): Promise<string[]> {
  const { data } = await listAccounts(db, AccountQuery.parse({ ...query, limit: 200 }));
  return data.map(({ id }) => id);
}

/** The neighbours of every account of the list, asked one by one. */
async function asked(ids: string[], query: Record<string, unknown>): Promise<Map<string, AccountNeighbours>> {
  const parsed = NeighbourQuery.parse(query);
  const found = await Promise.all(ids.map((id) => readNeighbours(db, id, parsed)));
  return new Map(ids.map((id, index) => [id, found[index] ?? { previousId: null, nextId: null }]));
}

/** From one account on until the end, step by step. */
function walk(from: string | undefined, way: keyof AccountNeighbours, steps: Map<string, AccountNeighbours>) {
  const ids: string[] = [];
  for (let id = from ?? null; id !== null && ids.length < 100; id = steps.get(id)?.[way] ?? null)
    ids.push(id);
  return ids;
}

async function expectSameOrder(query: Record<string, unknown>): Promise<void> {
  const ids = await listed(query);
  expect(ids.length, JSON.stringify(query)).toBeGreaterThan(3);
  const steps = await asked(ids, query);
  expect(walk(ids[0], 'nextId', steps), JSON.stringify(query)).toEqual(ids);
  expect(walk(ids.at(-1), 'previousId', steps), JSON.stringify(query)).toEqual(ids.toReversed());
}

const sorts = accountSorts.flatMap((sort) => [sort, `-${sort}`]);
const filters: Record<string, unknown>[] = [
  { status: ['active'] },
  { status: ['inactive', 'frozen'] },
  { cause: ['not_given'] },
  { refresh: ['balance:failed'] },
  { q: 'holder', stale: 'true' },
];

test('walking next from the first row gives the order of the list, and previous the reverse, under any filter', async () => {
  const cases = fc.record({ sort: fc.constantFrom(...sorts), filter: fc.constantFrom(...filters) });
  await fc.assert(
    fc.asyncProperty(cases, ({ sort, filter }) => expectSameOrder({ ...filter, sort })),
    { numRuns: 25, seed: 7 },
  );
});

test.each(sorts)('the whole list, sorted by %s', (sort) => expectSameOrder({ sort }));

test('an account that the list does not hold, or holds alone, has no neighbours', async () => {
  const [active] = await listed({ status: ['active'] });
  const none = { previousId: null, nextId: null };
  expect(await readNeighbours(db, active ?? '', NeighbourQuery.parse({ status: ['inactive'] }))).toEqual(
    none,
  );
  expect(await readNeighbours(db, active ?? '', NeighbourQuery.parse({ q: active }))).toEqual(none);
});

test('an account that no one knows is not_found', async () => {
  await expect(readNeighbours(db, 'fca_none', NeighbourQuery.parse({}))).rejects.toMatchObject({
    code: 'not_found',
    status: 404,
  });
});
