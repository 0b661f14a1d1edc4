// The worker process: takes jobs, rings again for what was lost, frees what dead workers held.
import 'server-only';
import { randomUUID } from 'node:crypto';
import { EventEmitter } from 'node:events';
import { Logger, makeWorkerUtils, run, type WorkerEvents } from 'graphile-worker';
import { config } from '@/server/config';
import { db } from '@/server/db';
import { taskList } from '@/server/jobs/handlers';
import { keepBeating, pause, stopBeating } from '@/server/jobs/heartbeat';
import { ringAgain } from '@/server/jobs/sweeper';
import { log } from '@/server/log';
import { ensureFirstBackfill } from '@/server/sync/backfill';

const concurrency = 6;
const ringEveryMs = 30_000;
/** A deploy waits for a worker this long; what is unfinished then is released and done by the next one. */
const stopWithinMs = 25_000;

export interface Worker {
  /** Finishes or releases its jobs and ends. */
  stop(): Promise<void>;
}

/** Starts a worker on the configured database. */
export async function startWorker(): Promise<Worker> {
  const connectionString = config().databaseUrl;
  const stopping = new AbortController();
  const id = randomUUID();
  const workerIds = new Set<string>();
  const logger = new Logger(() => (level, message) => {
    if (level === 'error' || level === 'warning') log.warn({ source: 'queue' }, message);
  });

  const utils = await makeWorkerUtils({ connectionString, logger });
  // Listened to before the start: a worker that dies young must have told its name, or nobody frees its jobs.
  const events: WorkerEvents = new EventEmitter();
  events.on('worker:create', ({ worker }) => workerIds.add(worker.workerId));
  const runner = await run({
    connectionString,
    events,
    concurrency,
    logger,
    maxPoolSize: 6,
    noHandleSignals: true,
    // A lost NOTIFY costs at most this long.
    pollInterval: 2_000,
    taskList: taskList(stopping.signal),
  });

  await ensureFirstBackfill();
  const beating = keepBeating(id, () => [...workerIds], utils, stopping.signal);
  const ringing = keepRinging(stopping.signal);
  log.info({ worker: id }, 'worker runs');

  return {
    stop: async () => {
      stopping.abort();
      await Promise.race([
        runner.stop(),
        new Promise((resolve) => setTimeout(resolve, stopWithinMs - 3_000)),
      ]);
      await Promise.all([beating, ringing]);
      // Whatever outlived the limit is freed now and fenced by its lease.
      await utils.forceUnlockWorkers([...workerIds]);
      await stopBeating(id);
      await utils.release();
      await db.$disconnect();
    },
  };
}

async function keepRinging(stopping: AbortSignal): Promise<void> {
  while (!stopping.aborted) {
    try {
      const count = await ringAgain();
      if (count > 0) log.info({ count }, 'rang again for due rows without a job');
    } catch (error) {
      log.warn({ error: String(error) }, 'could not look for due rows');
    }
    await pause(ringEveryMs, stopping);
  }
}

async function main(): Promise<void> {
  const worker = await startWorker();
  let isStopping = false;
  const stop = () => {
    if (isStopping) return;
    isStopping = true;
    worker.stop().then(
      () => process.exit(0),
      (error) => {
        log.error({ error: String(error) }, 'the worker did not end cleanly');
        process.exit(1);
      },
    );
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
  // The supervisor is gone, SIGKILL included: end as well.
  process.on('disconnect', stop);
}

if (process.argv[1]?.endsWith('worker.ts')) {
  main().catch((error) => {
    log.fatal({ error: String(error) }, 'the worker could not start');
    process.exit(1);
  });
}
