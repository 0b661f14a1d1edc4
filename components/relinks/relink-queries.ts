// What the relinks page reads, and the one thing it asks for: a relink session.
import { infiniteQueryOptions } from '@tanstack/react-query';
import { getJson, sendJson } from '@/components/api';
import { keepNewestRows } from '@/components/live/newest-data';
import type { RelinkPage } from '@/domain/relink';
import type { SessionDetail } from '@/domain/session';

/** Which group is looked at, as it stands in the URL; empty means every one. */
export interface RelinkFilters {
  cause: string[];
  action: string[];
  institution: string[];
}

/** Units a page of the list. */
export const relinkPageSize = 50;

export const relinksKey = (filters: RelinkFilters) => ['relinks', filters] as const;

/** Groups with their counts, and the units of the chosen ones, oldest first. */
export function relinksQuery(filters: RelinkFilters) {
  return infiniteQueryOptions({
    queryKey: relinksKey(filters),
    queryFn: ({ pageParam, signal }) =>
      getJson<RelinkPage>('/api/relinks', { ...filters, limit: relinkPageSize, cursor: pageParam }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
    structuralSharing: keepNewestRows(relinksKey(filters)),
  });
}

/** Makes the session that mends the account's authorization, or the account where there is none. */
export function createRelink(accountId: string, requestKey: string): Promise<{ session: SessionDetail }> {
  return sendJson<{ session: SessionDetail }>('POST', '/api/relinks', { accountId }, requestKey);
}
