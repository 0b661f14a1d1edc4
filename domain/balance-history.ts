// How the balance of an account went: what the bank gave each time, in one currency.
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

/** So many points at most; of a longer history the last of each day stands for the day. */
export const mostBalancePoints = 500;

export interface BalancePoint {
  /** The bank's own time, ISO 8601. */
  asOf: string;
  currentMinor: number | null;
  availableMinor: number | null;
  usedMinor: number | null;
}

export interface BalanceHistory {
  /** Of which the points are; null where no balance was ever seen. */
  currency: string | null;
  /** Every one that the account has or had. */
  currencies: string[];
  /** Oldest first. */
  points: BalancePoint[];
  /** Points are the last of each day, because there are more than `mostBalancePoints`. */
  isDaily: boolean;
}
