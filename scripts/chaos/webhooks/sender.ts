// Deliveries of our own making, signed (or not) as a test needs them.
import { createHmac } from 'node:crypto';
import type { Random } from '@/scripts/chaos/random';
import { type Reply, send } from '@/scripts/chaos/stand/http';
import type { World } from '@/scripts/chaos/stand/world';
import { previewVersion } from '@/server/config';

export interface MadeEvent {
  id: string;
  type: string;
  object: string;
  api_version: string | null;
  created: number;
  livemode: boolean;
  account?: string;
  data: { object: Record<string, unknown> };
}

let made = 0;

/** An event as Stripe would write it; `change` lays other fields over it. */
export function makeEvent(
  random: Random,
  type: string,
  object: Record<string, unknown>,
  change: Partial<MadeEvent> = {},
): MadeEvent {
  made += 1;
  return {
    id: `evt_chaos_${made}_${random.whole(1, 2_000_000_000)}`,
    object: 'event',
    type,
    api_version: previewVersion,
    created: Math.floor(Date.now() / 1_000),
    livemode: false,
    data: { object },
    ...change,
  };
}

/** An event that the console keeps and leaves alone: a sign of life of the way in. */
export const probeEvent = (random: Random) => makeEvent(random, 'chaos.probe', { id: 'probe' });

export const secondsNow = () => Math.floor(Date.now() / 1_000);

const hexOf = (secret: string, text: string) => createHmac('sha256', secret).update(text).digest('hex');

/** A header that proves the body, by one or more secrets. */
export function signatureOf(body: string, secrets: string[], t: number | string = secondsNow()): string {
  return [`t=${t}`, ...secrets.map((secret) => `v1=${hexOf(secret, `${t}.${body}`)}`)].join(',');
}

/** Posts a body with this header; null: without one. */
export function post(
  world: World,
  body: string | Buffer,
  header: string | null,
  timeoutMs = 30_000,
): Promise<Reply> {
  const headers = {
    'Content-Type': 'application/json; charset=utf-8',
    ...(header === null ? {} : { 'Stripe-Signature': header }),
  };
  return send(`${world.appUrl}/api/webhooks/stripe`, { method: 'POST', headers, body, timeoutMs });
}

/** Delivers an event, signed by the secret that the console knows. */
export function deliver(world: World, event: object, timeoutMs?: number): Promise<Reply> {
  const body = JSON.stringify(event);
  return post(world, body, signatureOf(body, [world.secret]), timeoutMs);
}
