// The worker process: takes jobs, rings again for what was lost, frees what dead workers held.
import 'server-only';
import { countFreshness } from '@/server/cache/freshness';
import { config } from '@/server/config';
import { db } from '@/server/db';
import { isDatabaseOut } from '@/server/errors';
import { taskList } from '@/server/jobs/handlers';
import { keepLiving } from '@/server/jobs/lives';
import { pause } from '@/server/jobs/pause';
import { keepSchedule } from '@/server/jobs/schedule';
import { ringAgain } from '@/server/jobs/sweeper';
import { log } from '@/server/log';
import { ensureFirstBackfill } from '@/server/sync/backfill';
import { timings } from '@/server/timings';

export interface Worker {
  /** An error that nobody caught. False when it is none of the database's: the process is in an unknown state. */
  survives(error: unknown): boolean;
  /** Finishes or releases its jobs and ends. */
  stop(): Promise<void>;
}

/** Starts a worker on the configured database. */
export async function startWorker(): Promise<Worker> {
  const stopping = new AbortController();
  const lives = await keepLiving({ connectionString: config().databaseUrl, tasks: taskList });
  const ringing = keepRinging(stopping.signal);
  return {
    // The queue's library ends and fails jobs in promises that nobody holds: without Postgres these are rejected.
    survives: (error) => {
      const isOurs = isDatabaseOut(error) || /after calling end on the pool/.test(String(error));
      if (isOurs) lives.doubt(String(error));
      return isOurs;
    },
    stop: async () => {
      stopping.abort();
      await Promise.all([lives.end(timings.stopMs * 0.8), ringing]);
      await db.$disconnect();
    },
  };
}

async function keepRinging(stopping: AbortSignal): Promise<void> {
  let isFirst = true;
  while (!stopping.aborted) {
    try {
      if (isFirst) await ensureFirstBackfill();
      isFirst = false;
      await keepSchedule();
      const count = await ringAgain();
      if (count > 0) log.info({ count }, 'rang again for due rows without a job');
    } catch (error) {
      log.warn({ error: String(error) }, 'could not look for due rows');
    }
    await keepCounts();
    await pause(timings.ringMs, stopping);
  }
}

/** How fresh the accounts are is counted here, so that the overview need not. */
async function keepCounts(): Promise<void> {
  try {
    await db.$transaction(countFreshness);
  } catch (error) {
    log.warn({ error: String(error) }, 'could not count how fresh the accounts are');
  }
}

async function main(): Promise<void> {
  const worker = await startWorker();
  const dieOf = (error: unknown) => {
    if (worker.survives(error)) return;
    const told = error instanceof Error ? error.stack : String(error);
    log.fatal({ error: told }, 'an error that nobody caught: the worker ends and is started again');
    process.exit(1);
  };
  process.on('unhandledRejection', dieOf);
  process.on('uncaughtException', dieOf);

  let isStopping = false;
  const stop = async () => {
    if (isStopping) return;
    isStopping = true;
    const limit = AbortSignal.timeout(timings.stopMs * 0.95);
    const isInTime = await Promise.race([
      worker.stop().then(() => true),
      pause(timings.stopMs, limit).then(() => false),
    ]);
    // What is unfinished is free when our beats are missed, and fenced.
    if (!isInTime) log.warn('the worker ended before all was released');
    process.exit(0);
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
  // The supervisor is gone, SIGKILL included: end as well.
  process.on('disconnect', stop);
  // Last: whoever hears it may ask for the end at once.
  log.info('worker runs');
}

if (process.argv[1]?.endsWith('worker.ts')) {
  main().catch((error) => {
    log.fatal({ error: String(error) }, 'the worker could not start');
    process.exit(1);
  });
}
