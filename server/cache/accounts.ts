// The accounts as screens read them: a page of the list, and one account with everything around it.
import 'server-only';
import type { AccountDetail, AccountRow } from '@/domain/account';
import type { AccountQuery } from '@/domain/account-query';
import type { Page } from '@/domain/page';
import { type Db, Prisma } from '@/server/db';
import { AppError } from '@/server/errors';
import { readDetail } from './account-detail';
import { accountConditions } from './account-filter';
import { accountOrder } from './account-order';
import { type AccountRecord, accountColumns, toAccountRow } from './account-row';
import { filterTimes } from './account-times';
import { afterCursor, countLimit, cursorAfter, orderBy, pageOf, totalOf } from './keyset';
import { stripeNow } from './stripe-now';

/** A page of the accounts that match, in the asked order. `now` is Stripe's, in ms. */
export async function listAccounts(db: Db, query: AccountQuery, now?: number): Promise<Page<AccountRow>> {
  const order = accountOrder(query.sort);
  const matches = accountConditions(query, await filterTimes(db, query, now));
  const [rows, counted] = await Promise.all([
    db.$queryRaw<AccountRecord[]>`
      select ${accountColumns} from accounts a
      where ${matches} and ${afterCursor(order, query.cursor)}
      order by ${orderBy(order)} limit ${query.limit + 1}`,
    countMatches(db, matches),
  ]);
  const cursorOf = (row: AccountRecord) => cursorAfter(order, order.valueOf(row), row.id);
  return pageOf(rows, query.limit, totalOf(counted), toAccountRow, cursorOf);
}

async function countMatches(db: Db, matches: Prisma.Sql): Promise<number> {
  const [row] = await db.$queryRaw<{ counted: number }[]>`
    select count(*)::int as counted from (
      select 1 from accounts a where ${matches} limit ${countLimit + 1}) as matching`;
  return row?.counted ?? 0;
}

/** Everything that is known of one account, and what may be done to it now. Throws not_found. */
export async function requireAccount(db: Db, id: string, now?: number): Promise<AccountDetail> {
  const detail = await readDetail(db, id, now ?? (await stripeNow(db)));
  if (!detail) throw unknownAccount(id);
  return detail;
}

/** Throws not_found for an id that no account of the copy has. */
export async function requireKnownAccount(db: Db, id: string): Promise<void> {
  const known = await db.account.findUnique({ where: { id }, select: { id: true } });
  if (!known) throw unknownAccount(id);
}

const unknownAccount = (id: string) =>
  new AppError('not_found', `No account ${id} is in the copy. If Stripe has it, a backfill brings it.`);
