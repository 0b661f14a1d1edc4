// W01: a steady stream, nothing broken.
import { checkEvents, eventMark } from '@/scripts/chaos/checks/events';
import { limits } from '@/scripts/chaos/limits';
import type { Row } from '@/scripts/chaos/row';
import { inWords, percentile } from '@/scripts/chaos/stand/figures';
import { settle } from '@/scripts/chaos/stand/settle';
import { control, ledger, ledgerEnd, summary } from '@/scripts/chaos/stand/stripe';
import type { World } from '@/scripts/chaos/stand/world';
import { alone } from '@/scripts/chaos/worlds';

interface StormProgress {
  running: boolean;
  made: number;
  seconds: number;
}

/** Many changes at a rate; ends when the last event is written. */
export async function storm(
  world: World,
  events: number,
  perSecond: number,
  seed: number,
  more: object = {},
): Promise<StormProgress> {
  await startStorm(world, events, perSecond, seed, more);
  return await stormEnd(world);
}

/** Forecasts are rare in life: each leads to a read of every account of a login. */
const ordinary = ['balance', 'status'];
/** With forecasts, of accounts and of logins. */
export const everyKind = { kinds: ['balance', 'status', 'forecast'] };

export const startStorm = (
  world: World,
  events: number,
  perSecond: number,
  seed: number,
  more: object = {},
) => control(world, 'POST', '/storm', { events, perSecond, seed, kinds: ordinary, ...more });

export async function stormEnd(world: World): Promise<StormProgress> {
  for (;;) {
    const progress = await control<StormProgress>(world, 'GET', '/storm');
    if (!progress.running) return progress;
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}

/** How fast the console answered deliveries after a mark of the ledger. */
export async function ackP99(world: World, after: number): Promise<number> {
  const answered = (await ledger(world, 'delivery', after)).filter(({ status }) => status === 200);
  return percentile(
    answered.map(({ ms }) => ms),
    0.99,
  );
}

const perSecond = 150;
const seconds = 60;

export const w01: Row = {
  id: 'W01',
  fault: 'none: a steady stream of 150 events/s (balances, statuses)',
  target: 'ack p99 ≤ 250 ms, applied p99 ≤ 5 s, within 80 % of the rate limits',
  world: { ...alone, limits: 'sandbox' },
  run: async ({ world, random }) => {
    const [mark, after] = [await eventMark(world), await ledgerEnd(world)];
    const { made, seconds: took } = await storm(
      world,
      perSecond * seconds,
      perSecond,
      random.whole(1, 1_000_000),
    );
    const left = await settle(world, { waitMs: 300_000, ignoringJobs: true });
    const found = await checkEvents(world, mark);
    const ackMs = await ackP99(world, after);
    const { calls } = await summary(world, after);
    const isMet =
      left === null &&
      found.notApplied === 0 &&
      ackMs <= limits.ackP99Ms &&
      found.appliedP99Ms <= limits.appliedP99Ms &&
      calls.mostPerSecond <= 20;
    return {
      runs: found.sent,
      lost: found.lost,
      duplicated: found.duplicated,
      worst:
        `${(made / took).toFixed(0)}/s; ack p99 ${inWords(ackMs)}, applied p99 ${inWords(found.appliedP99Ms)}; ` +
        `${calls.count} calls to Stripe, ${calls.mostPerSecond}/s at most${left ? `; left: ${JSON.stringify(left)}` : ''}`,
      isMet,
    };
  },
};
