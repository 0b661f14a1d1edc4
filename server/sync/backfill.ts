// Every account that Stripe lists, page by page: page and cursor commit together, so a kill at any point loses nothing.
import 'server-only';
import { randomUUID } from 'node:crypto';
import { type Db, db, nextReadNo } from '@/server/db';
import { enqueue } from '@/server/jobs/queue';
import { hold, isFree, type Lease, LeaseLost, leaseEnd, requireLease } from '@/server/leases';
import { log } from '@/server/log';
import { StripeCallError } from '@/server/stripe/call-error';
import { listAccountsPage } from '@/server/stripe/client';
import { letIn } from './account';
import { noteClock } from './clock';

/** Inserts a run and rings for it, in the caller's transaction. Returns its id. */
export async function requestBackfill(
  tx: Db,
  requestedBy: string,
  requestKey: string | null,
): Promise<string> {
  const { id } = await tx.backfill.create({
    data: { id: randomUUID(), state: 'due', requestedBy, requestKey },
    select: { id: true },
  });
  await ringBackfill(tx, id);
  return id;
}

/** Rings for a run that waits or stopped. */
export async function ringBackfill(tx: Db, id: string, delaySeconds = 0): Promise<void> {
  const key = `backfill:${id}`;
  await enqueue(tx, [{ name: 'run-backfill', payload: { id }, key, priority: 2, delaySeconds }]);
}

/** The first backfill of a new database; later starts find it done or go on with it. */
export async function ensureFirstBackfill(): Promise<void> {
  await db.$transaction(async (tx) => {
    // Two workers may start at once on an empty database.
    await tx.$executeRaw`select pg_advisory_xact_lock(hashtext('relink:first-backfill'))`;
    const existing = await tx.backfill.findFirst({ select: { id: true } });
    if (!existing) await requestBackfill(tx, 'first start', null);
  });
}

interface Claim {
  lease_no: number;
  attempts: number;
  cursor: string | null;
}

/** Runs or resumes one backfill until it is done, the worker stops, or Stripe fails (then it rings for itself again). */
export async function runBackfill(id: string, signal: AbortSignal): Promise<void> {
  const [claim] = await db.$queryRaw<Claim[]>`
    update backfills set state = 'running', lease_no = lease_no + 1, attempts = attempts + 1,
      lease_until = ${leaseEnd}, started_at = coalesce(started_at, now()), error = null
    where id = ${id}::uuid and state in ('due', 'running') and ${isFree}
    returning lease_no, attempts, cursor`;
  if (!claim) return;
  log.info({ backfill: id, cursor: claim.cursor }, 'backfill runs');
  const lease: Lease = { table: 'backfills', id, leaseNo: claim.lease_no };
  const progress = { attempts: claim.attempts };
  const giveBack = async (error: unknown) => {
    if (error instanceof LeaseLost) throw error;
    log.warn({ backfill: id, error: String(error) }, 'backfill stopped on an error');
    await release(lease, { error, attempts: progress.attempts });
  };
  try {
    await hold(lease, () => storePages(lease, claim.cursor, progress, signal).catch(giveBack));
  } catch (error) {
    if (!(error instanceof LeaseLost)) throw error;
    log.warn({ backfill: id }, 'backfill went to another holder');
  }
}

async function storePages(
  lease: Lease,
  from: string | null,
  progress: { attempts: number },
  signal: AbortSignal,
): Promise<void> {
  let cursor = from;
  while (!signal.aborted) {
    cursor = await storePage(lease, cursor);
    // What fails from here on fails for the first time.
    progress.attempts = 1;
    if (cursor === null) {
      log.info({ backfill: lease.id }, 'backfill done');
      return;
    }
  }
  await release(lease, null);
}

interface Failure {
  error: unknown;
  /** How often it was tried since the last page. */
  attempts: number;
}

/** Gives the run back: for the next worker at once, or, with the reason in words, for a later try. */
async function release(lease: Lease, failure: Failure | null): Promise<void> {
  const error = failure && (failure.error instanceof Error ? failure.error.message : 'unknown error');
  const delaySeconds = failure ? Math.min(5 * 2 ** (failure.attempts - 1), 300) : 0;
  await db.$transaction(async (tx) => {
    await requireLease(tx, lease);
    await tx.$executeRaw`
      update backfills set lease_until = null, error = ${error}, attempts = ${failure?.attempts ?? 0},
        cursor = case when ${isCursorGone(failure?.error)} then null else cursor end
      where id = ${lease.id}::uuid`;
    await ringBackfill(tx, lease.id, delaySeconds);
  });
}

const isCursorGone = (error: unknown) =>
  error instanceof StripeCallError && error.stripeCode === 'resource_missing';

/** Stores one page and answers the cursor of the next, or null after the last. */
async function storePage(lease: Lease, cursor: string | null): Promise<string | null> {
  const readNo = await nextReadNo(db);
  const answer = await listAccountsPage('job', cursor);
  await noteClock(answer);
  const { rows, unreadableIds, hasMore, lastId } = answer.data;
  const nextCursor = hasMore ? lastId : null;
  const isDone = nextCursor === null;
  const error = unreadableIds.length > 0 ? `Not readable: ${unreadableIds.slice(0, 5).join(', ')}` : null;
  await db.$transaction(async (tx) => {
    // A worker that froze and woke changes nothing.
    await requireLease(tx, lease);
    const result = await letIn(tx, rows, answer, { readNo, source: 'backfill' });
    const newCount = result.saved.filter((account) => account.isNew).length;
    await tx.$executeRaw`
      update backfills set cursor = coalesce(${nextCursor}, cursor), pages = pages + 1,
        accounts_read = accounts_read + ${rows.length}, accounts_new = accounts_new + ${newCount},
        accounts_stale = accounts_stale + ${result.stale.length}, error = coalesce(${error}, error),
        state = ${isDone ? 'done' : 'running'}, finished_at = case when ${isDone} then now() end,
        lease_until = case when ${isDone} then null else ${leaseEnd} end
      where id = ${lease.id}::uuid`;
  });
  return nextCursor;
}
