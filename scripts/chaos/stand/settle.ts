// Waits until nothing is under way any more: only then what is missing is lost.
import { setTimeout as sleep } from 'node:timers/promises';
import { deliveries } from '@/scripts/chaos/stand/stripe';
import type { World } from '@/scripts/chaos/stand/world';

const everyMs = 200;

export interface Standing {
  /** Deliveries that Stripe has yet to make. */
  pending: number;
  /** Events that wait to be applied or for a read. */
  events: number;
  /** Actions without a result. */
  actions: number;
  /** Jobs that could run now. */
  jobs: number;
}

/** What is still under way. */
export async function standing(world: World): Promise<Standing> {
  const [row] = await world.database.query<{ events: number; actions: number; jobs: number }>(`
    select (select count(*) from events where state in ('due', 'hinted'))::int as events,
      (select count(*) from actions where state = 'due')::int as actions,
      (select count(*) from graphile_worker.jobs where attempts < max_attempts
        and (locked_at is not null or run_at <= now() + interval '2 seconds'))::int as jobs`);
  const { pending } = await deliveries(world);
  return { pending, events: row?.events ?? 0, actions: row?.actions ?? 0, jobs: row?.jobs ?? 0 };
}

export interface Patience {
  waitMs?: number;
  /** Jobs of the background do not matter: only deliveries, events and actions. */
  ignoringJobs?: boolean;
}

/** Waits until all of it is done; answers what was not, in time. */
export async function settle(
  world: World,
  { waitMs = 60_000, ignoringJobs = false }: Patience = {},
): Promise<Standing | null> {
  const end = Date.now() + waitMs;
  for (;;) {
    const now = await standing(world);
    const left = now.pending + now.events + now.actions + (ignoringJobs ? 0 : now.jobs);
    if (left === 0) return null;
    if (Date.now() > end) return now;
    await sleep(everyMs);
  }
}

/** Waits for something; false when it did not come in time. */
export async function until(
  holds: () => Promise<boolean> | boolean,
  waitMs: number,
  everyMs = 50,
): Promise<boolean> {
  const end = performance.now() + waitMs;
  while (!(await holds())) {
    if (performance.now() > end) return false;
    await sleep(everyMs);
  }
  return true;
}

/** Waits until no job is left, for now or for later, that reads one of these accounts; false when some are not done in time. */
export const untilUnread = (world: World, accounts: readonly string[], waitMs = 30_000) =>
  until(
    async () =>
      (
        await world.database.query('select 1 from graphile_worker.jobs where key = any($1) limit 1', [
          accounts.flatMap((id) => [`read:${id}`, `follow:${id}`]),
        ])
      ).length === 0,
    waitMs,
    200,
  );
