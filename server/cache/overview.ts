// The totals of the first page, each from an index alone where one holds what is counted.
import 'server-only';
import type { Overview } from '@/domain/overview';
import { type RefreshFeature, refreshFeatures } from '@/domain/refresh';
import { requireBinding } from '@/server/cache/binding';
import { config } from '@/server/config';
import type { Db } from '@/server/db';
import { latestBackfill } from './backfills';
import { readFreshnessCounts } from './freshness';
import { expiringCondition, pendingSince, refreshColumns } from './list/account-filter';
import { staleBefore } from './list/account-times';
import { iso } from './rows/account-row';

/** Totals by status, cause and refresh state; freshness; what is under way. */
export async function readOverview(db: Db): Promise<Overview> {
  const binding = await requireBinding(db);
  const now = Date.now() + binding.clockOffsetMs;
  const [statuses, causes, refreshes, facts, sessionsOpen, backfill, actionsOpen, freshness] =
    await Promise.all([
      countStatuses(db),
      countCauses(db),
      countRefreshes(db, now),
      countFacts(db, now),
      db.session.count({ where: { outcome: 'open' } }),
      latestBackfill(db),
      db.action.count({ where: { state: 'due' } }),
      readFreshnessCounts(db),
    ]);
  return {
    binding,
    total: statuses.reduce((sum, { count }) => sum + count, 0),
    statuses,
    causes,
    expiringCount: facts.expiring,
    renewEarlyCount: facts.renew_early,
    refreshes,
    staleCount: facts.stale,
    staleAfterHours: config().staleAfterHours,
    oldestReadAt: iso(facts.oldest_read_at),
    freshness,
    sessionsOpen,
    backfill,
    actionsOpen,
  };
}

const countStatuses = (db: Db) =>
  db.$queryRaw<{ status: string; count: number }[]>`
    select status, count(*)::int as count from accounts group by status order by count desc, status`;

const countCauses = (db: Db) =>
  db.$queryRaw<{ cause: string | null; action: string | null; count: number }[]>`
    select cause, action, count(*)::int as count from accounts where status = 'inactive'
    group by cause, action order by count desc, cause, action`;

interface RefreshCount {
  feature: RefreshFeature;
  status: string | null;
  count: number;
}

/** By Stripe's word; pending ones that Stripe left without an answer are told apart. Null: never refreshed. */
async function countRefreshes(db: Db, now: number): Promise<RefreshCount[]> {
  // The counts by status come from the indexes alone; only the few pending rows are looked at for their age.
  const [counts, overdue] = await Promise.all([
    db.$queryRaw<RefreshCount[]>`
      select 'balance' as feature, balance_refresh_status as status, count(*)::int as count from accounts group by 2
      union all
      select 'ownership', ownership_refresh_status, count(*)::int from accounts group by 2
      union all
      select 'transactions', transaction_refresh_status, count(*)::int from accounts group by 2
      order by feature, count desc`,
    Promise.all(refreshFeatures.map((feature) => countOverdue(db, feature, now))),
  ]);
  return refreshFeatures.flatMap((feature, index) => {
    const unanswered = overdue[index] ?? 0;
    const ofFeature = counts
      .filter((row) => row.feature === feature)
      .map((row) => (row.status === 'pending' ? { ...row, count: row.count - unanswered } : row))
      .filter((row) => row.count > 0);
    return unanswered > 0 ? [...ofFeature, { feature, status: 'no_answer', count: unanswered }] : ofFeature;
  });
}

async function countOverdue(db: Db, feature: RefreshFeature, now: number): Promise<number> {
  const { status, attemptedAt } = refreshColumns[feature];
  const [row] = await db.$queryRaw<{ counted: number }[]>`
    select count(*)::int as counted from accounts a
    where ${status} = 'pending' and ${attemptedAt} < ${pendingSince(now)}`;
  return row?.counted ?? 0;
}

interface Facts {
  expiring: number;
  renew_early: number;
  stale: number;
  oldest_read_at: Date | null;
}

async function countFacts(db: Db, now: number): Promise<Facts> {
  const [facts] = await db.$queryRaw<Facts[]>`
    select
      (select count(*)::int from accounts a where ${expiringCondition(now)} and a.status = 'active') as expiring,
      (select count(*)::int from accounts where status = 'active' and action = 'relink_required') as renew_early,
      (select count(*)::int from accounts where read_at < ${staleBefore().toISOString()}::timestamptz) as stale,
      (select min(read_at) from accounts) as oldest_read_at`;
  return facts ?? { expiring: 0, renew_early: 0, stale: 0, oldest_read_at: null };
}
