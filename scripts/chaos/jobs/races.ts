// J10, J13, J16: many workers, wrong clocks, bells that nobody heard.
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { checkPosts } from '@/scripts/chaos/checks/effects';
import { takeAccounts } from '@/scripts/chaos/copy';
import { checkDone, endedAccounts, leaveActions, untilDone } from '@/scripts/chaos/jobs/work';
import { limits } from '@/scripts/chaos/limits';
import type { Row } from '@/scripts/chaos/row';
import { inWords } from '@/scripts/chaos/stand/figures';
import { until } from '@/scripts/chaos/stand/settle';
import { addFault, control, faultState, ledgerEnd } from '@/scripts/chaos/stand/stripe';
import type { World } from '@/scripts/chaos/stand/world';
import { mirror, shared } from '@/scripts/chaos/worlds';
import { inProject } from '@/scripts/project';

export const j10: Row = {
  id: 'J10',
  fault: 'four workers race for the same 5,000 jobs, each rung for more than once',
  target: 'never two owners',
  world: { ...mirror, limits: 'raised' },
  run: async ({ world }) => {
    const count = 5_000;
    const others = [1, 2, 3].map((n) => world.addWorker(`worker-race-${n}`));
    const ids = await leaveActions(world, 'disconnect', await endedAccounts(world, count));
    // A second bell for each, under another key: the row decides, not the bell.
    await world.database.query(
      `select count(graphile_worker.add_job('resume-action', json_build_object('id', id), job_key => 'again:' || id, priority => 1))
       from actions where id = any($1::uuid[]) and state = 'due'`,
      [ids],
    );
    const from = performance.now();
    const isDone = await untilDone(world, ids, 300_000);
    const seconds = (performance.now() - from) / 1_000;
    const [claims] = await world.database.query<{ doubled: number }>(
      'select count(*) filter (where lease_no > 1)::int as doubled from actions where id = any($1::uuid[])',
      [ids],
    );
    const found = await checkDone(world, ids);
    await Promise.all(others.map((other) => other.stop()));
    return {
      runs: count,
      lost: found.lost,
      duplicated: found.duplicated + (claims?.doubled ?? 0),
      worst: `${claims?.doubled ?? 0} double claims; ${(count / seconds).toFixed(0)}/s`,
      isMet: isDone,
    };
  },
};

/** The numbers of the claims, to see whether one was passed on. */
async function leasesOf(world: World, ids: readonly string[]): Promise<string> {
  const rows = await world.database.query<{ id: string; lease_no: number }>(
    'select id::text, lease_no from actions where id = any($1::uuid[]) order by id',
    [ids],
  );
  return JSON.stringify(rows);
}

const clock = pathToFileURL(inProject('scripts', 'chaos', 'stand', 'children', 'shifted-clock.mjs')).href;
const tenMinutesMs = 600_000;

export const j13: Row = {
  id: 'J13',
  fault: 'workers whose clocks are 10 minutes ahead and behind',
  target: '0 early takeovers: leases go by the database’s clock',
  world: { ...shared, limits: 'sandbox' },
  run: async ({ world }) => {
    const [rounds, perRound] = [3, 4];
    const accounts = await takeAccounts(world, rounds * perRound);
    const after = await ledgerEnd(world);
    const wrong = [tenMinutesMs, -tenMinutesMs].map((shiftMs) =>
      world.addWorker(`worker-clock${shiftMs}`, { CHAOS_CLOCK_SHIFT_MS: String(shiftMs) }, [
        '--import',
        clock,
      ]),
    );
    await sleep(3_000);
    let early = 0;
    let caught = 0;
    const ids: string[] = [];
    for (let round = 0; round < rounds; round += 1) {
      const fault = await addFault(world, { match: { operation: 'accounts.disconnect' }, fault: 'hold' });
      const mine = await leaveActions(
        world,
        'disconnect',
        accounts.slice(round * perRound, (round + 1) * perRound),
      );
      ids.push(...mine);
      await until(async () => (await faultState(world, fault)).waiting === perRound, 30_000);
      caught += (await faultState(world, fault)).waiting;
      const before = await leasesOf(world, mine);
      // Twice as long as a lease: who holds it renews it, and nobody else may think that it has run out.
      await sleep(7_000);
      if ((await leasesOf(world, mine)) !== before) early += 1;
      await control(world, 'POST', `/faults/${fault}/release`, {});
      await control(world, 'DELETE', `/faults/${fault}`);
    }
    const isDone = await untilDone(world, ids, 60_000);
    await Promise.all(wrong.map((worker) => worker.stop()));
    const found = await checkPosts(world, after, 'disconnect', accounts);
    return {
      runs: caught,
      lost: found.lost,
      duplicated: found.duplicated,
      worst: `${early} early takeovers, ${found.wrong} wrong results`,
      isMet: isDone && early === 0 && found.wrong === 0 && caught === rounds * perRound,
    };
  },
};

export const j16: Row = {
  id: 'J16',
  fault: 'NOTIFY lost: jobs that nobody was told of',
  target: 'picked up ≤ 5 s',
  world: { ...shared, limits: 'sandbox' },
  run: async ({ world }) => {
    const [rounds, perRound] = [10, 10];
    let worstMs = 0;
    const all: string[] = [];
    for (let round = 0; round < rounds; round += 1) {
      const rows = await world.database.query<{ id: string }>(
        `insert into actions (id, kind, account_id, params, actor, request_key, request_hash, state, attempts)
         select gen_random_uuid(), 'disconnect', account, '{}', 'console', gen_random_uuid()::text, 'chaos', 'due', 1
         from unnest($1::text[]) as account returning id::text`,
        [await endedAccounts(world, perRound)],
      );
      const ids = rows.map(({ id }) => id);
      // As add_job does it, without its NOTIFY.
      await world.database.query(
        `insert into graphile_worker._private_jobs (task_id, payload, key, priority)
         select t.id, json_build_object('id', a), 'action:' || a, 1
         from graphile_worker._private_tasks t, unnest($1::text[]) a where t.identifier = 'resume-action'`,
        [ids],
      );
      const from = performance.now();
      await until(async () => {
        const waiting = await world.database.query(
          'select 1 from actions where id = any($1::uuid[]) and lease_no = 0',
          [ids],
        );
        return waiting.length === 0;
      }, 30_000);
      worstMs = Math.max(worstMs, performance.now() - from);
      await untilDone(world, ids, 30_000);
      all.push(...ids);
    }
    return {
      runs: all.length,
      ...(await checkDone(world, all)),
      worst: `${inWords(worstMs)} at most`,
      isMet: worstMs <= limits.pickUpMs,
    };
  },
};
