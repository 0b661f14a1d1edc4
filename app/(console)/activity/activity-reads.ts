// What each part of the activity page shows at first paint.
import type { QueryClient } from '@tanstack/react-query';
import { type ActivitySearch, eventFiltersOf } from '@/components/activity/activity-filters';
import {
  accountFreshnessQuery,
  deadCountQuery,
  eventPageSize,
  eventsQuery,
  noticesQuery,
  webhooksQuery,
} from '@/components/activity/activity-queries';
import { backfillPageSize, backfillsQuery } from '@/components/backfills/backfill-queries';
import { jobsQuery } from '@/components/jobs/job-queries';
import { runFacetsQuery, runPageSize, runsQuery } from '@/components/runs/run-queries';
import { listBackfills } from '@/server/cache/backfills';
import { listEvents } from '@/server/cache/events';
import { readAccountFreshness } from '@/server/cache/freshness';
import { readJobs } from '@/server/cache/jobs';
import { listNotices } from '@/server/cache/notices';
import { countRunFacets, listRuns } from '@/server/cache/runs';
import { readWebhooks } from '@/server/cache/webhooks';
import { db } from '@/server/db';

/** For `Prefetched`. */
export function activityReads(search: ActivitySearch): (client: QueryClient) => Promise<unknown>[] {
  const { view, account } = search;
  return (client) => [
    client.query({ ...noticesQuery(), queryFn: () => listNotices(db) }),
    client.query({ ...deadCountQuery(), queryFn: readDeadCount }),
    ...(account.startsWith('fca_')
      ? [
          client.query({
            ...accountFreshnessQuery(account),
            queryFn: () => readAccountFreshness(db, account),
          }),
        ]
      : []),
    ...(view === 'jobs' ? [client.query({ ...jobsQuery(), queryFn: () => readJobs(db) })] : []),
    ...(view === 'webhooks' ? [client.query({ ...webhooksQuery(), queryFn: () => readWebhooks(db) })] : []),
    ...(view === 'runs' ? runReads(client) : []),
    ...(view === 'events' || view === 'dead' ? [eventRead(client, search)] : []),
  ];
}

async function readDeadCount() {
  const { total } = await listEvents(db, { state: ['dead'], type: [], limit: 1 });
  return total;
}

function eventRead(client: QueryClient, search: ActivitySearch): Promise<unknown> {
  const { account, ...filters } = eventFiltersOf(search);
  const asked = { ...filters, ...(account ? { account } : {}), limit: eventPageSize };
  return client.infiniteQuery({
    ...eventsQuery(eventFiltersOf(search)),
    queryFn: () => listEvents(db, asked),
  });
}

function runReads(client: QueryClient): Promise<unknown>[] {
  return [
    client.infiniteQuery({ ...runsQuery([]), queryFn: () => listRuns(db, { kind: [], limit: runPageSize }) }),
    client.query({ ...runFacetsQuery(), queryFn: () => countRunFacets(db) }),
    client.infiniteQuery({
      ...backfillsQuery(),
      queryFn: () => listBackfills(db, { limit: backfillPageSize }),
    }),
  ];
}
