// The worker's jobs, done here and now: what is due, until something is true.
import 'server-only';
import { Logger, run } from 'graphile-worker';
import type { RunKind } from '@/domain/run';
import { db } from '@/server/db';
import { taskList } from '@/server/jobs/handlers';
import { ringAgain } from '@/server/jobs/sweeper';
import { requestRun } from '@/server/sync/sweeps/request';

const everyMs = 2_000;

const logger = new Logger(() => () => undefined);

/** Does every job that falls due until `isEnough`; rings for due rows without a job, as the worker does. */
export async function workUntil(isEnough: () => Promise<boolean>, limitMs = 45_000): Promise<void> {
  const stopping = new AbortController();
  const runner = await run({
    connectionString: process.env.DATABASE_URL ?? '',
    taskList: taskList(stopping.signal),
    concurrency: 4,
    pollInterval: 200,
    noHandleSignals: true,
    logger,
  });
  try {
    const endMs = Date.now() + limitMs;
    for (let ringMs = Date.now() + everyMs; !(await isEnough()); ) {
      // As the worker does: a due row whose bell went unheard is found by looking.
      if (Date.now() > ringMs) {
        await ringAgain();
        ringMs = Date.now() + everyMs;
      }
      if (Date.now() > endMs) throw new Error(`The work did not come to its end: ${await whatIsOpen()}`);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  } finally {
    await runner.stop();
  }
}

async function whatIsOpen(): Promise<string> {
  const [row] = await db.$queryRaw<{ told: unknown }[]>`
    select jsonb_build_object(
      'jobs', (select jsonb_object_agg(task, n) from (select task_identifier || coalesce(': ' || last_error, '') as task,
        count(*) as n from graphile_worker.jobs group by 1) as t),
      'runs', (select jsonb_agg(jsonb_build_object('kind', kind, 'error', error, 'cursor', cursor)) from runs
        where state in ('due', 'running')),
      'events', (select jsonb_object_agg(state, n) from (select state, count(*) as n from events group by 1) as e)) as told`;
  return JSON.stringify(row?.told);
}

/** Forgets the jobs that wait: after a first backfill these are owners, transactions and holders of every account. */
export async function forgetJobs(): Promise<void> {
  await db.$executeRaw`delete from graphile_worker._private_jobs`;
}

/** No event waits, no hint, no run, no backfill. */
export async function isSettled(): Promise<boolean> {
  const [row] = await db.$queryRaw<{ open: boolean }[]>`
    select exists (select 1 from events where state in ('due', 'hinted')) or exists (select 1 from hints)
      or exists (select 1 from runs where state in ('due', 'running'))
      or exists (select 1 from backfills where state in ('due', 'running')) as open`;
  return row?.open === false;
}

/** Asks for a run, does what it and everything else needs, and answers its row. */
export async function doNow(kind: RunKind) {
  const id = await db.$transaction((tx) => requestRun(tx, kind, 'test'));
  if (!id) throw new Error(`A run of the kind ${kind} is under way.`);
  await workUntil(async () => {
    const { state } = await db.run.findUniqueOrThrow({ where: { id } });
    return state === 'done' || state === 'failed';
  });
  return await db.run.findUniqueOrThrow({ where: { id } });
}
