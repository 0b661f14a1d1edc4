// Work for workers: actions as a web process leaves them that died after it had written them down.

import { until } from '@/scripts/chaos/stand/settle';
import type { World } from '@/scripts/chaos/stand/world';

/** Writes one due action for each account, held by nobody, and rings. Answers their ids. */
export async function leaveActions(
  world: World,
  kind: 'refresh' | 'disconnect',
  accountIds: readonly string[],
): Promise<string[]> {
  const params = kind === 'refresh' ? { features: ['balance'], refused: [] } : {};
  const rows = await world.database.query<{ id: string }>(
    `with made as (
       insert into actions (id, kind, account_id, params, actor, request_key, request_hash, state, attempts)
       select gen_random_uuid(), $1, account, $2::jsonb, 'console', gen_random_uuid()::text, 'chaos', 'due', 1
       from unnest($3::text[]) as account returning id
     )
     select id::text, graphile_worker.add_job('resume-action', json_build_object('id', id),
       job_key => 'action:' || id, priority => 1) is not null as rung from made`,
    [kind, JSON.stringify(params), accountIds],
  );
  return rows.map(({ id }) => id);
}

/** Accounts whose access has ended: a disconnect of one costs a read and changes nothing, so it is work without end. */
export async function endedAccounts(world: World, count: number): Promise<string[]> {
  const rows = await world.database.query<{ id: string }>(
    `select id from accounts where status = 'disconnected' order by md5(id) limit $1`,
    [count],
  );
  return Array.from({ length: count }, (_, at) => rows[at % rows.length]?.id ?? '');
}

export interface Done {
  /** Actions without the result that they must have. */
  lost: number;
  /** More than one audit entry for an action. */
  duplicated: number;
}

/** What became of these actions. */
export async function checkDone(world: World, ids: readonly string[]): Promise<Done> {
  const [row] = await world.database.query<Done>(
    `select count(*) filter (where a.state <> 'done' or e.count = 0)::int as lost,
       coalesce(sum(greatest(e.count - 1, 0)), 0)::int as duplicated
     from actions a, lateral (select count(*) from audit_entries e where e.action_id = a.id) e
     where a.id = any($1::uuid[])`,
    [ids],
  );
  return row ?? { lost: ids.length, duplicated: 0 };
}

/** How many of these are done. */
export async function countDone(world: World, ids: readonly string[]): Promise<number> {
  const [row] = await world.database.query<{ count: number }>(
    `select count(*)::int as count from actions where id = any($1::uuid[]) and state <> 'due'`,
    [ids],
  );
  return row?.count ?? 0;
}

/** How many of these a worker has claimed, whatever became of it. */
export async function countBegun(world: World, ids: readonly string[]): Promise<number> {
  const [row] = await world.database.query<{ count: number }>(
    'select count(*)::int as count from actions where id = any($1::uuid[]) and lease_no > 0',
    [ids],
  );
  return row?.count ?? 0;
}

/** Waits until all of these have a result; false when some have none in time. */
export const untilDone = (world: World, ids: readonly string[], waitMs: number) =>
  until(async () => (await countDone(world, ids)) === ids.length, waitMs, 150);

export interface Takeovers {
  /** Notes what is held now by a process that was just killed. */
  note(): Promise<number>;
  /** Waits until all of it has its next holder. */
  ended(waitMs: number): Promise<boolean>;
  /** The longest that something waited for its next holder so far, ms. */
  worstMs(): number;
  /** Things whose holder died. */
  count(): number;
  stop(): void;
}

/** Watches how long what a dead worker held waits for the next one. */
export function watchTakeovers(world: World): Takeovers {
  const waiting = new Map<string, { leaseNo: number; at: number }>();
  let worst = 0;
  let count = 0;
  const look = async () => {
    if (waiting.size === 0) return;
    const rows = await world.database.query<{ id: string; lease_no: number; state: string }>(
      'select id::text, lease_no, state from actions where id = any($1::uuid[])',
      [[...waiting.keys()]],
    );
    for (const { id, lease_no, state } of rows) {
      const held = waiting.get(id);
      if (!held || (state === 'due' && lease_no === held.leaseNo)) continue;
      worst = Math.max(worst, performance.now() - held.at);
      waiting.delete(id);
    }
  };
  const timer = setInterval(() => void look(), 150);
  return {
    note: async () => {
      const at = performance.now();
      const rows = await world.database.query<{ id: string; lease_no: number }>(
        `select id::text, lease_no from actions where state = 'due' and lease_until > now()`,
      );
      for (const { id, lease_no } of rows) {
        if (waiting.get(id)?.leaseNo === lease_no) continue;
        waiting.set(id, { leaseNo: lease_no, at });
        count += 1;
      }
      return rows.length;
    },
    ended: (waitMs) => until(() => waiting.size === 0, waitMs, 100),
    worstMs: () => worst,
    count: () => count,
    stop: () => clearInterval(timer),
  };
}
