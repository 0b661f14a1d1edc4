// Rings again for every row of ours that is due and may have lost its job: the queue is a doorbell, rows are the truth.
import 'server-only';
import { db, Prisma } from '@/server/db';
import { timings } from '@/server/timings';
import { enqueue, type Job, readTarget } from './queue';

/** One step of a walk over the rows of a table that may be due; a partial index holds just these, by id. */
interface Walk {
  /** The next rows by id after `after`, at most `step`; `is_due` says which need a bell now. */
  look(after: string): Prisma.Sql;
  job(id: string): Job;
}

interface Seen {
  id: string;
  is_due: boolean;
}

const step = 1_000;
/** So many steps a table and ring; the next ring goes on from there. */
const steps = 5;
const noId = '00000000-0000-0000-0000-000000000000';

/** Another table with due rows: one more function here, and a partial index for it. */
export const walks: Walk[] = [
  {
    look: dueActions,
    job: (id) => ({ name: 'resume-action', payload: { id }, key: `action:${id}`, priority: 1 }),
  },
  {
    look: dueBackfills,
    job: (id) => ({ name: 'run-backfill', payload: { id }, key: `backfill:${id}`, priority: 2 }),
  },
  { look: dueRuns, job: (id) => ({ name: 'do-run', payload: { id }, key: `run:${id}`, priority: 4 }) },
  {
    look: forgottenRefreshes,
    job: (id) => ({ name: 'follow-refresh', payload: { id, attempt: 9 }, key: `follow:${id}` }),
  },
  {
    look: forgottenSessions,
    job: (id) => ({ name: 'read-session', payload: { id }, key: `session:${id}` }),
  },
  {
    look: forgottenEvents,
    job: () => ({ name: 'apply-events', payload: {}, key: 'events:0', priority: 1 }),
  },
  { look: forgottenHints, job: (id) => readTarget(id, 0) },
];

const reached = new Map<Walk, string>();

/** Rings for rows that nobody works on and no waiting job leads to. */
export async function ringAgain(): Promise<number> {
  let count = 0;
  for (const walk of walks) count += await ringAlong(walk);
  return count;
}

async function ringAlong(walk: Walk): Promise<number> {
  let count = 0;
  for (let i = 0; i < steps; i += 1) {
    const rows = await db.$queryRaw<Seen[]>(walk.look(reached.get(walk) ?? ''));
    const due = rows.filter((row) => row.is_due);
    await enqueue(
      db,
      due.map(({ id }) => walk.job(id)),
    );
    count += due.length;
    const last = rows.at(-1);
    if (rows.length < step || !last) {
      reached.delete(walk);
      break;
    }
    reached.set(walk, last.id);
  }
  return count;
}

/**
 * SQL: no job leads to the row. One that waits for its next try after an error counts and is not hurried; one that a worker
 * has locked does not, because it may have died, and neither does one that was tried too often.
 */
const noJob = (key: Prisma.Sql, more = Prisma.sql`true`) => Prisma.sql`not exists (
  select 1 from graphile_worker.jobs j
  where j.key = ${key} and j.locked_at is null and j.attempts < j.max_attempts and ${more})`;

/** SQL: let go of and without a job; or its holder died, and no job comes now. */
const isUnheld = (key: Prisma.Sql) => Prisma.sql`(lease_until is null or lease_until < now())
  and ${noJob(key, Prisma.sql`(lease_until is null or j.run_at <= now())`)}`;

function dueActions(after: string): Prisma.Sql {
  return Prisma.sql`
    select id::text, ${isUnheld(Prisma.sql`'action:' || actions.id`)} as is_due
    from actions where state = 'due' and id > ${after || noId}::uuid order by actions.id limit ${step}`;
}

function dueBackfills(after: string): Prisma.Sql {
  return Prisma.sql`
    select id::text, ${isUnheld(Prisma.sql`'backfill:' || backfills.id`)} as is_due
    from backfills where state in ('due', 'running') and id > ${after || noId}::uuid order by backfills.id limit ${step}`;
}

function dueRuns(after: string): Prisma.Sql {
  return Prisma.sql`
    select id::text, ${isUnheld(Prisma.sql`'run:' || runs.id`)} as is_due
    from runs where state in ('due', 'running') and id > ${after || noId}::uuid order by runs.id limit ${step}`;
}

/** SQL: nobody has looked at the row for so long that the job which should have may be lost. */
const isForgotten = Prisma.sql`read_at < now() - ${timings.forgottenSeconds} * interval '1 second'`;

function forgottenRefreshes(after: string): Prisma.Sql {
  return Prisma.sql`
    select id, ${isForgotten} and ${noJob(Prisma.sql`'follow:' || accounts.id`)} as is_due
    from accounts
    where status <> 'disconnected' and (balance_refresh_status = 'pending' or ownership_refresh_status = 'pending'
      or transaction_refresh_status = 'pending') and id > ${after}
    order by id limit ${step}`;
}

/** Open ones are looked at for a week (sync/session.ts). */
function forgottenSessions(after: string): Prisma.Sql {
  return Prisma.sql`
    select id, first_seen_at > now() - interval '6 days' and ${isForgotten}
      and ${noJob(Prisma.sql`'session:' || sessions.id`)} as is_due
    from sessions where outcome = 'open' and id > ${after} order by id limit ${step}`;
}

/** Any bell leads to every event that is due. */
function forgottenEvents(after: string): Prisma.Sql {
  return Prisma.sql`
    select id, due_at < now() - interval '3 seconds' as is_due
    from events where state = 'due' and id > ${after} order by id limit ${step}`;
}

function forgottenHints(after: string): Prisma.Sql {
  return Prisma.sql`
    select h.target_id as id, min(h.created_at) < now() - ${timings.forgottenSeconds} * interval '1 second'
      and ${noJob(Prisma.sql`'read:' || h.target_id`)} and ${noJob(Prisma.sql`'session:' || h.target_id`)} as is_due
    from hints h where h.target_id > ${after} group by h.target_id order by h.target_id limit ${step}`;
}
