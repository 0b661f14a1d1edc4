// A session brings accounts: what we made or looked up, since Stripe has no list of them.
import type { AccountRow } from './account';
import type { FacetValue } from './page';

/** Where a session can stand, and how this console came to know it. */
export const sessionOutcomes = ['open', 'succeeded', 'failed', 'cancelled'] as const;
export const sessionOrigins = ['created', 'relink', 'looked_up'] as const;

/** Of each outcome and each origin, how many sessions there are. */
export type SessionFacets = Record<'outcome' | 'origin', FacetValue[]>;

export interface SessionRow {
  id: string;
  livemode: boolean;
  /** created, relink or looked_up */
  origin: string;
  /** open, succeeded, failed, cancelled, or another word of Stripe's */
  outcome: string;
  /** Stripe's own status; null in GA versions, which have none. */
  status: string | null;
  holder: { type: string | null; id: string | null; name: string | null };
  permissions: string[];
  prefetch: string[];
  accountCount: number;
  relinkAuthorizationId: string | null;
  relinkAccountId: string | null;
  relinkFailureReason: string | null;
  /** When this console first saw it: the Session object carries no time of its own. */
  firstSeenAt: string;
  readAt: string;
  version: string;
}

export interface SessionDetail extends SessionRow {
  filters: {
    accountSubcategories: string[] | null;
    country: string | null;
    requirePaymentMethodSupport: string | null;
    institution: string | null;
  } | null;
  limitAccounts: number | null;
  manualEntryMode: string | null;
  returnUrl: string | null;
  uiMode: string | null;
  relinkResult: { account: string | null; authorization: string | null; failureReason: string | null } | null;
  statusDetails: unknown;
  accounts: AccountRow[];
  raw: unknown;
  apiVersion: string;
}

/** What each failure reason of a relink means. Unknown ones are shown as Stripe's own word. */
export const relinkFailureText: Record<string, string> = {
  no_account: 'The customer finished without the account that had to be mended.',
  no_authorization: 'The customer could not authorise anything at the bank.',
  other: 'Stripe gives no further reason.',
};
