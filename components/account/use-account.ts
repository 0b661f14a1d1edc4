// The account on the screen: read, polled while a refresh is pending, and each arrival announced.
'use client';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { useBinding } from '@/components/shell/binding-context';
import { notify } from '@/components/ui/toast';
import type { AccountDetail } from '@/domain/account';
import type { RefreshState } from '@/domain/refresh';
import { accountQuery } from './account-queries';
import { featureNames } from './account-words';

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
      if (before === 'pending') announceEnd(refresh);
    }
  }, [account]);
}

function announceEnd({ feature, status, succeededAt }: RefreshState): void {
  const name = featureNames[feature];
  if (status === 'succeeded') notify({ title: `${name} arrived`, tone: 'good' });
  if (status !== 'failed') return;
  const description = succeededAt
    ? 'The bank gave nothing new. What was there before stays, with its own time.'
    : 'The bank gave nothing, and nothing was there before.';
  notify({ title: `${name}: the refresh failed`, description, tone: 'bad' });
}
