// A run is asked for: one of a kind at a time, whoever asks.
import 'server-only';
import { randomUUID } from 'node:crypto';
import type { RunKind } from '@/domain/run';
import type { Db } from '@/server/db';
import { enqueue } from '@/server/jobs/queue';

/** Inserts a run and rings for it, in the caller's transaction. Null when one of its kind is under way. */
export async function requestRun(
  tx: Db,
  kind: RunKind,
  requestedBy: string,
  requestKey: string | null = null,
): Promise<string | null> {
  const [row] = await tx.$queryRaw<{ id: string }[]>`
    insert into runs (id, kind, state, requested_by, request_key)
    values (${randomUUID()}::uuid, ${kind}, 'due', ${requestedBy}, ${requestKey})
    on conflict (kind) where state in ('due', 'running') do nothing
    returning id::text`;
  if (!row) return null;
  await ringRun(tx, row.id);
  return row.id;
}

/**
 * A full list that begins after this moment, in the caller's transaction. One that runs already may have passed what changed
 * since: then another follows at its end.
 */
export async function requestLaterRelist(tx: Db, requestedBy: RunKind): Promise<void> {
  if (await requestRun(tx, 'relist', requestedBy)) return;
  const marked = await tx.$executeRaw`
    update runs set detail = detail || jsonb_build_object('again', ${requestedBy}::text)
    where kind = 'relist' and state = 'running'`;
  // One that still waits will do. Or the one that ran has ended meanwhile.
  if (marked === 0) await requestRun(tx, 'relist', requestedBy);
}

/** Rings for a run that waits or stopped. */
export async function ringRun(tx: Db, id: string, delaySeconds = 0): Promise<void> {
  await enqueue(tx, [{ name: 'do-run', payload: { id }, key: `run:${id}`, priority: 4, delaySeconds }]);
}
