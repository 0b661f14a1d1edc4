// The ledger added up: how often and how fast each operation was called, and what had which effect.
import type { Store } from '@/emulator/store';

interface OperationRow extends Record<string, unknown> {
  operation: string | null;
  count: number;
  refused: number;
  failed: number;
  most_per_second: number;
}

/** Calls, effects and deliveries after a number of the ledger. */
export async function summarize(store: Store, after: number): Promise<unknown> {
  const [calls, overall, statuses, effects, deliveries, [last]] = [
    await fastest(store, after, 'operation'),
    await fastest(store, after, `'all'::text`),
    await store.query<{ status: number; count: number }>(
      `select status, count(*) as count from ledger_entries where kind = 'call' and seq > $1 group by status order by status`,
      [after],
    ),
    await store.query(
      `select what as kind, account, object, idempotency_key as key, count(*) as count
       from ledger_entries where kind = 'effect' and seq > $1
       group by what, account, object, idempotency_key order by min(seq)`,
      [after],
    ),
    await store.query(
      `select endpoint, count(*) as attempts, count(distinct event) as events,
         count(*) filter (where status between 200 and 299) as successes,
         count(distinct event) filter (where status between 200 and 299) as delivered,
         percentile_disc(0.5) within group (order by ms) as ms_p50,
         percentile_disc(0.99) within group (order by ms) as ms_p99, max(ms) as ms_max
       from ledger_entries where kind = 'delivery' and seq > $1 group by endpoint order by min(seq)`,
      [after],
    ),
    await store.query<{ seq: number | null }>('select max(seq) as seq from ledger_entries'),
  ];
  const [all] = overall;
  return {
    last: last?.seq ?? 0,
    calls: {
      count: all?.count ?? 0,
      mostPerSecond: all?.most_per_second ?? 0,
      statuses: Object.fromEntries(statuses.map(({ status, count }) => [String(status), count])),
      operations: Object.fromEntries(
        calls.map(({ operation, count, refused, failed, most_per_second }) => [
          operation ?? 'unknown',
          { count, refused, failed, mostPerSecond: most_per_second },
        ]),
      ),
    },
    effects,
    deliveries,
  };
}

/** Counts by group, with the most calls that any second held, wherever it began. Worlds have limits of their own. */
async function fastest(
  store: Store,
  after: number,
  group: 'operation' | `'all'::text`,
): Promise<OperationRow[]> {
  return store.query<OperationRow>(
    `select operation, count(*) as count, max(within) as most_per_second,
       count(*) filter (where status = 429) as refused,
       count(*) filter (where status >= 500 or status = 0) as failed
     from (
       select ${group} as operation, status, count(*) over (
         partition by ${group}, world order by arrived_at range between 999 preceding and current row
       ) as within
       from ledger_entries where kind = 'call' and seq > $1
     ) counted group by operation order by count(*) desc`,
    [after],
  );
}
