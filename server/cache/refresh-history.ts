// How the refreshes of an account went, out of the history of its changes.
import 'server-only';
import type { RefreshFeature } from '@/domain/refresh';
import { mostRefreshTries, type RefreshHistory, type RefreshTry } from '@/domain/refresh-history';
import type { RefreshHistoryQuery } from '@/domain/refresh-history-query';
import { type Db, Prisma } from '@/server/db';
import { requireKnownAccount } from './accounts';

interface TryRecord {
  feature: RefreshFeature;
  started_at: Date;
  status: string;
  ended_by: Date | null;
}

/** Years of daily refreshes; older changes than this many are not looked at. */
const mostChanges = 20_000;

/**
 * Every refresh that was seen, oldest first: each change brings the state after it, the oldest change of a feature also the
 * one before it, and the account the present one. One begun at a moment is one refresh. Throws not_found.
 */
export async function readRefreshHistory(
  db: Db,
  id: string,
  query: RefreshHistoryQuery,
): Promise<RefreshHistory> {
  await requireKnownAccount(db, id);
  const isInTime = query.from ? Prisma.sql`started_at >= ${query.from}::timestamptz` : Prisma.sql`true`;
  const records = await db.$queryRaw<TryRecord[]>`
    with changed as (
      select c.id, f.feature, c.evidence_at, c.changes -> f.field -> 'from' as earlier, c.changes -> f.field -> 'to' as later
      from (
        select * from account_changes where account_id = ${id}
          and fields && array['balanceRefresh', 'ownershipRefresh', 'transactionRefresh']
        order by id desc limit ${mostChanges}
      ) as c
      join (values ('balanceRefresh', 'balance'), ('ownershipRefresh', 'ownership'), ('transactionRefresh', 'transactions'))
        as f(field, feature) on f.field = any(c.fields)
    ), states as (
      select feature, later ->> 'status' as status, (later ->> 'attemptedAt')::timestamptz as started_at, id as no, evidence_at
      from changed
      union all
      (select distinct on (feature) feature, earlier ->> 'status', (earlier ->> 'attemptedAt')::timestamptz, 0, null
      from changed order by feature, id)
      union all
      select n.feature, n.status, n.started_at, null, null
      from accounts a cross join lateral (values
        ('balance', a.balance_refresh_status, a.balance_refresh_attempted_at),
        ('ownership', a.ownership_refresh_status, a.ownership_refresh_attempted_at),
        ('transactions', a.transaction_refresh_status, a.transaction_refresh_attempted_at)
      ) as n(feature, status, started_at) where a.id = ${id}
    )
    select feature, started_at, (array_agg(status order by no desc nulls first))[1] as status,
      case when bool_or(status = 'pending') then min(evidence_at) filter (where status <> 'pending') end as ended_by
    from states where status is not null and started_at is not null and ${isInTime}
    group by feature, started_at order by started_at desc, feature limit ${mostRefreshTries + 1}`;
  return {
    tries: records.slice(0, mostRefreshTries).toReversed().map(toTry),
    isCut: records.length > mostRefreshTries,
  };
}

const toTry = (record: TryRecord): RefreshTry => ({
  feature: record.feature,
  startedAt: record.started_at.toISOString(),
  status: record.status,
  endedBy: record.ended_by?.toISOString() ?? null,
});
