// What deliveries may suffer: doubled, shuffled, late, lost, held back; the same again for the same seed.
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Listener, startListener } from '@/emulator/testing/listener';
import { type Json, type Stand, startStand } from '@/emulator/testing/stand';
import { fateOf, noDeliveryFaults } from '@/emulator/webhooks/book';

let stand: Stand;
let listener: Listener;
let accounts: string[];
beforeAll(async () => {
  stand = await startStand({ accounts: 60, switches: { webhookRetryMs: [50] } });
});
afterAll(() => stand.close());
beforeEach(async () => {
  listener = await startListener();
  await stand.stripe.webhookEndpoints.create({ url: listener.url, enabled_events: ['*'] });
  const rows = await stand.query(
    `select id from accounts where body->>'status' = 'active' and world = 1 order by random() limit 20`,
  );
  accounts = rows.map(({ id }) => String(id));
});
afterEach(async () => {
  await stand.control('/webhooks/faults', {}, 'PUT');
  for (const { id } of (await stand.stripe.webhookEndpoints.list()).data)
    await stand.stripe.webhookEndpoints.del(id);
  await listener.close();
});

const faults = (sent: Json) => stand.control('/webhooks/faults', sent, 'PUT');
const breakSome = async (count: number) => {
  for (const id of accounts.slice(0, count)) await stand.control(`/accounts/${id}/deactivate`, {});
};
const newest = async (count: number) =>
  (await stand.stripe.events.list({ limit: count })).data.map(({ id }) => id).reverse();
const arrived = (count: number) =>
  expect.poll(() => listener.letters.length, { timeout: 15_000 }).toBe(count);
const settled = () =>
  expect
    .poll(async () => ((await stand.control('/webhooks')).deliveries as Json).pending, { timeout: 15_000 })
    .toBe(0);

describe('deliveries', () => {
  it('are the same for the same seed', () => {
    const wild = { ...noDeliveryFaults, lose: 0.3, windowMs: 5_000, duplicate: 2 };
    const fates = (seed: number) =>
      Array.from({ length: 200 }, (_, number) => fateOf({ ...wild, seed }, number));
    expect(fates(7)).toEqual(fates(7));
    expect(fates(8)).not.toEqual(fates(7));
    const lost = fates(7).filter((fate) => fate === 'lost').length;
    expect(lost).toBeGreaterThan(30);
    expect(lost).toBeLessThan(90);
  });

  it('come as often as asked, at once', async () => {
    listener.answer(200, {}, 200);
    await faults({ duplicate: 5 });
    await breakSome(1);
    await arrived(5);
    expect(new Set(listener.ids()).size).toBe(1);
    expect(listener.mostAtOnce()).toBe(5);
    await settled();
  });

  it('come late and in another order', async () => {
    await faults({ shuffle: 600, delayMs: 300, seed: 3 });
    const started = Date.now();
    await breakSome(8);
    await arrived(8);
    const order = await newest(8);
    expect(listener.ids()).not.toEqual(order);
    expect(listener.ids().toSorted()).toEqual(order.toSorted());
    expect((listener.letters[0]?.at ?? 0) - started).toBeGreaterThanOrEqual(295);
  });

  it('are lost for good, and the events say so', async () => {
    await faults({ loseNext: 2 });
    await breakSome(3);
    await arrived(1);
    await settled();
    const order = await newest(3);
    expect(listener.ids()).toEqual(order.slice(2));
    const missed = (await stand.stripe.events.list({ delivery_success: false })).data.map(({ id }) => id);
    expect(missed).toEqual(order.slice(0, 2).reverse());
    await stand.control(`/events/${missed[0]}/resend`, {});
    await arrived(2);
    expect((await stand.stripe.events.list({ delivery_success: false })).data).toHaveLength(1);
    await faults({ lose: 1 });
    await stand.control(`/accounts/${accounts[0]}/reactivate`, {});
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(listener.letters).toHaveLength(2);
  });

  it('are held, then sent in the order asked, as often as asked', async () => {
    await faults({ hold: true });
    await breakSome(5);
    const order = await newest(5);
    expect((await stand.control('/webhooks')).deliveries).toMatchObject({ held: 5 });
    expect((await stand.stripe.events.retrieve(order[0] ?? '')).pending_webhooks).toBe(1);
    const some = { order: [order[3], order[1]] };
    expect(await stand.control('/webhooks/release', some)).toEqual({ released: 2, delivered: 2 });
    expect(listener.ids()).toEqual([order[3], order[1]]);
    expect(await stand.control('/webhooks/release', { order: 'reverse', copies: 2 })).toEqual({
      released: 3,
      delivered: 3,
    });
    expect(listener.ids().slice(2)).toEqual([4, 4, 2, 2, 0, 0].map((at) => order[at]));
    await settled();
    expect(
      (await stand.stripe.events.list({ delivery_success: false })).data.map(({ id }) => id),
    ).not.toContain(order[0]);
  });

  it('that are held survive a restart; failed ones are tried again', async () => {
    await faults({ hold: true });
    await breakSome(2);
    await stand.restart();
    expect(await stand.control('/webhooks')).toMatchObject({
      faults: { hold: true },
      deliveries: { held: 2 },
    });
    listener.answer(500);
    expect(await stand.control('/webhooks/release', { order: 'shuffle' })).toEqual({
      released: 2,
      delivered: 0,
    });
    listener.answer(200);
    await arrived(4);
    await settled();
  });
});
