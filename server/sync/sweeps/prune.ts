// What is thrown away, and when.
import 'server-only';
import { db } from '@/server/db';

/** At once; the rest a minute later. */
const most = 1_000;

/**
 * Runs that found nothing go after 14 days; those that found something stay, with their proof. A notice of a gap in the
 * events goes after 7 days. Nothing else is thrown away: events stay with their payloads, history is for ever, and
 * finished jobs are deleted by the queue itself, but for those that were asked for anew while they ran and did not end well:
 * the queue takes their key away and never tries them again.
 */
export async function prune(): Promise<void> {
  await db.$executeRaw`
    delete from runs where id in (
      select r.id from (values ('events'), ('refreshes'), ('reads')) as kinds(kind)
      cross join lateral (select id from runs where kind = kinds.kind and created_at < now() - interval '14 days'
        and state = 'done' and found = 0 and failed = 0 and detail -> 'gap' is null
        order by created_at limit ${most}) as r)`;
  await db.$executeRaw`delete from notices where kind = 'event_gap' and last_at < now() - interval '7 days'`;
  await db.$executeRaw`
    select count(*) from graphile_worker.complete_jobs(array(
      select id from graphile_worker.jobs where key is null and locked_at is null limit ${most}))`;
}
