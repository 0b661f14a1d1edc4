// The console as a person's browser uses it.
import { randomUUID } from 'node:crypto';
import { type Reply, send } from '@/scripts/chaos/stand/http';
import type { World } from '@/scripts/chaos/stand/world';

/** A GET under /api. */
export function look(world: World, path: string, timeoutMs = 30_000): Promise<Reply> {
  return send(`${world.appUrl}/api${path}`, { timeoutMs });
}

/** A command; the same key is the same request. */
export function command(
  world: World,
  path: string,
  body: unknown = {},
  key: string = randomUUID(),
  method = 'POST',
): Promise<Reply> {
  const headers = { Origin: world.appUrl, 'Content-Type': 'application/json', 'Idempotency-Key': key };
  return send(`${world.appUrl}/api${path}`, {
    method,
    headers,
    body: JSON.stringify(body),
    timeoutMs: 40_000,
  });
}

export const refresh = (world: World, id: string, key?: string) =>
  command(world, `/accounts/${id}/refresh`, { features: ['balance'] }, key);

export const disconnect = (world: World, id: string, key?: string) =>
  command(world, `/accounts/${id}/disconnect`, { reason: 'chaos' }, key);

/** Has the console read the account again from Stripe. */
export const readAgain = (world: World, id: string) => command(world, `/accounts/${id}/read`);
