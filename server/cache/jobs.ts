// What is under way: the worker's queue, counted by kind, the jobs that failed last, and actions without a result.
import 'server-only';
import type { FailedJob, JobsView } from '@/domain/job';
import { type Db, Prisma } from '@/server/db';
import { listOpenActions } from './open-actions';
import { iso } from './rows/account-row';
import { shownError } from './rows/job-error';

/** Counting more would cost more than the count tells. */
const mostCounted = 20_000;

interface Counted {
  name: string;
  due: number;
  later: number;
  running: number;
  failing: number;
  given_up: number;
  oldest_due_at: Date | null;
  next_at: Date | null;
  counted: number;
}

/** What waits, runs and failed; each job counts once, by the first of: running, given up, failing, due, later. */
export async function readJobs(db: Db, most = mostCounted): Promise<JobsView> {
  const [rows, failed, openActions] = await Promise.all([
    countJobs(db, most),
    listFailed(db, most),
    listOpenActions(db),
  ]);
  return {
    openActions,
    kinds: rows.map((row) => ({
      name: row.name,
      due: row.due,
      later: row.later,
      running: row.running,
      failing: row.failing,
      givenUp: row.given_up,
      oldestDueAt: iso(row.oldest_due_at),
      nextAt: iso(row.next_at),
    })),
    failed: failed.map(toFailed),
    isWhole: rows.reduce((sum, { counted }) => sum + counted, 0) <= most,
  };
}

/** A job that was asked for anew while it ran lost its key to the new one, which does its work: it is nobody's any more. */
const ownJobs = Prisma.sql`graphile_worker.jobs where key is not null or locked_at is not null`;

const countJobs = (db: Db, most: number) => db.$queryRaw<Counted[]>`
    with jobs as materialized (
      select task_identifier as name, run_at,
        case
          when locked_at is not null then 'running'
          when attempts >= max_attempts then 'given up'
          when attempts > 0 and last_error is not null then 'failing'
          when run_at <= now() then 'due'
          else 'later'
        end as state
      from ${ownJobs} order by run_at limit ${most + 1})
    select name,
      count(*) filter (where state = 'due')::int as due,
      count(*) filter (where state = 'later')::int as later,
      count(*) filter (where state = 'running')::int as running,
      count(*) filter (where state = 'failing')::int as failing,
      count(*) filter (where state = 'given up')::int as given_up,
      min(run_at) filter (where state = 'due') as oldest_due_at,
      min(run_at) filter (where state in ('due', 'later', 'failing')) as next_at,
      count(*)::int as counted
    from jobs group by name order by name`;

interface Failed {
  id: bigint;
  name: string;
  key: string | null;
  attempts: number;
  last_error: string | null;
  failed_at: Date;
  run_at: Date;
  is_given_up: boolean;
}

const mostFailed = 20;

/** The library writes no time of a failure, but puts the next try off by e to the power of the tries, in seconds. */
const failedAt = Prisma.sql`run_at - exp(least(attempts, 10)) * interval '1 second'`;

/** Of the same jobs as are counted. */
const listFailed = (db: Db, most: number) => db.$queryRaw<Failed[]>`
    select id, name, key, attempts, last_error, failed_at, run_at, is_given_up from (
      select id, task_identifier as name, key, attempts::int as attempts, last_error, locked_at, run_at,
        ${failedAt} as failed_at, attempts >= max_attempts as is_given_up
      from ${ownJobs} order by run_at limit ${most}) as jobs
    where locked_at is null and (is_given_up or (attempts > 0 and last_error is not null))
    order by failed_at desc, id desc limit ${mostFailed}`;

const toFailed = (row: Failed): FailedJob => ({
  id: row.id.toString(),
  name: row.name,
  target: targetOf(row.key),
  error: shownError(row.last_error),
  attempts: row.attempts,
  failedAt: row.failed_at.toISOString(),
  nextTryAt: row.is_given_up ? null : row.run_at.toISOString(),
});

/** What the first word of a key says that its id is of. */
const targetTypes: Record<string, string> = {
  read: 'account',
  follow: 'account',
  owners: 'account',
  transactions: 'account',
  session: 'session',
  run: 'run',
  backfill: 'backfill',
  holder: 'holder',
  action: 'action',
};

function targetOf(key: string | null): FailedJob['target'] {
  const [word = '', ...rest] = (key ?? '').split(':');
  if (word === 'events' && rest[0] === 'again' && rest[1]) return { targetType: 'event', targetId: rest[1] };
  const targetType = targetTypes[word];
  return targetType && rest[0] ? { targetType, targetId: rest.join(':') } : null;
}
