// The deliveries of events: rows written in the transaction of the event, so that none is forgotten.

import type { World } from '@/emulator/objects';
import type { WebhookBook } from '@/emulator/webhooks/book';
import { type Endpoint, fateOf, listeners } from '@/emulator/webhooks/book';

/** An event that is about to be written. */
interface Announced {
  id: string;
  type: string;
  body: Record<string, unknown>;
  /** The object in the words of other versions, by version. */
  others: ReadonlyMap<string, unknown>;
}

type DeliveryRow = Record<string, unknown> & { due_at: number };

/** The rows of the deliveries of some events, due from this millisecond of the emulator's clock on. */
export function deliveryRows(
  book: WebhookBook,
  world: World,
  events: readonly Announced[],
  now: number,
): DeliveryRow[] {
  if (book.endpoints.size === 0) return [];
  return events.flatMap((event) =>
    hearers(book, world, event).flatMap((endpoint) => rowsFor(book, world, event, endpoint, now)),
  );
}

/** The endpoints that are told of an event: one of a version that has no word for it is not. */
export function hearers(
  book: WebhookBook,
  world: World,
  event: Pick<Announced, 'type' | 'others'>,
): Endpoint[] {
  return listeners(book, world, event.type).filter(
    ({ version }) => version === null || !event.others.has(version) || event.others.get(version) !== null,
  );
}

function rowsFor(
  book: WebhookBook,
  world: World,
  event: Announced,
  endpoint: Endpoint,
  now: number,
): DeliveryRow[] {
  const fate = fateOf(book.faults, book.ordinal);
  book.ordinal += 1;
  const row = { event: event.id, endpoint: endpoint.id, payload: payloadFor(world, event, endpoint) };
  if (typeof fate === 'string') return [{ ...row, copy: 0, state: fate, due_at: now }];
  return fate.map((lateMs, copy) => ({ ...row, copy, state: 'pending', due_at: now + lateMs }));
}

/** The text that an endpoint is sent, or null when it is the event as it is stored. */
function payloadFor(world: World, event: Announced, endpoint: Endpoint): string | null {
  const { version } = endpoint;
  const object = version === null ? undefined : event.others.get(version);
  if (object === undefined && !endpoint.connect) return null;
  return JSON.stringify({
    ...event.body,
    ...(endpoint.connect ? { account: world.merchant } : {}),
    ...(object === undefined ? {} : { api_version: version, data: { ...dataOf(event.body), object } }),
  });
}

function dataOf(body: Record<string, unknown>): object {
  return typeof body.data === 'object' && body.data !== null ? body.data : {};
}
