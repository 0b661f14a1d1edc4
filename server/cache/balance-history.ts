// How the balance of an account went, out of the history of its changes.
import 'server-only';
import { type BalanceHistory, type BalancePoint, mostBalancePoints } from '@/domain/balance-history';
import type { BalanceQuery } from '@/domain/balance-history-query';
import type { BalanceAmount } from '@/domain/money';
import { type Db, Prisma } from '@/server/db';
import { requireKnownAccount } from './accounts';

interface PointRecord {
  as_of: Date;
  amounts: BalanceAmount[] | null;
}

/** Years of daily refreshes; older changes than this many are not looked at. */
const mostChanges = 20_000;

/**
 * Every balance that was seen, in one currency, oldest first: each change brings the one after it, the oldest change also
 * the one before it, and an account whose balance never changed has the one it has. Throws not_found.
 */
export async function readBalanceHistory(db: Db, id: string, query: BalanceQuery): Promise<BalanceHistory> {
  await requireKnownAccount(db, id);
  const every = await readPoints(db, id, query.from, false);
  const isDaily = every.length > mostBalancePoints;
  const records = isDaily ? await readPoints(db, id, query.from, true) : every;
  const currencies = [
    ...new Set(records.flatMap(({ amounts }) => (amounts ?? []).map((each) => each.currency))),
  ];
  const currency = query.currency ?? currencies[0] ?? null;
  // From the newest on, so that the first currency is one that the account has now.
  const points = records
    .toReversed()
    .slice(-mostBalancePoints)
    .flatMap((record) => pointOf(record, currency));
  return { currency, currencies, points, isDaily };
}

/** Newest first, one more than is shown; `isDaily` keeps the last of each day (UTC). */
async function readPoints(
  db: Db,
  id: string,
  from: string | undefined,
  isDaily: boolean,
): Promise<PointRecord[]> {
  const moment = isDaily ? Prisma.sql`date_trunc('day', s.as_of at time zone 'UTC')` : Prisma.sql`s.as_of`;
  const isInTime = from ? Prisma.sql`s.as_of >= ${from}::timestamptz` : Prisma.sql`true`;
  return await db.$queryRaw<PointRecord[]>`
    with changed as (
      select c.id, c.changes -> 'balance' -> 'from' as earlier, c.changes -> 'balance' -> 'to' as later
      from account_changes c where c.account_id = ${id} and 'balance' = any(c.fields)
      order by c.id desc limit ${mostChanges}
    ), seen as (
      select (later ->> 'asOf')::timestamptz as as_of, later -> 'amounts' as amounts, id as no from changed
      union all
      (select (earlier ->> 'asOf')::timestamptz, earlier -> 'amounts', 0 from changed order by id limit 1)
      union all
      select a.balance_as_of, a.balance_amounts, null from accounts a where a.id = ${id}
    )
    select distinct on (${moment}) s.as_of, s.amounts from seen s
    where s.as_of is not null and ${isInTime}
    order by ${moment} desc, s.as_of desc, s.no desc nulls first limit ${mostBalancePoints + 1}`;
}

function pointOf({ as_of, amounts }: PointRecord, currency: string | null): BalancePoint[] {
  const amount = amounts?.find((each) => each.currency === currency);
  if (!amount) return [];
  const { currentMinor, availableMinor, usedMinor } = amount;
  return [{ asOf: as_of.toISOString(), currentMinor, availableMinor, usedMinor }];
}
