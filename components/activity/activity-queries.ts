// What the activity page reads: events, webhooks, notices, and why one account is as old as it is.
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { getJson, sendJson } from '@/components/api';
import { isLive } from '@/components/live/live-state';
import type { EventDetail, EventFacets, EventRow } from '@/domain/event';
import type { AccountFreshness } from '@/domain/freshness';
import type { Notice } from '@/domain/notice';
import type { Page } from '@/domain/page';
import type { ConnectOutcome, WebhooksView } from '@/domain/webhooks';
import type { EventFilters } from './activity-filters';

/** Rows a page of the list of events. */
export const eventPageSize = 50;

const listPollMs = 5_000;
const restingPollMs = 15_000;
const waitingPollMs = 1_500;
// Asking again reads every page that is shown: beyond this many it would cost more than it tells.
const mostPolledPages = 2;

export const eventsKey = () => ['events'] as const;
export const eventKey = (id: string) => ['event', id] as const;
export const webhooksKey = () => ['webhooks'] as const;
export const noticesKey = () => ['notices'] as const;
export const accountFreshnessKey = (id: string) => ['account', id, 'freshness'] as const;

/** Events, those that came last first; asked for again where changes do not arrive by themselves. */
export function eventsQuery(filters: EventFilters) {
  return infiniteQueryOptions({
    queryKey: [...eventsKey(), filters] as const,
    queryFn: ({ pageParam, signal }) =>
      getJson<Page<EventRow>>('/api/events', { ...filters, limit: eventPageSize, cursor: pageParam }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page: Page<EventRow>) => page.nextCursor,
    refetchInterval: ({ state }) =>
      isLive() || (state.data?.pages.length ?? 0) > mostPolledPages ? false : listPollMs,
  });
}

/** How many events each result and each type would leave. */
export function eventFacetsQuery(filters: EventFilters) {
  return queryOptions({
    queryKey: [...eventsKey(), 'facets', filters] as const,
    queryFn: ({ signal }) => getJson<EventFacets>('/api/events/facets', { ...filters }, signal),
    staleTime: 10_000,
  });
}

/** How many events were given up. */
export function deadCountQuery() {
  return queryOptions({
    queryKey: [...eventsKey(), 'dead count'] as const,
    queryFn: async ({ signal }) => {
      const page = await getJson<Page<EventRow>>('/api/events', { state: 'dead', limit: 1 }, signal);
      return page.total;
    },
    refetchInterval: restingPollMs,
  });
}

/** One event with what it carried; asked for again while it waits, where changes do not arrive by themselves. */
export function eventQuery(id: string) {
  return queryOptions({
    queryKey: eventKey(id),
    queryFn: ({ signal }) => getJson<EventDetail>(`/api/events/${encodeURIComponent(id)}`, undefined, signal),
    refetchInterval: ({ state }) =>
      !isLive() && state.data && isWaiting(state.data) ? waitingPollMs : false,
  });
}

/** Not applied yet, but it will be by itself. */
export const isWaiting = ({ state }: Pick<EventRow, 'state'>) => state === 'due' || state === 'hinted';

/** How the console hears from Stripe. */
export function webhooksQuery() {
  return queryOptions({
    queryKey: webhooksKey(),
    queryFn: ({ signal }) => getJson<WebhooksView>('/api/webhooks', undefined, signal),
    refetchInterval: restingPollMs,
  });
}

/** What operators should know now; that something is over is told by nobody, so it is looked at now and then. */
export function noticesQuery() {
  return queryOptions({
    queryKey: noticesKey(),
    queryFn: ({ signal }) => getJson<Page<Notice>>('/api/notices', undefined, signal),
    refetchInterval: restingPollMs,
  });
}

/** Why an account is as old as it is; read anew with the account, and by itself: nobody tells of jobs that wait. */
export function accountFreshnessQuery(id: string) {
  return queryOptions({
    queryKey: accountFreshnessKey(id),
    queryFn: ({ signal }) =>
      getJson<AccountFreshness>(`/api/accounts/${encodeURIComponent(id)}/freshness`, undefined, signal),
    refetchInterval: listPollMs,
  });
}

/** Applies an event once more; free. */
export const replayEvent = (id: string, requestKey: string) =>
  sendJson<EventDetail>('POST', `/api/events/${encodeURIComponent(id)}/replay`, {}, requestKey);

/** Makes or checks the endpoint at Stripe. */
export const connectWebhooks = (requestKey: string) =>
  sendJson<{ outcome: ConnectOutcome; webhooks: WebhooksView }>(
    'POST',
    '/api/webhooks/connect',
    {},
    requestKey,
  );
