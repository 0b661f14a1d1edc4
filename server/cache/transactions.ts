// The transactions of an account, newest first.
import 'server-only';
import type { Page, PageQuery } from '@/domain/page';
import type { TransactionRow } from '@/domain/transaction';
import { type Db, Prisma } from '@/server/db';
import { requireKnownAccount } from './accounts';
import { afterCursor, countLimit, cursorAfter, type Order, orderBy, pageOf, totalOf } from './list/keyset';
import { iso } from './rows/account-row';

interface TransactionRecord {
  id: string;
  account_id: string;
  livemode: boolean;
  amount_minor: bigint;
  currency: string;
  description: string;
  status: string;
  transacted_at: Date;
  posted_at: Date | null;
  void_at: Date | null;
  refresh_id: string;
  updated_at: Date;
}

const newestFirst: Order = {
  name: '-transactedAt',
  isDescending: true,
  kind: 'time',
  key: Prisma.sql`t.transacted_at`,
  id: Prisma.sql`t.id`,
  keyOf: (id) => Prisma.sql`(select t.transacted_at from transactions t where t.id = ${id})`,
};

/** A page of what the bank reported. Throws not_found. */
export async function listTransactions(
  db: Db,
  accountId: string,
  query: PageQuery,
): Promise<Page<TransactionRow>> {
  await requireKnownAccount(db, accountId);
  const [rows, [count]] = await Promise.all([
    db.$queryRaw<TransactionRecord[]>`
      select t.id, t.account_id, t.livemode, t.amount_minor, t.currency, t.description, t.status, t.transacted_at,
        t.posted_at, t.void_at, t.refresh_id, t.updated_at
      from transactions t
      where t.account_id = ${accountId} and ${afterCursor(newestFirst, query.cursor)}
      order by ${orderBy(newestFirst)} limit ${query.limit + 1}`,
    db.$queryRaw<{ counted: number }[]>`
      select count(*)::int as counted from (
        select 1 from transactions where account_id = ${accountId} limit ${countLimit + 1}) as matching`,
  ]);
  const cursorOf = (row: TransactionRecord) => cursorAfter(newestFirst, row.transacted_at, row.id);
  return pageOf(rows, query.limit, totalOf(count?.counted ?? 0), toTransactionRow, cursorOf);
}

function toTransactionRow(row: TransactionRecord): TransactionRow {
  return {
    id: row.id,
    accountId: row.account_id,
    livemode: row.livemode,
    // Stripe's integers fit a JSON number, so the way back loses nothing.
    amount: { amountMinor: Number(row.amount_minor), currency: row.currency },
    description: row.description,
    status: row.status,
    transactedAt: row.transacted_at.toISOString(),
    postedAt: iso(row.posted_at),
    voidAt: iso(row.void_at),
    refreshId: row.refresh_id,
    updatedAt: row.updated_at.toISOString(),
  };
}
