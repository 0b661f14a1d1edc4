// W07, W08, W15, W16: what must be refused, what must be let in, and what must be kept and left alone.
import { takeAccounts } from '@/scripts/chaos/copy';
import { limits } from '@/scripts/chaos/limits';
import type { Random } from '@/scripts/chaos/random';
import type { Row } from '@/scripts/chaos/row';
import { eachOf, inWords, percentile } from '@/scripts/chaos/stand/figures';
import { settle } from '@/scripts/chaos/stand/settle';
import { ask, control, ledger, ledgerEnd, type StripeAccount } from '@/scripts/chaos/stand/stripe';
import type { World } from '@/scripts/chaos/stand/world';
import {
  deliver,
  makeEvent,
  post,
  probeEvent,
  secondsNow,
  signatureOf,
} from '@/scripts/chaos/webhooks/sender';
import { storm } from '@/scripts/chaos/webhooks/steady';
import { alone, shared } from '@/scripts/chaos/worlds';

const foreign = 'whsec_of_somebody_else';

/** A delivery that nobody may believe. */
function forge(world: World, random: Random, kind: number): { body: string; header: string | null } {
  const body = JSON.stringify(probeEvent(random));
  const good = signatureOf(body, [world.secret]);
  switch (kind) {
    case 0:
      return { body, header: null };
    case 1:
      return { body, header: good.slice(0, random.whole(5, good.length - 1)) };
    case 2:
      return { body, header: signatureOf(body, [foreign]) };
    case 3:
      // The same JSON in other bytes.
      return { body: JSON.stringify(JSON.parse(body), null, 1), header: good };
    default:
      return { body, header: good.replace(/v1=../, `v1=${random.pick(['zz', '00', 'ab'])}`).concat('0') };
  }
}

const rowsOf = async (world: World) => {
  const [row] = await world.database.query<{ events: number }>(
    `select count(*)::int as events from events where type = 'chaos.probe'`,
  );
  return row?.events ?? 0;
};

export const w07: Row = {
  id: 'W07',
  fault: 'signature missing, cut, wrong, of a foreign secret, or of other bytes',
  target: 'all 400, no row, no SQL; p99 ≤ 30 ms',
  world: { ...alone, limits: 'sandbox' },
  run: async ({ world, random }) => {
    const count = 5_000;
    await settle(world, { ignoringJobs: true });
    const idleFrom = { at: performance.now(), pieces: world.links.web.pieces() };
    await new Promise((resolve) => setTimeout(resolve, 5_000));
    const idlePerMs = (world.links.web.pieces() - idleFrom.pieces) / (performance.now() - idleFrom.at);
    const [rows, pieces, from] = [await rowsOf(world), world.links.web.pieces(), performance.now()];
    const forged = Array.from({ length: count }, (_, at) => forge(world, random, at % 5));
    const times: number[] = [];
    let accepted = 0;
    const odd: string[] = [];
    await eachOf(forged, 2, async ({ body, header }) => {
      const { status, ms, text } = await post(world, body, header);
      times.push(ms);
      if (status >= 200 && status < 300) accepted += 1;
      else if (status !== 400) odd.push(`${status} ${text.slice(0, 80)}`);
    });
    // Messages that the web process sent to Postgres, less what it sends while nothing happens.
    const extra = world.links.web.pieces() - pieces - idlePerMs * (performance.now() - from);
    const p99 = percentile(times, 0.99);
    const more = (await rowsOf(world)) - rows;
    return {
      runs: count,
      lost: 0,
      duplicated: accepted + more,
      worst: `${accepted} accepted, ${odd.length} other answers ${odd[0] ?? ''}, ${more} rows, ${Math.max(0, Math.round(extra))} messages to Postgres; p99 ${inWords(p99)}`,
      isMet: odd.length === 0 && extra < count * 0.01 && p99 <= limits.refusalP99Ms,
    };
  },
};

/** Sends within one second of the wall clock, so that its edge is the signature's and not the journey's. */
async function atOffset(world: World, random: Random, offset: number | 'word'): Promise<number> {
  for (;;) {
    const body = JSON.stringify(probeEvent(random));
    const now = secondsNow();
    const { status } = await post(
      world,
      body,
      signatureOf(body, [world.secret], offset === 'word' ? 'soon' : now + offset),
    );
    if (secondsNow() === now) return status;
  }
}

export const w08: Row = {
  id: 'W08',
  fault: 'signed 301 s ago, 299 s ago, 301 s ahead, or at no time at all',
  target: '400, 2xx, 400, 400: exactly',
  world: { ...shared, limits: 'sandbox' },
  run: async ({ world, random }) => {
    const cases = [
      { offset: -301, status: 400 },
      { offset: -299, status: 200 },
      { offset: 301, status: 400 },
      { offset: 'word', status: 400 },
    ] as const;
    const wrong: string[] = [];
    for (let i = 0; i < 200; i += 1) {
      const { offset, status } = random.pick(cases);
      const got = await atOffset(world, random, offset);
      if (got !== status) wrong.push(`${offset}: ${got}`);
    }
    return {
      runs: 200,
      lost: 0,
      duplicated: 0,
      worst: `${wrong.length} wrong ${wrong[0] ?? ''}`,
      isMet: wrong.length === 0,
    };
  },
};

export const w15: Row = {
  id: 'W15',
  fault: 'signing secret rolled, with and without overlap',
  target: '0 wrong refusals, 0 wrong acceptances',
  world: { ...shared, limits: 'sandbox' },
  run: async ({ world, random }) => {
    const roll = async (overlapSeconds: number) =>
      (
        await control<{ secret: string }>(world, 'POST', `/webhook_endpoints/${world.endpointId}/roll`, {
          overlapSeconds,
        })
      ).secret;
    const refusedOf = async (after: number) =>
      (await ledger(world, 'delivery', after)).filter(({ status }) => status === 400).length;
    let wrong = 0;
    // Both sign; the console knows the old one.
    const first = await roll(3_600);
    let after = await ledgerEnd(world);
    await storm(world, 250, 60, random.whole(1, 1_000_000));
    await settle(world, { ignoringJobs: true });
    wrong += await refusedOf(after);
    // The operator enters the new one beside those that count; then the old one ends.
    const second = await roll(0);
    await world.web.deploy({ STRIPE_WEBHOOK_SECRET: [world.secret, second].join(',') });
    await world.untilWebAnswers();
    after = await ledgerEnd(world);
    await storm(world, 250, 60, random.whole(1, 1_000_000));
    await settle(world, { ignoringJobs: true });
    wrong += await refusedOf(after);
    const times = Array.from({ length: 250 }, (_, at) => at);
    await eachOf(times, 2, async () => {
      const body = JSON.stringify(probeEvent(random));
      if ((await post(world, body, signatureOf(body, [first]))).status !== 400) wrong += 1;
      if ((await post(world, body, signatureOf(body, [first, second]))).status !== 200) wrong += 1;
    });
    return { runs: 1_000, lost: 0, duplicated: 0, worst: `${wrong} wrong`, isMet: wrong === 0 };
  },
};

export const w16: Row = {
  id: 'W16',
  fault: 'unknown type, thin event, foreign account, unknown API version; wrong mode',
  target: 'kept with a reason and 2xx; wrong mode 400 and told; 0 5xx',
  world: { ...shared, limits: 'sandbox' },
  run: async ({ world, random }) => {
    const ids = await takeAccounts(world, 40);
    const events = await Promise.all(
      ids.map(async (id) => {
        const account = await ask<StripeAccount>(world, `/financial_connections/accounts/${id}`);
        const type = 'financial_connections.account.refreshed_balance';
        return [
          {
            event: makeEvent(random, 'financial_connections.account.of_the_future', account),
            want: 'ignored',
          },
          {
            event: {
              id: `evt_thin_${id}`,
              object: 'v2.core.event',
              type: 'v2.core.event_destination.ping',
              created: '2026-11-22T00:00:00.000Z',
            },
            want: 'ignored',
          },
          { event: makeEvent(random, type, account, { account: 'acct_1SomebodyElse0001' }), want: 'ignored' },
          { event: makeEvent(random, type, account, { api_version: '2031-01-01.fern' }), want: 'applied' },
          { event: makeEvent(random, type, account, { livemode: true }), want: 'refused' },
        ];
      }),
    );
    const all = events.flat();
    const wrong: string[] = [];
    await eachOf(all, 4, async ({ event, want }) => {
      const { status } = await deliver(world, event);
      if (status !== (want === 'refused' ? 400 : 200)) wrong.push(`${want}: ${status}`);
    });
    const left = await settle(world, { ignoringJobs: true });
    const rows = await world.database.query<{ id: string; state: string }>(
      'select id, state from events where id = any($1)',
      [all.map(({ event }) => event.id)],
    );
    const stateOf = new Map(rows.map(({ id, state }) => [id, state]));
    const lost = all.filter(({ event, want }) => (want === 'refused') === stateOf.has(event.id)).length;
    wrong.push(
      ...all.flatMap(({ event, want }) =>
        want !== 'refused' && stateOf.get(event.id) !== want ? [`${want}: ${stateOf.get(event.id)}`] : [],
      ),
    );
    const [notice] = await world.database.query<{ times: number }>(
      `select times from notices where kind = 'wrong_mode'`,
    );
    return {
      runs: all.length,
      lost,
      duplicated: 0,
      worst: `${wrong.length} wrong ${wrong[0] ?? ''}; wrong mode told ${notice?.times ?? 0} times`,
      isMet: left === null && wrong.length === 0 && (notice?.times ?? 0) >= ids.length,
    };
  },
};
