// How fresh each kind of data should be, and why an account is as old as it is.
import type { RefreshFeature, RefreshState } from './refresh';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/** A balance by the bank's own time; owners and transactions by the last refresh that succeeded. */
export const freshnessTargetMs = {
  balance: dayMs,
  ownership: 30 * dayMs,
  transactions: 7 * dayMs,
  /** With the daily subscription. */
  subscribedTransactions: dayMs,
} as const;

/** The target of one feature of one account, in ms. */
export function targetMs(feature: RefreshFeature, subscriptions: readonly string[]): number {
  if (feature !== 'transactions') return freshnessTargetMs[feature];
  const isSubscribed = subscriptions.includes('transactions');
  return isSubscribed ? freshnessTargetMs.subscribedTransactions : freshnessTargetMs.transactions;
}

/** "24 h", "30 d" */
export function spanText(ms: number): string {
  return ms <= 2 * dayMs ? `${Math.round(ms / hourMs)} h` : `${Math.round(ms / dayMs)} d`;
}

/** What counts as in target, as a sentence without its stop. */
export const targetWords: Record<RefreshFeature, string> = {
  balance: "The bank's figures are at most 24 h old",
  ownership: 'Refreshed with success within 30 d',
  transactions: 'Refreshed with success within 24 h where subscribed, else within 7 d',
};

/** fresh: in target. late: there is data, but it is older. never: there is none. */
export const freshnessKinds = ['fresh', 'late', 'never'] as const;
export type FreshnessKind = (typeof freshnessKinds)[number];

interface Dated {
  status: string;
  balance: { asOf: string } | null;
  subscriptions: readonly string[];
}

/** How one feature of an account stands; null where no target holds: not active, or not permitted. `now` is Stripe's, in ms. */
export function freshnessOf(account: Dated, refresh: RefreshState, now: number): FreshnessKind | null {
  if (account.status !== 'active' || !refresh.permitted) return null;
  const through = dataThrough(account, refresh);
  if (through === null) return 'never';
  return now - Date.parse(through) <= targetMs(refresh.feature, account.subscriptions) ? 'fresh' : 'late';
}

/** Of when the data is: the bank's time where the bank gives one, else the last success. */
export function dataThrough(account: Pick<Dated, 'balance'>, refresh: RefreshState): string | null {
  return refresh.feature === 'balance' ? (account.balance?.asOf ?? null) : refresh.succeededAt;
}

/** All accounts by how one feature of them stands. */
export interface FreshnessCount {
  feature: RefreshFeature;
  fresh: number;
  late: number;
  never: number;
  /** Left out: inactive or disconnected, so Stripe refreshes nothing. */
  notActive: number;
  /** Left out: active, but the customer did not permit it. */
  notPermitted: number;
}

/** Counted by the worker, at most a minute ago; empty before it first counted. */
export interface FreshnessCounts {
  countedAt: string | null;
  features: FreshnessCount[];
}

/** Why an account is as old as it is: its last proof, what waits, what was heard last. */
export interface AccountFreshness {
  id: string;
  displayName: string | null;
  institutionName: string;
  last4: string | null;
  status: string;
  /** Our last proof from Stripe, and where it came from. */
  readAt: string;
  source: string;
  /** Stripe's second for which the state is proven. */
  evidenceAt: string;
  /** Older than `staleAfterHours`: a sweep reads it again. */
  isStale: boolean;
  staleAfterHours: number;
  /** Events that wait for a read of it. */
  waiting: { count: number; since: string } | null;
  /** The read that is queued: when it is tried, how often it was, and what went wrong last. */
  nextRead: { at: string; attempts: number; error: string | null } | null;
  /** A read that failed too often: tried no more until something asks for it again. */
  givenUpRead: { attempts: number; error: string | null } | null;
  /** Its events that are not applied yet, and those that were given up. */
  dueEvents: number;
  deadEvents: number;
  lastEvent: { id: string; type: string; receivedAt: string; state: string } | null;
  /** An answer of Stripe's that would take it back in time is kept aside. */
  staleAnswerSince: string | null;
}
