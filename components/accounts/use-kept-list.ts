// Which list was looked at last in this tab: an account's way back, and its neighbours, are of that list.
'use client';
import { useSearchParams } from 'next/navigation';
import { useEffect } from 'react';

export const listPlace = 'relink:accounts-list';

/** Keeps the question of the list that is shown, as it stands in the address: "?status=inactive" or nothing. */
export function useKeptList(): void {
  const search = useSearchParams().toString();
  useEffect(() => {
    try {
      sessionStorage.setItem(listPlace, search ? `?${search}` : '');
    } catch {
      // A browser that keeps nothing: the way back leads to all accounts.
    }
  }, [search]);
}
