// A linked account as the console shows it: rows, details, facets. Stripe's words stay Stripe's.
import type { AccountCan } from './account-actions';
import { freshnessKinds } from './freshness';
import type { BalanceAmount } from './money';
import type { FacetValue } from './page';
import { type RefreshState, refreshFeatures } from './refresh';
import type { SessionRow } from './session';

/** The bank's figures and the bank's own time for them. */
export interface Balance {
  type: string | null;
  asOf: string;
  amounts: BalanceAmount[];
}

/** What tells one account from another in a list of something else. */
export interface AccountName {
  displayName: string | null;
  institutionName: string;
  last4: string | null;
}

export interface Holder {
  type: string | null;
  id: string | null;
  name: string | null;
  email: string | null;
  /** The customer was deleted at Stripe. */
  isDeleted: boolean;
}

/** What the accounts table shows of one account. `version` only ever grows: a lower one is older. */
export interface AccountRow {
  id: string;
  livemode: boolean;
  createdAt: string;
  displayName: string | null;
  institutionName: string;
  last4: string | null;
  category: string;
  subcategory: string;
  status: string;
  cause: string | null;
  action: string | null;
  expectedDeactivationAt: string | null;
  holder: Holder;
  authorizationId: string | null;
  balance: Balance | null;
  refreshes: RefreshState[];
  subscriptions: string[];
  /** Our last proof from Stripe. */
  readAt: string;
  version: string;
}

/** What Stripe told about an account number; the digits are never part of it. */
export interface AccountNumber {
  identifierType: string | null;
  status: string | null;
  expectedExpiryAt: string | null;
  supportedNetworks: string[];
}

/** Everything that we know of one account. */
export interface AccountDetail extends AccountRow {
  institutionId: string | null;
  ownershipId: string | null;
  /** Null where Stripe did not say. */
  permissions: string[] | null;
  paymentMethodTypes: string[];
  accountNumbers: AccountNumber[] | null;
  transactionRefreshId: string | null;
  /** When the holder was read from Stripe, null for never yet; and what Stripe said where it did not show the holder. */
  holderRead: { at: string | null; refusal: string | null };
  siblings: AccountRow[];
  /** Newest first; empty when another integration linked the account. */
  sessions: SessionRow[];
  /** The kind of the operator's action that has no result from Stripe yet and goes on by itself. */
  openAction: string | null;
  can: AccountCan;
  firstSeenAt: string;
  source: string;
  apiVersion: string;
  /** A later answer of Stripe's that would take the account back in time: kept, not shown. */
  staleAnswer: { reason: string; firstAt: string; lastAt: string; agreed: number } | null;
  raw: unknown;
}

/** Which accounts stand before and after one in a list; null at its ends, and both where the list does not hold it. */
export interface AccountNeighbours {
  previousId: string | null;
  nextId: string | null;
}

/** An owner of an account with e-mail, phone and address masked on the server. */
export interface OwnerRow {
  id: string;
  name: string;
  email: string | null;
  phone: string | null;
  address: string | null;
  refreshedAt: string | null;
}

export interface OwnerPage {
  data: OwnerRow[];
  nextCursor: null;
  total: { value: number; exact: true };
  /** Null: this ownership has not been read from Stripe yet. */
  readAt: string | null;
}

/** Values counted per facet, the most frequent ones; there are thousands of banks. */
export const mostFacetValues = 100;

/** How many days ahead an expected end counts as "expiring". */
export const expiringDays = 30;

/** Filters whose values are the words that the accounts hold. */
export const wordFacets = [
  'status',
  'cause',
  'action',
  'institution',
  'category',
  'subcategory',
  'permission',
  'subscription',
  'refresh',
] as const;
export type WordFacet = (typeof wordFacets)[number];

/** Filters whose values are known beforehand, in the order of their menus: each counts the accounts that meet it. */
export const choiceFacets = {
  fresh: refreshFeatures.flatMap((feature) => freshnessKinds.map((kind) => `${feature}:${kind}`)),
  stale: ['true', 'false'],
  expiring: ['true'],
};
export type ChoiceFacet = keyof typeof choiceFacets;

/** Counts per value, each facet under the other filters. */
export type AccountFacets = Record<WordFacet | ChoiceFacet, FacetValue[]>;
