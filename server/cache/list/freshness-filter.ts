// "balance:late" as a condition of `accounts a`: the same rule as `freshnessOf`, for lists and counts.
import 'server-only';
import { freshnessTargetMs } from '@/domain/freshness';
import type { RefreshFeature } from '@/domain/refresh';
import { Prisma } from '@/server/db';
import { isPermitted } from './permitted';

/** Of when the data is; the bank's time where it gives one. The forms are those of the indexes. */
const through: Record<RefreshFeature, Prisma.Sql> = {
  balance: Prisma.sql`coalesce(a.balance_as_of, '-infinity'::timestamptz)`,
  ownership: Prisma.sql`coalesce(a.ownership_succeeded_at, '-infinity'::timestamptz)`,
  transactions: Prisma.sql`coalesce(a.transaction_succeeded_at, '-infinity'::timestamptz)`,
};

const isSubscribed = Prisma.sql`'transactions' = any(a.subscriptions)`;
const never = Prisma.sql`'-infinity'::timestamptz`;

/** `value` as AccountFilters checks it; `now` is Stripe's, in ms. */
export function freshnessCondition(value: string, now: number): Prisma.Sql {
  const [name, kind] = value.split(':');
  const feature: RefreshFeature = name === 'ownership' || name === 'transactions' ? name : 'balance';
  const counts = Prisma.sql`a.status = 'active' and ${isPermitted(feature)}`;
  if (kind === 'never') return Prisma.sql`(${through[feature]} = ${never} and ${counts})`;
  const isLate = lateCondition(feature, now);
  if (kind === 'late') return Prisma.sql`(${isLate} and ${through[feature]} > ${never} and ${counts})`;
  return Prisma.sql`(not ${isLate} and ${counts})`;
}

function lateCondition(feature: RefreshFeature, now: number): Prisma.Sql {
  const before = (ms: number) => Prisma.sql`${new Date(now - ms).toISOString()}::timestamptz`;
  if (feature !== 'transactions') {
    return Prisma.sql`(${through[feature]} < ${before(freshnessTargetMs[feature])})`;
  }
  // The looser bound of the two first, so that the index has a range to begin with.
  return Prisma.sql`(${through.transactions} < ${before(freshnessTargetMs.subscribedTransactions)}
    and (${isSubscribed} or ${through.transactions} < ${before(freshnessTargetMs.transactions)}))`;
}
