// C06, C07: reading page by page while the worker is killed, and listening while the line breaks.
import { setTimeout as sleep } from 'node:timers/promises';
import { countStarts } from '@/scripts/chaos/jobs/kills';
import { limits } from '@/scripts/chaos/limits';
import { startListener } from '@/scripts/chaos/mirror/listener';
import type { Row } from '@/scripts/chaos/row';
import { inWords } from '@/scripts/chaos/stand/figures';
import { settle, until } from '@/scripts/chaos/stand/settle';
import { startStorm, stormEnd } from '@/scripts/chaos/webhooks/steady';
import { mirror, pages } from '@/scripts/chaos/worlds';

export const c06: Row = {
  id: 'C06',
  fault: 'worker killed while it reads transactions page by page',
  target: '0 rows missing, 0 twice',
  world: { ...pages, limits: 'sandbox' },
  run: async ({ world, random }) => {
    const kills = 60;
    const starts = countStarts(world.worker);
    await world.database.query('delete from transactions');
    await world.database.query('delete from transaction_reads');
    const [wanted] = await world.database.query<{ ids: string[] }>(
      `select array_agg(id) as ids from accounts where status <> 'disconnected' and transaction_refresh_status = 'succeeded'
         and transaction_refresh_id is not null and 'transactions' = any(permissions)`,
    );
    const ids = wanted?.ids ?? [];
    await world.database.query(
      `select count(graphile_worker.add_job('read-transactions', json_build_object('accountId', id), job_key => 'transactions:' || id))
       from unnest($1::text[]) as id`,
      [ids],
    );
    const isAllRead = async () => {
      const rows = await world.database.query(
        'select 1 from transaction_reads where account_id = any($1) and done_refresh_id is not null',
        [ids],
      );
      return rows.length === ids.length;
    };
    let done = 0;
    for (let kill = 0; kill < kills; kill += 1) {
      await sleep(random.whole(20, 900));
      if (!(await isAllRead())) done += 1;
      const before = starts();
      await world.worker.kill();
      await until(() => starts() > before, 30_000);
    }
    await until(isAllRead, 180_000, 250);
    const ours = await world.database.query<{ id: string; account_id: string }>(
      'select id, account_id from transactions',
    );
    const theirs = await world.emulatorDatabase.query<{ id: string }>(
      'select id from transactions where account = any($1)',
      [ids],
    );
    const held = new Set(ours.map(({ id }) => id));
    const missing = theirs.filter(({ id }) => !held.has(id)).length;
    return {
      runs: kills,
      lost: missing,
      duplicated: ours.length - held.size,
      worst: `${theirs.length} transactions of ${ids.length} accounts, ${done} kills before the end`,
      isMet: ours.length > 0 && (await isAllRead()),
    };
  },
};

export const c07: Row = {
  id: 'C07',
  fault: 'listeners to changes lose their line 200 times in a stream of 60/s',
  target: 'every change heard, none later than 5 s, nothing goes back',
  world: { ...mirror, limits: 'raised' },
  run: async ({ world, random }) => {
    const [from] = await world.database.query<{ version: string }>(
      'select max(version)::text as version from accounts',
    );
    const listeners = Array.from({ length: 4 }, () => startListener(world));
    await sleep(1_500);
    await startStorm(world, 2_400, 60, random.whole(1, 1_000_000));
    let cuts = 0;
    await Promise.all(
      listeners.map(async (listener) => {
        for (let cut = 0; cut < 50; cut += 1) {
          await sleep(random.whole(150, 1_100));
          listener.cut();
          cuts += 1;
        }
      }),
    );
    await stormEnd(world);
    await settle(world, { ignoringJobs: true });
    await sleep(3_000);
    await until(() => listeners.every(({ isReading }) => !isReading()), 30_000);
    const rows = await world.database.query<{ id: string; version: string }>(
      'select id, version::text from accounts where version > $1::bigint',
      [from?.version ?? '0'],
    );
    const missed = listeners.reduce(
      (sum, { versionOf }) =>
        sum + rows.filter(({ id, version }) => versionOf(id) !== BigInt(version)).length,
      0,
    );
    const worstMs = Math.max(...listeners.map(({ worstMs: worst }) => worst()));
    const resets = listeners.reduce((sum, { resets: count }) => sum + count(), 0);
    for (const listener of listeners) listener.stop();
    return {
      runs: cuts,
      lost: missed,
      duplicated: 0,
      worst: `${rows.length} accounts changed; the latest news ${inWords(worstMs)} old; ${resets} resets`,
      isMet: worstMs <= limits.gapMs && rows.length > 0,
    };
  },
};
