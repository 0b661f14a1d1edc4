// The list that an account was opened from: its question, which the list keeps in the tab whenever it is shown.
'use client';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { createLoader } from 'nuqs/server';
import { useSyncExternalStore } from 'react';
import { accountSearch, filtersOf } from '@/components/accounts/account-search';
import { getJson } from '@/components/api';
import type { AccountNeighbours } from '@/domain/account';
import { accountPath } from './account-queries';

/** The list of accounts writes its search string here: "" or "?status=inactive&sort=holder". */
const listKey = 'relink:accounts-list';

const loadSearch = createLoader(accountSearch);

function keptSearch(): string {
  try {
    const kept = sessionStorage.getItem(listKey) ?? '';
    return kept.startsWith('?') ? kept : '';
  } catch (error) {
    // A browser may keep nothing for us: then it is the whole list.
    if (error instanceof DOMException) return '';
    throw error;
  }
}

const never = () => () => undefined;

/** The list's search string; null until the page has come alive, since only the tab knows it. */
export function useListSearch(): string | null {
  return useSyncExternalStore(never, keptSearch, () => null);
}

/**
 * Who stands beside an account in its list. Read once: an account that leaves the list when it is mended still leads on to
 * those that stood beside it.
 */
function neighboursQuery(id: string, search: string | null) {
  const list = loadSearch(new URLSearchParams(search ?? ''));
  return queryOptions({
    queryKey: ['neighbours', id, search] as const,
    queryFn: ({ signal }) =>
      getJson<AccountNeighbours>(
        `${accountPath(id)}/neighbours`,
        { ...filtersOf(list), sort: list.sort },
        signal,
      ),
    enabled: search !== null,
    staleTime: Number.POSITIVE_INFINITY,
  });
}

/** The accounts before and after this one; while they are not known, why a way to them is off. */
export function useNeighbours(id: string, search: string | null) {
  const { data, error } = useQuery(neighboursQuery(id, search));
  const unknown = error ? 'The list could not be read.' : 'The list is being looked at.';
  return {
    isKnown: data !== undefined,
    previousId: data?.previousId ?? null,
    nextId: data?.nextId ?? null,
    whyNoPrevious: data ? 'No account stands before it in the list it was opened from.' : unknown,
    whyNoNext: data ? 'No account stands after it in the list it was opened from.' : unknown,
  };
}
