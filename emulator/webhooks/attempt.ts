// One attempt at a delivery: signed, sent, put into the ledger.
import type { Ledger } from '@/emulator/ledger/ledger';
import { clockOf, prepared, type Store } from '@/emulator/store';
import type { Endpoint } from '@/emulator/webhooks/book';
import { type Attempt, post } from '@/emulator/webhooks/post';
import { signatureHeader } from '@/emulator/webhooks/signature';

/** A delivery as it is sent. */
export interface Delivery {
  id: number;
  event: string;
  copy: number;
  tries: number;
  /** The second of the event. */
  created: number;
  payload: string;
}

/** What the database says of a delivery that may be sent. */
export const deliveryColumns =
  'd.id, d.event, d.endpoint, d.copy, d.tries, e.created, coalesce(d.payload, e.body::text) as payload';

/** True for what counts as delivered: any 2xx. */
export function isDelivered({ status }: Attempt): boolean {
  return status !== null && status >= 200 && status < 300;
}

/** Sends a delivery once. */
export async function attempt(
  store: Store,
  ledger: Ledger,
  endpoint: Endpoint,
  delivery: Delivery,
): Promise<Attempt> {
  const { secret, old, url } = endpoint;
  const secrets = old !== null && old.until > clockOf(store) ? [secret, old.secret] : [secret];
  const { payload } = delivery;
  const done = await post({
    url,
    body: payload,
    // Every attempt is signed anew; receivers compare its time with their own clock, so it is the wall's.
    signature: signatureHeader(secrets, Math.floor(Date.now() / 1000), payload),
    timeoutMs: store.switches.webhookTimeoutMs,
  });
  ledger.record({
    kind: 'delivery',
    at: Math.floor(clockOf(store)),
    world: endpoint.world,
    event: delivery.event,
    endpoint: endpoint.id,
    attempt: delivery.tries + 1,
    copy: delivery.copy,
    ...done,
  });
  return done;
}

const threeDays = 3 * 86_400;

/** What becomes of a delivery after an attempt: delivered, to be tried again at a moment, or given up. */
export function outcome(store: Store, endpoint: Endpoint, delivery: Delivery, done: Attempt) {
  const tries = delivery.tries + 1;
  const base = { id: delivery.id, tries, last_status: done.status };
  const now = Math.floor(clockOf(store));
  if (isDelivered(done)) return { ...base, state: 'delivered', due_at: now };
  const { webhookRetryMs, webhookTries } = store.switches;
  const livemode = store.worlds.get(endpoint.world)?.livemode === true;
  const most = livemode ? webhookRetryMs.length + 1 : webhookTries;
  const stopped = store.webhooks.endpoints.get(endpoint.id)?.enabled !== true;
  const old = now / 1000 - delivery.created > threeDays;
  if (stopped || old || delivery.copy > 0 || tries >= most) return { ...base, state: 'failed', due_at: now };
  const wait = webhookRetryMs[Math.min(tries, webhookRetryMs.length) - 1] ?? 0;
  return { ...base, state: 'pending', due_at: now + wait };
}

export type Outcome = ReturnType<typeof outcome>;

// The array of ids is there for the planner, who would read the whole table for the records alone.
const keep = prepared(
  `update deliveries d set state = r.state, tries = r.tries, due_at = r.due_at, last_status = r.last_status
   from json_to_recordset($1) as r(id bigint, state text, tries integer, due_at bigint, last_status integer)
   where d.id = r.id and d.id = any($2::bigint[]) and (d.state in ('pending', 'held') or r.state = 'delivered')`,
);

/** Keeps outcomes; a delivery that was stopped meanwhile stays so. */
export async function keepOutcomes(store: Store, outcomes: Outcome[]): Promise<void> {
  await store.query(keep, [JSON.stringify(outcomes), outcomes.map(({ id }) => id)]);
}
