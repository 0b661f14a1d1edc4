// The runs over every account: what they read, and starting one.
import { infiniteQueryOptions } from '@tanstack/react-query';
import type { BackfillRow } from '@/domain/overview';
import type { Page } from '@/domain/page';
import { getJson, sendJson } from '../api';
import { isLive } from '../live/live-state';

/** Rows a page of the list of runs. */
export const backfillPageSize = 5;

const runningPollMs = 2_000;

export const backfillsKey = () => ['backfills'] as const;

/** The runs, newest first; asked for again while one waits or runs, where changes do not arrive by themselves. */
export function backfillsQuery() {
  return infiniteQueryOptions({
    queryKey: backfillsKey(),
    queryFn: ({ pageParam, signal }) =>
      getJson<Page<BackfillRow>>('/api/backfills', { limit: backfillPageSize, cursor: pageParam }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page: Page<BackfillRow>) => page.nextCursor,
    refetchInterval: ({ state }) =>
      !isLive() && state.data?.pages[0]?.data.some(isUnderWay) ? runningPollMs : false,
  });
}

/** Waits to start, or runs. */
export function isUnderWay({ state }: BackfillRow): boolean {
  return state === 'due' || state === 'running';
}

/** Asks for a new run, or for an earlier one to go on from where it stopped. */
export function startBackfill(resume: string | null, requestKey: string): Promise<{ id: string }> {
  return sendJson<{ id: string }>('POST', '/api/backfills', resume ? { resume } : {}, requestKey);
}
