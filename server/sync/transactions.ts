// Transactions of an account, incrementally after each successful refresh; page and cursor commit together.
import 'server-only';
import { type Db, db } from '@/server/db';
import { StripeCallError } from '@/server/stripe/call-error';
import { listTransactionsPage } from '@/server/stripe/client';
import { type TransactionValues, toTransaction } from '@/server/stripe/map';

/** Reads what refreshes brought since the last one stored; goes on from its cursor after a kill. */
export async function readTransactions(accountId: string): Promise<void> {
  const account = await db.account.findUnique({
    where: { id: accountId },
    select: { transactionRefreshId: true, transactionRefreshStatus: true, status: true },
  });
  const latest = account?.transactionRefreshStatus === 'succeeded' ? account.transactionRefreshId : null;
  if (!latest || account?.status === 'disconnected') return;

  const known = await db.transactionRead.findUnique({ where: { accountId } });
  if (known?.doneRefreshId === latest) return;
  // A walk that another refresh overtook goes on with its own target: what is newer comes with the next walk.
  const isUnderWay = known?.targetRefreshId != null;
  const targetRefreshId = isUnderWay ? known.targetRefreshId : latest;
  let afterRefresh = known?.doneRefreshId ?? null;
  let cursor = isUnderWay ? known.startingAfter : null;
  for (;;) {
    const page = await readPage(accountId, afterRefresh, cursor);
    if (page === null) {
      // Stripe no longer takes the refresh id or the cursor: everything again, each row is upserted by its id.
      if (afterRefresh === null && cursor === null) return;
      afterRefresh = null;
      cursor = null;
      continue;
    }
    const nextCursor = page.hasMore ? page.lastId : null;
    const isDone = nextCursor === null;
    await db.$transaction(async (tx) => {
      await saveTransactions(tx, page.rows.map(toTransaction));
      const state = isDone
        ? { doneRefreshId: targetRefreshId, targetRefreshId: null, startingAfter: null }
        : { targetRefreshId, startingAfter: nextCursor };
      const data = { ...state, updatedAt: new Date() };
      await tx.transactionRead.upsert({ where: { accountId }, create: { accountId, ...data }, update: data });
    });
    if (isDone) break;
    cursor = nextCursor;
  }
  if (targetRefreshId !== latest) await readTransactions(accountId);
}

/** Null: the refresh or the transaction to start after is gone at Stripe. */
async function readPage(accountId: string, afterRefresh: string | null, cursor: string | null) {
  try {
    return (await listTransactionsPage('job', accountId, afterRefresh, cursor)).data;
  } catch (error) {
    if (error instanceof StripeCallError && error.stripeCode === 'resource_missing') return null;
    throw error;
  }
}

/** Upserts by id; an older state of a transaction (by Stripe's `updated`) never replaces a newer one. */
async function saveTransactions(tx: Db, rows: TransactionValues[]): Promise<void> {
  if (rows.length === 0) return;
  await tx.$executeRaw`
    insert into transactions as t (id, account_id, livemode, amount_minor, currency, description, status,
      transacted_at, posted_at, void_at, refresh_id, updated_at)
    select * from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as n(id text, account_id text, livemode boolean,
      amount_minor bigint, currency text, description text, status text, transacted_at timestamptz,
      posted_at timestamptz, void_at timestamptz, refresh_id text, updated_at timestamptz)
    on conflict (id) do update set
      amount_minor = excluded.amount_minor, currency = excluded.currency, description = excluded.description,
      status = excluded.status, transacted_at = excluded.transacted_at, posted_at = excluded.posted_at,
      void_at = excluded.void_at, refresh_id = excluded.refresh_id, updated_at = excluded.updated_at
    where excluded.updated_at >= t.updated_at`;
}
