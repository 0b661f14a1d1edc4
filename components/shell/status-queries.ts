// Whether Stripe answers and the worker runs, asked for on every page.
import { queryOptions } from '@tanstack/react-query';
import type { Status } from '@/domain/status';
import { getJson } from '../api';

const pollMs = 10_000;

export const statusKey = () => ['status'] as const;

/** Asks again by itself, also in a tab that nobody looks at: what it says must be true when somebody does. */
export function statusQuery() {
  return queryOptions({
    queryKey: statusKey(),
    queryFn: ({ signal }) => getJson<Status>('/api/status', undefined, signal),
    refetchInterval: pollMs,
    staleTime: pollMs / 2,
  });
}
