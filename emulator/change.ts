// One change: a database transaction that carries its events and timers with it, or none of them.
import pg from 'pg';
import { writeEvents } from '@/emulator/events';
import type { World } from '@/emulator/objects';
import { type Cause, clockOf, insertRows, type Store, type Tx } from '@/emulator/store';

interface ChangeOptions {
  world: World;
  cause?: Cause | null;
  /** The moment it counts as happening; left out: the clock, as it goes on. */
  at?: number;
}

/** Runs the work in one transaction with its events and timers; a deadlock is tried again. */
export async function change<T>(
  store: Store,
  options: ChangeOptions,
  work: (tx: Tx) => Promise<T>,
): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await changeOnce(store, options, work);
    } catch (error) {
      if (attempt >= 4 || !isConflict(error)) throw error;
    }
  }
}

async function changeOnce<T>(store: Store, options: ChangeOptions, work: (tx: Tx) => Promise<T>): Promise<T> {
  const client = await store.pool.connect();
  const at = options.at;
  const tx: Tx = {
    query: async (sql, values) => (await client.query(sql, values)).rows,
    world: options.world,
    switches: store.switches,
    cause: options.cause ?? null,
    now: at === undefined ? () => clockOf(store) : () => at,
    clock: () => clockOf(store),
    webhooks: store.webhooks,
    events: [],
    timers: [],
    effects: [],
    past: store.past,
    saved: new Map(),
    after: [],
    changed: false,
    delivers: 'nothing',
  };
  let broken: Error | undefined;
  try {
    await client.query('begin');
    const result = await work(tx);
    await writeEvents(tx);
    await insertRows(
      tx.query,
      'timers',
      tx.timers.map((timer) => ({
        due_at: Math.round(timer.dueAt),
        kind: timer.kind,
        world: tx.world.id,
        ref: timer.ref,
        payload: timer.payload ?? {},
      })),
    );
    await client.query('commit');
    for (const [id, { before, now }] of tx.saved) store.past.keep(id, before, now, clockOf(store));
    for (const act of tx.after) act();
    store.committed(tx);
    for (const timer of tx.timers) store.nextDue = Math.min(store.nextDue, timer.dueAt);
    return result;
  } catch (error) {
    await client.query('rollback').catch((failure: Error) => {
      broken = failure;
    });
    throw error;
  } finally {
    client.release(broken);
  }
}

function isConflict(error: unknown): boolean {
  return error instanceof pg.DatabaseError && (error.code === '40P01' || error.code === '40001');
}
