// What the list of jobs reads; nothing tells when a job comes or goes, so it is asked again while somebody looks.
import { queryOptions } from '@tanstack/react-query';
import { getJson } from '@/components/api';
import type { JobsView } from '@/domain/job';

const pollMs = 5_000;

export function jobsQuery() {
  return queryOptions({
    queryKey: ['jobs'] as const,
    queryFn: ({ signal }) => getJson<JobsView>('/api/jobs', undefined, signal),
    refetchInterval: pollMs,
  });
}
