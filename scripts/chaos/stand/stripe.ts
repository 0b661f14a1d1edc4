// The emulator as the bank, the network and the witness: control calls, faults, its ledger.
import { setTimeout as sleep } from 'node:timers/promises';
import { json, send } from '@/scripts/chaos/stand/http';
import type { World } from '@/scripts/chaos/stand/world';
import { emulatorKey, previewVersion } from '@/server/config';

export interface LedgerCall {
  seq: number;
  at: number;
  method: string;
  path: string;
  operation: string | null;
  idempotency_key: string | null;
  status: number;
  replayed: boolean;
  effect: boolean;
  fault: string | null;
  arrived_at: number;
  ms: number;
}

export interface LedgerEffect {
  seq: number;
  what: string;
  account: string | null;
  object: string;
  idempotency_key: string | null;
}

export interface LedgerDelivery {
  seq: number;
  event: string;
  attempt: number;
  copy: number;
  status: number | null;
  ms: number;
  error: string | null;
}

interface Entries {
  call: LedgerCall;
  effect: LedgerEffect;
  delivery: LedgerDelivery;
}

/** Stripe's account object, as far as the rows look into it. */
export interface StripeAccount extends Record<string, unknown> {
  id: string;
  status: string;
}

export interface Deliveries {
  pending: number;
  held: number;
  delivered: number;
  failed: number;
  lost: number;
}

const page = 10_000;

/** A control call; throws what came instead of 200. */
export async function control<T = unknown>(
  world: World,
  method: string,
  path: string,
  body?: unknown,
): Promise<T> {
  const text = body === undefined ? {} : { body: JSON.stringify(body) };
  return json<T>(await send(`${world.stripeUrl}/_emulator${path}`, { method, timeoutMs: 120_000, ...text }));
}

/** The witness must not use up the limits of those whom it watches. */
const askEveryMs = 120;
let lastAsk: Promise<void> = Promise.resolve();

/** A GET of Stripe's API, past the proxy and with the console's own key and version; a few a second. */
export async function ask<T>(world: World, path: string): Promise<T> {
  const turn = lastAsk;
  lastAsk = turn.then(() => sleep(askEveryMs));
  await turn;
  const headers = { Authorization: `Bearer ${emulatorKey}`, 'Stripe-Version': previewVersion };
  for (;;) {
    const reply = await send(`${world.stripeUrl}/v1${path}`, { headers });
    if (reply.status !== 429) return json<T>(reply);
    await sleep(askEveryMs * 4);
  }
}

/** Sets a fault; answers its id. */
export async function addFault(world: World, fault: Record<string, unknown>): Promise<string> {
  return (await control<{ id: string }>(world, 'POST', '/faults', fault)).id;
}

/** How many answers wait for their release, and how often it struck. */
export const faultState = (world: World, id: string) =>
  control<{ waiting: number; struck: number }>(world, 'GET', `/faults/${id}`);

export const dropFaults = (world: World) => control(world, 'DELETE', '/faults');

/** The number of the last entry so far: what happens from now on comes after it. */
export async function ledgerEnd(world: World): Promise<number> {
  return (await control<{ last: number }>(world, 'GET', `/ledger/summary?after=${Number.MAX_SAFE_INTEGER}`))
    .last;
}

/** Every entry of a kind after a number, in order. */
export async function ledger<Kind extends keyof Entries>(
  world: World,
  kind: Kind,
  after: number,
): Promise<Entries[Kind][]> {
  const all: Entries[Kind][] = [];
  let from = after;
  for (;;) {
    const path = `/ledger?kind=${kind}&after=${from}&limit=${page}`;
    const { data } = await control<{ data: Entries[Kind][] }>(world, 'GET', path);
    all.push(...data);
    from = data.at(-1)?.seq ?? from;
    if (data.length < page) return all;
  }
}

export interface Summary {
  last: number;
  calls: {
    count: number;
    mostPerSecond: number;
    statuses: Record<string, number>;
    operations: Record<string, { count: number; refused: number; failed: number; mostPerSecond: number }>;
  };
}

export const summary = (world: World, after: number) =>
  control<Summary>(world, 'GET', `/ledger/summary?after=${after}`);

/** What becomes of deliveries from now on; nothing: they are as they should be. */
export async function setDeliveries(world: World, faults: Record<string, unknown> | null): Promise<void> {
  if (faults) await control(world, 'PUT', '/webhooks/faults', faults);
  else await control(world, 'DELETE', '/webhooks/faults');
}

export async function deliveries(world: World): Promise<Deliveries> {
  return (await control<{ deliveries: Deliveries }>(world, 'GET', '/webhooks')).deliveries;
}

/** Every account as Stripe has it now. */
export async function stripeAccounts(world: World): Promise<StripeAccount[]> {
  const all: StripeAccount[] = [];
  let from = '';
  for (;;) {
    const path = `/financial_connections/accounts?limit=100${from}`;
    const { data, has_more } = await ask<{ data: StripeAccount[]; has_more: boolean }>(world, path);
    all.push(...data);
    const last = data.at(-1);
    if (!has_more || !last) return all;
    from = `&starting_after=${last.id}`;
  }
}
