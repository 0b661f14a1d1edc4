// The list of accounts and the counts of its filters.
import { type InfiniteData, infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import type { AccountFacets, AccountRow } from '@/domain/account';
import type { Page } from '@/domain/page';
import { refreshKind } from '@/domain/refresh';
import { getJson, type Query } from '../api';
import { isLive } from '../live/live-state';
import { keepNewestRows } from '../live/newest-data';
import { type AccountSearch, filtersOf } from './account-search';

/** Rows a page of the list. */
export const accountPageSize = 50;

const pendingPollMs = 5_000;
// Asking again reads every page that is shown: beyond this many it would cost more than it tells.
const mostPolledPages = 4;

type AccountPages = InfiniteData<Page<AccountRow>, string | null>;

export const accountsKey = (search: AccountSearch) => ['accounts', search] as const;
export const accountFacetsKey = (search: AccountSearch) => ['accounts', 'facets', filtersOf(search)] as const;

/** The list, page by page; where changes do not arrive by themselves it asks again while a refresh in it is under way. */
export function accountsQuery(search: AccountSearch) {
  return infiniteQueryOptions({
    queryKey: accountsKey(search),
    queryFn: ({ pageParam, signal }) =>
      getJson<Page<AccountRow>>('/api/accounts', pageQuery(search, accountPageSize, pageParam), signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page: Page<AccountRow>) => page.nextCursor,
    refetchInterval: ({ state }) =>
      !isLive() && state.data && shouldPoll(state.data) ? pendingPollMs : false,
    structuralSharing: keepNewestRows(accountsKey(search)),
  });
}

/** Counts per value, each filter's under the other filters. */
export function accountFacetsQuery(search: AccountSearch) {
  return queryOptions({
    queryKey: accountFacetsKey(search),
    queryFn: ({ signal }) => getJson<AccountFacets>('/api/accounts/facets', filtersOf(search), signal),
    staleTime: 30_000,
  });
}

/** How many match, without the rows. */
export function accountCountQuery(search: AccountSearch) {
  return queryOptions({
    queryKey: ['accounts', 'count', filtersOf(search)] as const,
    queryFn: async ({ signal }) => {
      const page = await getJson<Page<AccountRow>>('/api/accounts', pageQuery(search, 1, null), signal);
      return page.total;
    },
  });
}

function pageQuery(search: AccountSearch, limit: number, cursor: string | null): Query {
  return { ...filtersOf(search), sort: search.sort, limit, cursor };
}

function shouldPoll({ pages }: AccountPages): boolean {
  if (pages.length > mostPolledPages) return false;
  const now = Date.now();
  return pages.some(({ data }) =>
    data.some(({ refreshes }) => refreshes.some((refresh) => refreshKind(refresh, now) === 'pending')),
  );
}
