// W02, W03, C11: the database or the web process dies in the middle of a stream.
import { setTimeout as sleep } from 'node:timers/promises';
import { checkEvents, eventMark } from '@/scripts/chaos/checks/events';
import { differences, inFields } from '@/scripts/chaos/checks/mirror';
import { limits } from '@/scripts/chaos/limits';
import type { Context, Outcome, Row } from '@/scripts/chaos/row';
import { inWords } from '@/scripts/chaos/stand/figures';
import { settle } from '@/scripts/chaos/stand/settle';
import { control } from '@/scripts/chaos/stand/stripe';
import { deliver, probeEvent } from '@/scripts/chaos/webhooks/sender';
import { startStorm, stormEnd } from '@/scripts/chaos/webhooks/steady';
import { beside } from '@/scripts/chaos/worlds';

/** A stream goes on while `breakIt` is done so many times; afterwards everything that happened must be here. */
async function underStream(
  { world, random }: Context,
  times: number,
  perSecond: number,
  breakIt: () => Promise<number>,
  pauseMs: () => number,
): Promise<Outcome & { worstMs: number; exits: number }> {
  const mark = await eventMark(world);
  const exits = world.web.exits() + world.worker.exits();
  await startStorm(world, 1_000_000, perSecond, random.whole(1, 1_000_000));
  const waits: number[] = [];
  for (let i = 0; i < times; i += 1) {
    await sleep(pauseMs());
    waits.push(await breakIt());
  }
  await sleep(1_000);
  await control(world, 'DELETE', '/storm');
  await stormEnd(world);
  const left = await settle(world, { waitMs: 300_000, ignoringJobs: true });
  const found = await checkEvents(world, mark);
  const differ = await differences(world);
  const died = world.web.exits() + world.worker.exits() - exits;
  const worstMs = Math.max(...waits);
  return {
    runs: times,
    lost: found.lost + differ.length,
    duplicated: found.duplicated,
    worst: [
      `${found.sent} events`,
      `2xx again after ${inWords(worstMs)}`,
      `${died} exits`,
      ...(left ? [`left: ${JSON.stringify(left)}`] : []),
      ...(differ.length > 0 ? [`differ: ${inFields(differ)}`] : []),
    ].join('; '),
    isMet: left === null && died === 0,
    worstMs,
    exits: died,
  };
}

/** How long it takes from now until a delivery is answered with 200. */
async function untilAccepted({ world, random }: Context): Promise<number> {
  const from = performance.now();
  while ((await deliver(world, probeEvent(random), 2_000)).status !== 200) await sleep(30);
  return performance.now() - from;
}

export const w02: Row = {
  id: 'W02',
  fault: 'Postgres restarted (immediate) in the middle of a stream of 100/s',
  target: '2xx again ≤ 5 s after Postgres accepts, 0 process exits',
  world: { ...beside, limits: 'sandbox' },
  run: async (context) => {
    const { world, random } = context;
    const restart = async () => {
      await world.database.restart();
      return await untilAccepted(context);
    };
    const done = await underStream(context, 5, 100, restart, () => random.whole(8_000, 14_000));
    return { ...done, isMet: done.isMet && done.worstMs <= limits.againMs };
  },
};

export const w03: Row = {
  id: 'W03',
  fault: 'web process killed (SIGKILL) in the middle of a stream of 100/s',
  target: 'all events come again, the rest as without',
  world: { ...beside, limits: 'sandbox' },
  run: async (context) => {
    const { world, random } = context;
    const kill = async () => {
      await world.web.kill();
      return await untilAccepted(context);
    };
    return await underStream(context, 30, 100, kill, () => random.whole(100, 1_500));
  },
};

export const c11: Row = {
  id: 'C11',
  fault: 'postmaster killed (SIGKILL) in the middle of a stream of 60/s',
  target: 'every acknowledged event is there, 0 process exits',
  world: { ...beside, limits: 'sandbox' },
  run: async (context) => {
    const { world, random } = context;
    const crash = async () => {
      await world.database.crash();
      return await untilAccepted(context);
    };
    const done = await underStream(context, 10, 60, crash, () => random.whole(1_500, 3_500));
    return { ...done, isMet: done.isMet && done.worstMs <= limits.againMs };
  },
};
