// Paging as a property: any page size, in either direction, walks everything once, and has_more is exact.
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Json, type Stand, startStand } from '@/emulator/testing/stand';

let stand: Stand;
beforeAll(async () => {
  stand = await startStand({ accounts: 90 });
});
afterAll(() => stand.close());

interface Page {
  data: { id: string }[];
  has_more: boolean;
}

async function page(path: string, params: Json): Promise<Page> {
  const query = new URLSearchParams(Object.entries(params).map(([key, value]) => [key, String(value)]));
  const response = await stand.send(`${path}${path.includes('?') ? '&' : '?'}${query}`);
  expect(response.status).toBe(200);
  return (await response.json()) as Page;
}

/** All ids, following the cursor; checks that has_more ends exactly at the last item. */
async function walk(path: string, limit: number, back: boolean): Promise<string[]> {
  const cursor = back ? 'ending_before' : 'starting_after';
  const first = await page(path, { limit: 1 });
  // Backwards begins behind the oldest item, which only a walk forwards finds.
  const start = back ? (await walk(path, 100, false)).at(-1) : undefined;
  let ids = back && start !== undefined ? [start] : [];
  if (first.data.length === 0) return [];
  for (;;) {
    const at = back ? ids[0] : ids.at(-1);
    const { data, has_more } = await page(path, { limit, ...(at === undefined ? {} : { [cursor]: at }) });
    const fresh = data.map(({ id }) => id);
    ids = back ? [...fresh, ...ids] : [...ids, ...fresh];
    if (!has_more) return ids;
    expect(fresh).toHaveLength(limit);
  }
}

it('walks accounts, events, customers and transactions', async () => {
  const [row] = await stand.query(
    'select account from transactions group by account order by count(*) desc limit 1',
  );
  const lists: [string, string][] = [
    [
      '/v1/financial_connections/accounts',
      `select id from accounts where world = 1 order by created desc, id desc`,
    ],
    [
      `/v1/financial_connections/transactions?account=${row?.account}`,
      `select id from transactions where account = '${row?.account}' order by transacted_at desc, id desc`,
    ],
    [
      '/v1/customers',
      `select id from customers where world = 1 and not deleted order by created desc, id desc`,
    ],
    ['/v1/events', `select id from events where world = 1 order by seq desc`],
  ];
  const truth = new Map<string, unknown[]>();
  for (const [path, sql] of lists)
    truth.set(
      path,
      (await stand.query(sql)).map(({ id }) => id),
    );
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...lists),
      fc.integer({ min: 3, max: 100 }),
      fc.boolean(),
      async ([path], limit, back) => {
        expect(await walk(path, limit, back)).toEqual(truth.get(path));
      },
    ),
    { numRuns: 24, seed: 7 },
  );
}, 60_000);

it('says has_more exactly at the edges', async () => {
  const path = '/v1/financial_connections/accounts';
  const ids = await walk(path, 100, false);
  expect(ids.length).toBe(90);
  const last = ids.at(-1);
  expect(await page(path, { limit: 90 })).toMatchObject({ has_more: false });
  expect(await page(path, { limit: 89 })).toMatchObject({ has_more: true });
  expect(await page(path, { limit: 10, starting_after: last })).toMatchObject({ data: [], has_more: false });
  expect(await page(path, { limit: 10, ending_before: ids[0] })).toMatchObject({ data: [], has_more: false });
  expect(await page(path, { limit: 5, ending_before: ids[5] })).toMatchObject({ has_more: false });
  expect(await page(path, { limit: 4, ending_before: ids[5] })).toMatchObject({ has_more: true });
});

it('keeps its place when newer accounts arrive and old ones change', async () => {
  const path = '/v1/financial_connections/accounts';
  const before = await walk(path, 100, false);
  const first = await page(path, { limit: 30 });
  const session = await stand.preview('POST', '/v1/financial_connections/sessions', {
    permissions: ['balances'],
  });
  await stand.control(`/sessions/${session.id}/complete`, { accounts: 3 });
  await stand.stripe.financialConnections.accounts.disconnect(first.data.at(-1)?.id ?? '');
  const rest = await page(path, { limit: 100, starting_after: first.data.at(-1)?.id });
  expect([...first.data, ...rest.data].map(({ id }) => id)).toEqual(before);
});

it('uses an index for every list, however deep', async () => {
  await stand.query('set enable_seqscan = off');
  const plans = await Promise.all(
    [
      `select * from accounts listed where world = 1 and (created, id) < (1790000000, 'fca_x') order by created desc, id desc limit 11`,
      `select * from accounts listed where world = 1 and holder = 'cus_x' order by created desc, id desc limit 11`,
      `select * from transactions listed where account = 'fca_x' and (transacted_at, id) < (1, 'x') order by transacted_at desc, id desc limit 11`,
      `select * from events listed where world = 1 and (seq) < (100) order by seq desc limit 11`,
    ].map(async (sql) => JSON.stringify(await stand.query(`explain ${sql}`))),
  );
  for (const plan of plans) {
    expect(plan).toContain('Index Scan');
    expect(plan).not.toContain('Sort ');
  }
});
