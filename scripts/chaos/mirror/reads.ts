// C01, C02, C03, C08: what readers are shown while everybody writes, and answers that come late or are old.
import { setTimeout as sleep } from 'node:timers/promises';
import { differences, inFields } from '@/scripts/chaos/checks/mirror';
import { startReaders } from '@/scripts/chaos/checks/readers';
import { takeAccounts } from '@/scripts/chaos/copy';
import type { Row } from '@/scripts/chaos/row';
import { command, look, readAgain, refresh } from '@/scripts/chaos/stand/console';
import { eachOf, inWords } from '@/scripts/chaos/stand/figures';
import { settle, until } from '@/scripts/chaos/stand/settle';
import { addFault, control, faultState, setDeliveries } from '@/scripts/chaos/stand/stripe';
import { someAccounts } from '@/scripts/chaos/webhooks/disorder';
import { everyKind, startStorm, stormEnd } from '@/scripts/chaos/webhooks/steady';
import { alone, mirror } from '@/scripts/chaos/worlds';

export const c01: Row = {
  id: 'C01',
  fault: 'readers look on while events, refreshes, reads and a full list race',
  target: 'version and time of data never go back for any reader',
  world: { ...alone, limits: 'raised' },
  run: async ({ world, random }) => {
    const wanted = 20_000;
    const hot = await someAccounts(world, 150, random.whole(1, 1_000_000));
    const mine = await takeAccounts(world, 60);
    await setDeliveries(world, { duplicate: 2, shuffle: 1_500, seed: random.whole(1, 1_000_000) });
    await startStorm(world, 100_000, 15, random.whole(1, 1_000_000), { accounts: hot, ...everyKind });
    const readers = startReaders(world, 6, () =>
      random.next() < 0.06 ? '/accounts?limit=100' : `/accounts/${random.pick(hot)}`,
    );
    await command(world, '/backfills');
    const from = performance.now();
    for (let at = 0; readers.reads() < wanted && performance.now() - from < 300_000; at += 1) {
      const id = mine[at];
      if (id) await refresh(world, id);
      else await readAgain(world, random.pick(hot));
      await sleep(100);
    }
    await control(world, 'DELETE', '/storm');
    await stormEnd(world);
    await setDeliveries(world, null);
    const left = await settle(world, { ignoringJobs: true, waitMs: 120_000 });
    await readers.stop();
    const differ = await differences(world, new Set(hot));
    const back = readers.regressions();
    return {
      runs: readers.reads(),
      lost: differ.length,
      duplicated: 0,
      worst: `${back.length} went back ${back[0] ?? ''} (${readers.rows()} rows shown, ${readers.failures()} failed reads, p95 ${inWords(readers.p95Ms())})${differ.length > 0 ? `; differ: ${inFields(differ)}` : ''}`,
      isMet: left === null && back.length === 0 && readers.failures() === 0 && readers.reads() >= wanted,
    };
  },
};

export const c02: Row = {
  id: 'C02',
  fault: 'a person looks right after an action of their own',
  target: 'always shown, on the page and in the list',
  world: { ...mirror, limits: 'raised' },
  run: async ({ world, random }) => {
    const rows = await world.database.query<{ id: string }>(
      `select id from accounts where status = 'active' and 'transactions' = any(permissions) order by md5(id || $1::text) limit 25`,
      [random.whole(1, 1_000_000)],
    );
    let looked = 0;
    const missed: string[] = [];
    await eachOf(rows, 3, async ({ id }) => {
      for (let turn = 0; turn < 20; turn += 1) {
        const before = JSON.parse((await look(world, `/accounts/${id}`)).text) as { subscriptions: string[] };
        const isOn = before.subscriptions.includes('transactions');
        const reply = await command(
          world,
          `/accounts/${id}/subscription`,
          { features: ['transactions'] },
          undefined,
          isOn ? 'DELETE' : 'PUT',
        );
        if (reply.status !== 200) {
          missed.push(`${reply.status} ${reply.text.slice(0, 120)}`);
          continue;
        }
        const after = JSON.parse((await look(world, `/accounts/${id}`)).text) as { subscriptions: string[] };
        looked += 1;
        if (after.subscriptions.includes('transactions') === isOn) missed.push(id);
      }
    });
    return {
      runs: looked,
      lost: missed.length,
      duplicated: 0,
      worst: `${missed.length} missed ${missed[0] ?? ''}`,
      isMet: looked >= 480,
    };
  },
};

export const c03: Row = {
  id: 'C03',
  fault: 'a slow old answer arrives after a fast new one',
  target: 'not one old one let in',
  world: { ...mirror, limits: 'raised' },
  run: async ({ world, random }) => {
    await setDeliveries(world, { lose: 1 });
    const ids = await someAccounts(world, 500, random.whole(1, 1_000_000));
    const back: string[] = [];
    let raced = 0;
    await eachOf(ids, 3, async (id) => {
      const fault = await addFault(world, { match: { path: `*/accounts/${id}` }, times: 1, fault: 'hold' });
      const slow = readAgain(world, id);
      await until(async () => (await faultState(world, fault)).waiting === 1, 10_000, 10);
      await control(world, 'POST', `/accounts/${id}/deactivate`, { cause: 'access_denied' });
      await readAgain(world, id);
      await control(world, 'POST', `/faults/${fault}/release`, {});
      await slow;
      await control(world, 'DELETE', `/faults/${fault}`);
      const [row] = await world.database.query<{ status: string }>(
        'select status from accounts where id = $1',
        [id],
      );
      raced += 1;
      if (row?.status !== 'inactive') back.push(id);
      await control(world, 'POST', `/accounts/${id}/reactivate`, {});
      await readAgain(world, id);
    });
    await setDeliveries(world, null);
    const differ = await differences(world, new Set(ids));
    return {
      runs: raced,
      lost: differ.length,
      duplicated: 0,
      worst: `${back.length} let in ${back[0] ?? ''}${differ.length > 0 ? `; differ: ${inFields(differ)}` : ''}`,
      isMet: back.length === 0,
    };
  },
};

export const c08: Row = {
  id: 'C08',
  fault: 'Stripe itself answers with an older state',
  target: 'kept as seen and counted, not shown',
  world: { ...mirror, limits: 'raised' },
  run: async ({ world, random }) => {
    await setDeliveries(world, { lose: 1 });
    const rows = await world.database.query<{ id: string }>(
      `select id from accounts where status = 'active' and balance_as_of is not null and balance_as_of < now() - interval '1 minute'
       order by md5(id || $1::text) limit 200`,
      [random.whole(1, 1_000_000)],
    );
    const ids = rows.map(({ id }) => id);
    const shown = async (id: string) =>
      (
        await world.database.query<{ as_of: string; version: string }>(
          'select balance_as_of::text as as_of, version::text from accounts where id = $1',
          [id],
        )
      )[0];
    let back = 0;
    let counted = 0;
    await eachOf(ids, 3, async (id) => {
      await control(world, 'POST', `/accounts/${id}/set-balance`, {
        current: { usd: random.whole(1, 1_000_000) },
      });
      await readAgain(world, id);
      const before = await shown(id);
      const fault = await addFault(world, {
        match: { path: `*/accounts/${id}` },
        times: 1,
        fault: { stale: { versions: 1 } },
      });
      await readAgain(world, id);
      await control(world, 'DELETE', `/faults/${fault}`);
      const after = await shown(id);
      if (JSON.stringify(after) !== JSON.stringify(before)) back += 1;
      const kept = await world.database.query('select 1 from stale_answers where account_id = $1', [id]);
      counted += kept.length;
    });
    await setDeliveries(world, null);
    // Each is checked again after 5 s; then Stripe tells the truth.
    await until(
      async () =>
        (await world.database.query('select 1 from stale_answers where account_id = any($1)', [ids]))
          .length === 0,
      60_000,
      250,
    );
    const differ = await differences(world, new Set(ids));
    return {
      runs: ids.length,
      lost: differ.length,
      duplicated: 0,
      worst: `${back} shown, ${counted} counted${differ.length > 0 ? `; differ: ${inFields(differ)}` : ''}`,
      isMet: back === 0 && counted === ids.length && ids.length === 200,
    };
  },
};
