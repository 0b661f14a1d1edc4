// One life of the queue in a process: a runner under a name of its own, which is given up whole when it is in doubt.
import 'server-only';
import { randomUUID } from 'node:crypto';
import { EventEmitter } from 'node:events';
import {
  Logger,
  type Runner,
  type RunnerOptions,
  run,
  type TaskList,
  type WorkerEvents,
} from 'graphile-worker';
import type { Pool } from 'pg';
import { log } from '@/server/log';
import { boundedPool } from '@/server/pool';
import { timings } from '@/server/timings';
import { beat, firstBeat, sayGoodbye } from './heartbeat';
import { pause } from './pause';

const concurrency = 6;
/** A life that has not beaten for this long takes and ends no job: others may hold it dead soon. */
const freshMs = (timings.deadAfterSeconds * 1000 * 2) / 3;

export interface Life {
  id: string;
  /** Says that it lives. Throws when the database does not answer. */
  beat(): Promise<void>;
  /** Others freed its jobs, or it may hold locks that nobody works on: to be replaced by a new life. */
  isInDoubt(): boolean;
  doubt(reason: string): void;
  /** Takes no more jobs, asks the running ones to stop and waits for them until `limitMs`; then frees what is left. */
  end(limitMs: number): Promise<void>;
}

export interface LifeOptions {
  connectionString: string;
  tasks: (stopping: AbortSignal) => TaskList;
}

/** Starts a runner. It takes jobs as soon as its first beat is written. */
export async function beginLife({ connectionString, tasks }: LifeOptions): Promise<Life> {
  const id = randomUUID();
  const names: string[] = [];
  const stopping = new AbortController();
  // The runner gives out no more jobs: nobody has to be kept from taking one.
  const released = new AbortController();
  let doubts: string | null = null;
  let lastBeatAt = Number.NEGATIVE_INFINITY;
  let isLost = false;

  const doubt = (reason: string) => {
    if (doubts === null) log.warn({ worker: id, reason }, 'the queue of this worker is in doubt');
    doubts ??= reason;
  };
  const isFresh = () => !isLost && performance.now() - lastBeatAt < freshMs;

  // The library locks jobs in the name of the pool of workers, and tells that name before the first job is taken.
  const events: WorkerEvents = new EventEmitter();
  events.on('pool:create', ({ workerPool }) => names.push(workerPool.id));
  // A job may be locked in our name although we never got it, or may have ended without being deleted.
  events.on('worker:getJob:error', ({ error }) => doubt(String(error)));
  events.on('worker:fatalError', ({ error }) => doubt(String(error)));
  events.on('pool:fatalError', ({ error }) => doubt(String(error)));

  const pool = boundedPool({ connectionString, max: concurrency + 2, name: 'relink queue' });
  pool.on('error', (error) => log.warn({ error: error.message }, 'a pooled connection of the queue broke'));
  // One that breaks while it is in use: its query fails as well, which is where it is dealt with.
  pool.on('connect', (client) =>
    client.on('error', (error) => log.warn({ error: error.message }, 'a connection broke')),
  );

  /** The library deletes a finished job without asking who holds it: one that others may hold fails here, which is fenced. */
  const untilFresh = async () => {
    while (!isFresh() && !isLost && !stopping.signal.aborted) await pause(50, stopping.signal);
    if (!isFresh()) throw new Error('This worker was taken for dead: the job is for its next holder.');
  };

  const runner = await start({
    pgPool: pool,
    events,
    concurrency,
    logger: new Logger(() => (level, message) => {
      if (level === 'error' || level === 'warning') log.warn({ source: 'queue' }, message);
    }),
    noHandleSignals: true,
    pollInterval: timings.pollMs,
    // Asked before each job: no flag is forbidden, but nothing is taken without a beat.
    forbiddenFlags: async () => {
      while ((!isFresh() || stopping.signal.aborted) && !released.signal.aborted)
        await pause(50, released.signal);
      return null;
    },
    taskList: guarded(tasks(stopping.signal), untilFresh),
  });
  const settled = () => doubt('the runner ended');
  runner.promise.then(settled, settled);

  const beatNow = async () => {
    const at = performance.now();
    if (lastBeatAt === Number.NEGATIVE_INFINITY) await firstBeat(id, names);
    else if (!(await beat(id))) {
      isLost = true;
      doubt('it was taken for dead');
      stopping.abort();
      return;
    }
    lastBeatAt = at;
  };

  return {
    id,
    beat: beatNow,
    isInDoubt: () => doubts !== null,
    doubt,
    end: async (limitMs) => {
      doubts ??= 'it ends';
      stopping.abort();
      const ended = runner
        .stop()
        .catch((error) => log.debug({ error: String(error) }, 'the runner had ended'));
      released.abort();
      await endRunner(ended, pool, limitMs);
      isLost = true;
      endPool(pool);
      // What outlived the limit is freed and fenced by its leases.
      await sayGoodbye(id, names);
    },
  };
}

async function start(options: RunnerOptions & { pgPool: Pool }): Promise<Runner> {
  try {
    return await run(options);
  } catch (error) {
    endPool(options.pgPool);
    throw error;
  }
}

function endPool(pool: Pool): void {
  pool.end().catch((error) => log.warn({ error: String(error) }, 'the pool of the queue did not end'));
}

function guarded(tasks: TaskList, untilFresh: () => Promise<void>): TaskList {
  return Object.fromEntries(
    Object.entries(tasks).map(([name, task]): [string, TaskList[string]] => [
      name,
      async (payload, helpers) => {
        await untilFresh();
        await task?.(payload, helpers);
        await untilFresh();
      },
    ]),
  );
}

async function endRunner(ended: Promise<void>, pool: Pool, limitMs: number): Promise<void> {
  const limit = AbortSignal.timeout(limitMs);
  await Promise.race([ended, pause(limitMs, limit)]);
  // The library does not wait for the deletes of the last jobs.
  while (pool.idleCount < pool.totalCount && !limit.aborted) await pause(20, limit);
}
