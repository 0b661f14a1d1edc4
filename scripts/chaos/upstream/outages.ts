// U02, U03, U04, U05, U06: Stripe fails now and then, altogether, or just takes its time.
import { setTimeout as sleep } from 'node:timers/promises';
import { checkPosts } from '@/scripts/chaos/checks/effects';
import { takeAccounts } from '@/scripts/chaos/copy';
import { checkDone, endedAccounts, leaveActions, untilDone } from '@/scripts/chaos/jobs/work';
import { limits } from '@/scripts/chaos/limits';
import type { Context, Outcome, Row } from '@/scripts/chaos/row';
import { look, readAgain, refresh } from '@/scripts/chaos/stand/console';
import { inWords, percentile } from '@/scripts/chaos/stand/figures';
import { settle, until } from '@/scripts/chaos/stand/settle';
import { addFault, dropFaults, ledger, ledgerEnd } from '@/scripts/chaos/stand/stripe';
import type { World } from '@/scripts/chaos/stand/world';
import { stripeState } from '@/scripts/chaos/upstream/limits';
import { someAccounts } from '@/scripts/chaos/webhooks/disorder';
import { alone, beside, mirror } from '@/scripts/chaos/worlds';

export const u02: Row = {
  id: 'U02',
  fault: '30 % of calls answered 500, 502 or 503 at random',
  target: '≥ 99.9 % of jobs done, ≤ 1.2 calls a try, retries ≤ 10 % of calls',
  world: { ...mirror, limits: 'raised' },
  run: async ({ world, random }) => {
    const after = await ledgerEnd(world);
    // Of what the first two let through: 10 % of all each.
    for (const [status, share] of [
      [500, 0.1],
      [502, 0.111],
      [503, 0.125],
    ]) {
      await addFault(world, {
        match: { operation: 'accounts.retrieve' },
        share,
        seed: random.whole(1, 1_000_000),
        fault: { status },
      });
    }
    const accounts = await endedAccounts(world, 1_000);
    const ids = await leaveActions(world, 'disconnect', accounts);
    await untilDone(world, ids, 240_000);
    // Sweeps and events read other accounts meanwhile.
    const own = new Set(accounts.map((id) => `/v1/financial_connections/accounts/${id}`));
    const calls = (await ledger(world, 'call', after)).filter(
      ({ operation, path }) => operation === 'accounts.retrieve' && own.has(path.split('?', 1)[0] ?? ''),
    ).length;
    const [row] = await world.database.query<{ tries: number; broken: number }>(
      `select sum(attempts - 1)::int as tries, count(*) filter (where state <> 'done')::int as broken
       from actions where id = any($1::uuid[])`,
      [ids],
    );
    const tries = row?.tries ?? 0;
    const again = Math.max(0, calls - tries) / Math.max(1, calls);
    const found = await checkDone(world, ids);
    return {
      runs: ids.length,
      ...found,
      worst: `${calls} calls for ${tries} tries (${(calls / tries).toFixed(2)}); retries ${(again * 100).toFixed(1)} % of calls`,
      isMet: (row?.broken ?? 1) <= ids.length * 0.001 && calls <= tries * 1.2 && again <= 0.1,
    };
  },
};

const outageMs = 90_000;

export const u03: Row = {
  id: 'U03',
  fault: 'Stripe away altogether for 90 s',
  target: 'told ≤ 15 s, one try each 5 s, screens go on, over ≤ 15 s after its return',
  world: { ...beside, limits: 'sandbox' },
  run: async ({ world, random }) => {
    const accounts = await someAccounts(world, 50, random.whole(1, 1_000_000));
    const ids = await leaveActions(world, 'disconnect', await endedAccounts(world, 150));
    await addFault(world, { unavailable: true });
    const from = performance.now();
    let toldMs: number | null = null;
    let openFrom = 0;
    const bad: number[] = [];
    let screens = 0;
    while (performance.now() - from < outageMs) {
      const reply = await look(
        world,
        random.pick(['/accounts?limit=25', `/accounts/${random.pick(accounts)}`]),
      );
      screens += 1;
      if (reply.status !== 200) bad.push(reply.status);
      if (toldMs === null) {
        await readAgain(world, random.pick(accounts));
        if ((await stripeState(world)) === 'not_answering') {
          toldMs = performance.now() - from;
          // Each process hears of it from the others within a look.
          await sleep(2_000);
          openFrom = await ledgerEnd(world);
        }
      }
      await sleep(150);
    }
    const openMs = outageMs - (toldMs ?? outageMs);
    const tries = toldMs === null ? 0 : (await ledger(world, 'call', openFrom)).length;
    await dropFaults(world);
    const back = performance.now();
    const isOver = await until(async () => (await stripeState(world)) === 'answering', 40_000, 200);
    const overMs = performance.now() - back;
    await untilDone(world, ids, 180_000);
    const found = await checkDone(world, ids);
    return {
      runs: 1,
      ...found,
      worst: `told after ${inWords(toldMs ?? outageMs)}, ${tries} tries in ${inWords(openMs)}, ${bad.length} of ${screens} screens failed, over ${inWords(overMs)} after its return`,
      isMet:
        toldMs !== null &&
        toldMs <= 15_000 &&
        tries <= openMs / 5_000 + 3 &&
        bad.length === 0 &&
        isOver &&
        overMs <= limits.breakerClosesMs,
    };
  },
};

/** People ask while Stripe takes its time over each answer: everyone is told within the deadline. */
async function slowAnswers({ world, random }: Context, count: number, fault: unknown): Promise<Outcome> {
  const accounts = await someAccounts(world, count, random.whole(1, 1_000_000));
  const before = await versionsOf(world, accounts);
  const sockets = world.links.stripe.open();
  await addFault(world, { match: { operation: 'accounts.retrieve' }, fault });
  // A hundred people a second: it is the wait for Stripe that is told, not the crowd in one moment.
  const replies = await Promise.all(
    accounts.map(async (id, at) => {
      await sleep(at * 10);
      return await readAgain(world, id);
    }),
  );
  await dropFaults(world);
  const worstMs = Math.max(...replies.map(({ ms }) => ms));
  const odd = replies.filter(({ status }) => ![429, 502, 503, 504].includes(status));
  const isBack = await until(async () => world.links.stripe.open() <= sockets + 4, 20_000, 200);
  await until(async () => (await stripeState(world)) === 'answering', 30_000, 200);
  const touched = (await versionsOf(world, accounts)).filter((version, at) => version !== before[at]).length;
  return {
    runs: count,
    lost: 0,
    duplicated: 0,
    worst: `the last one told after ${inWords(worstMs)}; ${odd.length} odd answers ${odd[0]?.status ?? ''}; ${touched} rows touched; sockets ${isBack ? 'back to before' : `${world.links.stripe.open()} instead of ${sockets}`}`,
    isMet: worstMs <= limits.peopleWaitMs + limits.deadlineSlackMs && odd.length === 0 && isBack,
  };
}

async function versionsOf(world: World, ids: string[]): Promise<string[]> {
  const rows = await world.database.query<{ version: string }>(
    'select version::text from accounts where id = any($1) order by id',
    [ids],
  );
  return rows.map(({ version }) => version);
}

export const u04: Row = {
  id: 'U04',
  fault: 'answers that never begin',
  target: 'every call over ≤ 10.5 s, sockets back to before',
  world: { ...alone, limits: 'raised' },
  run: (context) => slowAnswers(context, 200, 'hang'),
};

export const u05: Row = {
  id: 'U05',
  fault: 'answers that drip, one byte a second',
  target: 'every call over ≤ 10.5 s, sockets back to before',
  world: { ...alone, limits: 'raised' },
  run: (context) => slowAnswers(context, 100, { drip: 1 }),
};

export const u06: Row = {
  id: 'U06',
  fault: '50 refreshes hang while the screens are used',
  target: 'screens p95 ≤ 1.2×; each refresh sent once in the end',
  world: { ...alone, limits: 'raised' },
  run: async ({ world }) => {
    const accounts = await takeAccounts(world, 50);
    const after = await ledgerEnd(world);
    const screens = async (ms: number) => {
      const times: number[] = [];
      const from = performance.now();
      while (performance.now() - from < ms) {
        times.push((await look(world, '/accounts?limit=25')).ms);
        await sleep(40);
      }
      return percentile(times, 0.95);
    };
    const calmMs = await screens(6_000);
    await addFault(world, { match: { operation: 'accounts.refresh' }, fault: 'hang' });
    const clicks = Promise.all(accounts.map((id) => refresh(world, id)));
    const besideMs = await screens(10_000);
    await dropFaults(world);
    const replies = await clicks;
    await until(async () => (await stripeState(world)) === 'answering', 30_000, 200);
    await settle(world, { ignoringJobs: true, waitMs: 120_000 });
    // Who was told that nothing was sent asks again.
    const [kept] = await world.database.query<{ ids: string[] | null }>(
      `select array_agg(account_id) as ids from actions where account_id = any($1) and kind = 'refresh' and state = 'done'`,
      [accounts],
    );
    const again = accounts.filter((id) => !kept?.ids?.includes(id));
    for (const id of again) await refresh(world, id);
    await settle(world, { ignoringJobs: true, waitMs: 60_000 });
    const found = await checkPosts(world, after, 'refresh', accounts);
    const factor = Math.max(besideMs, limits.noiseMs) / Math.max(calmMs, limits.noiseMs);
    return {
      runs: accounts.length,
      lost: found.lost,
      duplicated: found.duplicated,
      worst: `screens p95 ${inWords(calmMs)} → ${inWords(besideMs)}; last click answered after ${inWords(Math.max(...replies.map(({ ms }) => ms)))}; ${again.length} asked again`,
      isMet: factor <= limits.hungScreenFactor,
    };
  },
};
