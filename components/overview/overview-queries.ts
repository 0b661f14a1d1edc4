// The totals of the overview; the shell's counts and freshness come from the same answer.
import { queryOptions } from '@tanstack/react-query';
import type { Overview } from '@/domain/overview';
import { getJson } from '../api';
import { isLive } from '../live/live-state';

const restingPollMs = 60_000;
const backfillPollMs = 5_000;

export const overviewKey = () => ['overview'] as const;

/** Asks again by itself, since ages grow without a change; faster while a backfill runs and its progress is not told. */
export function overviewQuery() {
  return queryOptions({
    queryKey: overviewKey(),
    queryFn: ({ signal }) => getJson<Overview>('/api/overview', undefined, signal),
    refetchInterval: ({ state }) => (!isLive() && isBackfilling(state.data) ? backfillPollMs : restingPollMs),
  });
}

/** Whether a backfill waits or runs. */
export function isBackfilling(overview: Overview | undefined): boolean {
  const state = overview?.backfill?.state;
  return state === 'due' || state === 'running';
}

/** Inactive accounts that a relink can mend. */
export function relinkableCount(overview: Overview): number {
  return overview.causes
    .filter(({ action }) => action === 'relink_required')
    .reduce((sum, { count }) => sum + count, 0);
}
