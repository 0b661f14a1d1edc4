// How every run is done: step by step under a lease, each step's result and cursor in one transaction.
import 'server-only';
import type { RunFacts, RunKind } from '@/domain/run';
import { type Db, db } from '@/server/db';
import { hold, isFree, type Lease, LeaseLost, leaseEnd, requireLease } from '@/server/leases';
import { log } from '@/server/log';
import { StripeCallError } from '@/server/stripe/call-error';
import { requestRun, ringRun } from './request';

/** A run that this process holds, as it stands after the last step. */
export interface HeldRun {
  id: string;
  kind: RunKind;
  lease: Lease;
  /** What the steps before wrote; null at the start. */
  cursor: unknown;
  /** The database's time of its first step. */
  startedAt: Date;
  checked: number;
  found: number;
  detail: RunFacts;
}

/** A run that waits lets go of its lease: any worker goes on with it then. */
export type StepEnd = 'more' | 'done' | { waitSeconds: number };

/** One bounded piece of work: it commits through `commitStep`, and may be done twice without harm. */
export type RunStep = (run: HeldRun) => Promise<StepEnd>;

/** What a step adds to the run's row. */
export interface Progress {
  cursor?: unknown;
  checked?: number;
  found?: number;
  healed?: number;
  failed?: number;
  detail?: RunFacts;
}

/** Commits what a step did together with its progress; throws LeaseLost, and nothing is written, when the run is another's. */
export async function commitStep(run: HeldRun, write: (tx: Db) => Promise<Progress>): Promise<void> {
  const row = await db.$transaction(async (tx) => {
    await requireLease(tx, run.lease);
    const { cursor, checked = 0, found = 0, healed = 0, failed = 0, detail = {} } = await write(tx);
    const next = cursor === undefined ? run.cursor : cursor;
    const [after] = await tx.$queryRaw<{ checked: number; found: number; detail: RunFacts }[]>`
      update runs set cursor = ${JSON.stringify(next ?? null)}::jsonb, checked = checked + ${checked},
        found = found + ${found}, healed = healed + ${healed}, failed = failed + ${failed},
        detail = detail || ${JSON.stringify(detail)}::jsonb, lease_until = ${leaseEnd}
      where id = ${run.id}::uuid returning checked, found, detail`;
    if (!after) throw new LeaseLost(run.lease);
    return { ...after, cursor: next };
  });
  Object.assign(run, row);
}

interface Claim {
  kind: RunKind;
  lease_no: number;
  attempts: number;
  cursor: unknown;
  started_at: Date;
  checked: number;
  found: number;
  detail: RunFacts;
}

/** Does or goes on with one run until it is done, waits, the worker stops, or Stripe fails (then it rings for itself again). */
export async function doRun(
  id: string,
  steps: Record<RunKind, RunStep>,
  stopping: AbortSignal,
): Promise<void> {
  const [claim] = await db.$queryRaw<Claim[]>`
    update runs set state = 'running', lease_no = lease_no + 1, attempts = attempts + 1, lease_until = ${leaseEnd},
      started_at = coalesce(started_at, now()), error = null
    where id = ${id}::uuid and state in ('due', 'running') and ${isFree}
    returning kind, lease_no, attempts, cursor, started_at, checked, found, detail`;
  if (!claim) return;
  const { kind, cursor, started_at: startedAt, checked, found, detail } = claim;
  const lease: Lease = { table: 'runs', id, leaseNo: claim.lease_no };
  const run: HeldRun = { id, kind, lease, cursor, startedAt, checked, found, detail };
  const tried = { attempts: claim.attempts };
  const giveBack = async (error: unknown) => {
    if (error instanceof LeaseLost) throw error;
    log.warn({ run: id, kind, error: String(error) }, 'a run stopped on an error');
    await putOff(run, error, tried.attempts);
  };
  try {
    await hold(lease, (lost) =>
      go(run, steps[kind], tried, AbortSignal.any([lost, stopping])).catch(giveBack),
    );
  } catch (error) {
    if (!(error instanceof LeaseLost)) throw error;
    log.warn({ run: id, kind }, 'a run went to another holder');
  }
}

async function go(
  run: HeldRun,
  step: RunStep,
  tried: { attempts: number },
  stopping: AbortSignal,
): Promise<void> {
  while (!stopping.aborted) {
    const end = await step(run);
    // What fails from here on fails for the first time.
    tried.attempts = 1;
    if (end === 'done') return await finish(run);
    if (end !== 'more') return await letGo(run, end.waitSeconds);
  }
  await letGo(run, 0);
}

async function finish(run: HeldRun): Promise<void> {
  await db.$transaction(async (tx) => {
    await requireLease(tx, run.lease);
    await tx.$executeRaw`
      update runs set state = 'done', finished_at = now(), lease_until = null, attempts = 0 where id = ${run.id}::uuid`;
    await follow(tx, run);
  });
  log.info({ run: run.id, kind: run.kind, checked: run.checked, found: run.found }, 'a run is done');
}

/** The run is over: what was asked for while it ran begins. */
async function follow(tx: Db, { id, kind }: HeldRun): Promise<void> {
  const [row] = await tx.$queryRaw<{ again: string | null }[]>`
    select detail ->> 'again' as again from runs where id = ${id}::uuid`;
  if (row?.again) await requestRun(tx, kind, row.again);
}

async function letGo(run: HeldRun, waitSeconds: number): Promise<void> {
  await db.$transaction(async (tx) => {
    await requireLease(tx, run.lease);
    await tx.$executeRaw`update runs set lease_until = null, attempts = 0 where id = ${run.id}::uuid`;
    await ringRun(tx, run.id, waitSeconds);
  });
}

/** Stripe is busy or away: nothing is wrong with the run. */
const passing = new Set(['stripe_unavailable', 'stripe_timeout', 'rate_limited']);

/** What waiting does not mend is tried so often in a row; the next slot begins anew. */
const tries = 8;

async function putOff(run: HeldRun, error: unknown, attempts: number): Promise<void> {
  const isPassing = error instanceof StripeCallError && passing.has(error.code);
  const isFailed = !isPassing && attempts >= tries;
  const told = (error instanceof Error ? error.message : 'unknown error').slice(0, 500);
  const delaySeconds = Math.min(5 * 2 ** (attempts - 1), 300) * (0.75 + Math.random() / 2);
  await db.$transaction(async (tx) => {
    await requireLease(tx, run.lease);
    await tx.$executeRaw`
      update runs set lease_until = null, error = ${told}, attempts = ${isPassing ? Math.min(attempts, 6) : attempts},
        state = ${isFailed ? 'failed' : 'running'}, finished_at = case when ${isFailed} then now() end
      where id = ${run.id}::uuid`;
    if (isFailed) await follow(tx, run);
    else await ringRun(tx, run.id, delaySeconds);
  });
}
