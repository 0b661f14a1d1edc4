// Why a feature cannot be refreshed right now: the rule of the API, by Stripe's clock, ticking.
'use client';
import { useBinding, useStripeTimed } from '@/components/shell/binding-context';
import { useTimed } from '@/components/shell/clock';
import type { AccountDetail } from '@/domain/account';
import { canRefresh } from '@/domain/account-actions';
import { type RefreshFeature, refreshFeatures } from '@/domain/refresh';
import { offFacts, offWords } from './off-words';

/** With a countdown where only time is in the way; null when it can. */
export function useOffReason(account: AccountDetail, feature: RefreshFeature): string | null {
  const { clockOffsetMs } = useBinding();
  return useTimed((present, zone) => offWords(account, feature, present + clockOffsetMs, zone));
}

/** The first feature that can be refreshed, or null. */
export function useFirstAllowed(account: AccountDetail): RefreshFeature | null {
  return useStripeTimed((now) => {
    const facts = offFacts(account);
    return refreshFeatures.find((feature) => canRefresh(facts, feature, now).allowed) ?? null;
  });
}
