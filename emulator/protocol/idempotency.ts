// Idempotency keys: the first answer kept for 24 hours, replayed; other parameters and overlaps refused.
import type { World } from '@/emulator/objects';
import { Failure } from '@/emulator/protocol/failure';
import { clockOf, type Query, type Store } from '@/emulator/store';

const keptMs = 86_400_000;
/** After so many seconds of wall time a call that has not ended never will. */
const longestRunSeconds = 120;

/** An answer that was given before. */
export interface Replay {
  status: number;
  body: string;
  requestId: string;
}

interface KeyRow extends Record<string, unknown> {
  hash: string;
  state: 'running' | 'done';
  status: number | null;
  body: string | null;
  request_id: string;
  stale: boolean;
}

export interface KeyUse {
  key: string;
  hash: string;
  requestId: string;
}

/** Refuses a key that is too long; null when there is none. */
export function readKey(headers: Headers): string | null {
  const key = headers.get('idempotency-key');
  if (key === null || key === '') return null;
  if (key.length > 255)
    throw new Failure('Idempotency keys may be at most 255 characters long.', { type: 'idempotency_error' });
  return key;
}

/** What an earlier use of the key answers: a replay, a refusal by throwing, or null for none. */
export async function replayOf(store: Store, world: World, use: KeyUse): Promise<Replay | null> {
  const [row] = await store.query<KeyRow>(
    `select hash, state, status, body, request_id,
       created_at <= $3 or (state = 'running' and (boot <> $4 or wall_at < now() - make_interval(secs => $5))) as stale
     from idempotency where world = $1 and key = $2`,
    [world.id, use.key, Math.floor(clockOf(store)) - keptMs, store.boot, longestRunSeconds],
  );
  if (row === undefined) return null;
  if (row.stale) {
    // Too old, or left by a process that was killed: its transaction never happened.
    await store.query(`delete from idempotency where world = $1 and key = $2 and request_id = $3`, [
      world.id,
      use.key,
      row.request_id,
    ]);
    return null;
  }
  if (row.hash !== use.hash) {
    throw new Failure(
      `Keys for idempotent requests can only be used with the same parameters they were first used with. Try using a key other than '${use.key}' if you meant to execute a different request.`,
      { type: 'idempotency_error' },
    );
  }
  if (row.state === 'running' || row.status === null || row.body === null) throw inUse(use.key);
  return { status: row.status, body: row.body, requestId: row.request_id };
}

function inUse(key: string): Failure {
  return new Failure(
    `There is currently another in-progress request using this Idempotent Key (that probably means you submitted twice, and the other request is still going through): ${key}. Please try again later.`,
    { status: 409, type: 'idempotency_error', code: 'idempotency_key_in_use' },
  );
}

/** Takes the key for a call that now begins; another that was quicker makes this one fail. */
export async function takeKey(store: Store, world: World, use: KeyUse): Promise<void> {
  const rows = await store.query(
    `insert into idempotency (world, key, hash, state, boot, request_id, created_at)
     values ($1, $2, $3, 'running', $4, $5, $6) on conflict do nothing returning 1`,
    [world.id, use.key, use.hash, store.boot, use.requestId, Math.floor(clockOf(store))],
  );
  if (rows.length === 0) throw inUse(use.key);
}

/** Keeps the answer: inside the call's own transaction, so that effect and answer are one. */
export async function keepAnswer(
  query: Query,
  world: World,
  use: KeyUse,
  status: number,
  body: string,
): Promise<void> {
  await query(
    `update idempotency set state = 'done', status = $4, body = $5 where world = $1 and key = $2 and request_id = $3`,
    [world.id, use.key, use.requestId, status, body],
  );
}

/** Gives the key back: the call was refused before it began. */
export async function releaseKey(query: Query, world: World, use: KeyUse): Promise<void> {
  await query('delete from idempotency where world = $1 and key = $2 and request_id = $3', [
    world.id,
    use.key,
    use.requestId,
  ]);
}

/** Forgets keys after a day of the emulator's clock. */
export async function pruneKeys(store: Store): Promise<void> {
  await store.query('delete from idempotency where created_at <= $1', [Math.floor(clockOf(store)) - keptMs]);
}
