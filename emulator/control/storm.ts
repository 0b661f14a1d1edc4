// Many changes quickly, as on a bank's busy day: each a real change of an account with its event.
import { nextBalance } from '@/emulator/bank/figures';
import { deactivate, forecast, reactivate } from '@/emulator/bank/life';
import { lockLogin } from '@/emulator/bank/login';
import { saveAccounts } from '@/emulator/bank/records';
import { change } from '@/emulator/change';
import { emitAccount } from '@/emulator/events';
import type { Account, World } from '@/emulator/objects';
import { Failure } from '@/emulator/protocol/failure';
import { type Random, randomFrom } from '@/emulator/random';
import { note, prepared, type Store, seconds, type Tx } from '@/emulator/store';

export const stormKinds = ['balance', 'status', 'forecast'] as const;
type StormKind = (typeof stormKinds)[number];

const weights: Record<StormKind, number> = { balance: 0.8, status: 0.15, forecast: 0.05 };
const tickMs = 50;
/** So many changes share a transaction at most; their order is the order of their events. */
const mostPerBatch = 50;
const day = 86_400;

interface StormAsked {
  events: number;
  perSecond: number;
  accounts?: number | string[] | undefined;
  seed: number;
  kinds?: StormKind[] | undefined;
}

interface Progress {
  running: boolean;
  /** Events asked for, and written so far. */
  events: number;
  made: number;
  perSecond: number;
  /** Changes by kind: a forecast is told of by more than one event. */
  changes: Record<StormKind, number>;
  startedAt: string | null;
  seconds: number;
  error: string | null;
}

export interface Storms {
  start: (world: World, asked: StormAsked) => Promise<Progress>;
  progress: () => Progress;
  stop: () => void;
  /** Ends when no storm runs any more. */
  ended: () => Promise<void>;
}

interface Storm {
  world: World;
  asked: StormAsked;
  ids: string[];
  random: Random;
}

const calm = (): Progress => ({
  running: false,
  events: 0,
  made: 0,
  perSecond: 0,
  changes: { balance: 0, status: 0, forecast: 0 },
  startedAt: null,
  seconds: 0,
  error: null,
});

/** One storm at a time. */
export function createStorms(store: Store): Storms {
  let now = calm();
  let running: Promise<void> = Promise.resolve();
  let stopped = false;

  const rage = async (storm: Storm, progress: Progress): Promise<void> => {
    const started = performance.now();
    const { events, perSecond } = storm.asked;
    while (progress.made < events && !stopped) {
      progress.seconds = Math.round(performance.now() - started) / 1000;
      const due = Math.min(events, Math.floor(progress.seconds * perSecond) + 1) - progress.made;
      if (due > 0) await batch(store, storm, progress, Math.min(due, mostPerBatch));
      if (due < mostPerBatch) await new Promise((resolve) => setTimeout(resolve, tickMs));
    }
    progress.seconds = Math.round(performance.now() - started) / 1000;
  };

  return {
    start: async (world, asked) => {
      if (now.running) throw new Failure('A storm is under way; DELETE /_emulator/storm ends it.');
      const ids = await accountsFor(store, world, asked);
      const progress: Progress = {
        ...calm(),
        running: true,
        events: asked.events,
        perSecond: asked.perSecond,
        startedAt: new Date().toISOString(),
      };
      now = progress;
      stopped = false;
      running = rage({ world, asked, ids, random: randomFrom(`storm ${asked.seed}`) }, progress)
        .catch((error: unknown) => {
          console.error('emulator: the storm ended early', error);
          progress.error = error instanceof Error ? error.message : 'unknown';
        })
        .finally(() => {
          progress.running = false;
        });
      return progress;
    },
    progress: () => now,
    stop: () => {
      stopped = true;
    },
    ended: () => running,
  };
}

async function accountsFor(store: Store, world: World, { accounts, seed }: StormAsked): Promise<string[]> {
  const rows = await store.query<{ id: string }>(
    `select id from accounts where world = $1 and body->>'status' = 'active'
       and ($2::text[] is null or id = any($2)) order by md5(id || $3::text) limit $4`,
    [
      world.id,
      Array.isArray(accounts) ? accounts : null,
      String(seed),
      typeof accounts === 'number' ? accounts : null,
    ],
  );
  if (rows.length === 0) throw new Failure('No active account fits.');
  return rows.map(({ id }) => id);
}

async function batch(store: Store, storm: Storm, progress: Progress, count: number): Promise<void> {
  const { world, random, ids } = storm;
  const planned = plan(storm, count);
  const made = await change(store, { world }, async (tx) => {
    const changes = { balance: 0, status: 0, forecast: 0 };
    for (const { id, kind } of planned) {
      if (kind !== 'balance' && (await changeLogin(tx, id, kind, random))) changes[kind] += 1;
    }
    const wanted = planned.filter(({ kind }) => kind === 'balance').map(({ id }) => id);
    changes.balance += await changeBalances(tx, wanted, random);
    return { changes, events: tx.events.length };
  });
  progress.made += made.events;
  for (const kind of stormKinds) progress.changes[kind] += made.changes[kind];
  // Nothing left that can change: an end is better than a loop.
  if (made.events === 0 && ids.length <= count)
    throw new Failure('None of the accounts can change any more.');
}

/** Different accounts for one batch, each with what befalls it. */
function plan({ asked, ids, random }: Storm, count: number): { id: string; kind: StormKind }[] {
  const kinds = asked.kinds ?? stormKinds;
  const chosen = new Map<string, StormKind>();
  for (let tries = 0; chosen.size < Math.min(count, ids.length) && tries < count * 4; tries += 1) {
    const id = ids[random.int(0, ids.length - 1)];
    if (id === undefined || chosen.has(id)) continue;
    const weighted = kinds.map((kind) => [kind, weights[kind]] as const);
    chosen.set(id, random.weighted<StormKind>(weighted, kinds[0] ?? 'balance'));
  }
  return [...chosen].map(([id, kind]) => ({ id, kind }));
}

async function changeLogin(
  tx: Tx,
  id: string,
  kind: 'status' | 'forecast',
  random: Random,
): Promise<boolean> {
  const login = await lockLogin(tx, id);
  if (login === null || login.account.body.status === 'disconnected') return false;
  const active = login.account.body.status === 'active';
  if (kind === 'status' && active) {
    await deactivate(tx, login, { cause: 'access_expired', action: 'relink_required' });
  } else if (kind === 'status') await reactivate(tx, login);
  else if (active) await forecast(tx, login, seconds(tx) + random.int(40, 300) * day);
  else return false;
  return true;
}

/** New figures for active accounts, all in three statements. */
async function changeBalances(tx: Tx, ids: string[], random: Random): Promise<number> {
  if (ids.length === 0) return 0;
  const held = await tx.query<Account & Record<string, unknown>>(
    prepared(
      'select body, inside, patch from accounts where id = any($1) and world = $2 order by id for update',
    ),
    [ids, tx.world.id],
  );
  const open = held.filter(
    ({ body }) => body.status === 'active' && body.balance_refresh?.status !== 'pending',
  );
  const at = seconds(tx);
  for (const account of open) {
    account.body.balance = nextBalance(account, at, random);
    account.body.balance_refresh = {
      last_attempted_at: at,
      next_refresh_available_at: at + Math.ceil(tx.switches.balanceCooldownMs / 1000),
      status: 'succeeded',
    };
    note(tx, 'refreshed.balance.succeeded', account.body.id, account.body.id);
    emitAccount(tx, 'refreshed_balance', account);
  }
  if (open.length > 0) await saveAccounts(tx, open);
  return open.length;
}
