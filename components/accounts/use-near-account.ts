// Reads an account, and the page that shows it, while somebody is about to open it: then it opens without a wait.
'use client';
import { useQueryClient } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useCallback } from 'react';
import { accountQuery } from '../account/account-queries';
import { useBinding } from '../shell/binding-context';

/** The library's enumeration is not exported: "full" reads the page with its data. */
const full = { kind: 'full' } as unknown as NonNullable<
  Parameters<ReturnType<typeof useRouter>['prefetch']>[1]
>;

/** Tell it the id of an account that is pointed at; asking again within seconds asks nobody. */
export function useNearAccount(): (id: string) => void {
  const client = useQueryClient();
  const router = useRouter();
  const { clockOffsetMs } = useBinding();
  return useCallback(
    (id) => {
      void client.prefetchQuery(accountQuery(id, () => Date.now() + clockOffsetMs));
      router.prefetch(`/accounts/${id}`, full);
    },
    [client, router, clockOffsetMs],
  );
}
