// What each job does: one line a job, the work itself stands in sync/ and commands/.
import 'server-only';
import type { Task } from 'graphile-worker';
import type { RunKind } from '@/domain/run';
import { resumeAction } from '@/server/commands/resume';
import { db } from '@/server/db';
import { readAccount } from '@/server/sync/account';
import { runBackfill } from '@/server/sync/backfill';
import { readHolder } from '@/server/sync/holder';
import { readOwners } from '@/server/sync/owners';
import { readSession, sessionDelaySeconds } from '@/server/sync/session';
import { audit } from '@/server/sync/sweeps/audit';
import { prune } from '@/server/sync/sweeps/prune';
import { sweepReads } from '@/server/sync/sweeps/reads';
import { sweepRefreshes } from '@/server/sync/sweeps/refreshes';
import { relist } from '@/server/sync/sweeps/relist';
import { doRun, type RunStep } from '@/server/sync/sweeps/run';
import { readTransactions } from '@/server/sync/transactions';
import { applyEvents } from '@/server/webhooks/apply';
import { afterFailedRead } from '@/server/webhooks/failed-read';
import { watchStream } from '@/server/webhooks/quiet';
import { sweepEvents } from '@/server/webhooks/sweep';
import { enqueue, type JobName, type JobPayloads } from './queue';

type Handler<Name extends JobName> = (payload: JobPayloads[Name], signal: AbortSignal) => Promise<unknown>;

const runSteps: Record<RunKind, RunStep> = {
  events: sweepEvents,
  refreshes: sweepRefreshes,
  reads: sweepReads,
  relist,
  audit,
};

const handlers: { [Name in JobName]: Handler<Name> } = {
  'read-account': ({ id }) => readKnown(id, 0),
  'follow-refresh': ({ id, attempt }) => readKnown(id, attempt),
  'read-holder': ({ id, type }) => readHolder(id, type),
  'read-owners': ({ accountId }) => readOwners(accountId),
  'read-transactions': ({ accountId }) => readTransactions(accountId),
  'read-session': ({ id }) => followSession(id),
  'run-backfill': ({ id }, signal) => runBackfill(id, signal),
  'do-run': ({ id }, signal) => doRun(id, runSteps, signal),
  'keep-house': keepHouse,
  'resume-action': ({ id }) => resumeAction(id),
  'apply-events': (_, signal) => applyEvents(signal),
};

async function keepHouse(): Promise<void> {
  await watchStream();
  await prune();
}

async function readKnown(id: string, attempt: number): Promise<void> {
  try {
    await readAccount(id, 'job', attempt);
  } catch (error) {
    await afterFailedRead(id, error);
  }
}

async function followSession(id: string): Promise<void> {
  try {
    await readSession(id, 'job', 'looked_up');
  } catch (error) {
    await afterFailedRead(id, error);
    return;
  }
  const session = await db.session.findUnique({
    where: { id },
    select: { outcome: true, firstSeenAt: true },
  });
  if (session?.outcome !== 'open') return;
  const delaySeconds = sessionDelaySeconds((Date.now() - session.firstSeenAt.getTime()) / 1000);
  if (delaySeconds === null) return;
  await enqueue(db, [{ name: 'read-session', payload: { id }, key: `session:${id}`, delaySeconds }]);
}

/** The task list of graphile-worker. `stopping` is aborted when this worker is asked to end. */
export function taskList(stopping: AbortSignal): Record<string, Task> {
  const tasks = Object.entries(handlers).map(([name, handler]): [string, Task] => [
    name,
    async (payload) => {
      // Payloads are written by `enqueue` alone, whose types are the handlers' types.
      await (handler as Handler<JobName>)(payload as JobPayloads[JobName], stopping);
    },
  ]);
  return Object.fromEntries(tasks);
}
