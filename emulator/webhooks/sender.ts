// The loop that sends what is due: a lane per endpoint, so that one that hangs delays no other.
import type { Ledger } from '@/emulator/ledger/ledger';
import { clockOf, prepared, type Store } from '@/emulator/store';
import {
  attempt,
  type Delivery,
  deliveryColumns,
  keepOutcomes,
  type Outcome,
  outcome,
} from '@/emulator/webhooks/attempt';
import { closeConnections } from '@/emulator/webhooks/post';

/** How long news of deliveries, and outcomes, are collected before the database is asked or told. */
const collectMs = 20;
const longestSleepMs = 60_000;
const patienceMs = 2_000;

const due = prepared(
  `select ${deliveryColumns} from deliveries d join events e on e.id = d.event
   where d.endpoint = $1 and d.state = 'pending' and d.due_at <= $2 and d.id <> all($3)
   order by d.due_at, d.id limit $4`,
);

interface Lane {
  queue: Delivery[];
  /** Queued, being sent, or sent and not yet written. */
  claimed: Set<number>;
  running: number;
  loading: Promise<void> | null;
  again: boolean;
  /** The database may hold more that is due than was read. */
  more: boolean;
  /** Something may be due later. */
  later: boolean;
  wake: NodeJS.Timeout | undefined;
}

export interface Sender {
  /** There is, or may be, something due; or it will be later. */
  ring: (later: boolean) => void;
  /** Runs work while nothing is read or sent. */
  quietly: <T>(work: () => Promise<T>) => Promise<T>;
  stop: () => Promise<void>;
}

/** Starts sending. */
export function createSender(store: Store, ledger: Ledger): Sender {
  const lanes = new Map<string, Lane>();
  let done: Outcome[] = [];
  let flushing: Promise<void> = Promise.resolve();
  let flushTimer: NodeJS.Timeout | undefined;
  let ringTimer: NodeJS.Timeout | undefined;
  let halted = false;

  const flush = (): Promise<void> => {
    clearTimeout(flushTimer);
    flushTimer = undefined;
    flushing = flushing.then(write);
    return flushing;
  };

  const write = async (): Promise<void> => {
    const batch = done;
    done = [];
    if (batch.length === 0) return;
    let again = batch.some(({ state }) => state === 'pending');
    try {
      await keepOutcomes(store, batch);
    } catch (error) {
      // Not known as sent, so they are sent again.
      again = true;
      console.error('emulator: outcomes of deliveries could not be written', error);
    }
    for (const { id } of batch) for (const lane of lanes.values()) lane.claimed.delete(id);
    if (again) ring(true);
  };

  const send = async (endpointId: string, lane: Lane, delivery: Delivery): Promise<void> => {
    const endpoint = store.webhooks.endpoints.get(endpointId);
    try {
      if (endpoint?.enabled !== true) {
        lane.claimed.delete(delivery.id);
        return;
      }
      const ended = await attempt(store, ledger, endpoint, delivery);
      done.push(outcome(store, endpoint, delivery, ended));
      flushTimer ??= setTimeout(() => void flush(), collectMs);
    } catch (error) {
      lane.claimed.delete(delivery.id);
      console.error(`emulator: ${delivery.event} could not be sent`, error);
    } finally {
      lane.running -= 1;
      pump(endpointId, lane);
    }
  };

  const pump = (endpointId: string, lane: Lane): void => {
    const { webhookConcurrency: most } = store.switches;
    while (!halted && lane.running < most) {
      const delivery = lane.queue.shift();
      if (delivery === undefined) break;
      lane.running += 1;
      void send(endpointId, lane, delivery);
    }
    if (lane.more && lane.queue.length < most) look(endpointId, lane);
  };

  const look = (endpointId: string, lane: Lane): void => {
    lane.again = true;
    lane.loading ??= load(endpointId, lane).finally(() => {
      lane.loading = null;
      if (lane.again && !halted) look(endpointId, lane);
    });
  };

  const load = async (endpointId: string, lane: Lane): Promise<void> => {
    lane.again = false;
    lane.more = false;
    if (halted) return;
    const most = store.switches.webhookConcurrency * 4;
    const now = Math.ceil(clockOf(store));
    try {
      const rows = await store.query<Delivery & Record<string, unknown>>(due, [
        endpointId,
        now,
        [...lane.claimed],
        most,
      ]);
      for (const row of rows) lane.claimed.add(row.id);
      lane.queue.push(...rows);
      lane.more = rows.length === most;
      pump(endpointId, lane);
      if (!lane.more && lane.later) await sleepUntilDue(endpointId, lane, now);
    } catch (error) {
      lane.later = true;
      console.error('emulator: deliveries could not be read', error);
      wakeIn(endpointId, lane, 1_000);
    }
  };

  /** `seen`: what was due then has been read; what fell due since counts as later, or nobody would see it. */
  const sleepUntilDue = async (endpointId: string, lane: Lane, seen: number): Promise<void> => {
    lane.later = false;
    const [next] = await store.query<{ due: number | null }>(
      `select min(due_at) as due from deliveries where endpoint = $1 and state = 'pending' and due_at > $2`,
      [endpointId, seen],
    );
    const at = next?.due ?? null;
    if (at === null) return;
    lane.later = true;
    wakeIn(endpointId, lane, Math.min(longestSleepMs, Math.max(1, at - clockOf(store))));
  };

  const wakeIn = (endpointId: string, lane: Lane, ms: number): void => {
    if (halted) return;
    clearTimeout(lane.wake);
    lane.wake = setTimeout(() => look(endpointId, lane), ms);
    lane.wake.unref();
  };

  const laneOf = (endpointId: string): Lane => {
    const found = lanes.get(endpointId) ?? {
      queue: [],
      claimed: new Set<number>(),
      running: 0,
      loading: null,
      again: false,
      more: false,
      later: true,
      wake: undefined,
    };
    lanes.set(endpointId, found);
    return found;
  };

  const ring = (later: boolean): void => {
    if (halted) return;
    if (later) for (const lane of lanes.values()) lane.later = true;
    ringTimer ??= setTimeout(() => {
      ringTimer = undefined;
      for (const id of store.webhooks.endpoints.keys()) look(id, laneOf(id));
    }, collectMs);
    ringTimer.unref();
  };

  const halt = async (): Promise<void> => {
    halted = true;
    clearTimeout(ringTimer);
    ringTimer = undefined;
    for (const lane of lanes.values()) {
      clearTimeout(lane.wake);
      lane.queue = [];
    }
    const until = Date.now() + patienceMs;
    const busy = () => [...lanes.values()].some(({ running, loading }) => running > 0 || loading !== null);
    while (busy() && Date.now() < until) await new Promise((resolve) => setTimeout(resolve, 5));
    await flush();
  };

  ring(true);
  return {
    ring,
    quietly: async (work) => {
      await halt();
      lanes.clear();
      try {
        return await work();
      } finally {
        halted = false;
        ring(true);
      }
    },
    stop: async () => {
      await halt();
      closeConnections();
    },
  };
}
