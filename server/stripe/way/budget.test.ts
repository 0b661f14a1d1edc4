// The rate budget in Postgres: no second above a limit for any order of askers, people first, nobody starved.
import fc from 'fast-check';
import { beforeEach, expect, test } from 'vitest';
import { db } from '@/server/db';
import { useDatabase } from '@/server/testing/database';

useDatabase();
// Stripe's published limits of a sandbox.
process.env.STRIPE_RATE_LIMIT = '25';
process.env.STRIPE_RATE_LIMIT_PER_OPERATION = '25';

const whole = 20;
const windowMs = 1_200;

interface Given {
  granted: number;
  wait_ms: number;
}

beforeEach(async () => {
  await db.$executeRaw`truncate stripe_limits`;
});

async function ask(operation: string, isPerson: boolean, wanted: number, each: number, atMs: number) {
  const [given] = await db.$queryRaw<Given[]>`
    select granted, wait_ms from stripe_take_turns(
      ${operation}, ${isPerson}, ${wanted}::int, ${whole}::int, ${each}::int, ${windowMs}::int, 60000, ${BigInt(atMs)})`;
  if (!given) throw new Error('No row.');
  return given;
}

/** The most in any second that is open at one end. */
function mostInASecond(times: number[]): number {
  return Math.max(0, ...times.map((start) => times.filter((at) => at >= start && at < start + 1_000).length));
}

const asking = fc.record({
  operation: fc.constantFrom('accounts.list', 'accounts.refresh', 'events.list'),
  isPerson: fc.boolean(),
  wanted: fc.integer({ min: 1, max: 8 }),
  laterMs: fc.oneof(fc.integer({ min: 0, max: 30 }), fc.integer({ min: 0, max: 900 })),
});

test('in no second are there more turns than a limit, whoever asks when', { timeout: 120_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(asking, { minLength: 10, maxLength: 50 }),
      fc.integer({ min: 2, max: 20 }),
      async (askings, each) => {
        await db.$executeRaw`truncate stripe_limits`;
        const taken: { operation: string; at: number }[] = [];
        let at = Date.now();
        for (const { operation, isPerson, wanted, laterMs } of askings) {
          at += laterMs;
          const { granted, wait_ms: waitMs } = await ask(operation, isPerson, wanted, each, at);
          expect(granted).toBeGreaterThanOrEqual(0);
          expect(granted).toBeLessThanOrEqual(wanted);
          if (granted === 0) expect(waitMs).toBeGreaterThan(0);
          for (let no = 0; no < granted; no += 1) taken.push({ operation, at });
        }
        expect(mostInASecond(taken.map((turn) => turn.at))).toBeLessThanOrEqual(whole);
        for (const name of ['accounts.list', 'accounts.refresh', 'events.list']) {
          const times = taken.filter(({ operation }) => operation === name).map((turn) => turn.at);
          expect(mostInASecond(times)).toBeLessThanOrEqual(each);
        }
      },
    ),
    { numRuns: 25 },
  );
});

test('whoever waits as long as told is served in the end', async () => {
  const start = Date.now();
  let at = start;
  for (let no = 0; no < 100; no += 1) {
    for (;;) {
      const { granted, wait_ms: waitMs } = await ask('accounts.list', false, 1, whole, at);
      if (granted === 1) break;
      at += waitMs;
    }
  }
  // 16 of 20 in 1.2 s while no person asks.
  expect((at - start) / 100).toBeLessThan(90);
});

test('the background leaves turns to people, more of them while people are at work', async () => {
  const at = Date.now();
  expect((await ask('accounts.list', false, 50, whole, at)).granted).toBe(16);
  expect((await ask('accounts.refresh', true, 50, whole, at)).granted).toBe(4);
  // A second and a half later people have been at work.
  expect((await ask('accounts.list', false, 50, whole, at + 1_500)).granted).toBe(12);
  expect((await ask('accounts.refresh', true, 50, whole, at + 1_500)).granted).toBe(8);
});

test('people who take all that there is do not starve the background', async () => {
  let at = Date.now();
  let background = 0;
  for (let no = 0; no < 200; no += 1) {
    at += 50;
    background += (await ask('accounts.list', false, 4, whole, at)).granted;
    await ask('accounts.refresh', true, 8, whole, at);
  }
  // 10 s: at least one a second.
  expect(background).toBeGreaterThanOrEqual(8);
});

test('a 429 halves the limit it is about, many at once are one, and it is whole again within 15 s', async () => {
  const at = Date.now();
  const cut = (name: string, when: number) =>
    db.$executeRaw`select stripe_cut_rate(${name}, ${BigInt(when)})`;
  await ask('accounts.list', true, 1, whole, at - 5_000);
  for (const laterMs of [0, 5, 40, 300]) await cut('all', at + laterMs);
  expect((await ask('accounts.list', true, 50, whole, at + 400)).granted).toBe(10);
  await cut('all', at + 1_600);
  expect((await ask('accounts.list', true, 50, whole, at + 1_700)).granted).toBe(5);
  expect((await ask('accounts.list', true, 50, whole, at + 9_000)).granted).toBeGreaterThan(5);
  expect((await ask('accounts.list', true, 50, whole, at + 16_600)).granted).toBe(20);

  await cut('accounts.refresh', at + 30_000);
  expect((await ask('accounts.refresh', true, 50, whole, at + 30_100)).granted).toBe(10);
  expect((await ask('accounts.list', true, 50, whole, at + 30_100)).granted).toBe(10);
  // However long it goes on, something is tried.
  for (let second = 40; second < 60; second += 1) await cut('all', at + second * 1_100);
  expect((await ask('accounts.list', true, 50, whole, at + 70_000 - 2_500)).granted).toBeGreaterThanOrEqual(
    1,
  );
});

test('a turn costs little, and many askers at once keep to the limit', async () => {
  const { takeTurn } = await import('./budget');
  const costs: number[] = [];
  const times: number[] = [];
  const started = performance.now();
  await takeTurn('interactive', 'warm.up', started + 9_000);
  for (let no = 0; no < 12; no += 1) {
    const before = performance.now();
    await takeTurn('interactive', 'accounts.retrieve', before + 9_000);
    costs.push(performance.now() - before);
  }
  const asked = Array.from({ length: 45 }, (_, no) =>
    takeTurn(
      (['interactive', 'bulk', 'job'] as const)[no % 3] ?? 'job',
      `operation.${no % 4}`,
      started + 20_000,
    ).then(() => times.push(performance.now())),
  );
  await Promise.all(asked);
  const median = costs.sort((a, b) => a - b)[6] ?? 0;
  console.log(`a turn: p50 ${median.toFixed(2)} ms, worst ${costs.at(-1)?.toFixed(2)} ms`);
  expect(median).toBeLessThan(50);
  expect(times).toHaveLength(45);
  expect(mostInASecond(times)).toBeLessThanOrEqual(whole);
});

test('what finds no turn before its deadline says so, and nothing was sent', async () => {
  const { takeTurn } = await import('./budget');
  for (let no = 0; no < 2; no += 1) await ask('accounts.list', true, 50, whole, Date.now() + 3_000);
  const before = performance.now();
  const error = await takeTurn('interactive', 'accounts.list', before + 300).catch(
    (thrown: unknown) => thrown,
  );
  expect(error).toMatchObject({ code: 'rate_limited', mayHaveHappened: false, httpStatus: null });
  expect(performance.now() - before).toBeLessThan(2_000);
});
