// What needs mending, and what a relink can do about it.
import type { Metadata } from 'next';
import { createLoader, type SearchParams } from 'nuqs/server';
import { relinkFiltersInUrl } from '@/components/relinks/relink-filters';
import { relinkPageSize, relinksQuery } from '@/components/relinks/relink-queries';
import { RelinksView } from '@/components/relinks/relinks-view';
import { listRelinks } from '@/server/cache/relinks';
import { db } from '@/server/db';
import { Prefetched } from '../prefetched';

export const dynamic = 'force-dynamic';
export const metadata: Metadata = { title: 'Relinks' };

const loadFilters = createLoader(relinkFiltersInUrl);

export default async function RelinksPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const filters = await loadFilters(searchParams);
  const firstPage = () => listRelinks(db, { ...filters, limit: relinkPageSize });
  return (
    <Prefetched reads={(client) => [client.infiniteQuery({ ...relinksQuery(filters), queryFn: firstPage })]}>
      <RelinksView />
    </Prefetched>
  );
}
