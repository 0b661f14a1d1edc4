// How the balance of an account went: what the bank gave each time, in one currency.

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
