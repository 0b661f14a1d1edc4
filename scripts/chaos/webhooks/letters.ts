// W17, W18, W19: poison, dead letters, and a worker that is away.
import { setTimeout as sleep } from 'node:timers/promises';
import { checkEvents, eventMark } from '@/scripts/chaos/checks/events';
import { limits } from '@/scripts/chaos/limits';
import type { Random } from '@/scripts/chaos/random';
import type { Row } from '@/scripts/chaos/row';
import { command, look } from '@/scripts/chaos/stand/console';
import { eachOf, inWords, percentile } from '@/scripts/chaos/stand/figures';
import { watchMemory } from '@/scripts/chaos/stand/memory';
import { settle, until } from '@/scripts/chaos/stand/settle';
import { ask, ledgerEnd } from '@/scripts/chaos/stand/stripe';
import type { World } from '@/scripts/chaos/stand/world';
import { deliver, type MadeEvent, makeEvent, secondsNow } from '@/scripts/chaos/webhooks/sender';
import { ackP99, startStorm, storm, stormEnd } from '@/scripts/chaos/webhooks/steady';
import { alone, shared } from '@/scripts/chaos/worlds';

/** Our parsing lets nothing through that the table refuses, so the table is taught to refuse something. */
async function brewPoison({ database }: World): Promise<void> {
  await database.query(`
    create or replace function refuse_poison() returns trigger language plpgsql as
    $$ begin if new.last4 = 'evil' then raise exception 'poison'; end if; return new; end $$`);
  await database.query(`
    create or replace trigger refuse_poison before insert or update on accounts for each row execute function refuse_poison()`);
}

async function pourAway({ database }: World): Promise<void> {
  await database.query('drop trigger if exists refuse_poison on accounts');
}

/** Events of accounts that nobody has heard of, which the table refuses for now. */
async function poisonEvents(world: World, random: Random, count: number): Promise<MadeEvent[]> {
  const { data } = await ask<{ data: Record<string, unknown>[] }>(
    world,
    '/financial_connections/accounts?limit=1',
  );
  return Array.from({ length: count }, (_, at) =>
    makeEvent(
      random,
      'financial_connections.account.created',
      {
        ...data[0],
        id: `fca_chaos_${random.whole(1, 2_000_000_000)}_${at}`,
        last4: 'evil',
        status: 'active',
      },
      { created: secondsNow() + 5 },
    ),
  );
}

const accountOf = (event: MadeEvent) => String(event.data.object.id);

async function forget(world: World, events: MadeEvent[]): Promise<void> {
  await world.database.query('delete from accounts where id = any($1)', [events.map(accountOf)]);
}

const deadOf = async (world: World, ids: string[]) => {
  const rows = await world.database.query<{ state: string; attempts: number }>(
    'select state, attempts from events where id = any($1)',
    [ids],
  );
  return rows.filter(({ state }) => state === 'dead');
};

/** From its reception to its application, ms, of the events after a mark. */
async function lagP99(world: World, mark: string): Promise<number> {
  const ids = await world.emulatorDatabase.query<{ id: string }>('select id from events where seq > $1', [
    mark,
  ]);
  const rows = await world.database.query<{ lag: number }>(
    `select (extract(epoch from applied_at - received_at) * 1000)::float8 as lag from events
     where id = any($1) and applied_at is not null and result = 'snapshot'`,
    [ids.map(({ id }) => id)],
  );
  return percentile(
    rows.map(({ lag }) => lag),
    0.99,
  );
}

export const w17: Row = {
  id: 'W17',
  fault: '20 events that can never be applied among 2,000',
  target: '8 tries, then a dead letter that is shown and audited; lag of the others ≤ 1.2×',
  world: { ...alone, limits: 'sandbox' },
  run: async ({ world, random }) => {
    let mark = await eventMark(world);
    await storm(world, 1_000, 60, random.whole(1, 1_000_000));
    await settle(world, { ignoringJobs: true, waitMs: 120_000 });
    const calmMs = await lagP99(world, mark);
    await brewPoison(world);
    const poison = await poisonEvents(world, random, 20);
    mark = await eventMark(world);
    await startStorm(world, 2_000, 60, random.whole(1, 1_000_000));
    for (const event of poison) {
      await deliver(world, event);
      await sleep(900);
    }
    await stormEnd(world);
    const ids = poison.map(({ id }) => id);
    await until(async () => (await deadOf(world, ids)).length === ids.length, 180_000, 500);
    await settle(world, { ignoringJobs: true, waitMs: 120_000 });
    await pourAway(world);
    const dead = await deadOf(world, ids);
    const besideMs = await lagP99(world, mark);
    const found = await checkEvents(world, mark);
    const [audits] = await world.database.query<{ count: number }>(
      `select count(*)::int as count from audit_entries where verb = 'event.give_up' and target_id = any($1)`,
      [ids],
    );
    const shown = (
      JSON.parse((await look(world, '/events?state=dead&limit=200')).text) as { data: { id: string }[] }
    ).data;
    const isShown = ids.every((id) => shown.some((row) => row.id === id));
    const factor = Math.max(besideMs, limits.noiseMs * 4) / Math.max(calmMs, limits.noiseMs * 4);
    return {
      runs: ids.length,
      lost: found.lost + found.notApplied,
      duplicated: found.duplicated,
      worst: `${dead.filter(({ attempts }) => attempts === 8).length} dead after 8 tries, ${isShown ? 'all' : 'NOT all'} shown, ${audits?.count ?? 0} audited; lag p99 ${inWords(calmMs)} → ${inWords(besideMs)}`,
      isMet:
        dead.length === 20 &&
        dead.every(({ attempts }) => attempts === 8) &&
        isShown &&
        audits?.count === 20 &&
        factor <= limits.lagFactor,
    };
  },
};

export const w18: Row = {
  id: 'W18',
  fault: '200 dead letters replayed twice, at once',
  target: 'one effect each',
  world: { ...shared, limits: 'sandbox' },
  run: async ({ world, random }) => {
    await brewPoison(world);
    const poison = await poisonEvents(world, random, 200);
    const ids = poison.map(({ id }) => id);
    await eachOf(poison, 4, async (event) => void (await deliver(world, event)));
    await until(async () => (await deadOf(world, ids)).length === ids.length, 240_000, 500);
    const dead = (await deadOf(world, ids)).length;
    await pourAway(world);
    const odd: number[] = [];
    await eachOf(ids, 3, async (id) => {
      const replies = await Promise.all([
        command(world, `/events/${id}/replay`),
        command(world, `/events/${id}/replay`),
      ]);
      odd.push(...replies.map(({ status }) => status).filter((status) => status !== 200));
    });
    await settle(world, { ignoringJobs: true, waitMs: 120_000 });
    const rows = await world.database.query<{ id: string; changes: number }>(
      `select a.id, (select count(*) from account_changes c where c.account_id = a.id)::int as changes
       from accounts a where a.id = any($1)`,
      [poison.map(accountOf)],
    );
    await forget(world, poison);
    return {
      runs: ids.length * 2,
      lost: ids.length - rows.length,
      duplicated: rows.reduce((sum, { changes }) => sum + Math.max(0, changes - 1), 0),
      worst: `${dead} were dead; ${odd.length} odd answers ${odd[0] ?? ''}`,
      isMet: dead === ids.length && odd.length === 0,
    };
  },
};

async function screenP95(world: World, times: number): Promise<number> {
  const taken: number[] = [];
  for (let i = 0; i < times; i += 1) {
    taken.push((await look(world, '/accounts?limit=25')).ms);
    await sleep(60);
  }
  return percentile(taken, 0.95);
}

export const w19: Row = {
  id: 'W19',
  fault: 'worker away while 10,000 events come in',
  target: 'taken in as ever, screens ≤ 1.3×, drained ≥ 100/s, ≤ 512 MiB',
  world: { ...alone, limits: 'sandbox' },
  run: async ({ world, random }) => {
    const calmMs = await screenP95(world, 100);
    await world.worker.halt('SIGTERM');
    const [mark, after] = [await eventMark(world), await ledgerEnd(world)];
    await storm(world, 10_000, 150, random.whole(1, 1_000_000));
    await until(
      async () =>
        (await world.emulatorDatabase.query(`select 1 from deliveries where state = 'pending' limit 1`))
          .length === 0,
      120_000,
      250,
    );
    const ackMs = await ackP99(world, after);
    const [waiting] = await world.database.query<{ count: number }>(
      `select count(*)::int as count from events where state = 'due'`,
    );
    const besideMs = await screenP95(world, 100);
    const status = (await look(world, '/status')).text;
    world.worker.start();
    const from = performance.now();
    const memory = watchMemory(world.worker.pid());
    await until(
      async () =>
        (await world.database.query(`select 1 from events where state = 'due' limit 1`)).length === 0,
      240_000,
      250,
    );
    const perSecond = (waiting?.count ?? 0) / ((performance.now() - from) / 1_000);
    const left = await settle(world, { ignoringJobs: true, waitMs: 240_000 });
    memory.stop();
    const found = await checkEvents(world, mark);
    const factor = Math.max(besideMs, limits.noiseMs) / Math.max(calmMs, limits.noiseMs);
    const isTold = /"isAlive":false/.test(status);
    return {
      runs: found.sent,
      lost: found.lost,
      duplicated: found.duplicated,
      worst: `ack p99 ${inWords(ackMs)}, screens p95 ${inWords(calmMs)} → ${inWords(besideMs)}, drained ${perSecond.toFixed(0)}/s, ${memory.most().toFixed(0)} MiB, absence ${isTold ? 'told' : 'NOT told'}`,
      isMet:
        left === null &&
        ackMs <= limits.ackP99Ms &&
        factor <= limits.screenFactor &&
        perSecond >= limits.drainPerSecond &&
        memory.most() <= limits.drainMib &&
        isTold,
    };
  },
};
