// J05, J06, J09: the worker's database restarts, drops connections, or falls silent.
import { setTimeout as sleep } from 'node:timers/promises';
import { checkPosts } from '@/scripts/chaos/checks/effects';
import { takeAccounts } from '@/scripts/chaos/copy';
import { checkDone, countDone, endedAccounts, leaveActions, untilDone } from '@/scripts/chaos/jobs/work';
import { limits } from '@/scripts/chaos/limits';
import type { Row } from '@/scripts/chaos/row';
import { look } from '@/scripts/chaos/stand/console';
import { inWords } from '@/scripts/chaos/stand/figures';
import { until } from '@/scripts/chaos/stand/settle';
import { ledgerEnd } from '@/scripts/chaos/stand/stripe';
import { shared, working } from '@/scripts/chaos/worlds';

export const j05: Row = {
  id: 'J05',
  fault: 'Postgres restarted (immediate) while the worker works',
  target: 'the same process goes on, 0 exits',
  world: { ...shared, limits: 'sandbox' },
  run: async ({ world, random }) => {
    const [restarts, perRestart] = [10, 8];
    const accounts = await takeAccounts(world, restarts * perRestart);
    const after = await ledgerEnd(world);
    const [pid, exits] = [world.worker.pid(), world.worker.exits()];
    const ids: string[] = [];
    let worstMs = 0;
    for (let restart = 0; restart < restarts; restart += 1) {
      ids.push(
        ...(await leaveActions(
          world,
          'refresh',
          accounts.slice(restart * perRestart, (restart + 1) * perRestart),
        )),
      );
      await sleep(random.whole(100, 900));
      await world.database.restart();
      const done = await countDone(world, ids);
      if (done === ids.length) continue;
      const from = performance.now();
      await until(async () => (await countDone(world, ids)) > done, 60_000);
      worstMs = Math.max(worstMs, performance.now() - from);
    }
    const isDone = await untilDone(world, ids, 120_000);
    const found = await checkPosts(world, after, 'refresh', accounts);
    const died = world.worker.exits() - exits;
    return {
      runs: restarts,
      lost: found.lost,
      duplicated: found.duplicated,
      worst: `next result ${inWords(worstMs)} after Postgres accepts; ${died} exits; ${found.wrong} wrong results`,
      isMet: isDone && died === 0 && pid === world.worker.pid() && found.wrong === 0,
    };
  },
};

export const j06: Row = {
  id: 'J06',
  fault: 'pg_terminate_backend twice a second for 60 s',
  target: 'rate ≥ 90 % of before within 15 s, 0 exits',
  world: { ...working, limits: 'sandbox' },
  run: async ({ world }) => {
    const ids = await leaveActions(world, 'disconnect', await endedAccounts(world, 1_400));
    const exits = world.worker.exits() + world.web.exits();
    const doneIn = async (ms: number) => {
      const [from, at] = [await countDone(world, ids), performance.now()];
      await sleep(ms);
      return ((await countDone(world, ids)) - from) / ((performance.now() - at) / 1_000);
    };
    await sleep(2_000);
    const before = await doneIn(10_000);
    let killed = 0;
    for (let i = 0; i < 120; i += 1) {
      const rows = await world.database.query(
        `select pg_terminate_backend(pid) from (select pid from pg_stat_activity
           where datname = 'relink' and application_name like 'relink%' order by random() limit 1) as one`,
      );
      killed += rows.length;
      await sleep(480);
    }
    const end = performance.now();
    let rate = 0;
    const isBack = await until(
      async () => {
        rate = Math.max(rate, await doneIn(3_000));
        return rate >= before * 0.9 || (await countDone(world, ids)) === ids.length;
      },
      limits.rateBackMs,
      0,
    );
    const backMs = performance.now() - end;
    const isDone = await untilDone(world, ids, 120_000);
    const found = await checkDone(world, ids);
    const died = world.worker.exits() + world.web.exits() - exits;
    return {
      runs: killed,
      ...found,
      worst: `${before.toFixed(1)}/s before, ${rate.toFixed(1)}/s after ${inWords(backMs)}; ${died} exits`,
      isMet: isDone && isBack && died === 0,
    };
  },
};

export const j09: Row = {
  id: 'J09',
  fault: 'half-open connections to Postgres: all that are open swallow every byte',
  target: 'noticed ≤ 30 s, connected anew',
  world: { ...shared, limits: 'sandbox' },
  run: async ({ world }) => {
    const times = 5;
    const perTime = 40;
    const exits = world.worker.exits() + world.web.exits();
    const all: string[] = [];
    let worstMs = 0;
    let worstLookMs = 0;
    for (let time = 0; time < times; time += 1) {
      const ids = await leaveActions(world, 'disconnect', await endedAccounts(world, perTime));
      all.push(...ids);
      await sleep(700);
      world.links.worker.strand();
      world.links.web.strand();
      const from = performance.now();
      const done = await countDone(world, ids);
      // What was let in just before the cut counts as done; the next one comes over a new connection.
      await until(async () => (await countDone(world, ids)) > Math.min(done + 6, perTime - 1), 60_000);
      worstMs = Math.max(worstMs, performance.now() - from);
      await until(async () => (await look(world, '/accounts?limit=1')).status === 200, 60_000);
      worstLookMs = Math.max(worstLookMs, performance.now() - from);
      await untilDone(world, ids, 60_000);
    }
    const found = await checkDone(world, all);
    const died = world.worker.exits() + world.web.exits() - exits;
    return {
      runs: times,
      ...found,
      worst: `worker goes on after ${inWords(worstMs)}, screens after ${inWords(worstLookMs)}; ${died} exits`,
      isMet: died === 0 && worstMs <= limits.noticedMs && worstLookMs <= limits.noticedMs,
    };
  },
};
