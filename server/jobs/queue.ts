// The doorbell: jobs are rung in the transaction of the change that asks for them; truth is in our own rows.
import 'server-only';
import type { Db } from '@/server/db';

/** Every job and what it carries. */
export interface JobPayloads {
  'read-account': { id: string };
  'follow-refresh': { id: string; attempt: number };
  'read-holder': { id: string; type: string | null };
  'read-owners': { accountId: string };
  'read-transactions': { accountId: string };
  'read-session': { id: string };
  'run-backfill': { id: string };
  'do-run': { id: string };
  'keep-house': Record<string, never>;
  'resume-action': { id: string };
  'apply-events': Record<string, never>;
}
export type JobName = keyof JobPayloads;

export interface Job<Name extends JobName = JobName> {
  name: Name;
  payload: JobPayloads[Name];
  /** Jobs with the same key are one: the later call replaces a waiting one. */
  key: string;
  /** Seconds from now. */
  delaySeconds?: number;
  /** Lower runs first; 0 is what a person waits for. */
  priority?: number;
}

/**
 * Rings for many jobs at once, in the caller's transaction: no commit, no job. `keepsTime`: a job of the same key that
 * waits already is left to its own time.
 */
export async function enqueue(tx: Db, jobs: Job[], { keepsTime = false } = {}): Promise<void> {
  if (jobs.length === 0) return;
  const unique = [...new Map(jobs.map((job) => [job.key, job])).values()];
  const specs = unique.map((job) => ({
    identifier: job.name,
    payload: job.payload,
    key: job.key,
    delay: job.delaySeconds ?? 0,
    priority: job.priority ?? 5,
  }));
  await tx.$executeRaw`
    select count(*) from graphile_worker.add_jobs(array(
      select row(
        s.identifier, s.payload::json, null, now() + s.delay * interval '1 second', 25, s.key, s.priority, null
      )::graphile_worker.job_spec
      from jsonb_to_recordset(${JSON.stringify(specs)}::jsonb)
        as s(identifier text, payload jsonb, key text, delay double precision, priority smallint)
    ), job_key_preserve_run_at => ${keepsTime})`;
}

/** The job that reads what a hint is about. */
export function readTarget(targetId: string, delaySeconds: number): Job {
  const payload = { id: targetId };
  return targetId.startsWith('fcsess_')
    ? { name: 'read-session', payload, key: `session:${targetId}`, delaySeconds, priority: 3 }
    : { name: 'read-account', payload, key: `read:${targetId}`, delaySeconds, priority: 3 };
}
