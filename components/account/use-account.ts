// The account on the screen: read, polled while a refresh is pending, and each arrival announced.
'use client';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { useBinding } from '@/components/shell/binding-context';
import { notify } from '@/components/ui/toast';
import type { AccountDetail } from '@/domain/account';
import { featureWords, type RefreshState } from '@/domain/refresh';
import { accountQuery } from './account-queries';

/** The query of one account, by Stripe's clock. */
export function useAccount(id: string) {
  const { clockOffsetMs } = useBinding();
  const query = useQuery(accountQuery(id, () => Date.now() + clockOffsetMs));
  useArrivalNotes(query.data);
  return query;
}

/** Says it when a refresh that was pending on this screen has ended. */
function useArrivalNotes(account: AccountDetail | undefined): void {
  const lastStatus = useRef(new Map<string, string | null>());
  useEffect(() => {
    for (const refresh of account?.refreshes ?? []) {
      const before = lastStatus.current.get(refresh.feature);
      lastStatus.current.set(refresh.feature, refresh.status);
      if (account && before === 'pending') announceEnd(account, refresh);
    }
  }, [account]);
}

function announceEnd(account: AccountDetail, refresh: RefreshState): void {
  const name = featureWords[refresh.feature];
  if (refresh.status === 'succeeded') notify({ title: `${name} arrived`, tone: 'good' });
  if (refresh.status !== 'failed') return;
  const description = hasData(account, refresh)
    ? 'The bank gave nothing new. What was there before stays, with its own time.'
    : 'The bank gave nothing, and nothing was there before.';
  notify({ title: `${name}: the refresh failed`, description, tone: 'bad' });
}

/** Figures and owners may be older than any success that this console has seen. */
function hasData({ balance, ownershipId }: AccountDetail, { feature, succeededAt }: RefreshState): boolean {
  if (succeededAt !== null) return true;
  if (feature === 'balance') return balance !== null;
  return feature === 'ownership' && ownershipId !== null;
}
