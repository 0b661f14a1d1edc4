// Two processes that want more than Stripe allows, against the emulator with its limits on: its own ledger is the judge.
import { expect, test, vi } from 'vitest';
import { useWorld } from '@/server/testing/world';

process.env.STRIPE_RATE_LIMIT = '25';
process.env.STRIPE_RATE_LIMIT_PER_OPERATION = '25';
const world = useWorld({ accounts: 5, switches: { rateLimits: true } });

interface Line {
  at: number | string;
  operation: string | null;
  status: number;
}

/** The most calls in any second. */
function most(lines: Line[]): number {
  const times = lines.map(({ at }) => Number(at)).sort((a, b) => a - b);
  return Math.max(0, ...times.map((start) => times.filter((at) => at >= start && at < start + 1_000).length));
}

test('no second above 80 % of a limit, no 429, and people hardly wait', { timeout: 60_000 }, async () => {
  const first = await import('../client');
  vi.resetModules();
  const second = await import('../client');
  const { data } = await first.listAccountsPage('interactive', null);
  const ids = data.rows.map(({ id }) => id);
  const endAt = performance.now() + 8_000;
  const waits: number[] = [];

  const background = [first, second].flatMap((client) =>
    (['job', 'bulk'] as const).flatMap((lane) =>
      Array.from({ length: 4 }, async (_, no) => {
        while (performance.now() < endAt) {
          if (no % 2) await client.retrieveAccount(lane, ids[no % ids.length] ?? '');
          else await client.listEventsPage(lane);
        }
      }),
    ),
  );
  const person = (async () => {
    while (performance.now() < endAt) {
      const before = performance.now();
      await second.retrieveAccount('interactive', ids[0] ?? '');
      waits.push(performance.now() - before);
      await new Promise((resolve) => setTimeout(resolve, 250));
    }
  })();
  await Promise.all([...background, person]);

  const lines = await world.control<{ data: Line[] }>('GET', '/ledger?limit=1000');
  const calls = lines.data.filter(({ operation }) => operation !== null);
  expect(calls.length).toBeGreaterThan(60);
  expect(calls.filter(({ status }) => status === 429)).toEqual([]);
  const operations = [...new Set(calls.map(({ operation }) => operation))];
  const worst = operations.map((name) => most(calls.filter(({ operation }) => operation === name)));
  console.log(
    `most in a second: ${most(calls)} in all, ${Math.max(...worst)} of one; ${calls.length} calls in 8 s`,
  );
  expect(most(calls)).toBeLessThanOrEqual(20);
  expect(Math.max(...worst)).toBeLessThanOrEqual(20);
  waits.sort((a, b) => a - b);
  console.log(
    `a person waited ${waits[Math.floor(waits.length / 2)]?.toFixed(0)} ms, at most ${waits.at(-1)?.toFixed(0)} ms`,
  );
  expect(waits[Math.floor(waits.length * 0.9)]).toBeLessThan(1_500);
});
