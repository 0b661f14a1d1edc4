// Stripe's events against our inbox: which are missing, which are there twice, how long they took.
import { percentile } from '@/scripts/chaos/stand/figures';
import type { World } from '@/scripts/chaos/stand/world';

export interface EventCheck {
  sent: number;
  lost: number;
  /** Rows beyond one for an id, and history beyond one entry for an account and version. */
  duplicated: number;
  notApplied: number;
  /** From Stripe's second to our commit. */
  appliedP99Ms: number;
}

/** The last event of the emulator so far. */
export async function eventMark(world: World): Promise<string> {
  const [row] = await world.emulatorDatabase.query<{ mark: string }>(
    `select coalesce(max(seq), 0)::text as mark from events`,
  );
  return row?.mark ?? '0';
}

/** The ids of the events that came after a mark, of all that our endpoint asks for. */
export async function eventsSince(world: World, mark: string): Promise<string[]> {
  const rows = await world.emulatorDatabase.query<{ id: string }>(
    `select id from events where seq > $1 and type like 'financial_connections.%' order by seq`,
    [mark],
  );
  return rows.map(({ id }) => id);
}

/** Compares what happened after a mark with what we hold. */
export async function checkEvents(world: World, mark: string): Promise<EventCheck> {
  const ids = await eventsSince(world, mark);
  const rows = await world.database.query<{ id: string; count: number; state: string; lag: number | null }>(
    `select id, count(*)::int as count, max(state) as state,
       max(extract(epoch from applied_at - created_at) * 1000)::float8 as lag
     from events where id = any($1) group by id`,
    [ids],
  );
  const [history] = await world.database.query<{ doubled: number }>(
    `select coalesce(sum(extra), 0)::int as doubled from (
       select count(*) - 1 as extra from account_changes group by account_id, version having count(*) > 1) as more`,
  );
  const lags = rows.flatMap(({ lag }) => (lag === null ? [] : [lag]));
  return {
    sent: ids.length,
    lost: ids.length - rows.length,
    duplicated: rows.reduce((sum, { count }) => sum + count - 1, 0) + (history?.doubled ?? 0),
    notApplied: rows.filter(({ state }) => state !== 'applied').length,
    appliedP99Ms: percentile(lags, 0.99),
  };
}
