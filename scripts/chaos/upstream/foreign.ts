// U10, U11, U15, U16, U17: answers that are not Stripe's, words that nobody knows, lists that move, strangers.
import { once } from 'node:events';
import { createServer as createHttp } from 'node:http';
import { createServer as createTcp, type Server } from 'node:net';
import { differences, inFields } from '@/scripts/chaos/checks/mirror';
import type { Row } from '@/scripts/chaos/row';
import { command, look, readAgain } from '@/scripts/chaos/stand/console';
import { eachOf } from '@/scripts/chaos/stand/figures';
import { runScript } from '@/scripts/chaos/stand/scripts';
import { settle, until } from '@/scripts/chaos/stand/settle';
import { addFault, control, dropFaults, setDeliveries } from '@/scripts/chaos/stand/stripe';
import { stripeState } from '@/scripts/chaos/upstream/limits';
import { someAccounts } from '@/scripts/chaos/webhooks/disorder';
import { forceRun } from '@/scripts/chaos/webhooks/runs';
import { startStorm, stormEnd } from '@/scripts/chaos/webhooks/steady';
import { beside, shared } from '@/scripts/chaos/worlds';
import { inProject } from '@/scripts/project';

export const u10: Row = {
  id: 'U10',
  fault: 'answers cut, HTML with 200, of a wrong type, gzip bombs, 20 MiB',
  target: 'a typed error, nothing written, 0 crashes',
  world: { ...shared, limits: 'raised' },
  run: async ({ world, random }) => {
    const kinds = [
      ...Array.from({ length: 300 }, () => ({ truncate: random.whole(0, 400) })),
      ...Array.from({ length: 60 }, () => 'html'),
      ...Array.from({ length: 60 }, () => 'array'),
      ...Array.from({ length: 60 }, () => 'wrongType'),
      ...Array.from({ length: 10 }, () => 'gzipBomb'),
      ...Array.from({ length: 10 }, () => 'huge'),
    ];
    const ids = await someAccounts(world, 40, random.whole(1, 1_000_000));
    const stateOf = async () =>
      JSON.stringify(
        await world.database.query(
          'select id, version::text, md5(raw::text) from accounts where id = any($1) order by id',
          [ids],
        ),
      );
    const before = await stateOf();
    const exits = world.web.exits();
    const odd: string[] = [];
    for (const fault of random.shuffled(kinds)) {
      await until(async () => (await stripeState(world)) === 'answering', 30_000, 100);
      await addFault(world, { match: { operation: 'accounts.retrieve' }, times: 1, fault });
      const reply = await readAgain(world, random.pick(ids));
      if (![502, 503, 504].includes(reply.status)) odd.push(`${JSON.stringify(fault)}: ${reply.status}`);
      // One more try in place may have used it up and have been told the truth.
      await dropFaults(world);
    }
    const isSame = (await stateOf()) === before;
    const died = world.web.exits() - exits;
    return {
      runs: kinds.length,
      lost: 0,
      duplicated: 0,
      worst: `${odd.length} odd answers ${odd[0] ?? ''}; ${died} exits; rows ${isSame ? 'untouched' : 'TOUCHED'}`,
      isMet: odd.length === 0 && died === 0 && isSame,
    };
  },
};

export const u11: Row = {
  id: 'U11',
  fault: 'unknown enum values, new fields and nulls in 500 accounts',
  target: 'kept as they are, shown, 0 errors',
  world: { ...shared, limits: 'raised' },
  run: async ({ world, random }) => {
    const ids = await someAccounts(world, 500, random.whole(1, 1_000_000));
    const odd: string[] = [];
    await eachOf(ids, 4, async (id) => {
      const set = {
        ...(random.next() < 0.5
          ? { status: 'hibernating', status_details: { hibernating: { cause: 'winter', depth: 3 } } }
          : {}),
        ...(random.next() < 0.5 ? { category: 'time', subcategory: 'quartz' } : {}),
        ...(random.next() < 0.5 ? { balance: null, ownership: null, display_name: null } : {}),
        ...(random.next() < 0.5 ? { permissions: null, subscriptions: ['moods'] } : {}),
        supported_payment_method_types: ['shells'],
        field_of_the_future: { nested: [1, { two: null }] },
      };
      await control(world, 'POST', `/patch/accounts/${id}`, { set });
      const read = await readAgain(world, id);
      const shown = await look(world, `/accounts/${id}`);
      const listed = await look(world, '/accounts?limit=50');
      for (const reply of [read, shown, listed])
        if (reply.status !== 200) odd.push(`${id}: ${reply.status} ${reply.text.slice(0, 120)}`);
    });
    // An answer without the balance that was there goes back in time: the guard keeps it aside, as seen.
    const rows = await world.database.query<{ kept: number; aside: number }>(
      `select count(*) filter (where a.raw ? 'field_of_the_future' or s.raw ? 'field_of_the_future')::int as kept,
         count(s)::int as aside
       from accounts a left join stale_answers s on s.account_id = a.id where a.id = any($1)`,
      [ids],
    );
    await eachOf(ids, 4, async (id) => {
      await control(world, 'POST', `/patch/accounts/${id}`, { set: null });
      await readAgain(world, id);
    });
    const kept = rows[0]?.kept ?? 0;
    return {
      runs: ids.length,
      lost: ids.length - kept,
      duplicated: 0,
      worst: `${odd.length} errors ${odd[0] ?? ''}; ${rows[0]?.aside ?? 0} kept aside, because they go back in time`,
      isMet: odd.length === 0,
    };
  },
};

export const u15: Row = {
  id: 'U15',
  fault: 'the list changes while it is read page by page, and no webhook tells',
  target: 'nothing missing after one sweep',
  world: { ...beside, limits: 'sandbox' },
  run: async ({ world, random }) => {
    await setDeliveries(world, { lose: 1 });
    await startStorm(world, 200, 15, random.whole(1, 1_000_000));
    const reply = await command(world, '/backfills');
    if (reply.status !== 200) throw new Error(`POST /api/backfills: ${reply.status} ${reply.text}`);
    const isDone = await until(
      async () =>
        (await world.database.query(`select 1 from backfills where state in ('due', 'running')`)).length ===
        0,
      180_000,
      250,
    );
    await stormEnd(world);
    await setDeliveries(world, null);
    const run = await forceRun(world, 'events');
    const left = await settle(world, { ignoringJobs: true, waitMs: 120_000 });
    const differ = await differences(world);
    const [count] = await world.database.query<{ count: number }>(
      'select count(*)::int as count from accounts',
    );
    return {
      runs: count?.count ?? 0,
      lost: differ.length,
      duplicated: 0,
      worst: `${run.found} changes found by the sweep${differ.length > 0 ? `; differ: ${inFields(differ)}` : ''}`,
      isMet: isDone && left === null,
    };
  },
};

async function listen(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return typeof address === 'object' && address ? address.port : 0;
}

export const u16: Row = {
  id: 'U16',
  fault: 'a name that is nowhere, no TLS where it must be',
  target: 'fails closed, not a byte of the key leaves',
  world: { ...beside, limits: 'sandbox' },
  run: async ({ world }) => {
    let heard = '';
    const plain = createTcp((socket) => {
      socket.on('error', () => socket.destroy());
      socket.on('data', (bytes: Buffer) => {
        heard += bytes.toString('latin1');
        socket.end('HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}');
      });
    });
    const port = await listen(plain);
    const path = inProject('scripts', 'chaos', 'stand', 'children', 'ask-stripe.ts');
    let failed = 0;
    const words = new Set<string>();
    for (const base of [`https://127.0.0.1:${port}`, 'https://stripe.invalid']) {
      const { out } = await runScript(path, { ...world.environment(), STRIPE_API_BASE: base }, ['25']);
      const codes = out.trim().split('\n').at(-1)?.split(' ') ?? [];
      failed += codes.filter((code) => code.startsWith('stripe_')).length;
      for (const code of codes) words.add(code);
    }
    plain.close();
    const isLeaked = /sk_test|authorization|Bearer/i.test(heard);
    return {
      runs: 50,
      lost: 0,
      duplicated: 0,
      worst: `${failed} of 50 failed (${[...words].join(', ')}); ${heard.length} bytes heard, ${isLeaked ? 'the KEY among them' : 'no key among them'}`,
      isMet: failed === 50 && !isLeaked && heard.length > 0,
    };
  },
};

export const u17: Row = {
  id: 'U17',
  fault: 'Stripe’s answer is a redirect to another host',
  target: 'not followed',
  world: { ...shared, limits: 'raised' },
  run: async ({ world, random }) => {
    let reached = 0;
    const other = createHttp((_, response) => {
      reached += 1;
      response.end('{}');
    });
    const port = await listen(other);
    const ids = await someAccounts(world, 50, random.whole(1, 1_000_000));
    const odd: number[] = [];
    await eachOf(ids, 1, async (id, at) => {
      const fault = {
        redirect: `http://localhost:${port}/v1/accounts`,
        status: [301, 302, 307, 308][at % 4],
      };
      // By its path: a background read of another account would use it up.
      await addFault(world, { match: { path: `/v1/financial_connections/accounts/${id}` }, fault });
      const { status } = await readAgain(world, id);
      if (status === 200) odd.push(status);
      await dropFaults(world);
    });
    other.close();
    return {
      runs: ids.length,
      lost: 0,
      duplicated: reached,
      worst: `${reached} followed, ${odd.length} taken for an answer`,
      isMet: odd.length === 0,
    };
  },
};
