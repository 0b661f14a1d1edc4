// Refreshes that have been pending for too long: their end may have been told and not heard, or nobody followed them.
import 'server-only';
import { z } from 'zod';
import { stripeNow } from '@/server/cache/stripe-now';
import { db, Prisma } from '@/server/db';
import { timings } from '@/server/timings';
import { chunk, readSingly } from './read-singly';
import { commitStep, type RunStep } from './run';

/** A bank that lost thousands of refreshes does not hold up everything else: the next run goes on. */
const most = 500;

const Cursor = z.object({ after: z.string() }).nullable();

interface Waiting {
  id: string;
  pending_seconds: number;
}

/**
 * Reads, in the order of ids, accounts whose refresh is pending for ten minutes and that nobody has read for as long, or
 * for a quarter of the time that it has been pending: one that never ends is read ever more rarely.
 */
export const sweepRefreshes: RunStep = async (run) => {
  const after = Cursor.parse(run.cursor)?.after ?? '';
  const waiting = await waitingAfter(after);
  const last = waiting.at(-1);
  if (!last) return 'done';
  const ages = new Map(waiting.map((row) => [row.id, row.pending_seconds]));
  const { read, changed, failed, gone } = await readSingly([...ages.keys()], (id) =>
    followAttempt(ages.get(id)),
  );
  const ended = changed.filter((account) => !isPending(account)).length;
  await commitStep(run, async () => ({
    cursor: { after: last.id },
    checked: read + gone,
    found: ended,
    healed: ended,
    failed,
  }));
  return waiting.length < chunk || run.checked >= most ? 'done' : 'more';
};

const isPending = (
  account: Record<`${'balance' | 'ownership' | 'transaction'}_refresh_status`, string | null>,
) =>
  [
    account.balance_refresh_status,
    account.ownership_refresh_status,
    account.transaction_refresh_status,
  ].includes('pending');

/** Followed as rarely as its age asks for (sync/account.ts). */
const followAttempt = (pendingSeconds = 0) =>
  pendingSeconds < 3_600 ? 15 : pendingSeconds < 21_600 ? 16 : 17;

/** SQL: since when a feature's refresh is pending, on Stripe's clock; null when it is not. */
const since = Prisma.sql`least(
  case when balance_refresh_status = 'pending' then balance_refresh_attempted_at end,
  case when ownership_refresh_status = 'pending' then ownership_refresh_attempted_at end,
  case when transaction_refresh_status = 'pending' then transaction_refresh_attempted_at end)`;

async function waitingAfter(after: string): Promise<Waiting[]> {
  const now = new Date(await stripeNow(db)).toISOString();
  return await db.$queryRaw<Waiting[]>`
    select id, extract(epoch from age)::float8 as pending_seconds from (
      select id, read_at, ${now}::timestamptz - ${since} as age from accounts
      where status <> 'disconnected' and (balance_refresh_status = 'pending' or ownership_refresh_status = 'pending'
        or transaction_refresh_status = 'pending') and id > ${after}
    ) as pending
    where age > ${timings.pendingTooLongSeconds} * interval '1 second'
      and read_at < now() - greatest(${timings.pendingTooLongSeconds} * interval '1 second', age / 4)
      and not exists (select 1 from account_absences b where b.account_id = pending.id)
    order by id limit ${chunk}`;
}
