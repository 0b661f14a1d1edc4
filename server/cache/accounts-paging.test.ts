// Walking the cursors of a list of accounts gives every row once, in order, whatever the order and the page size.
import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { AccountQuery, accountSorts } from '@/domain/account-query';
import { db } from '@/server/db';
import { storeAccount } from '@/server/testing/accounts';
import { useDatabase } from '@/server/testing/database';
import { listAccounts } from './accounts';

useDatabase();

const orders: Record<string, string> = {
  createdAt: 'created_at',
  institution: 'institution_name',
  holder: "coalesce(holder_name, holder_id, '')",
  status: 'status',
  balanceAsOf: 'balance_as_of',
  readAt: 'read_at',
  expectedDeactivationAt: 'expected_deactivation_at',
};

/** Few values for many rows: ties everywhere, and rows without a value. */
const day = (n: number) => new Date(Date.UTC(2026, 5, n));
const longName = `Bank ${'x'.repeat(4995)}`;

beforeAll(async () => {
  for (let i = 0; i < 90; i += 1) {
    await storeAccount(db, {
      createdAt: day(i % 4),
      institutionName: ['Bank A', 'bank a', 'Ärztebank', '', longName][i % 5] ?? '',
      holderName: i % 3 === 0 ? null : `Holder ${i % 7}`,
      holderId: i % 6 === 0 ? null : 'cus_1',
      status: ['active', 'inactive', 'frozen'][i % 3] ?? '',
      balanceAsOf: i % 4 === 0 ? null : day(i % 5),
      readAt: new Date(day(1).getTime() + (i % 3)),
      expectedDeactivationAt: i % 5 < 3 ? null : day(i % 2),
    });
  }
});

async function walk(query: Record<string, unknown>): Promise<{ ids: string[]; pages: number }> {
  const ids: string[] = [];
  let cursor: string | undefined;
  for (let pages = 1; ; pages += 1) {
    const page = await listAccounts(db, AccountQuery.parse({ ...query, cursor }));
    ids.push(...page.data.map((row) => row.id));
    if (page.nextCursor === null) return { ids, pages };
    cursor = page.nextCursor;
  }
}

test('every order, direction and page size gives each matching row once, in order, those without a value last', async () => {
  const cases = fc.record({
    sort: fc.constantFrom(...accountSorts),
    isDescending: fc.boolean(),
    limit: fc.integer({ min: 1, max: 60 }),
    status: fc.constantFrom([], ['active'], ['active', 'frozen'], ['nothing has this']),
  });
  await fc.assert(
    fc.asyncProperty(cases, async ({ sort, isDescending, limit, status }) => {
      const direction = isDescending ? 'desc' : 'asc';
      const expected = await db.$queryRawUnsafe<{ id: string }[]>(
        `select id from accounts where ${status.length > 0 ? 'status = any($1)' : 'cardinality($1::text[]) = 0'}
         order by ${orders[sort]} ${direction} nulls last, id ${direction}`,
        status,
      );
      const walked = await walk({ sort: `${isDescending ? '-' : ''}${sort}`, limit, status });
      expect(walked.ids).toEqual(expected.map((row) => row.id));
      expect(walked.pages).toBe(Math.max(1, Math.ceil(expected.length / limit)));
    }),
    { numRuns: 60, seed: 7 },
  );
});

test('a row that comes in while someone pages doubles nothing and hides nothing', async () => {
  const first = await listAccounts(db, AccountQuery.parse({ sort: 'createdAt', limit: 40 }));
  const late = await storeAccount(db, { createdAt: new Date('2025-01-01T00:00:00Z') });
  const rest: string[] = [];
  let cursor = first.nextCursor;
  while (cursor !== null) {
    const page = await listAccounts(db, AccountQuery.parse({ sort: 'createdAt', limit: 40, cursor }));
    rest.push(...page.data.map((row) => row.id));
    cursor = page.nextCursor;
  }
  const seen = [...first.data.map((row) => row.id), ...rest];
  expect(new Set(seen).size).toBe(seen.length);
  expect(seen).not.toContain(late);
  expect(seen).toHaveLength(90);
});

test('a cursor of another order, of another list or made up is refused as invalid_request', async () => {
  const page = await listAccounts(db, AccountQuery.parse({ sort: 'createdAt', limit: 2 }));
  const forged = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const bad = [
    page.nextCursor ?? '',
    'x',
    'not base64!',
    forged(null),
    forged({ o: '-createdAt', k: 'yesterday', i: 'fca_1' }),
    forged({ o: '-createdAt', k: '0000-01-01T00:00:00Z', i: 'fca_1' }),
    forged({ o: '-createdAt', k: null, i: 'fca_1' }),
    forged({ o: '-createdAt', k: '2026-01-01T00:00:00Z', i: 'a\0b' }),
    forged({ o: '-createdAt', k: '2026-01-01T00:00:00Z', i: 'fca_1', more: 1 }),
    forged({ o: '-createdAt', k: '2026-01-01T00:00:00Z' }),
  ];
  for (const cursor of bad) {
    const asked = listAccounts(db, { ...AccountQuery.parse({}), cursor });
    await expect(asked, cursor).rejects.toMatchObject({ code: 'invalid_request', status: 400 });
  }
});

test('a name longer than an address can carry still has a next page', async () => {
  const page = await listAccounts(
    db,
    AccountQuery.parse({ sort: '-institution', institution: [longName], limit: 5 }),
  );
  expect(page.nextCursor?.length).toBeLessThan(700);
  const { ids } = await walk({ sort: '-institution', institution: [longName], limit: 5 });
  expect(ids).toHaveLength(18);
});
