// The seeded world: the same number makes the same people, banks, accounts and history, at any size.
import { setImmediate } from 'node:timers/promises';
import { eventView } from '@/emulator/events';
import { randomFrom } from '@/emulator/random';
import type { Making } from '@/emulator/seed/account';
import { eventRows, type Moment, momentsOf } from '@/emulator/seed/history';
import { connectedBody, makeHolder } from '@/emulator/seed/holder';
import { hostileNames, makeSpoiler } from '@/emulator/seed/hostile';
import { isFull, noRows, type Rows, writeRows } from '@/emulator/seed/rows';
import { insertRows, type Query, readSetting, readWorlds, type Store, writeSetting } from '@/emulator/store';
import type { Switches } from '@/emulator/switches';

/** The account that `sk_test_emulator` and `sk_live_emulator` belong to. */
export const merchantId = 'acct_1RelinkEmulator01';

/** `hostile`: the worst of everything that may be sent, see `hostile.ts`. */
export const flavours = ['plain', 'hostile'] as const;
export type Flavour = (typeof flavours)[number];

export interface WorldSize {
  accounts?: number;
  seed?: number;
  now?: number;
  transactions?: number;
  flavour?: Flavour;
}

/** What was seeded, as the settings remember it. */
interface SeededWorld {
  accounts: number;
  seed: number;
  now: number;
  /** Left out in worlds that were made before there was a choice: plain. */
  flavour?: Flavour;
}

/** Makes the world if there is none; otherwise keeps it, and says so. */
export async function ensureWorld(store: Store, size: WorldSize): Promise<string> {
  const kept = await readSetting<SeededWorld>(store.query, 'world');
  if (kept === null) {
    const made = await resetWorld(store, size);
    return `a new world of ${made.accounts} accounts from seed ${made.seed}`;
  }
  const same = (size.accounts ?? kept.accounts) === kept.accounts && (size.seed ?? kept.seed) === kept.seed;
  const made = `its world of ${kept.accounts} accounts from seed ${kept.seed}`;
  return same ? made : `${made} kept (asked: ${size.accounts} from seed ${size.seed}; --reset makes it anew)`;
}

const emptied = [
  'settings',
  'merchants',
  'worlds',
  'customers',
  'connected_accounts',
  'authorizations',
  'accounts',
  'sessions',
  'session_accounts',
  'ownerships',
  'transaction_refreshes',
  'transactions',
  'events',
  'timers',
  'idempotency',
  'webhook_endpoints',
  'deliveries',
  'ledger_entries',
];

/** Throws everything away and makes the world anew, in one transaction. */
export async function resetWorld(store: Store, size: WorldSize): Promise<SeededWorld> {
  const before = await readSetting<SeededWorld>(store.query, 'world');
  const hour = 3_600;
  const world: SeededWorld = {
    accounts: size.accounts ?? before?.accounts ?? 200,
    seed: size.seed ?? before?.seed ?? 1,
    now: size.now ?? Math.floor(Date.now() / 1000 / hour) * hour,
    flavour: size.flavour ?? before?.flavour ?? 'plain',
  };
  // A world made for a given moment lives on from that moment.
  const offsetMs = size.now === undefined ? 0 : size.now * 1000 - Date.now();
  const client = await store.pool.connect();
  const query: Query = async (sql, values) => (await client.query(sql, values)).rows;
  let broken: Error | undefined;
  try {
    await client.query('begin');
    await client.query(`truncate ${emptied.join(', ')} restart identity`);
    await seed(query, world, {
      switches: store.startSwitches,
      startedMs: Date.now() + offsetMs,
      transactions: size.transactions,
    });
    await writeSetting(query, 'offsetMs', offsetMs);
    await writeSetting(query, 'world', world);
    await client.query('commit');
  } catch (error) {
    await client.query('rollback').catch((failure: Error) => {
      broken = failure;
    });
    throw error;
  } finally {
    client.release(broken);
  }
  store.switches = { ...store.startSwitches };
  store.offsetMs = offsetMs;
  await readWorlds(store);
  store.nextDue = Number.NEGATIVE_INFINITY;
  await store.query('analyze');
  return world;
}

/** How many transactions an account may have: many in a small world, few in a large one. */
function mostTransactions(accounts: number): number {
  return Math.max(2, Math.min(90, Math.floor(200_000 / Math.max(1, accounts))));
}

// The events of so many accounts at most are made up; a large world's first ones are enough to read.
const accountsWithHistory = 2_000;
// A large world takes minutes; whoever waits is told.
const sayEvery = 50_000;

interface Circumstances {
  switches: Switches;
  startedMs: number;
  transactions: number | undefined;
}

async function seed(query: Query, world: SeededWorld, circumstances: Circumstances): Promise<void> {
  const isHostile = world.flavour === 'hostile';
  await addMerchants(query, world.now, isHostile ? hostileNames[1] : 'Northwind Lending');
  const spoil = isHostile ? makeSpoiler() : null;
  const making: Making = {
    random: randomFrom(`world ${world.seed}`),
    now: world.now,
    startedMs: circumstances.startedMs,
    world: 1,
    livemode: false,
    mostTransactions: circumstances.transactions ?? mostTransactions(world.accounts),
    accounts: 0,
    healthy: 0,
    refreshNo: 0,
  };
  const counts = { holders: 0, logins: 0 };
  const view = eventView(circumstances);
  const moments: Moment[] = [];
  let said = 0;
  const makeBatch = async (): Promise<Rows> => {
    const rows = noRows();
    while (making.accounts < world.accounts && !isFull(rows)) {
      const logins = makeHolder(making, counts, world.accounts - making.accounts, rows);
      spoil?.(logins, rows);
      if (making.accounts <= accountsWithHistory) {
        moments.push(...logins.flatMap((login) => momentsOf(login, world.now, view)));
      }
      // The database's answers are heard in between.
      if (counts.holders % 20 === 0) await setImmediate();
    }
    if (making.accounts >= said + sayEvery) {
      said = making.accounts;
      console.error(`emulator: ${said} of ${world.accounts} accounts are made`);
    }
    return rows;
  };
  // The next batch is made while this one is written, so two are in memory and no more.
  let rows = await makeBatch();
  while (rows.accounts.length > 0) {
    const [next] = await Promise.all([makeBatch(), writeRows(query, rows)]);
    rows = next;
  }
  const events = eventRows(moments, { id: 1, livemode: false }, view.version.name, making.random);
  for (let at = 0; at < events.length; at += 500)
    await insertRows(query, 'events', events.slice(at, at + 500));
  await query(
    `select setval(pg_get_serial_sequence('transaction_refreshes', 'no'), greatest(1, $1::bigint))`,
    [making.refreshNo],
  );
}

async function addMerchants(query: Query, now: number, name: string): Promise<void> {
  const since = now - 1_000 * 86_400;
  const other = 'acct_1RelinkEmulator02';
  await insertRows(query, 'merchants', [
    {
      id: merchantId,
      suffix: 'emulator',
      body: connectedBody(merchantId, name, 'ops@northwind.example', since),
    },
    {
      id: other,
      suffix: 'other',
      body: connectedBody(other, 'Second Merchant', 'ops@second.example', since),
    },
  ]);
  await insertRows(query, 'worlds', [
    { merchant: merchantId, livemode: false },
    { merchant: merchantId, livemode: true },
    { merchant: other, livemode: false },
  ]);
}
