// The three kinds of data that Stripe refreshes for an account, and how a refresh stands.

/** Stripe's names in `refresh`: "balance" is singular here, though the permission is "balances". */
export const refreshFeatures = ['balance', 'ownership', 'transactions'] as const;
export type RefreshFeature = (typeof refreshFeatures)[number];

/** What a feature is called, wherever it is named. */
export const featureWords: Record<RefreshFeature, string> = {
  balance: 'Balance',
  ownership: 'Ownership',
  transactions: 'Transactions',
};

/** The permission that the customer must have granted for a feature. */
export const permissionFor: Record<RefreshFeature, string> = {
  balance: 'balances',
  ownership: 'ownership',
  transactions: 'transactions',
};

/** After this long a pending refresh is shown as "no answer from Stripe" and read again later. */
export const pendingLimitMs = 10 * 60_000;

/** One refresh state as Stripe last told it. All null: never refreshed. Times are ISO 8601. */
export interface RefreshState {
  feature: RefreshFeature;
  status: string | null;
  attemptedAt: string | null;
  nextAt: string | null;
  /** The last success that we have seen; null when none was. */
  succeededAt: string | null;
  permitted: boolean;
}

export type RefreshKind =
  | 'not_permitted'
  | 'never'
  | 'pending'
  | 'no_answer'
  | 'succeeded'
  | 'failed'
  | 'unknown';

/** What a refresh state means now; `now` is Stripe's clock in ms. Unknown words from Stripe are `unknown`. */
export function refreshKind(
  state: Pick<RefreshState, 'status' | 'attemptedAt' | 'permitted'>,
  now: number,
): RefreshKind {
  if (state.status === 'pending') {
    const startedAt = state.attemptedAt ? Date.parse(state.attemptedAt) : now;
    return now - startedAt > pendingLimitMs ? 'no_answer' : 'pending';
  }
  if (state.status === 'succeeded') return 'succeeded';
  if (state.status === 'failed') return 'failed';
  if (state.status) return 'unknown';
  return state.permitted ? 'never' : 'not_permitted';
}
