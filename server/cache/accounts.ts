// The accounts as screens read them: a page of the list, and one account with everything around it.
import 'server-only';
import type { AccountDetail, AccountRow } from '@/domain/account';
import type { AccountFilters, AccountQuery } from '@/domain/account-query';
import type { Page } from '@/domain/page';
import { type Db, Prisma } from '@/server/db';
import { AppError } from '@/server/errors';
import { readDetail } from './account-detail';
import { accountConditions, type FilterTimes } from './list/account-filter';
import { accountOrder } from './list/account-order';
import { filterTimes } from './list/account-times';
import { afterCursor, countLimit, cursorAfter, orderBy, pageOf, totalOf } from './list/keyset';
import { type AccountRecord, accountColumns, toAccountRow } from './rows/account-row';
import { stripeNow } from './stripe-now';

/** A page of the accounts that match, in the asked order. `now` is Stripe's, in ms. */
export async function listAccounts(db: Db, query: AccountQuery, now?: number): Promise<Page<AccountRow>> {
  const order = accountOrder(query.sort);
  const times = await filterTimes(db, query, now);
  const [rows, [count]] = await Promise.all([
    db.$queryRaw<AccountRecord[]>(pageStatement(query, times)),
    db.$queryRaw<{ counted: number }[]>(countStatement(query, times)),
  ]);
  const cursorOf = (row: AccountRecord) => cursorAfter(order, order.valueOf(row), row.id);
  return pageOf(rows, query.limit, totalOf(count?.counted ?? 0), toAccountRow, cursorOf);
}

/** The query of a page; its plan is tested, since each sort and filter has an index made for it. */
export function pageStatement(query: AccountQuery, times: FilterTimes): Prisma.Sql {
  const order = accountOrder(query.sort);
  return Prisma.sql`
    select ${accountColumns} from accounts a
    where ${accountConditions(query, times)} and ${afterCursor(order, query.cursor)}
    order by ${orderBy(order)} limit ${query.limit + 1}`;
}

/** The query of the total, which stops counting where the exact number tells no more. */
export function countStatement(filters: AccountFilters, times: FilterTimes): Prisma.Sql {
  return Prisma.sql`
    select count(*)::int as counted from (
      select 1 from accounts a where ${accountConditions(filters, times)} limit ${countLimit + 1}) as matching`;
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
