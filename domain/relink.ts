// What needs mending: inactive accounts by cause, action and institution, one row per authorization.
import type { AccountRow, Holder } from './account';
import type { Verdict } from './account-actions';

/** One login at one bank, with the accounts under it that are inactive. */
export interface RelinkUnit {
  /** Null where Stripe gave no authorization: then the unit is the one account. */
  authorizationId: string | null;
  /** The account to name when asking for the relink session. */
  accountId: string;
  institutionName: string;
  holder: Holder;
  accounts: AccountRow[];
  /** The oldest evidence among its accounts that it is inactive, as far as we saw it. */
  inactiveSince: string | null;
  openSession: { id: string; firstSeenAt: string } | null;
  can: Verdict;
}

export interface RelinkGroup {
  cause: string | null;
  action: string | null;
  institutionName: string;
  accountCount: number;
}

export interface RelinkPage {
  /** Every group with its count, largest first. */
  groups: RelinkGroup[];
  data: RelinkUnit[];
  nextCursor: string | null;
  total: { value: number; exact: boolean };
}
