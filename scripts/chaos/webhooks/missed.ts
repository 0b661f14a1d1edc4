// W12, W13, W14: events that never arrive, for a moment, for days, for a month.
import { checkEvents, eventMark } from '@/scripts/chaos/checks/events';
import { differences, inFields } from '@/scripts/chaos/checks/mirror';
import type { Row } from '@/scripts/chaos/row';
import { settle, until } from '@/scripts/chaos/stand/settle';
import { control, deliveries, setDeliveries } from '@/scripts/chaos/stand/stripe';
import type { World } from '@/scripts/chaos/stand/world';
import { forceRun } from '@/scripts/chaos/webhooks/runs';
import { everyKind, storm } from '@/scripts/chaos/webhooks/steady';
import { moved, shared } from '@/scripts/chaos/worlds';

export const w12: Row = {
  id: 'W12',
  fault: '5 % of 2,000 deliveries never arrive',
  target: 'all found and mended by one cycle',
  world: { ...shared, limits: 'sandbox' },
  run: async ({ world, random }) => {
    const mark = await eventMark(world);
    const lostBefore = (await deliveries(world)).lost;
    await setDeliveries(world, { lose: 0.05, seed: random.whole(1, 1_000_000) });
    const { made } = await storm(world, 2_000, 60, random.whole(1, 1_000_000), everyKind);
    await setDeliveries(world, null);
    await settle(world, { waitMs: 300_000, ignoringJobs: true });
    const never = (await deliveries(world)).lost - lostBefore;
    const run = await forceRun(world, 'events');
    const left = await settle(world, { waitMs: 120_000, ignoringJobs: true });
    const found = await checkEvents(world, mark);
    const differ = await differences(world);
    return {
      runs: made,
      lost: found.lost + differ.length,
      duplicated: found.duplicated,
      worst: `${never} never delivered, ${run.found} found by one cycle in ${run.seconds.toFixed(0)} s${left ? `; left: ${JSON.stringify(left)}` : ''}${differ.length > 0 ? `; differ: ${inFields(differ)}` : ''}`,
      isMet: left === null && never > 50,
    };
  },
};

/** Web and worker are away while things happen, and Stripe gives up; then they come back. */
async function away(world: World, seconds: number, seed: number, events: number): Promise<void> {
  await Promise.all([world.web.halt('SIGTERM'), world.worker.halt('SIGTERM')]);
  await storm(world, events, 200, seed, everyKind);
  await control(world, 'POST', '/clock', { advanceSeconds: seconds });
  world.web.start();
  world.worker.start();
  await world.untilWebAnswers();
}

const hour = 3_600;
const day = 24 * hour;

export const w13: Row = {
  id: 'W13',
  fault: 'console down for 3 days and 1 hour: longer than Stripe’s retries',
  target: 'every event comes from the 30-day window',
  world: { ...moved, limits: 'sandbox' },
  run: async ({ world, random }) => {
    const mark = await eventMark(world);
    await away(world, 3 * day + hour, random.whole(1, 1_000_000), 500);
    const run = await forceRun(world, 'events');
    const left = await settle(world, { waitMs: 180_000, ignoringJobs: true });
    const found = await checkEvents(world, mark);
    const differ = await differences(world);
    return {
      runs: found.sent,
      lost: found.lost + differ.length,
      duplicated: found.duplicated,
      worst: `${run.found} found by one cycle in ${run.seconds.toFixed(0)} s${left ? `; left: ${JSON.stringify(left)}` : ''}${differ.length > 0 ? `; differ: ${inFields(differ)}` : ''}`,
      isMet: left === null,
    };
  },
};

export const w14: Row = {
  id: 'W14',
  fault: 'console down for 31 days: longer than Stripe’s list of events',
  target: 'copy = Stripe after a full list, the gap is told',
  world: { ...moved, limits: 'sandbox' },
  run: async ({ world, random }) => {
    await away(world, 31 * day, random.whole(1, 1_000_000), 400);
    const run = await forceRun(world, 'events');
    const isRelisted = await until(
      async () => {
        const [row] = await world.database.query<{ open: number; done: number }>(
          `select count(*) filter (where state in ('due', 'running'))::int as open, count(*) filter (where state = 'done')::int as done
         from runs where kind = 'relist'`,
        );
        return (row?.done ?? 0) > 0 && row?.open === 0;
      },
      180_000,
      500,
    );
    const left = await settle(world, { waitMs: 180_000, ignoringJobs: true });
    const differ = await differences(world);
    const [notice] = await world.database.query<{ times: number }>(
      `select times from notices where kind = 'event_gap'`,
    );
    const [count] = await world.database.query<{ count: number }>(
      'select count(*)::int as count from accounts',
    );
    return {
      runs: count?.count ?? 0,
      lost: differ.length,
      duplicated: 0,
      worst: `${run.found} events still listed; gap told: ${notice ? 'yes' : 'no'}; full list: ${isRelisted ? 'done' : 'not done'}${left ? `; left: ${JSON.stringify(left)}` : ''}${differ.length > 0 ? `; differ: ${inFields(differ)}` : ''}`,
      isMet: left === null && isRelisted && notice !== undefined,
    };
  },
};
