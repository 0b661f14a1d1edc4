// The moments that filters and verdicts compare with: Stripe's clock for Stripe's times, ours for our own.
import 'server-only';
import type { AccountFilters } from '@/domain/account-query';
import { stripeNow } from '@/server/cache/stripe-now';
import { config } from '@/server/config';
import type { Db } from '@/server/db';
import type { FilterTimes } from './account-filter';

/** Accounts last read before this are stale. */
export const staleBefore = (): Date => new Date(Date.now() - config().staleAfterHours * 3_600_000);

/** The moments for these filters; Stripe's clock is looked up only where a filter needs it. */
export async function filterTimes(db: Db, filters: AccountFilters, now?: number): Promise<FilterTimes> {
  const isTimed = filters.refresh.length > 0 || filters.fresh.length > 0 || filters.expiring !== undefined;
  const needsStripe = now === undefined && isTimed;
  return { now: needsStripe ? await stripeNow(db) : (now ?? Date.now()), staleBefore: staleBefore() };
}
