// The totals of the first page; each figure leads to the list behind it.
import type { FreshnessCounts } from './freshness';
import type { RefreshFeature } from './refresh';

export interface BackfillRow {
  id: string;
  /** due, running, done or failed */
  state: string;
  requestedBy: string;
  createdAt: string;
  startedAt: string | null;
  finishedAt: string | null;
  pages: number;
  accountsRead: number;
  accountsNew: number;
  accountsStale: number;
  /** Why it stopped or waits, in words; it goes on from its cursor. */
  error: string | null;
}

/** Which Stripe account, mode and API version this console is bound to. */
export interface BindingView {
  stripeAccountId: string;
  stripeName: string | null;
  mode: 'emulator' | 'test' | 'live';
  apiVersion: string;
  /** Stripe refused the preview version: causes and relink are missing. */
  previewRefused: boolean;
  /** Stripe's clock minus the server's, for countdowns. */
  clockOffsetMs: number;
}

export interface Overview {
  binding: BindingView;
  total: number;
  statuses: { status: string; count: number }[];
  /** Inactive accounts only. */
  causes: { cause: string | null; action: string | null; count: number }[];
  /** Active accounts that Stripe expects to end within 30 days. */
  expiringCount: number;
  renewEarlyCount: number;
  refreshes: { feature: RefreshFeature; status: string | null; count: number }[];
  /** Last read older than `staleAfterHours`. */
  staleCount: number;
  staleAfterHours: number;
  oldestReadAt: string | null;
  /** How many accounts are within the targets of freshness. */
  freshness: FreshnessCounts;
  sessionsOpen: number;
  backfill: BackfillRow | null;
  /** Actions whose result is not known yet. */
  actionsOpen: number;
}
