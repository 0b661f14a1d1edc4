// U01, U12, U13: Stripe says "too much" or "not you", and we say it to ourselves.
import { setTimeout as sleep } from 'node:timers/promises';
import { checkPosts } from '@/scripts/chaos/checks/effects';
import { takeAccounts } from '@/scripts/chaos/copy';
import { checkDone, countDone, endedAccounts, leaveActions, untilDone } from '@/scripts/chaos/jobs/work';
import { limits } from '@/scripts/chaos/limits';
import type { Row } from '@/scripts/chaos/row';
import { look, readAgain, refresh } from '@/scripts/chaos/stand/console';
import { inWords } from '@/scripts/chaos/stand/figures';
import { shortTimings } from '@/scripts/chaos/stand/settings';
import { until } from '@/scripts/chaos/stand/settle';
import { addFault, dropFaults, ledger, ledgerEnd, summary } from '@/scripts/chaos/stand/stripe';
import type { World } from '@/scripts/chaos/stand/world';
import { startStorm, stormEnd } from '@/scripts/chaos/webhooks/steady';
import { beside } from '@/scripts/chaos/worlds';

/** How many of these get a result a second, over this time. */
async function rateOf(world: World, ids: readonly string[], ms: number): Promise<number> {
  const [from, at] = [await countDone(world, ids), performance.now()];
  await sleep(ms);
  return ((await countDone(world, ids)) - from) / ((performance.now() - at) / 1_000);
}

export const u01: Row = {
  id: 'U01',
  fault: '429 to every call for 30 s',
  target: 'at most half the calls, no job fails for good, full speed ≤ 15 s after',
  world: { ...beside, limits: 'sandbox' },
  run: async ({ world }) => {
    const ids = await leaveActions(world, 'disconnect', await endedAccounts(world, 900));
    await sleep(1_500);
    const before = await rateOf(world, ids, 8_000);
    const after = await ledgerEnd(world);
    await addFault(world, { fault: { status: 429, reason: 'global-rate' } });
    await sleep(30_000);
    await dropFaults(world);
    const end = performance.now();
    const refused = (await ledger(world, 'call', after)).filter(({ status }) => status === 429).length;
    let rate = 0;
    const isBack = await until(
      async () => {
        rate = Math.max(rate, await rateOf(world, ids, 3_000));
        return rate >= before * 0.9;
      },
      limits.backToFullMs,
      0,
    );
    const backMs = performance.now() - end;
    await untilDone(world, ids, 180_000);
    const found = await checkDone(world, ids);
    const most = before * 30 * 0.5 * 1.1;
    return {
      runs: ids.length,
      ...found,
      worst: `${refused} refused calls in 30 s (half the usual rate would be ${(before * 15).toFixed(0)}); ${before.toFixed(1)}/s before, ${rate.toFixed(1)}/s ${inWords(backMs)} after`,
      isMet: isBack && refused <= most,
    };
  },
};

interface StatusView {
  stripe: { state: string };
}

/** What the console says about Stripe. */
export async function stripeState(world: World): Promise<string> {
  const reply = await look(world, '/status');
  return reply.status === 200
    ? (JSON.parse(reply.text) as StatusView).stripe.state
    : `status ${reply.status}`;
}

export const u12: Row = {
  id: 'U12',
  fault: '401 to every call for 60 s, while people and jobs go on',
  target: `told as a matter of configuration, at most one call each ${(shortTimings.refusedMs ?? 60_000) / 1_000} s`,
  world: { ...beside, limits: 'sandbox' },
  run: async ({ world, random }) => {
    const accounts = await takeAccounts(world, 20);
    await addFault(world, { fault: { status: 401 } });
    const after = await ledgerEnd(world);
    const from = performance.now();
    let state = '';
    let crashes = 0;
    let asked = 0;
    while (performance.now() - from < 60_000) {
      const reply = await readAgain(world, random.pick(accounts));
      asked += 1;
      if (reply.status === 0) crashes += 1;
      state = await stripeState(world);
      await sleep(250);
    }
    const calls = (await ledger(world, 'call', after)).length;
    await dropFaults(world);
    const everyMs = shortTimings.refusedMs ?? 60_000;
    const isBack = await until(
      async () => {
        await readAgain(world, random.pick(accounts));
        return (await stripeState(world)) === 'answering';
      },
      everyMs + 15_000,
      500,
    );
    // Those that were under way when it began count once a process.
    const most = Math.ceil(60_000 / everyMs) + 2;
    return {
      runs: asked,
      lost: 0,
      duplicated: 0,
      worst: `${calls} calls in 60 s; told: ${state}; answering again: ${isBack ? 'yes' : 'no'}`,
      isMet: calls <= most && state === 'configuration' && crashes === 0 && isBack,
    };
  },
};

export const u13: Row = {
  id: 'U13',
  fault: 'none: our own discipline while jobs, people and events want all at once, 60 s',
  target: '≤ 20 calls in every sliding second, in all and for each operation',
  world: { ...beside, limits: 'sandbox' },
  run: async ({ world, random }) => {
    const accounts = await takeAccounts(world, 160);
    const people = accounts.slice(100);
    const after = await ledgerEnd(world);
    const ids = await leaveActions(world, 'disconnect', await endedAccounts(world, 500));
    ids.push(...(await leaveActions(world, 'refresh', accounts.slice(0, 100))));
    // On other accounts: a bank's new balance puts the next allowed refresh off, and an inactive account allows none.
    const others = await world.database.query<{ id: string }>(
      `select id from accounts where status = 'active' and not id = any($1) order by md5(id) limit 1500`,
      [accounts],
    );
    await startStorm(world, 3_000, 50, random.whole(1, 1_000_000), {
      accounts: others.map(({ id }) => id),
    });
    const from = performance.now();
    const clicked: string[] = [];
    for (let at = 0; performance.now() - from < 60_000; at += 1) {
      const id = people[at];
      if (id) {
        clicked.push(id);
        await refresh(world, id);
      } else await readAgain(world, random.pick(people));
      await sleep(200);
    }
    await stormEnd(world);
    await untilDone(world, ids, 300_000);
    const { calls } = await summary(world, after);
    const operations = Object.entries(calls.operations);
    const [name, most] = operations.reduce((a, b) => (b[1].mostPerSecond > a[1].mostPerSecond ? b : a));
    const found = await checkDone(world, ids);
    const posts = await checkPosts(world, after, 'refresh', [...accounts.slice(0, 100), ...clicked]);
    return {
      runs: calls.count,
      lost: found.lost + posts.lost,
      duplicated: found.duplicated + posts.duplicated,
      worst: `${calls.mostPerSecond}/s in all, ${most.mostPerSecond}/s of ${name}; ${calls.statuses['429'] ?? 0} × 429`,
      isMet: calls.mostPerSecond <= 20 && !calls.statuses['429'],
    };
  },
};
