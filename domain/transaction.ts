// A transaction of a linked account as the bank reported it to Stripe.
import { z } from 'zod';
import type { Money } from './money';
import { PageCursor, PageLimit } from './page';

/** What GET /api/accounts/{id}/transactions may be asked for; newest first. */
export const TransactionQuery = z.strictObject({ limit: PageLimit, cursor: PageCursor });
export type TransactionQuery = z.infer<typeof TransactionQuery>;

export interface TransactionRow {
  id: string;
  accountId: string;
  livemode: boolean;
  /** Negative where money left the account. */
  amount: Money;
  description: string;
  /** Stripe's word: pending, posted, void. */
  status: string;
  transactedAt: string;
  postedAt: string | null;
  voidAt: string | null;
  /** The refresh that brought it or last changed it. */
  refreshId: string;
  updatedAt: string;
}
