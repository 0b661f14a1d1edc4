// A worker that stops beating is dead: its locked jobs are freed for the others.
import 'server-only';
import type { WorkerUtils } from 'graphile-worker';
import { db } from '@/server/db';
import { log } from '@/server/log';

const beatEveryMs = 5_000;
const deadAfterSeconds = 20;

/** Beats for this process until `stopping`; `workerIds` are graphile-worker's names for its workers. */
export async function keepBeating(
  id: string,
  workerIds: () => string[],
  utils: WorkerUtils,
  stopping: AbortSignal,
) {
  while (!stopping.aborted) {
    try {
      await beat(id, workerIds());
      await freeDead(utils);
    } catch (error) {
      // Postgres may be restarting; the next beat tries again.
      log.warn({ error: String(error) }, 'heartbeat failed');
    }
    await pause(beatEveryMs, stopping);
  }
}

async function beat(id: string, workerIds: string[]): Promise<void> {
  await db.$executeRaw`
    insert into worker_beats (id, worker_ids, beat_at) values (${id}, ${workerIds}, now())
    on conflict (id) do update set worker_ids = excluded.worker_ids, beat_at = now()`;
}

async function freeDead(utils: WorkerUtils): Promise<void> {
  const dead = await db.$queryRaw<{ id: string; worker_ids: string[] }[]>`
    select id, worker_ids from worker_beats where beat_at < now() - ${deadAfterSeconds} * interval '1 second'`;
  for (const row of dead) {
    if (row.worker_ids.length > 0) await utils.forceUnlockWorkers(row.worker_ids);
    await db.$executeRaw`
      delete from worker_beats where id = ${row.id} and beat_at < now() - ${deadAfterSeconds} * interval '1 second'`;
    log.warn({ worker: row.id }, 'a worker died: its jobs are free again');
  }
}

/** Says goodbye at a clean end, so that nobody has to wait for silence. */
export async function stopBeating(id: string): Promise<void> {
  await db.$executeRaw`delete from worker_beats where id = ${id}`;
}

export function pause(ms: number, stopping: AbortSignal): Promise<void> {
  if (stopping.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      stopping.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    stopping.addEventListener('abort', done);
  });
}
