// Deliveries by hand: held ones sent in a chosen order, events sent once more.
import type { Ledger } from '@/emulator/ledger/ledger';
import { type Random, randomFrom } from '@/emulator/random';
import type { Store } from '@/emulator/store';
import {
  attempt,
  type Delivery,
  deliveryColumns,
  isDelivered,
  keepOutcomes,
  outcome,
} from '@/emulator/webhooks/attempt';
import type { Endpoint } from '@/emulator/webhooks/book';
import type { Attempt } from '@/emulator/webhooks/post';

type Held = Delivery & { endpoint: string } & Record<string, unknown>;

/** How held deliveries are sent. */
export interface Release {
  /** Ids of events: those alone, in that order; the rest stays held. */
  order: 'forward' | 'reverse' | 'shuffle' | string[];
  copies: number;
  concurrently: boolean;
  seed: number;
}

/** Sends what is held, one after the other unless asked otherwise, and says what came of it. */
export async function release(
  store: Store,
  ledger: Ledger,
  asked: Release,
): Promise<{ released: number; delivered: number }> {
  const held = await store.query<Held>(
    `select ${deliveryColumns} from deliveries d join events e on e.id = d.event where d.state = 'held' order by d.id`,
  );
  const chosen = inOrder(held, asked);
  const sent = new Set<number>();
  const run = async (delivery: Held): Promise<boolean> => {
    const endpoint = store.webhooks.endpoints.get(delivery.endpoint);
    if (endpoint === undefined) return false;
    const copies = sent.has(delivery.id) ? 1 : asked.copies;
    sent.add(delivery.id);
    const attempts = await sendCopies(store, ledger, endpoint, delivery, copies);
    const best = attempts.find(isDelivered) ?? attempts[0];
    if (best !== undefined) await keepOutcomes(store, [outcome(store, endpoint, delivery, best)]);
    return attempts.some(isDelivered);
  };
  const results: boolean[] = [];
  if (asked.concurrently) results.push(...(await Promise.all(chosen.map(run))));
  else for (const delivery of chosen) results.push(await run(delivery));
  return { released: chosen.length, delivered: results.filter(Boolean).length };
}

function inOrder(held: Held[], { order, seed }: Release): Held[] {
  if (order === 'forward') return held;
  if (order === 'reverse') return held.toReversed();
  if (order === 'shuffle') return shuffled(held, randomFrom(`release ${seed}`));
  return order.flatMap((id) => held.filter(({ event }) => event === id));
}

function shuffled<T>(items: readonly T[], random: Random): T[] {
  return items
    .map((item) => ({ item, at: random.next() }))
    .sort((left, right) => left.at - right.at)
    .map(({ item }) => item);
}

function sendCopies(
  store: Store,
  ledger: Ledger,
  endpoint: Endpoint,
  delivery: Delivery,
  copies: number,
): Promise<Attempt[]> {
  return Promise.all(
    Array.from({ length: copies }, (_, copy) => attempt(store, ledger, endpoint, { ...delivery, copy })),
  );
}

/** How an event is sent once more. */
export interface Resend {
  copies: number;
  concurrently: boolean;
  endpoints: Endpoint[];
}

/** Sends an event again to endpoints. Retries that are under way go on; what was given up counts as delivered if it now is. */
export async function resend(store: Store, ledger: Ledger, event: string, asked: Resend): Promise<unknown[]> {
  const answers: unknown[] = [];
  for (const endpoint of asked.endpoints) {
    const delivery = await deliveryOf(store, event, endpoint.id);
    if (delivery === null) continue;
    const attempts: Attempt[] = [];
    if (asked.concurrently)
      attempts.push(...(await sendCopies(store, ledger, endpoint, delivery, asked.copies)));
    else {
      for (let copy = 0; copy < asked.copies; copy += 1) {
        attempts.push(await attempt(store, ledger, endpoint, { ...delivery, copy }));
      }
    }
    if (attempts.some(isDelivered)) {
      await store.query(
        `update deliveries set state = 'delivered' where event = $1 and endpoint = $2 and state in ('failed', 'lost')`,
        [event, endpoint.id],
      );
    }
    answers.push(...attempts.map((done) => ({ endpoint: endpoint.id, ...done })));
  }
  return answers;
}

async function deliveryOf(store: Store, event: string, endpoint: string): Promise<Delivery | null> {
  const [row] = await store.query<Held>(
    `select coalesce(d.id, 0) as id, e.id as event, coalesce(d.tries, 0) as tries, 0 as copy, e.created,
       coalesce(d.payload, e.body::text) as payload
     from events e left join deliveries d on d.event = e.id and d.endpoint = $2 and d.copy = 0 where e.id = $1`,
    [event, endpoint],
  );
  return row ?? null;
}
