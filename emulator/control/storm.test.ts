// Storms: real changes at the asked rate, each with its event and its delivery.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Listener, startListener } from '@/emulator/testing/listener';
import { type Json, type Stand, startStand, toJson } from '@/emulator/testing/stand';

let stand: Stand;
let listener: Listener;
beforeAll(async () => {
  stand = await startStand({ accounts: 200 });
  listener = await startListener();
  await stand.stripe.webhookEndpoints.create({ url: listener.url, enabled_events: ['*'] });
});
afterAll(async () => {
  await listener.close();
  await stand.close();
});

const ended = () =>
  expect.poll(async () => (await stand.control('/storm')).running, { timeout: 20_000 }).toBe(false);

it('changes accounts, tells of each change, and what was told last is what is true', async () => {
  const asked = { events: 300, perSecond: 150, seed: 4 };
  expect(await stand.control('/storm', asked)).toMatchObject({ running: true, events: 300 });
  await expect(stand.control('/storm', asked)).rejects.toThrow(/under way/);
  await ended();
  const progress = await stand.control('/storm');
  const made = Number(progress.made);
  expect(progress).toMatchObject({ error: null });
  expect(made).toBeGreaterThanOrEqual(300);
  expect(Number(progress.seconds)).toBeGreaterThan(1.5);
  await expect.poll(() => new Set(listener.ids()).size, { timeout: 20_000 }).toBe(made);
  const types = new Set(listener.letters.map(({ event }) => event.type.split('.')[2]));
  expect([...types].toSorted()).toEqual(
    expect.arrayContaining(['deactivated', 'expected_deactivation_date_updated', 'refreshed_balance']),
  );
  const events = await stand.stripe.events.list({ limit: 100 }).autoPagingToArray({ limit: made });
  const latest = new Map<string, Json>();
  for (const { data, type } of events.reverse()) {
    const object = toJson(data.object);
    if (type.includes('.account.')) latest.set(String(object.id), object);
  }
  expect(latest.size).toBeGreaterThan(50);
  for (const [id, object] of [...latest].slice(0, 20)) {
    expect(await stand.preview('GET', `/v1/financial_connections/accounts/${id}`)).toMatchObject({
      status: object.status,
      balance: object.balance,
      status_details: object.status_details,
    });
  }
});

it('keeps to the accounts and kinds that are asked for, and ends when told to', async () => {
  const [row] = await stand.query(`select id from accounts where body->>'status' = 'active' and world = 1
    and body#>>'{balance_refresh,status}' = 'succeeded' limit 1`);
  const id = String(row?.id);
  await stand.control('/storm', { events: 1_000, perSecond: 50, accounts: [id], kinds: ['balance'] });
  await expect.poll(async () => Number((await stand.control('/storm')).made)).toBeGreaterThan(3);
  const stopped = await stand.control('/storm', undefined, 'DELETE');
  expect(stopped).toMatchObject({ running: false, changes: { status: 0, forecast: 0 } });
  const effects = ((await stand.control('/ledger?kind=effect&limit=10000')) as { data: Json[] }).data;
  const last = effects.slice(-Number(stopped.made));
  expect(new Set(last.map(({ account, what }) => `${account} ${what}`))).toEqual(
    new Set([`${id} refreshed.balance.succeeded`]),
  );
});
