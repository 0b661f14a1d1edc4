// Why a feature cannot be refreshed right now, in words: the rule of the API, and what an operator can do meanwhile.
import type { AccountDetail } from '@/domain/account';
import { type AccountFacts, canRefresh, refreshFactsOf } from '@/domain/account-actions';
import { type RefreshFeature, type RefreshState, refreshKind } from '@/domain/refresh';
import { relativeTime, zonedTime } from '@/domain/time';

/** Null when it can. `now` is Stripe's clock in ms; `zone` is the reader's. */
export function offWords(
  account: AccountDetail,
  feature: RefreshFeature,
  now: number,
  zone?: string,
): string | null {
  const verdict = canRefresh(offFacts(account), feature, now);
  if (verdict.allowed) return null;
  if (verdict.code === 'refresh_pending') return pendingWords(account, feature, now) ?? verdict.reason;
  if (!verdict.availableAt) return verdict.reason;
  const at = verdict.availableAt;
  return `Stripe allows the next refresh ${relativeTime(at, now)}, at ${zonedTime(at, zone)}.`;
}

/** Past the limit nothing is under way any more as far as one knows: how it stands must be asked for. */
function pendingWords({ refreshes }: AccountDetail, feature: RefreshFeature, now: number): string | null {
  const state = refreshes.find((each) => each.feature === feature);
  if (!state?.attemptedAt || refreshKind(state, now) !== 'no_answer') return null;
  return `Stripe has not answered the refresh asked for ${relativeTime(state.attemptedAt, now)}. “Read again from Stripe” asks how it stands.`;
}

/** When a refresh is possible, where that is not a moment to come: that one is told as a time. */
export function nextAllowedWord(state: RefreshState, status: string): string {
  if (status === 'disconnected') return 'Never again';
  if (status === 'inactive') return 'Not while inactive';
  if (!state.permitted) return 'Not permitted';
  if (state.nextAt || !state.status) return 'Now';
  return state.status === 'pending' ? 'When this ends' : 'Not told';
}

/** What the rule looks at: an account tells more than a row of a list. */
export const offFacts = (account: AccountDetail): AccountFacts => ({
  ...refreshFactsOf(account),
  permissions: account.permissions,
  openAction: account.openAction,
});
