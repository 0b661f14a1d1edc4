// The audit trail, and what it can be filtered by.
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { getJson } from '@/components/api';
import { isLive } from '@/components/live/live-state';
import type { AuditFacets, AuditRow } from '@/domain/audit';
import type { Page } from '@/domain/page';
import type { AuditFilters } from './audit-filters';

/** Rows a page of the trail. */
export const auditPageSize = 50;

const pollMs = 10_000;
const mostPolledPages = 2;

/** Entries, newest first; asked for again where changes do not arrive by themselves. */
export function auditQuery(filters: AuditFilters) {
  return infiniteQueryOptions({
    queryKey: ['audit', filters] as const,
    queryFn: ({ pageParam, signal }) =>
      getJson<Page<AuditRow>>('/api/audit', { ...filters, limit: auditPageSize, cursor: pageParam }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page: Page<AuditRow>) => page.nextCursor,
    refetchInterval: ({ state }) =>
      isLive() || (state.data?.pages.length ?? 0) > mostPolledPages ? false : pollMs,
  });
}

/** How many entries each verb, actor and outcome would leave. */
export function auditFacetsQuery(filters: AuditFilters) {
  return queryOptions({
    queryKey: ['audit', 'facets', filters] as const,
    queryFn: ({ signal }) => getJson<AuditFacets>('/api/audit/facets', { ...filters }, signal),
    staleTime: 10_000,
  });
}
