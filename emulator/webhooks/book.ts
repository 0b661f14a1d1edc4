// What the emulator keeps in mind of webhooks: the endpoints, and the faults that deliveries are to suffer.
import type { World } from '@/emulator/objects';
import { randomFrom } from '@/emulator/random';

/** An endpoint as deliveries need it. */
export interface Endpoint {
  id: string;
  world: number;
  url: string;
  secret: string;
  /** Signs beside the new secret until this millisecond of the emulator's clock. */
  old: { secret: string; until: number } | null;
  /** Null: the merchant's own version at the time of the event. */
  version: string | null;
  /** Null: everything. */
  types: ReadonlySet<string> | null;
  enabled: boolean;
  /** Hears the events of connected accounts, not the merchant's own. */
  connect: boolean;
}

/** What is done to deliveries. */
export interface DeliveryFaults {
  /** How often each event is sent in all. */
  duplicate: number;
  /** Each copy is late by anything up to so many milliseconds. */
  windowMs: number;
  delayMs: number;
  /** The share that is never sent. */
  lose: number;
  /** The first so many are never sent. */
  loseNext: number;
  hold: boolean;
  seed: number;
}

export const noDeliveryFaults: DeliveryFaults = {
  duplicate: 1,
  windowMs: 0,
  delayMs: 0,
  lose: 0,
  loseNext: 0,
  hold: false,
  seed: 1,
};

/** The memory of webhooks; all of it is in the database too. */
export interface WebhookBook {
  endpoints: Map<string, Endpoint>;
  /** The world whose merchant a connected account belongs to, by the account's id. */
  platforms: Map<string, number>;
  faults: DeliveryFaults;
  /** How many deliveries were written since the faults were set: what befalls one follows from its number. */
  ordinal: number;
}

export const emptyBook = (): WebhookBook => ({
  endpoints: new Map(),
  platforms: new Map(),
  faults: noDeliveryFaults,
  ordinal: 0,
});

/** The enabled endpoints that are told of a type in a world. */
export function listeners(book: WebhookBook, world: World, type: string): Endpoint[] {
  const platform = book.platforms.get(world.merchant);
  return [...book.endpoints.values()].filter(
    (endpoint) =>
      endpoint.enabled &&
      (endpoint.connect ? endpoint.world === platform : endpoint.world === world.id) &&
      (endpoint.types === null || endpoint.types.has(type)),
  );
}

/** What befalls one delivery: lost, held, or sent once per entry, each so many milliseconds late. */
export type Fate = 'lost' | 'held' | number[];

/** What befalls the delivery with this number: the same for the same seed. */
export function fateOf(faults: DeliveryFaults, ordinal: number): Fate {
  if (ordinal < faults.loseNext) return 'lost';
  const { duplicate, windowMs, delayMs, lose, hold, seed } = faults;
  if (lose === 0 && windowMs === 0) return hold ? 'held' : Array<number>(duplicate).fill(delayMs);
  const random = randomFrom(`delivery ${seed} ${ordinal}`);
  if (random.chance(lose)) return 'lost';
  if (hold) return 'held';
  return Array.from({ length: duplicate }, () => delayMs + Math.floor(random.next() * windowMs));
}
