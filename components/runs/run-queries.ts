// The runs that look for what was missed: their list, one with its proof, and starting one.
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { getJson, sendJson } from '@/components/api';
import type { Page } from '@/domain/page';
import type { RunDetail, RunFacets, RunKind, RunRow } from '@/domain/run';

/** Rows a page of the list of runs. */
export const runPageSize = 25;

const workingPollMs = 2_000;
const restingPollMs = 10_000;
const mostPolledPages = 3;

export const runsKey = () => ['runs'] as const;
export const runKey = (id: string) => ['run', id] as const;

/** The runs, newest first; asks again by itself, more often while one is under way. */
export function runsQuery(kinds: readonly RunKind[]) {
  return infiniteQueryOptions({
    queryKey: [...runsKey(), [...kinds].sort().join(',')] as const,
    queryFn: ({ pageParam, signal }) =>
      getJson<Page<RunRow>>('/api/runs', { kind: kinds, limit: runPageSize, cursor: pageParam }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page: Page<RunRow>) => page.nextCursor,
    refetchInterval: ({ state }) => {
      const pages = state.data?.pages ?? [];
      if (pages.length > mostPolledPages) return false;
      return pages.some(({ data }) => data.some(isUnderWay)) ? workingPollMs : restingPollMs;
    },
  });
}

/** How many runs there are of each kind. */
export function runFacetsQuery() {
  return queryOptions({
    queryKey: [...runsKey(), 'facets'] as const,
    queryFn: ({ signal }) => getJson<RunFacets>('/api/runs/facets', undefined, signal),
    refetchInterval: restingPollMs,
  });
}

/** One run with what it found; looked at again while it works. */
export function runQuery(id: string) {
  return queryOptions({
    queryKey: runKey(id),
    queryFn: ({ signal }) => getJson<RunDetail>(`/api/runs/${encodeURIComponent(id)}`, undefined, signal),
    refetchInterval: ({ state }) => (state.data && isUnderWay(state.data) ? workingPollMs : false),
  });
}

/** Waits to start, or works. */
export const isUnderWay = ({ state }: Pick<RunRow, 'state'>) => state === 'due' || state === 'running';

/** Starts a run of a kind; one of a kind at a time. */
export const startRun = (kind: RunKind, requestKey: string) =>
  sendJson<{ id: string }>('POST', '/api/runs', { kind }, requestKey);
