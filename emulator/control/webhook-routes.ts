// The control calls on webhooks: secrets, faults of deliveries, held ones, resending.
import { z } from 'zod';
import { change } from '@/emulator/change';
import type { On } from '@/emulator/control/on';
import { parse } from '@/emulator/control/sent';
import type { Engine } from '@/emulator/handler';
import { noSuch } from '@/emulator/protocol/failure';
import { writeSetting } from '@/emulator/store';
import { type DeliveryFaults, listeners, noDeliveryFaults } from '@/emulator/webhooks/book';
import { rollSecret } from '@/emulator/webhooks/endpoints';
import { release, resend } from '@/emulator/webhooks/release';

const defaultWindowMs = 2_000;
const ms = z.number().int().min(0).max(86_400_000);
const seed = z.number().int().min(0).max(2_147_483_647);

const Roll = z.strictObject({ overlapSeconds: z.number().int().min(0).max(86_400).default(86_400) });
const Faults = z.strictObject({
  duplicate: z.number().int().min(0).max(1_000).default(1),
  shuffle: z.union([z.boolean(), ms]).default(false),
  delayMs: ms.default(0),
  lose: z.number().min(0).max(1).default(0),
  loseNext: z.number().int().min(0).max(1_000_000).default(0),
  hold: z.boolean().default(false),
  seed: seed.default(1),
});
const Release = z.strictObject({
  order: z
    .union([z.enum(['forward', 'reverse', 'shuffle']), z.array(z.string().max(200)).max(100_000)])
    .default('forward'),
  copies: z.number().int().min(1).max(1_000).default(1),
  concurrently: z.boolean().default(false),
  seed: seed.optional(),
});
const Resend = z.strictObject({
  copies: z.number().int().min(1).max(1_000).default(1),
  concurrently: z.boolean().default(false),
});

/** Adds the control calls on webhooks. */
export function webhookRoutes(on: On, { store, ledger, sender }: Engine): void {
  const setFaults = async (faults: DeliveryFaults): Promise<DeliveryFaults> => {
    const [last] = await store.query<{ id: number | null }>('select max(id) as id from deliveries');
    await writeSetting(store.query, 'deliveryFaults', { faults, from: last?.id ?? 0 });
    store.webhooks.faults = faults;
    store.webhooks.ordinal = 0;
    return faults;
  };

  on('POST', '/webhook_endpoints/:id/roll', async (id, sent) => {
    const { overlapSeconds } = parse(Roll, sent);
    const world = store.worlds.get(store.webhooks.endpoints.get(id)?.world ?? -1);
    if (world === undefined) throw noSuch('webhook endpoint', id, 'webhook_endpoint', 404);
    return change(store, { world }, (tx) => rollSecret(tx, id, overlapSeconds));
  });
  on('GET', '/webhooks', async () => {
    const rows = await store.query<{ state: string; count: number }>(
      'select state, count(*) as count from deliveries where copy = 0 group by state',
    );
    const counts = Object.fromEntries(rows.map(({ state, count }) => [state, count]));
    const none = { pending: 0, held: 0, delivered: 0, failed: 0, lost: 0 };
    return { deliveries: { ...none, ...counts }, faults: store.webhooks.faults };
  });
  on('GET', '/webhooks/faults', async () => store.webhooks.faults);
  on('PUT', '/webhooks/faults', async (_, sent) => {
    const { shuffle, duplicate, ...rest } = parse(Faults, sent);
    const windowMs = shuffle === true ? defaultWindowMs : shuffle === false ? 0 : shuffle;
    return setFaults({ ...rest, windowMs, duplicate: Math.max(1, duplicate) });
  });
  on('DELETE', '/webhooks/faults', async () => setFaults(noDeliveryFaults));
  on('POST', '/webhooks/release', async (_, sent) => {
    const asked = parse(Release, sent);
    const released = await release(store, ledger, {
      ...asked,
      seed: asked.seed ?? store.webhooks.faults.seed,
    });
    sender.ring(true);
    return released;
  });
  on('POST', '/events/:id/resend', async (id, sent) => {
    const asked = parse(Resend, sent);
    const [event] = await store.query<{ world: number; type: string }>(
      'select world, type from events where id = $1',
      [id],
    );
    const world = store.worlds.get(event?.world ?? -1);
    if (event === undefined || world === undefined) throw noSuch('event', id, 'id', 404);
    const endpoints = listeners(store.webhooks, world, event.type);
    const attempts = await resend(store, ledger, id, { ...asked, endpoints });
    return { attempts };
  });
}
