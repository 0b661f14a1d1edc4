// J01, J02: the worker is killed, at random moments and at the worst one.
import { setTimeout as sleep } from 'node:timers/promises';
import { checkPosts } from '@/scripts/chaos/checks/effects';
import { takeAccounts } from '@/scripts/chaos/copy';
import { countBegun, leaveActions, untilDone, watchTakeovers } from '@/scripts/chaos/jobs/work';
import { limits } from '@/scripts/chaos/limits';
import type { Context, Outcome, Row } from '@/scripts/chaos/row';
import { inWords } from '@/scripts/chaos/stand/figures';
import type { Kept } from '@/scripts/chaos/stand/process';
import { until } from '@/scripts/chaos/stand/settle';
import { addFault, control, faultState, ledgerEnd } from '@/scripts/chaos/stand/stripe';
import { real, working } from '@/scripts/chaos/worlds';

/** Counts how often a worker said that it runs. */
export function countStarts(worker: Kept): () => number {
  let starts = 0;
  worker.onLine((line) => {
    if (line.includes('worker runs')) starts += 1;
  });
  return () => starts;
}

const startWaitMs = 30_000;
/** About as long as a worker takes for what is left to it between two kills. */
const mostWorkMs = 600;

async function killAtRandom(
  { world, random }: Context,
  kills: number,
  perKill: number,
  limitMs: number,
): Promise<Outcome> {
  const accounts = await takeAccounts(world, kills * perKill);
  const after = await ledgerEnd(world);
  const starts = countStarts(world.worker);
  const takeovers = watchTakeovers(world);
  const ids: string[] = [];
  let heldAtKill = 0;
  for (let kill = 0; kill < kills; kill += 1) {
    const left = await leaveActions(world, 'refresh', accounts.slice(kill * perKill, (kill + 1) * perKill));
    ids.push(...left);
    // In the middle of the work, wherever that is on this machine: from the first claim on.
    await until(async () => (await countBegun(world, left)) > 0, startWaitMs, 20);
    await sleep(random.whole(0, mostWorkMs));
    const before = starts();
    const killed = world.worker.kill();
    const held = await takeovers.note();
    await killed;
    await until(() => starts() > before, startWaitMs);
    if (held === 0) continue;
    heldAtKill += 1;
    // The next worker lives until it has taken over: how long that takes is what is measured.
    await takeovers.ended(limitMs);
  }
  const isDone = await untilDone(world, ids, 120_000);
  takeovers.stop();
  const found = await checkPosts(world, after, 'refresh', accounts);
  return {
    runs: kills,
    lost: found.lost,
    duplicated: found.duplicated,
    worst: `${ids.length} refreshes; ${takeovers.count()} held at ${heldAtKill} of ${kills} kills, takeover at most ${inWords(takeovers.worstMs())}; ${found.wrong} wrong results`,
    isMet: isDone && found.wrong === 0 && takeovers.worstMs() <= limitMs,
  };
}

export const j01: Row = {
  id: 'J01',
  fault: 'worker killed (SIGKILL) at random moments of 300 refreshes, 60 times',
  target: `each sent once; takeover ≤ ${limits.takeoverMs / 1_000} s with short leases`,
  world: { ...working, limits: 'sandbox' },
  run: (context) => killAtRandom(context, 60, 5, limits.takeoverMs),
};

export const j01Real: Row = {
  id: 'J01R',
  fault: 'the same with the leases of a real installation',
  target: 'each sent once; takeover ≤ 30 s',
  world: { ...real, limits: 'sandbox' },
  run: (context) => killAtRandom(context, 60, 5, limits.realTakeoverMs),
};

export const j02: Row = {
  id: 'J02',
  fault: 'worker killed between Stripe’s answer and its own commit',
  target: 'the effect is found, not repeated',
  world: { ...working, limits: 'sandbox' },
  run: async ({ world }) => {
    // As many as a worker has lines to Stripe for its jobs.
    const [rounds, perRound] = [25, 4];
    const accounts = await takeAccounts(world, rounds * perRound);
    const after = await ledgerEnd(world);
    const takeovers = watchTakeovers(world);
    const ids: string[] = [];
    let caught = 0;
    for (let round = 0; round < rounds; round += 1) {
      const fault = await addFault(world, { match: { operation: 'accounts.disconnect' }, fault: 'hold' });
      ids.push(
        ...(await leaveActions(
          world,
          'disconnect',
          accounts.slice(round * perRound, (round + 1) * perRound),
        )),
      );
      let waiting = 0;
      await until(async () => {
        waiting = (await faultState(world, fault)).waiting;
        return waiting === perRound;
      }, 20_000);
      caught += waiting;
      const killed = world.worker.kill();
      await takeovers.note();
      await killed;
      await control(world, 'DELETE', `/faults/${fault}`);
    }
    const isDone = await untilDone(world, ids, 120_000);
    takeovers.stop();
    const found = await checkPosts(world, after, 'disconnect', accounts);
    return {
      runs: caught,
      lost: found.lost,
      duplicated: found.duplicated,
      worst: `takeover at most ${inWords(takeovers.worstMs())}; ${found.wrong} wrong results`,
      isMet: isDone && caught >= 90 && found.wrong === 0 && takeovers.worstMs() <= limits.takeoverMs,
    };
  },
};
