// The sessions that this console made or looked up.
import type { Metadata } from 'next';
import { createLoader, type SearchParams } from 'nuqs/server';
import { sessionFiltersInUrl } from '@/components/sessions/session-filters';
import { sessionPageSize, sessionsQuery } from '@/components/sessions/session-queries';
import { SessionsView } from '@/components/sessions/sessions-view';
import { listSessions } from '@/server/cache/sessions';
import { db } from '@/server/db';
import { Prefetched } from '../prefetched';

export const dynamic = 'force-dynamic';
export const metadata: Metadata = { title: 'Sessions' };

const loadFilters = createLoader(sessionFiltersInUrl);

export default async function SessionsPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const filters = await loadFilters(searchParams);
  const firstPage = () => listSessions(db, { ...filters, holder: [], limit: sessionPageSize });
  return (
    <Prefetched reads={(client) => [client.infiniteQuery({ ...sessionsQuery(filters), queryFn: firstPage })]}>
      <SessionsView />
    </Prefetched>
  );
}
