// The beats of workers in Postgres: whoever falls silent is dead, and its locked jobs are freed for the others.
import 'server-only';
import { db } from '@/server/db';
import { log } from '@/server/log';
import { timings } from '@/server/timings';

const deadAfter = timings.deadAfterSeconds;

/** Writes the first beat: before it a worker may take no job, or nobody would free it. */
export async function firstBeat(id: string, names: string[]): Promise<void> {
  await db.$executeRaw`
    insert into worker_beats (id, worker_ids, beat_at) values (${id}, ${names}, now())
    on conflict (id) do update set beat_at = now()`;
}

/** False when the row is gone: this worker was taken for dead, and its jobs are others' now. */
export async function beat(id: string): Promise<boolean> {
  const count = await db.$executeRaw`update worker_beats set beat_at = now() where id = ${id}`;
  return count > 0;
}

/**
 * Frees the jobs of the dead. Row and locks go in one transaction, so that a worker that wakes finds either both or none.
 * Nobody is judged by a server that has not been up for long enough to hear them.
 */
export async function freeDead(): Promise<void> {
  const dead = await db.$transaction(async (tx) => {
    const rows = await tx.$queryRaw<{ id: string; worker_ids: string[] }[]>`
      delete from worker_beats where beat_at < now() - ${deadAfter} * interval '1 second'
        and pg_postmaster_start_time() < now() - ${deadAfter} * interval '1 second'
      returning id, worker_ids`;
    const names = rows.flatMap((row) => row.worker_ids);
    if (names.length > 0) await tx.$executeRaw`select graphile_worker.force_unlock_workers(${names})::text`;
    return rows;
  });
  for (const { id } of dead) log.warn({ worker: id }, 'a worker died: its jobs are free again');
}

/** Says goodbye: no beat, no locks. */
export async function sayGoodbye(id: string, names: string[]): Promise<void> {
  await db.$transaction(async (tx) => {
    await tx.$executeRaw`delete from worker_beats where id = ${id}`;
    await tx.$executeRaw`select graphile_worker.force_unlock_workers(${names})::text`;
  });
}
