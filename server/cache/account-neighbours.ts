// Which accounts stand before and after one in a list, by the list's own conditions, order and indexes.
import 'server-only';
import type { AccountNeighbours } from '@/domain/account';
import type { NeighbourQuery } from '@/domain/account-query';
import { type Db, Prisma } from '@/server/db';
import { requireKnownAccount } from './accounts';
import { accountConditions, type FilterTimes } from './list/account-filter';
import { accountOrder } from './list/account-order';
import { filterTimes } from './list/account-times';
import { afterRow, type Order, orderBy, reversed } from './list/keyset';

/** The accounts beside this one; both null where the list does not hold it. `now` is Stripe's, in ms. Throws not_found. */
export async function readNeighbours(
  db: Db,
  id: string,
  query: NeighbourQuery,
  now?: number,
): Promise<AccountNeighbours> {
  const times = await filterTimes(db, query, now);
  const [found] = await db.$queryRaw<AccountNeighbours[]>(neighbourStatement(id, query, times));
  if (found) return found;
  await requireKnownAccount(db, id);
  return { previousId: null, nextId: null };
}

/** The query of both neighbours, in one view of the table; no row where the list does not hold the account. */
export function neighbourStatement(id: string, query: NeighbourQuery, times: FilterTimes): Prisma.Sql {
  const order = accountOrder(query.sort);
  const conditions = accountConditions(query, times);
  const nearest = (way: Order) => Prisma.sql`(
    select a.id from accounts a where ${conditions} and ${afterRow(way, id)}
    order by ${orderBy(way)} limit 1)`;
  return Prisma.sql`
    select ${nearest(reversed(order))} as "previousId", ${nearest(order)} as "nextId"
    from accounts a where a.id = ${id} and ${conditions}`;
}
