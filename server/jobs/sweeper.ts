// Rings again for every row of ours that is due and may have lost its job: the queue is a doorbell, rows are the truth.
import 'server-only';
import { db } from '@/server/db';
import { enqueue, type Job } from './queue';

const batch = 500;

/** Rings for backfills, actions, pending refreshes and open sessions that nobody has looked at for too long. */
export async function ringAgain(): Promise<number> {
  const jobs = (
    await Promise.all([dueBackfills(), dueActions(), forgottenRefreshes(), forgottenSessions()])
  ).flat();
  // What waits for its next try, after an error, is not to be hurried.
  await enqueue(db, jobs, { keepsTime: true });
  return jobs.length;
}

async function dueBackfills(): Promise<Job[]> {
  const rows = await db.$queryRaw<{ id: string }[]>`
    select id from backfills where state in ('due', 'running') and (lease_until is null or lease_until < now())`;
  return rows.map(({ id }) => ({
    name: 'run-backfill',
    payload: { id },
    key: `backfill:${id}`,
    priority: 2,
  }));
}

async function dueActions(): Promise<Job[]> {
  const rows = await db.$queryRaw<{ id: string }[]>`
    select id from actions where state = 'due' and (lease_until is null or lease_until < now()) limit ${batch}`;
  return rows.map(({ id }) => ({ name: 'resume-action', payload: { id }, key: `action:${id}`, priority: 1 }));
}

/** Pending in our copy, unread for five minutes, and no job waiting. */
async function forgottenRefreshes(): Promise<Job[]> {
  const rows = await db.$queryRaw<{ id: string }[]>`
    select a.id from accounts a
    where (a.balance_refresh_status = 'pending' or a.ownership_refresh_status = 'pending'
        or a.transaction_refresh_status = 'pending')
      and a.status <> 'disconnected' and a.read_at < now() - interval '5 minutes'
      and not exists (select 1 from graphile_worker.jobs j where j.key = 'follow:' || a.id and j.locked_at is null)
    order by a.read_at limit ${batch}`;
  return rows.map(({ id }) => ({ name: 'follow-refresh', payload: { id, attempt: 9 }, key: `follow:${id}` }));
}

async function forgottenSessions(): Promise<Job[]> {
  const rows = await db.$queryRaw<{ id: string }[]>`
    select s.id from sessions s
    where s.outcome = 'open' and s.read_at < now() - interval '10 minutes'
      and s.first_seen_at > now() - interval '1 day'
      and not exists (select 1 from graphile_worker.jobs j where j.key = 'session:' || s.id and j.locked_at is null)
    order by s.read_at limit ${batch}`;
  return rows.map(({ id }) => ({ name: 'read-session', payload: { id }, key: `session:${id}` }));
}
