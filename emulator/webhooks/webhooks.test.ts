// Webhook endpoints and their deliveries: signed, retried, stopped, remembered over a restart.
import type Stripe from 'stripe';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Listener, startListener } from '@/emulator/testing/listener';
import { type Json, refusal, type Stand, startStand } from '@/emulator/testing/stand';
import { signatureHeader } from '@/emulator/webhooks/signature';

let stand: Stand;
let listener: Listener;
let account: string;
beforeAll(async () => {
  stand = await startStand({ accounts: 40, switches: quick });
});
afterAll(() => stand.close());
const quick = { webhookTries: 3, webhookRetryMs: [150, 300], webhookTimeoutMs: 10_000 };
beforeEach(async () => {
  await stand.control('/switches', quick, 'PUT');
  listener = await startListener();
  const [row] = await stand.query(
    `select id from accounts where body->>'status' = 'active' and world = 1 order by random() limit 1`,
  );
  account = String(row?.id);
});
afterEach(async () => {
  const { data } = await stand.stripe.webhookEndpoints.list({ limit: 100 });
  for (const { id } of data) await stand.stripe.webhookEndpoints.del(id);
  await listener.close();
});

// A clock that is moved makes other accounts change too.
const mine = () => listener.letters.filter(({ event }) => event.data.object.id === account);
const prefix = 'financial_connections.account';
const all = { enabled_events: [`${prefix}.deactivated` as const, `${prefix}.reactivated` as const] };
const connect = (params: Partial<Stripe.WebhookEndpointCreateParams> = {}) =>
  stand.stripe.webhookEndpoints.create({ url: listener.url, ...all, ...params });
const deactivate = (id = account) => stand.control(`/accounts/${id}/deactivate`, {});
const reactivate = (id = account) => stand.control(`/accounts/${id}/reactivate`, {});
const arrived = (count: number) => expect.poll(() => mine().length, { timeout: 15_000 }).toBe(count);
const counts = async () => (await stand.control('/webhooks')).deliveries as Record<string, number>;

describe('signature', () => {
  it('is the one of the published example', () => {
    const body = '{"id":"evt_test","object":"event"}';
    const mark = '8042376f6ca064adbe037642a718227dfd59047137eb49497a54c49eb0cfb724';
    expect(signatureHeader(['whsec_test_secret'], 1_700_000_000, body)).toBe(`t=1700000000,v1=${mark}`);
  });

  it('is the one that the official package makes and accepts', async () => {
    const { secret = '' } = await connect();
    await stand.advance(86_400 * 3);
    await deactivate();
    await arrived(1);
    const [letter] = mine();
    const header = String(letter?.headers['stripe-signature']);
    const event = stand.stripe.webhooks.constructEvent(letter?.body ?? '', header, secret);
    expect(event.type).toBe('financial_connections.account.deactivated');
    expect(letter?.headers['content-type']).toBe('application/json; charset=utf-8');
    expect(letter?.headers['user-agent']).toMatch(/^Stripe\/1\.0/);
    const timestamp = Number(/t=(\d+)/.exec(header)?.[1]);
    expect(
      stand.stripe.webhooks.generateTestHeaderString({ payload: letter?.body ?? '', secret, timestamp }),
    ).toBe(header);
    expect(() => stand.stripe.webhooks.constructEvent(`${letter?.body} `, header, secret)).toThrow(
      /signature/i,
    );
  });
});

describe('endpoints', () => {
  it('are created, read, listed, changed and deleted; the secret is told once', async () => {
    const made = await connect({
      description: 'ours',
      metadata: { a: '1', b: '2' },
      api_version: '2026-08-26.dahlia' as never,
    });
    expect(made.secret).toMatch(/^whsec_\w{32}$/);
    expect(made).toMatchObject({
      object: 'webhook_endpoint',
      api_version: '2026-08-26.dahlia',
      status: 'enabled',
      livemode: false,
      url: listener.url,
    });
    const read = await stand.stripe.webhookEndpoints.retrieve(made.id);
    expect(read).not.toHaveProperty('secret');
    const changed = await stand.stripe.webhookEndpoints.update(made.id, {
      disabled: true,
      metadata: { b: '', c: '3' },
      enabled_events: ['financial_connections.account.created'],
    });
    expect(changed).toMatchObject({ status: 'disabled', metadata: { a: '1', c: '3' } });
    expect((await stand.stripe.webhookEndpoints.list()).data.map(({ id }) => id)).toEqual([made.id]);
    expect(await stand.stripe.webhookEndpoints.del(made.id)).toMatchObject({ id: made.id, deleted: true });
    expect((await refusal(stand.stripe.webhookEndpoints.retrieve(made.id))).statusCode).toBe(404);
    const other = stand.client('sk_test_other');
    expect((await other.webhookEndpoints.list()).data).toEqual([]);
  });

  it('are refused without events, with unknown ones, and beyond sixteen', async () => {
    expect((await refusal(connect({ enabled_events: [] }))).statusCode).toBe(400);
    const unknown = 'financial_connections.account.exploded' as '*';
    expect(await refusal(connect({ enabled_events: [unknown] }))).toMatchObject({
      param: 'enabled_events[0]',
    });
    expect(await refusal(connect({ url: 'ftp://x' }))).toMatchObject({ param: 'url' });
    for (let made = 0; made < 16; made += 1) await connect();
    expect((await refusal(connect())).message).toMatch(/16/);
  });

  it('of a platform are told of its connected accounts, if they ask for them', async () => {
    const [row] = await stand.query('select id from connected_accounts where world = 1 limit 1');
    const of = { 'Stripe-Account': String(row?.id), 'Stripe-Version': '2026-08-26.preview' };
    const own = await startListener();
    await connect({ enabled_events: ['*'], connect: true });
    await connect({ enabled_events: ['*'], url: own.url });
    const sent = await stand.send('/v1/financial_connections/sessions', {
      method: 'POST',
      headers: of,
      body: new URLSearchParams({ 'permissions[]': 'balances' }),
    });
    const { id } = (await sent.json()) as Json;
    await stand.control(`/sessions/${id}/complete`, { accounts: 1 });
    await expect.poll(() => listener.letters.length, { timeout: 15_000 }).toBeGreaterThanOrEqual(2);
    expect(listener.letters.map(({ event }) => event.account)).toEqual(listener.letters.map(() => row?.id));
    expect(own.letters).toEqual([]);
    await own.close();
  });

  it('are told of their types only, in their version', async () => {
    await connect({ api_version: '2026-10-28.endive' as never });
    const quiet = await startListener();
    await connect({ url: quiet.url, enabled_events: ['financial_connections.account.reactivated'] });
    await deactivate();
    await reactivate();
    await arrived(2);
    await expect.poll(() => quiet.letters.length).toBe(1);
    const endive = listener.letters.find(({ event }) => event.type.endsWith('deactivated'))?.event;
    const own = quiet.letters[0]?.event;
    expect(endive).toMatchObject({ api_version: '2026-10-28.endive', pending_webhooks: 1 });
    expect(endive?.data.object).not.toHaveProperty('institution');
    expect(own).toMatchObject({ api_version: '2026-08-26.preview', pending_webhooks: 2 });
    expect(own?.data.object).toHaveProperty('institution');
    await quiet.close();
  });
});

describe('secrets', () => {
  it('sign together while they overlap, then the new one alone', async () => {
    const { id, secret: first = '' } = await connect();
    const rolled = await stand.control(`/webhook_endpoints/${id}/roll`, { overlapSeconds: 600 });
    const second = String(rolled.secret);
    expect(second).not.toBe(first);
    await deactivate();
    await arrived(1);
    const [both] = mine();
    const header = String(both?.headers['stripe-signature']);
    expect(header).toMatch(/^t=\d+,v1=[0-9a-f]{64},v1=[0-9a-f]{64}$/);
    for (const secret of [first, second]) {
      expect(stand.stripe.webhooks.constructEvent(both?.body ?? '', header, secret).id).toBe(both?.event.id);
    }
    await stand.advance(601);
    await reactivate();
    await arrived(2);
    const late = mine()[1];
    const alone = String(late?.headers['stripe-signature']);
    expect(stand.stripe.webhooks.constructEvent(late?.body ?? '', alone, second).id).toBe(late?.event.id);
    expect(() => stand.stripe.webhooks.constructEvent(late?.body ?? '', alone, first)).toThrow();
  });
});

describe('retries', () => {
  it('send the same bytes with a new signature until 2xx, and say what is still to be told', async () => {
    await connect();
    listener.answer(503);
    await deactivate();
    await arrived(1);
    const id = listener.ids()[0] ?? '';
    expect(await stand.stripe.events.retrieve(id)).toMatchObject({ pending_webhooks: 1 });
    const missed = await stand.stripe.events.list({ delivery_success: false });
    expect(missed.data.map((event) => event.id)).toEqual([id]);
    await arrived(2);
    listener.answer(204);
    await arrived(3);
    await expect.poll(async () => (await stand.stripe.events.retrieve(id)).pending_webhooks).toBe(0);
    expect((await stand.stripe.events.list({ delivery_success: false })).data).toEqual([]);
    expect((await stand.stripe.events.list({ delivery_success: true, limit: 1 })).data[0]?.id).toBe(id);
    expect(new Set(listener.letters.map(({ body }) => body)).size).toBe(1);
    const gaps = listener.letters.map(({ at }, index) => at - (listener.letters[index - 1]?.at ?? at));
    expect(gaps[1]).toBeGreaterThan(130);
    expect(gaps[2]).toBeGreaterThan(280);
  });

  it('end after three tries in the sandbox; redirects and silence are failures', async () => {
    await stand.control('/switches', { webhookTimeoutMs: 800 }, 'PUT');
    await connect();
    const elsewhere = await startListener();
    listener.answer(302, { Location: elsewhere.url });
    await deactivate();
    await arrived(1);
    listener.answer(null);
    await arrived(3);
    const id = listener.ids()[0] ?? '';
    await expect.poll(async () => (await stand.stripe.events.retrieve(id)).pending_webhooks).toBe(0);
    expect((await stand.stripe.events.list({ delivery_success: false })).data[0]?.id).toBe(id);
    expect(elsewhere.letters).toEqual([]);
    const tries = ((await stand.control('/ledger?kind=delivery')) as { data: Json[] }).data
      .filter(({ event }) => event === id)
      .map(({ attempt, status, error }) => ({ attempt, status, error }));
    expect(tries).toEqual([
      { attempt: 1, status: 302, error: null },
      { attempt: 2, status: null, error: 'timed out' },
      { attempt: 3, status: null, error: 'timed out' },
    ]);
    await elsewhere.close();
  });

  it('stop when the endpoint is switched off, and when three days have gone by', async () => {
    const { id } = await connect();
    listener.answer(500);
    await deactivate();
    await arrived(1);
    await stand.stripe.webhookEndpoints.update(id, { disabled: true });
    await new Promise((resolve) => setTimeout(resolve, 400));
    expect(mine()).toHaveLength(1);
    await stand.stripe.webhookEndpoints.update(id, { disabled: false });
    await stand.control('/switches', { webhookRetryMs: [60_000] }, 'PUT');
    await reactivate();
    await arrived(2);
    await stand.advance(3 * 86_400 + 3_600);
    await arrived(3);
    const last = mine()[2]?.event.id ?? '';
    await expect.poll(async () => (await stand.stripe.events.retrieve(last)).pending_webhooks).toBe(0);
  });

  it('are forgotten for none, however many fail at once', async () => {
    await stand.control('/switches', { webhookRetryMs: [1, 40, 90], webhookTries: 50 }, 'PUT');
    await connect({ enabled_events: ['financial_connections.account.refreshed_balance'] });
    listener.answer((letter) => (letter % 3 === 0 ? 200 : 503));
    await stand.control('/storm', { events: 200, perSecond: 400, kinds: ['balance'] });
    const acknowledged = () => listener.letters.filter((_, index) => (index + 1) % 3 === 0).length;
    await expect.poll(acknowledged, { timeout: 20_000 }).toBe(200);
    await expect.poll(async () => (await counts()).pending, { timeout: 10_000 }).toBe(0);
    expect(new Set(listener.ids()).size).toBe(200);
  });

  it('go on after a restart', async () => {
    await connect();
    listener.answer(500);
    await deactivate();
    await arrived(1);
    await stand.restart();
    listener.answer(200);
    await arrived(2);
    expect(new Set(listener.ids()).size).toBe(1);
    await expect.poll(async () => (await counts()).pending).toBe(0);
  });

  it('resends by hand, several at once when asked', async () => {
    await connect();
    await deactivate();
    await arrived(1);
    const id = listener.ids()[0] ?? '';
    listener.answer(200, {}, 150);
    const sent = (await stand.control(`/events/${id}/resend`, { copies: 5, concurrently: true })) as {
      attempts: Json[];
    };
    expect(sent.attempts.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
    expect(listener.mostAtOnce()).toBe(5);
    expect(listener.ids()).toEqual(Array(6).fill(id));
  });
});
