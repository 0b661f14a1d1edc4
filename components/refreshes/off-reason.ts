// Why a feature cannot be refreshed right now: the rule of the API, by Stripe's clock, ticking.
'use client';
import { useStripeTimed } from '@/components/shell/binding-context';
import type { AccountDetail } from '@/domain/account';
import { type AccountFacts, canRefresh } from '@/domain/account-actions';
import { type RefreshFeature, refreshFeatures } from '@/domain/refresh';
import { relativeTime } from '@/domain/time';

/** With a countdown where only time is in the way; null when it can. */
export function useOffReason(account: AccountDetail, feature: RefreshFeature): string | null {
  return useStripeTimed((now) => {
    const verdict = canRefresh(factsOf(account), feature, now);
    if (verdict.allowed) return null;
    return verdict.availableAt
      ? `Stripe allows the next refresh ${relativeTime(verdict.availableAt, now)}.`
      : verdict.reason;
  });
}

/** The first feature that can be refreshed, or null. */
export function useFirstAllowed(account: AccountDetail): RefreshFeature | null {
  return useStripeTimed((now) => {
    const facts = factsOf(account);
    return refreshFeatures.find((feature) => canRefresh(facts, feature, now).allowed) ?? null;
  });
}

function factsOf(account: AccountDetail): AccountFacts {
  const stateOf = (feature: RefreshFeature) => {
    const state = account.refreshes.find((each) => each.feature === feature);
    return { status: state?.status ?? null, nextAt: state?.nextAt ? Date.parse(state.nextAt) : null };
  };
  return {
    status: account.status,
    cause: account.cause,
    action: account.action,
    expectedDeactivationAt: account.expectedDeactivationAt
      ? Date.parse(account.expectedDeactivationAt)
      : null,
    permissions: account.permissions,
    subscriptions: account.subscriptions,
    refreshes: {
      balance: stateOf('balance'),
      ownership: stateOf('ownership'),
      transactions: stateOf('transactions'),
    },
    openRelinkSessionId: null,
    hasHolder: true,
    openAction: account.openAction,
  };
}
