// Reads an account, and the page that shows it, while somebody is about to open it: then it opens without a wait.
'use client';
import { useQueryClient } from '@tanstack/react-query';
// Next exports this nowhere else, and takes nothing else for "the page with its data".
import { PrefetchKind } from 'next/dist/client/components/router-reducer/router-reducer-types';
import { useRouter } from 'next/navigation';
import { useCallback } from 'react';
import { accountQuery } from '../account/account-queries';
import { useBinding } from '../shell/binding-context';

/** Tell it the id of an account that is pointed at; asking again within seconds asks nobody. */
export function useNearAccount(): (id: string) => void {
  const client = useQueryClient();
  const router = useRouter();
  const { clockOffsetMs } = useBinding();
  return useCallback(
    (id) => {
      void client.prefetchQuery(accountQuery(id, () => Date.now() + clockOffsetMs));
      router.prefetch(`/accounts/${id}`, { kind: PrefetchKind.FULL });
    },
    [client, router, clockOffsetMs],
  );
}
