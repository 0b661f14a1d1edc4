// The ledger: calls, effects and deliveries in one order, and what they add up to.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startListener } from '@/emulator/testing/listener';
import { type Json, type Stand, startStand } from '@/emulator/testing/stand';

let stand: Stand;
let account: string;
beforeAll(async () => {
  stand = await startStand({ accounts: 40, switches: { balanceDelayMs: 50 } });
  const [row] = await stand.query(
    `select id from accounts where body->>'status' = 'active' and body#>>'{balance_refresh,status}' = 'succeeded' limit 1`,
  );
  account = String(row?.id);
  await stand.advance(86_400);
});
afterAll(() => stand.close());

const rows = async (query: string) => ((await stand.control(`/ledger?${query}`)) as { data: Json[] }).data;

it('has calls, effects with their keys, and deliveries, in the order in which they happened', async () => {
  const listener = await startListener();
  const enabled_events = ['financial_connections.account.refreshed_balance' as const];
  const endpoint = await stand.stripe.webhookEndpoints.create({ url: listener.url, enabled_events });
  const { last } = await stand.control('/ledger/summary');
  const refresh = () =>
    stand.stripe.financialConnections.accounts.refresh(
      account,
      { features: ['balance'] },
      { idempotencyKey: 'refresh-1' },
    );
  await refresh();
  await refresh();
  await expect.poll(() => listener.letters.length, { timeout: 8_000 }).toBe(1);
  const mine = (await rows(`kind=all&after=${last}`)).filter(
    (row) => row.kind === 'delivery' || row.account === account || String(row.path).includes(account),
  );
  expect(mine.map(({ kind, what, replayed, status }) => [kind, what ?? replayed ?? status])).toEqual([
    ['effect', 'refresh.balance'],
    ['call', false],
    ['call', true],
    ['effect', 'refreshed.balance.succeeded'],
    ['delivery', 200],
  ]);
  expect(mine[0]).toMatchObject({
    object: account,
    idempotency_key: 'refresh-1',
    request_id: mine[1]?.request_id,
  });
  expect(mine[3]).toMatchObject({ idempotency_key: null });
  expect(mine[4]).toMatchObject({
    endpoint: endpoint.id,
    event: listener.ids()[0],
    attempt: 1,
    copy: 0,
    error: null,
  });
  const seqs = mine.map(({ seq }) => Number(seq));
  expect(seqs).toEqual(seqs.toSorted((left, right) => left - right));
  expect((await rows(`after=${last}`)).every(({ kind }) => kind === 'call')).toBe(true);
  expect(Object.keys((await rows('kind=effect&limit=1'))[0] ?? {})).toEqual([
    'seq',
    'kind',
    'at',
    'what',
    'account',
    'object',
    'idempotency_key',
    'request_id',
  ]);
  await expect(stand.control('/ledger?kind=nothing')).rejects.toThrow(/kind/);
  const summary = (await stand.control(`/ledger/summary?after=${last}`)) as {
    effects: Json[];
    deliveries: Json[];
  };
  expect(summary.effects).toContainEqual({
    kind: 'refresh.balance',
    account,
    object: account,
    key: 'refresh-1',
    count: 1,
  });
  expect(summary.deliveries).toMatchObject([{ endpoint: endpoint.id, attempts: 1, delivered: 1 }]);
  await stand.stripe.webhookEndpoints.del(endpoint.id);
  await listener.close();
});

it('finds the fastest second wherever it begins, for all calls and for each operation', async () => {
  await stand.control('/ledger', undefined, 'DELETE');
  await stand.query(
    `insert into ledger_entries (kind, at, world, operation, status, arrived_at)
     select 'call', 0, 1, case when n % 3 = 0 then 'a' else 'b' end, 200, 10000 + n * 100 from generate_series(0, 59) n
     union all select 'call', 0, 1, 'a', 429, 12950 from generate_series(1, 5)
     union all select 'call', 0, 2, 'b', 0, 12950 from generate_series(1, 3)`,
  );
  expect((await stand.control('/ledger/summary')).calls).toEqual({
    count: 68,
    mostPerSecond: 15,
    statuses: { '0': 3, '200': 60, '429': 5 },
    operations: {
      b: { count: 43, refused: 0, failed: 3, mostPerSecond: 7 },
      a: { count: 25, refused: 5, failed: 0, mostPerSecond: 9 },
    },
  });
});
