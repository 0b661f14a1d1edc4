// What the sessions pages read and ask for.
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { getJson, sendJson } from '@/components/api';
import { heardSessions } from '@/components/live/heard-rows';
import { isLive } from '@/components/live/live-state';
import { keepNewestRows } from '@/components/live/newest-data';
import type { bodyOf } from '@/components/new-session/session-draft';
import type { Page } from '@/domain/page';
import type { SessionDetail, SessionFacets, SessionRow } from '@/domain/session';
import { isBehind, newerOf } from '@/domain/version';

/** The filters and the order of the list as they stand in the URL. */
export interface SessionFilters {
  outcome: string[];
  origin: string[];
  q: string;
  sort: '-firstSeenAt' | 'firstSeenAt';
}

/** Rows a page of the list. */
export const sessionPageSize = 50;

const openPollMs = 10_000;

export const sessionsKey = (filters: SessionFilters) => ['sessions', filters] as const;
export const sessionKey = (id: string) => ['session', id] as const;

/** Sessions that this console made or looked up, by when they were first seen. */
export function sessionsQuery(filters: SessionFilters) {
  return infiniteQueryOptions({
    queryKey: sessionsKey(filters),
    queryFn: ({ pageParam, signal }) =>
      getJson<Page<SessionRow>>(
        '/api/sessions',
        {
          outcome: filters.outcome,
          origin: filters.origin,
          q: filters.q,
          sort: filters.sort,
          limit: sessionPageSize,
          cursor: pageParam,
        },
        signal,
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
    structuralSharing: keepNewestRows(sessionsKey(filters)),
  });
}

/** How many sessions each outcome and each origin would leave. */
export function sessionFacetsQuery({ outcome, origin, q }: SessionFilters) {
  const filters = { outcome, origin, q };
  return queryOptions({
    queryKey: ['sessions', 'facets', filters] as const,
    queryFn: ({ signal }) => getJson<SessionFacets>('/api/sessions/facets', filters, signal),
    staleTime: 10_000,
  });
}

/** One session with everything that Stripe tells of it, without its secret; asked for again while it is open, where changes do not arrive by themselves. */
export function sessionQuery(id: string) {
  return queryOptions({
    queryKey: sessionKey(id),
    queryFn: async ({ client, signal }) => {
      const path = `/api/sessions/${encodeURIComponent(id)}`;
      const read = () => getJson<SessionDetail>(path, undefined, signal);
      const first = await read();
      // It was on its way when a newer state was told.
      const arrived = isBehind(first, heardSessions) ? await read() : first;
      return newerOf(client.getQueryData<SessionDetail>(sessionKey(id)), arrived);
    },
    refetchInterval: ({ state }) => (!isLive() && state.data?.outcome === 'open' ? openPollMs : false),
  });
}

interface SessionAnswer {
  session: SessionDetail;
}

/** Makes a session at Stripe. */
export function createSession(body: ReturnType<typeof bodyOf>, requestKey: string): Promise<SessionAnswer> {
  return sendJson<SessionAnswer>('POST', '/api/sessions', body, requestKey);
}

/** Reads a session from Stripe by its id and keeps it; free. */
export function lookUpSession(id: string, requestKey: string): Promise<SessionAnswer> {
  return sendJson<SessionAnswer>('POST', '/api/sessions/lookup', { id }, requestKey);
}
