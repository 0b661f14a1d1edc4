// Time: a clock that can be moved, and the things that happen when their moment has come.

import { change } from '@/emulator/change';
import { clockOf, type Store, type Timer, type Tx, writeSetting } from '@/emulator/store';

/** What a timer does. The transaction's clock shows the moment it was due. */
type TimerRun = (tx: Tx, ref: string, payload: Record<string, unknown>) => Promise<void>;

/** What each kind of timer does. */
export type TimerRuns = Record<string, TimerRun>;

const tickMs = 200;
const mostAttempts = 5;

/** Lets something happen later, if this transaction is committed. */
export function schedule(tx: Tx, timer: Timer): void {
  tx.timers.push(timer);
}

/** Forgets what was to happen to something. */
export async function unschedule(tx: Tx, ref: string, kinds: string[]): Promise<void> {
  await tx.query('delete from timers where ref = $1 and kind = any($2)', [ref, kinds]);
  tx.timers = tx.timers.filter((timer) => timer.ref !== ref || !kinds.includes(timer.kind));
}

/** Moves the clock. */
export async function moveClock(store: Store, offsetMs: number): Promise<void> {
  const backMs = Math.round(store.offsetMs - offsetMs);
  await writeSetting(store.query, 'offsetMs', offsetMs);
  // What was to be sent in a second is not to wait for a clock that was set back by days.
  if (backMs > 0) {
    await store.query(`update deliveries set due_at = due_at - $1 where state = 'pending'`, [backMs]);
  }
  store.offsetMs = offsetMs;
}

/** Makes everything due happen, in order, before it returns. */
export type RunDue = () => Promise<void>;

/** The runner of a store's timers: callers that come together share one run. */
export function dueRunner(store: Store, runs: TimerRuns): RunDue {
  let running: Promise<void> | null = null;
  return async () => {
    while (store.nextDue <= clockOf(store)) {
      running ??= drain(store, runs).finally(() => {
        running = null;
      });
      await running;
    }
  };
}

async function drain(store: Store, runs: TimerRuns): Promise<void> {
  while (await runOne(store, runs));
  store.nextDue = Number.POSITIVE_INFINITY;
  const [next] = await store.query<{ due: number | null }>('select min(due_at) as due from timers');
  store.nextDue = Math.min(store.nextDue, next?.due ?? Number.POSITIVE_INFINITY);
}

interface TimerRow extends Record<string, unknown> {
  id: number;
  due_at: number;
  kind: string;
  world: number;
  ref: string;
  payload: Record<string, unknown>;
  attempts: number;
}

async function runOne(store: Store, runs: TimerRuns): Promise<boolean> {
  const [timer] = await store.query<TimerRow>(
    'select * from timers where due_at <= $1 order by due_at, id limit 1',
    [clockOf(store)],
  );
  if (timer === undefined) return false;
  const world = store.worlds.get(timer.world);
  const run = runs[timer.kind];
  if (world === undefined || run === undefined) {
    console.error(`emulator: a timer of kind ${timer.kind} belongs to nothing and is dropped`);
    await store.query('delete from timers where id = $1', [timer.id]);
    return true;
  }
  try {
    await change(store, { world, at: timer.due_at }, async (tx) => {
      // A change in between may have called it off, or another process may hold it.
      const held = await tx.query('select 1 from timers where id = $1 for update skip locked', [timer.id]);
      if (held.length === 0) return;
      await tx.query('delete from timers where id = $1', [timer.id]);
      await run(tx, timer.ref, timer.payload);
    });
  } catch (error) {
    await postpone(store, timer, error);
  }
  return true;
}

async function postpone(store: Store, timer: TimerRow, error: unknown): Promise<void> {
  const dropped = timer.attempts + 1 >= mostAttempts;
  console.error(
    `emulator: timer ${timer.kind} of ${timer.ref} failed${dropped ? ' and is dropped' : ''}`,
    error,
  );
  await store.query(
    dropped
      ? 'delete from timers where id = $1 and $2::bigint > 0'
      : 'update timers set attempts = attempts + 1, due_at = $2 where id = $1',
    [timer.id, Math.ceil(clockOf(store)) + 1_000],
  );
}

/** Runs timers by themselves when nobody calls; the answer stops it. */
export function startTicker(runDue: RunDue): () => void {
  let busy = false;
  const ticker = setInterval(() => {
    if (busy) return;
    busy = true;
    runDue()
      .catch((error: unknown) => console.error('emulator: timers could not be run', error))
      .finally(() => {
        busy = false;
      });
  }, tickMs);
  ticker.unref();
  return () => clearInterval(ticker);
}

/** Daily refreshes missed while the process was away are spread over the next day, not done at once. */
export async function spreadMissedDays(store: Store): Promise<void> {
  const now = Math.floor(clockOf(store));
  await store.query(
    `update timers set due_at = $1 + (random() * 86400000)::bigint where kind = 'daily_refresh' and due_at < $1`,
    [now],
  );
}
