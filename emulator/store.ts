// The emulator's database: the pool, its tables, its settings, and transactions that carry events and timers.
import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import pg from 'pg';
import { createPast, type Past, type SavedAccount } from '@/emulator/faults/past';
import type { World } from '@/emulator/objects';
import { defaultSwitches, type SwitchChanges, type Switches } from '@/emulator/switches';
import { emptyBook, type WebhookBook } from '@/emulator/webhooks/book';

type Row = Record<string, unknown>;

/** A statement that each connection plans once. */
interface Prepared {
  name: string;
  text: string;
}

/** Runs one statement and gives its rows. */
export type Query = <T extends Row = Row>(sql: string | Prepared, values?: unknown[]) => Promise<T[]>;

const names = new Map<string, Prepared>();

/** A statement that runs often: planning it would cost more than running it. */
export function prepared(text: string): Prepared {
  const known = names.get(text) ?? { name: `s${names.size + 1}`, text };
  names.set(text, known);
  return known;
}

/** Something that will happen by itself at a moment of the emulator's clock. */
export interface Timer {
  dueAt: number;
  kind: string;
  ref: string;
  payload?: Record<string, unknown>;
}

/** The call that causes a change, for the event's `request`. */
export interface Cause {
  id: string;
  key: string | null;
}

/** An event that is written when its transaction commits. */
export interface EventDraft {
  type: string;
  createdMs: number;
  object: unknown;
  /** The object for endpoints of other versions; null in a version that does not know the event. */
  others: Map<string, unknown>;
  previous?: Record<string, unknown>;
  /** The call that caused it is named, for changes a call makes at once. */
  direct: boolean;
}

/** Something that changed, for the ledger. */
export interface Effect {
  what: string;
  /** The id of what changed. */
  object: string;
  account: string | null;
}

/** One transaction in one world: what it emits and schedules is written with it or not at all. */
export interface Tx {
  query: Query;
  world: World;
  switches: Switches;
  cause: Cause | null;
  /** Milliseconds of the emulator's clock; inside a timer, the moment it was due. */
  now: () => number;
  /** Milliseconds of the emulator's clock as it really stands. */
  clock: () => number;
  webhooks: WebhookBook;
  events: EventDraft[];
  timers: Timer[];
  effects: Effect[];
  past: Past;
  /** The accounts as they were before this transaction, where that is not known, and as it leaves them. */
  saved: Map<string, { before: SavedAccount | null; now: SavedAccount }>;
  /** What is done in memory once the transaction is committed. */
  after: (() => void)[];
  /** True once something was written. */
  changed: boolean;
  /** Whether deliveries were written, and whether some of them are due later only. */
  delivers: 'nothing' | 'now' | 'later';
}

/** The running emulator's memory: everything in it is also in the database. */
export interface Store {
  pool: pg.Pool;
  query: Query;
  /** This run of the process, so that work left by a killed one is recognised. */
  boot: string;
  offsetMs: number;
  switches: Switches;
  startSwitches: Switches;
  worlds: Map<number, World>;
  /** When the next timer is due, at the latest. */
  nextDue: number;
  webhooks: WebhookBook;
  past: Past;
  /** Hears of every committed transaction. */
  committed: (tx: Tx) => void;
}

/** Tells the ledger of a change, if this transaction is committed. */
export function note(tx: Tx, what: string, object: string, account: string | null = null): void {
  tx.effects.push({ what, object, account });
}

/** Milliseconds of the emulator's clock: the wall clock and an offset. */
export function clockOf(store: Store): number {
  return Date.now() + store.offsetMs;
}

/** Seconds of the transaction's clock, as Stripe writes times. */
export function seconds(tx: Tx): number {
  return Math.floor(tx.now() / 1000);
}

/** Opens the database, creates missing tables, reads settings. */
export async function openStore(databaseUrl: string, changes: SwitchChanges = {}): Promise<Store> {
  const pool = new pg.Pool({
    connectionString: databaseUrl,
    max: 10,
    connectionTimeoutMillis: 5_000,
    statement_timeout: 600_000,
    types: { getTypeParser: typeParser },
  });
  const lost = (error: Error) => console.error(`emulator: a database connection was lost: ${error.message}`);
  pool.on('error', lost);
  // One that breaks while it is in use: its query fails as well.
  pool.on('connect', (client) => client.on('error', lost));
  const query: Query = async (sql, values) => (await pool.query(sql, values)).rows;
  try {
    const schema = await readFile(new URL('./schema.sql', import.meta.url), 'utf8');
    await pool.query(`begin; select pg_advisory_xact_lock(4010); ${schema}; commit`);
  } catch (error) {
    await pool.end();
    throw error;
  }
  const startSwitches = { ...defaultSwitches, ...changes };
  const store: Store = {
    pool,
    query,
    boot: randomUUID(),
    offsetMs: 0,
    switches: startSwitches,
    startSwitches,
    worlds: new Map(),
    nextDue: Number.NEGATIVE_INFINITY,
    webhooks: emptyBook(),
    past: createPast(),
    committed: () => undefined,
  };
  store.offsetMs = (await readSetting<number>(store.query, 'offsetMs')) ?? 0;
  const kept = (await readSetting<SwitchChanges>(store.query, 'switches')) ?? {};
  store.switches = { ...startSwitches, ...kept, ...changes };
  await readWorlds(store);
  return store;
}

// Counts and milliseconds are bigint in the database and small enough for a number.
function typeParser(oid: number, format?: 'text' | 'binary') {
  return oid === 20 ? Number : pg.types.getTypeParser(oid, format);
}

/** A setting, or null. */
export async function readSetting<T>(query: Query, key: string): Promise<T | null> {
  const [row] = await query<{ value: T }>('select value from settings where key = $1', [key]);
  return row === undefined ? null : row.value;
}

/** Keeps a setting. */
export async function writeSetting(query: Query, key: string, value: unknown): Promise<void> {
  await query(
    'insert into settings (key, value) values ($1, $2) on conflict (key) do update set value = excluded.value',
    [key, JSON.stringify(value)],
  );
}

/** The world of a merchant in a mode, made when first met. */
export async function worldOf(store: Store, merchant: string, livemode: boolean): Promise<World> {
  for (const world of store.worlds.values()) {
    if (world.merchant === merchant && world.livemode === livemode) return world;
  }
  await store.query('insert into worlds (merchant, livemode) values ($1, $2) on conflict do nothing', [
    merchant,
    livemode,
  ]);
  await readWorlds(store);
  return worldOf(store, merchant, livemode);
}

/** Reads the worlds again, as after a reset. */
export async function readWorlds(store: Store): Promise<void> {
  const rows = await store.query<{ id: number; merchant: string; livemode: boolean }>('select * from worlds');
  store.worlds = new Map(rows.map((row) => [row.id, row]));
}

/** Inserts rows of one shape in one statement. */
export async function insertRows(query: Query, table: string, rows: Row[], tail = ''): Promise<void> {
  const first = rows[0];
  if (first === undefined) return;
  const columns = Object.keys(first).join(', ');
  await query(
    prepared(
      `insert into ${table} (${columns}) select ${columns} from json_populate_recordset(null::${table}, $1) ${tail}`,
    ),
    [JSON.stringify(rows)],
  );
}
