// Every account that Stripe lists, page by page: page and cursor commit together, so a kill at any point loses nothing.
import 'server-only';
import { randomUUID } from 'node:crypto';
import { type Db, db, nextReadNo } from '@/server/db';
import { enqueue } from '@/server/jobs/queue';
import { log } from '@/server/log';
import { StripeCallError } from '@/server/stripe/call-error';
import { listAccountsPage } from '@/server/stripe/client';
import { letIn } from './account';
import { noteClock } from './clock';

/** A page takes a second or two; a worker that is silent for longer than this has died. */
const leaseSeconds = 45;

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
export async function ringBackfill(tx: Db, id: string): Promise<void> {
  await enqueue(tx, [{ name: 'run-backfill', payload: { id }, key: `backfill:${id}`, priority: 2 }]);
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
  cursor: string | null;
}

/** Runs or resumes one backfill until it is done, the worker stops, or Stripe fails (then the job comes again). */
export async function runBackfill(id: string, signal: AbortSignal): Promise<void> {
  const [claim] = await db.$queryRaw<Claim[]>`
    update backfills set state = 'running', lease_no = lease_no + 1, attempts = attempts + 1,
      lease_until = now() + ${leaseSeconds} * interval '1 second', started_at = coalesce(started_at, now()), error = null
    where id = ${id}::uuid and state in ('due', 'running') and (lease_until is null or lease_until < now())
    returning lease_no, cursor`;
  if (!claim) return;
  let cursor = claim.cursor;
  log.info({ backfill: id, cursor }, 'backfill runs');
  try {
    while (!signal.aborted) {
      const page = await storePage(id, claim.lease_no, cursor);
      if (page.isLost) return;
      if (page.nextCursor === null) {
        log.info({ backfill: id }, 'backfill done');
        return;
      }
      cursor = page.nextCursor;
    }
    await release(id, claim.lease_no, null);
  } catch (error) {
    if (isCursorGone(error)) {
      await db.backfill.updateMany({ where: { id, leaseNo: claim.lease_no }, data: { cursor: null } });
    }
    await release(id, claim.lease_no, error instanceof Error ? error.message : 'unknown error');
    throw error;
  }
}

const isCursorGone = (error: unknown) =>
  error instanceof StripeCallError && error.stripeCode === 'resource_missing';

/** Gives the run back, with the reason in words when it stopped on an error. */
async function release(id: string, leaseNo: number, error: string | null): Promise<void> {
  await db.$transaction(async (tx) => {
    const { count } = await tx.backfill.updateMany({
      where: { id, leaseNo, state: 'running' },
      data: { leaseUntil: null, error },
    });
    // Stopped by a deploy: the next worker goes on at once. After an error the failed job itself comes again.
    if (count > 0 && error === null) await ringBackfill(tx, id);
  });
}

async function storePage(id: string, leaseNo: number, cursor: string | null) {
  const readNo = await nextReadNo(db);
  const answer = await listAccountsPage('job', cursor);
  await noteClock(answer);
  const { rows, unreadableIds, hasMore, lastId } = answer.data;
  const nextCursor = hasMore ? lastId : null;
  return await db
    .$transaction(async (tx) => {
      const result = await letIn(tx, rows, answer, { readNo, source: 'backfill' });
      const newCount = result.saved.filter((account) => account.isNew).length;
      const error = unreadableIds.length > 0 ? `Not readable: ${unreadableIds.slice(0, 5).join(', ')}` : null;
      // Fenced: a worker that froze and woke finds another lease number and changes nothing.
      const count = await tx.$executeRaw`
      update backfills set cursor = coalesce(${nextCursor}, cursor), pages = pages + 1,
        accounts_read = accounts_read + ${rows.length}, accounts_new = accounts_new + ${newCount},
        accounts_stale = accounts_stale + ${result.stale.length}, error = coalesce(${error}, error),
        state = ${nextCursor === null ? 'done' : 'running'},
        finished_at = case when ${nextCursor}::text is null then now() end,
        lease_until = case when ${nextCursor}::text is null then null else now() end + ${leaseSeconds} * interval '1 second'
      where id = ${id}::uuid and lease_no = ${leaseNo} and state = 'running'`;
      if (count === 0) throw new LeaseLost();
      return { nextCursor, isLost: false };
    })
    .catch((error) => {
      if (error instanceof LeaseLost) return { nextCursor: null, isLost: true };
      throw error;
    });
}

class LeaseLost extends Error {}
