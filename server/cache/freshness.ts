// How fresh the copy is: all accounts against the targets, counted by the worker, and one account with all that waits for it.
import 'server-only';
import type { AccountFreshness, FreshnessCounts, FreshnessKind } from '@/domain/freshness';
import { type RefreshFeature, refreshFeatures } from '@/domain/refresh';
import { seenText } from '@/domain/seen-text';
import { config } from '@/server/config';
import { type Db, Prisma } from '@/server/db';
import { AppError } from '@/server/errors';
import { hasBadText } from '@/server/http/json';
import { freshnessCondition } from './list/freshness-filter';
import { shownError } from './rows/job-error';
import { stripeNow } from './stripe-now';

/** The counts as last made: three rows, whatever the number of accounts. */
export async function readFreshnessCounts(db: Db): Promise<FreshnessCounts> {
  const rows = await db.freshnessCount.findMany();
  const features = refreshFeatures.flatMap((feature) => {
    const row = rows.find((each) => each.feature === feature);
    if (!row) return [];
    const { fresh, late, never, notActive, notPermitted } = row;
    return [{ feature, fresh, late, never, notActive, notPermitted }];
  });
  return { countedAt: rows[0]?.countedAt.toISOString() ?? null, features };
}

/**
 * Counts anew, in one pass over the accounts, when the last count is old enough: a minute, or sooner while counting is
 * quick, so that it takes at most half a percent of the time. In a transaction: of several workers one counts, whose answer
 * is true.
 */
export async function countFreshness(tx: Db): Promise<boolean> {
  const [claim] = await tx.$queryRaw<{ is_due: boolean }[]>`
    select pg_try_advisory_xact_lock(hashtext('freshness_counts')) and not exists (
      select 1 from freshness_counts
      where counted_at > now() - least(60000, greatest(4000, took_ms * 200)) * interval '1 millisecond') as is_due`;
  if (!claim?.is_due) return false;
  const now = await stripeNow(tx);
  const are = (condition: Prisma.Sql) => Prisma.sql`count(*) filter (where ${condition})::int`;
  const of = (feature: RefreshFeature, kind: FreshnessKind) =>
    are(freshnessCondition(`${feature}:${kind}`, now));
  await tx.$executeRaw`
    insert into freshness_counts as f
      (feature, fresh, late, never, not_active, not_permitted, counted_at, took_ms)
    select v.feature, v.fresh, v.late, v.never, c.not_active, c.total - v.fresh - v.late - v.never - c.not_active, now(),
      (extract(epoch from clock_timestamp() - statement_timestamp()) * 1000)::int
    from (
      select ${of('balance', 'fresh')} as b1, ${of('balance', 'late')} as b2, ${of('balance', 'never')} as b3,
        ${of('ownership', 'fresh')} as o1, ${of('ownership', 'late')} as o2, ${of('ownership', 'never')} as o3,
        ${of('transactions', 'fresh')} as t1, ${of('transactions', 'late')} as t2, ${of('transactions', 'never')} as t3,
        ${are(Prisma.sql`a.status <> 'active'`)} as not_active, count(*)::int as total
      from accounts a
      -- Before the first backfill nothing is counted: zeros would look like facts beside the accounts that arrive.
      having count(*) > 0
    ) as c
    cross join lateral (values ('balance', c.b1, c.b2, c.b3), ('ownership', c.o1, c.o2, c.o3),
      ('transactions', c.t1, c.t2, c.t3)) as v(feature, fresh, late, never)
    on conflict (feature) do update set fresh = excluded.fresh, late = excluded.late, never = excluded.never,
      not_active = excluded.not_active, not_permitted = excluded.not_permitted, counted_at = excluded.counted_at,
      took_ms = excluded.took_ms`;
  return true;
}

interface AccountRecord {
  display_name: string | null;
  institution_name: string;
  last4: string | null;
  status: string;
  read_at: Date;
  source: string;
  evidence_at: Date;
  hints: number;
  hints_since: Date | null;
  due_events: number;
  dead_events: number;
  stale_since: Date | null;
}

/** Counting a poisoned account's events stops here. */
const mostEvents = 1_000;

/** Why this account is as old as it is. Throws not_found. */
export async function readAccountFreshness(db: Db, id: string): Promise<AccountFreshness> {
  const [row] = hasBadText(id)
    ? []
    : await db.$queryRaw<AccountRecord[]>`
    select a.display_name, a.institution_name, a.last4, a.status, a.read_at, a.source, a.evidence_at,
      (select count(*)::int from hints h where h.target_id = a.id) as hints,
      (select min(h.created_at) from hints h where h.target_id = a.id) as hints_since,
      (select count(*)::int from (select 1 from events e
        where e.account_id = a.id and e.state = 'due' limit ${mostEvents}) as due) as due_events,
      (select count(*)::int from (select 1 from events e
        where e.account_id = a.id and e.state = 'dead' limit ${mostEvents}) as dead) as dead_events,
      (select s.first_at from stale_answers s where s.account_id = a.id) as stale_since
    from accounts a where a.id = ${id}`;
  if (!row)
    throw new AppError(
      'not_found',
      `No account ${id} is in the copy. If Stripe has it, a backfill brings it.`,
    );
  const [lastEvent, jobs] = await Promise.all([
    db.event.findFirst({
      where: { accountId: id },
      orderBy: { receivedAt: 'desc' },
      select: { id: true, type: true, receivedAt: true, state: true },
    }),
    db.$queryRaw<{ run_at: Date; attempts: number; last_error: string | null; is_given_up: boolean }[]>`
      select run_at, attempts::int as attempts, last_error, attempts >= max_attempts and locked_at is null as is_given_up
      from graphile_worker.jobs where key in (${`read:${id}`}, ${`follow:${id}`}) order by run_at`,
  ]);
  const next = jobs.find((job) => !job.is_given_up);
  const givenUp = jobs.find((job) => job.is_given_up);
  const { staleAfterHours } = config();
  return {
    id,
    displayName: seenText(row.display_name),
    institutionName: row.institution_name,
    last4: row.last4,
    status: row.status,
    readAt: row.read_at.toISOString(),
    source: row.source,
    evidenceAt: row.evidence_at.toISOString(),
    isStale: Date.now() - row.read_at.getTime() > staleAfterHours * 3_600_000,
    staleAfterHours,
    waiting: row.hints_since ? { count: row.hints, since: row.hints_since.toISOString() } : null,
    nextRead: next
      ? { at: next.run_at.toISOString(), attempts: next.attempts, error: shownError(next.last_error) }
      : null,
    givenUpRead: givenUp ? { attempts: givenUp.attempts, error: shownError(givenUp.last_error) } : null,
    dueEvents: row.due_events,
    deadEvents: row.dead_events,
    lastEvent: lastEvent && { ...lastEvent, receivedAt: lastEvent.receivedAt.toISOString() },
    staleAnswerSince: row.stale_since?.toISOString() ?? null,
  };
}
