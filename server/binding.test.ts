// A database belongs to one Stripe account and mode; every other key is refused in a sentence that names both.
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { db } from '@/server/db';
import { useWorld } from '@/server/testing/world';

const world = useWorld({ accounts: 0 });

/** Binds as a new process would, with its own environment. */
async function bindWith(environment: Record<string, string>) {
  vi.resetModules();
  Object.assign(process.env, environment);
  const { bindDatabase } = await import('./binding');
  const { db } = await import('./db');
  try {
    return await bindDatabase();
  } finally {
    await db.$disconnect();
  }
}

beforeEach(() => {
  Object.assign(process.env, { STRIPE_SECRET_KEY: 'sk_test_emulator', STRIPE_API_BASE: world.url });
  delete process.env.STRIPE_API_VERSION;
});
afterEach(async () => {
  await world.control('PUT', '/switches', { previewVersions: true });
});

test('the same key binds again', async () => {
  expect(await bindWith({})).toMatchObject({
    stripeAccountId: 'acct_1RelinkEmulator01',
    livemode: false,
    previewRefused: false,
  });
});

test('where the sweeps of events begin is the first binding, although Stripe’s clock has jumped since', async () => {
  const first = await db.eventSweep.findUniqueOrThrow({ where: { id: 1 } });
  await world.control('POST', '/clock', { advanceSeconds: 3 * 86_400 });
  await bindWith({});
  expect(await db.eventSweep.findUniqueOrThrow({ where: { id: 1 } })).toEqual(first);
});

test('another account’s key is refused, both named', async () => {
  await expect(bindWith({ STRIPE_SECRET_KEY: 'sk_test_other' })).rejects.toThrow(
    /belongs to the Stripe account acct_1RelinkEmulator01 \(test mode\), but the key is of acct_\w+ \(test mode\)/,
  );
});

test('the live key of the same account is refused', async () => {
  await expect(bindWith({ STRIPE_SECRET_KEY: 'sk_live_emulator' })).rejects.toThrow(/test mode.*live mode/);
});

test('a key that Stripe does not know says so without quoting it', async () => {
  const error = await bindWith({ STRIPE_SECRET_KEY: 'sk_test_nobody' }).catch((thrown: Error) => thrown);
  expect(String(error)).toContain('Check STRIPE_SECRET_KEY');
  expect(String(error)).not.toContain('nobody');
});

test('a Stripe that is not there says where it was looked for', async () => {
  await expect(bindWith({ STRIPE_API_BASE: 'http://127.0.0.1:9' })).rejects.toThrow(
    /127\.0\.0\.1:9 does not answer/,
  );
});

test('a refused preview version binds with GA and says so', async () => {
  await world.control('PUT', '/switches', { previewVersions: false });
  expect(await bindWith({})).toMatchObject({ apiVersion: '2026-10-28.endive', previewRefused: true });
});
