// What the history of a balance may be asked for.
import { z } from 'zod';

/** What GET /api/accounts/{id}/balances may be asked for. */
export const BalanceQuery = z.strictObject({
  /** Lower-case ISO 4217; left out: the first that the account has. */
  currency: z
    .string()
    .regex(/^[a-z]{3,20}$/, 'Lower-case letters, like usd')
    .optional(),
  /** Nothing of before this moment. */
  from: z.iso.datetime('An ISO 8601 time in UTC').optional(),
});
export type BalanceQuery = z.infer<typeof BalanceQuery>;
