// Whether Stripe tells as much as it does at this hour on other days.
import 'server-only';
import { type Db, db } from '@/server/db';
import { dropNotice, recordNotice } from '@/server/notices';

/** Known days and events an hour from which on there is a normal to compare with. */
const leastDays = 3;
const leastNormal = 10;
/** Below this part of the normal it is an alarm. */
const quietPart = 0.2;

/** Counts the hours that are over, then compares the last 60 minutes with the same ones of the last 7 days. */
export async function watchStream(): Promise<void> {
  await db.$transaction(async (tx) => {
    await countHours(tx);
    const normal = await normalHour(tx);
    if (normal === null) return await dropNotice(tx, 'events_quiet');
    const alarmBelow = Math.ceil(normal * quietPart);
    // Counting stops where it is enough.
    const [row] = await tx.$queryRaw<{ received: number }[]>`
      select count(*)::int as received from (select 1 from events
        where received_at > now() - interval '1 hour' and origin = 'webhook' limit ${alarmBelow}) as counted`;
    const received = row?.received ?? 0;
    if (received >= normal * quietPart) return await dropNotice(tx, 'events_quiet');
    const detail = `${received} events came in the last hour; at this time of day ${normal} are normal (median of the last 7 days).`;
    await tellOnce(tx, detail);
  });
}

/** The figures move while it lasts; that is no further alarm. */
async function tellOnce(tx: Db, detail: string): Promise<void> {
  const count = await tx.$executeRaw`
    update notices set detail = ${detail}, last_at = now() where kind = 'events_quiet'`;
  if (count === 0) await recordNotice(tx, 'events_quiet', detail);
}

/** Delivered events only, by the hour, a row also for an hour without any. What is older than 8 days is not made up for. */
async function countHours(tx: Db): Promise<void> {
  await tx.$executeRaw`
    insert into event_hours (hour, received)
    select h, (select count(*) from events
      where received_at >= h and received_at < h + interval '1 hour' and origin = 'webhook')
    from generate_series(
      greatest(
        date_trunc('hour', now(), 'UTC') - interval '8 days',
        coalesce((select max(hour) + interval '1 hour' from event_hours),
          (select date_trunc('hour', min(received_at), 'UTC') from events))),
      date_trunc('hour', now(), 'UTC') - interval '1 hour', interval '1 hour') as h
    on conflict (hour) do nothing`;
}

/** The median over the days of the events in the 60 minutes that end at this time of day; null while too little is known. */
async function normalHour(tx: Db): Promise<number | null> {
  const [row] = await tx.$queryRaw<{ days: number; normal: number | null }[]>`
    with moment as (
      select date_trunc('hour', now(), 'UTC') as hour,
        extract(epoch from now() - date_trunc('hour', now(), 'UTC'))::float8 / 3600 as gone
    ), same as (
      select (1 - gone) * earlier.received + gone * later.received as received
      from moment cross join generate_series(1, 7) as day
      join event_hours earlier on earlier.hour = moment.hour - day * interval '24 hours' - interval '1 hour'
      join event_hours later on later.hour = moment.hour - day * interval '24 hours'
    )
    select count(*)::int as days, percentile_cont(0.5) within group (order by received) as normal from same`;
  if (!row || row.days < leastDays || (row.normal ?? 0) < leastNormal) return null;
  // Whole events, as they are told: the parts of the two hours do not add up to exactly one.
  return Math.round(row.normal ?? 0);
}
