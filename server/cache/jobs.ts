// The worker's queue, counted by kind.
import 'server-only';
import type { JobsView } from '@/domain/job';
import type { Db } from '@/server/db';
import { iso } from './rows/account-row';

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
  const rows = await db.$queryRaw<Counted[]>`
    with jobs as materialized (
      select task_identifier as name, run_at,
        case
          when locked_at is not null then 'running'
          when attempts >= max_attempts then 'given up'
          when attempts > 0 and last_error is not null then 'failing'
          when run_at <= now() then 'due'
          else 'later'
        end as state
      from graphile_worker.jobs order by run_at limit ${most + 1})
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
  return {
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
    isWhole: rows.reduce((sum, { counted }) => sum + counted, 0) <= most,
  };
}
