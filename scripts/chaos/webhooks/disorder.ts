// W04, W05, W06, W09: events doubled, shuffled, of the same second, and replayed.
import { checkEvents, eventMark } from '@/scripts/chaos/checks/events';
import { differences, inFields } from '@/scripts/chaos/checks/mirror';
import { startReaders } from '@/scripts/chaos/checks/readers';
import { takeAccounts } from '@/scripts/chaos/copy';
import type { Row } from '@/scripts/chaos/row';
import { eachOf } from '@/scripts/chaos/stand/figures';
import { settle, untilUnread } from '@/scripts/chaos/stand/settle';
import {
  ask,
  control,
  ledger,
  ledgerEnd,
  type StripeAccount,
  setDeliveries,
} from '@/scripts/chaos/stand/stripe';
import type { World } from '@/scripts/chaos/stand/world';
import { deliver, makeEvent, post, secondsNow, signatureOf } from '@/scripts/chaos/webhooks/sender';
import { everyKind, storm } from '@/scripts/chaos/webhooks/steady';
import { shared } from '@/scripts/chaos/worlds';

/** Active accounts by chance; they stay what they are in the end. */
export async function someAccounts(world: World, count: number, seed: number): Promise<string[]> {
  const rows = await world.database.query<{ id: string }>(
    `select id from accounts where status = 'active' order by md5(id || $2::text) limit $1`,
    [count, seed],
  );
  return rows.map(({ id }) => id);
}

export const w04: Row = {
  id: 'W04',
  fault: 'every event sent five times, the copies at once',
  target: 'one row and one effect for each event',
  world: { ...shared, limits: 'sandbox' },
  run: async ({ world, random }) => {
    const [mark, after] = [await eventMark(world), await ledgerEnd(world)];
    await setDeliveries(world, { duplicate: 5 });
    await storm(world, 2_000, 60, random.whole(1, 1_000_000));
    const left = await settle(world, { waitMs: 300_000, ignoringJobs: true });
    const found = await checkEvents(world, mark);
    const sent = await ledger(world, 'delivery', after);
    const differ = await differences(world);
    return {
      runs: found.sent,
      lost: found.lost + differ.length,
      duplicated: found.duplicated,
      worst: `${sent.length} deliveries, ${sent.filter(({ status }) => status !== 200).length} refused${left ? `; left: ${JSON.stringify(left)}` : ''}${differ.length > 0 ? `; differ: ${inFields(differ)}` : ''}`,
      isMet: left === null && sent.length >= found.sent * 5,
    };
  },
};

export const w05: Row = {
  id: 'W05',
  fault: 'events of 500 accounts shuffled within 8 s and doubled',
  target: 'copy = Stripe, nothing shown goes back',
  world: { ...shared, limits: 'sandbox' },
  run: async ({ world, random }) => {
    const mark = await eventMark(world);
    const accounts = await someAccounts(world, 500, random.whole(1, 1_000_000));
    await setDeliveries(world, { duplicate: 2, shuffle: 8_000, seed: random.whole(1, 1_000_000) });
    const readers = startReaders(world, 2, () => `/accounts/${random.pick(accounts)}`, 40);
    await storm(world, 3_000, 130, random.whole(1, 1_000_000), { accounts, ...everyKind });
    const left = await settle(world, { waitMs: 300_000, ignoringJobs: true });
    await readers.stop();
    const found = await checkEvents(world, mark);
    const differ = await differences(world, new Set(accounts));
    const back = readers.regressions();
    return {
      runs: accounts.length,
      lost: found.lost + differ.length,
      duplicated: found.duplicated,
      worst: `${found.sent} events, ${readers.reads()} reads, ${back.length} went back${left ? `; left: ${JSON.stringify(left)}` : ''}${differ.length > 0 ? `; differ: ${inFields(differ)}` : ''}`,
      isMet: left === null && back.length === 0,
    };
  },
};

export const w06: Row = {
  id: 'W06',
  fault: 'two states of an account in the same second, delivered in any order',
  target: 'the read decides: copy = Stripe',
  world: { ...shared, limits: 'sandbox' },
  run: async ({ world, random }) => {
    await setDeliveries(world, { hold: true });
    const accounts = await someAccounts(world, 340, random.whole(1, 1_000_000));
    const mark = await eventMark(world);
    await eachOf(accounts, 2, async (id, at) => {
      await control(world, 'POST', `/accounts/${id}/deactivate`, { cause: 'access_expired' });
      // Half of them end as they began, half do not.
      await control(world, 'POST', `/accounts/${id}/reactivate`, {});
      if (at % 2 === 0)
        await control(world, 'POST', `/accounts/${id}/deactivate`, { cause: 'access_denied' });
    });
    const pairs = await world.emulatorDatabase.query(
      `select 1 from events where seq > $1 group by body->'data'->'object'->>'id', created having count(*) > 1`,
      [mark],
    );
    await setDeliveries(world, null);
    await control(world, 'POST', '/webhooks/release', { order: 'shuffle', seed: random.whole(1, 1_000_000) });
    const left = await settle(world, { waitMs: 300_000, ignoringJobs: true });
    const found = await checkEvents(world, mark);
    const differ = await differences(world, new Set(accounts));
    // As they were, for the rows after this one.
    await eachOf(accounts, 2, async (id, at) => {
      if (at % 2 === 0) await control(world, 'POST', `/accounts/${id}/reactivate`, {});
    });
    await settle(world, { waitMs: 60_000, ignoringJobs: true });
    return {
      runs: pairs.length,
      lost: found.lost + differ.length,
      duplicated: found.duplicated,
      worst: `${differ.length} differ${differ.length > 0 ? `: ${inFields(differ)}` : ''}${left ? `; left: ${JSON.stringify(left)}` : ''}`,
      isMet: left === null && pairs.length >= 300,
    };
  },
};

export const w09: Row = {
  id: 'W09',
  fault: 'valid deliveries captured and replayed within 300 s',
  target: '2xx, no second effect',
  world: { ...shared, limits: 'sandbox' },
  run: async ({ world, random }) => {
    // Without a pending refresh: its reads would touch the account as well.
    const ids = await takeAccounts(world, 50);
    const events = await Promise.all(
      ids.map(async (id) => {
        const account = await ask<StripeAccount>(world, `/financial_connections/accounts/${id}`);
        return makeEvent(random, 'financial_connections.account.refreshed_balance', account, {
          created: secondsNow() + 2,
        });
      }),
    );
    const captured = events.map((event) => {
      const body = JSON.stringify(event);
      return { body, header: signatureOf(body, [world.secret]) };
    });
    for (const event of events) await deliver(world, event);
    await settle(world, { ignoringJobs: true });
    const isQuiet = await untilUnread(world, ids);
    const stateOf = () =>
      world.database.query<{ id: string; version: string; source: string; history: number }>(
        `select id, version::text, source, (select count(*) from account_changes c where c.account_id = a.id)::int as history
         from accounts a where id = any($1) order by id`,
        [ids],
      );
    const before = await stateOf();
    const refused: number[] = [];
    await eachOf(
      Array.from({ length: 1_000 }, (_, at) => at),
      4,
      async (at) => {
        const { body, header } = captured[at % captured.length] ?? { body: '', header: '' };
        const { status } = await post(world, body, header);
        if (status !== 200) refused.push(status);
      },
    );
    const left = await settle(world, { ignoringJobs: true });
    const after = await stateOf();
    const [rows] = await world.database.query<{ count: number }>(
      'select count(*)::int as count from events where id = any($1)',
      [events.map(({ id }) => id)],
    );
    const again = after.filter(
      ({ version, history }, at) => version !== before[at]?.version || history !== before[at]?.history,
    );
    return {
      runs: 1_000,
      lost: Math.max(0, events.length - (rows?.count ?? 0)),
      duplicated: Math.max(0, (rows?.count ?? 0) - events.length) + again.length,
      worst: `${refused.length} refused, ${again.length} accounts touched again${again[0] ? ` (${again[0].id} by ${again[0].source})` : ''}`,
      isMet: isQuiet && left === null && refused.length === 0,
    };
  },
};
