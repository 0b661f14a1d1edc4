// The overview. Its totals are read by the layout, which shows them too.
import type { Metadata } from 'next';
import { backfillPageSize, backfillsQuery } from '@/components/backfills/backfill-queries';
import { OverviewView } from '@/components/overview/overview-view';
import { listBackfills } from '@/server/cache/backfills';
import { db } from '@/server/db';
import { Prefetched } from './prefetched';

export const dynamic = 'force-dynamic';
export const metadata: Metadata = { title: 'Overview' };

export default function OverviewPage() {
  const firstRuns = () => listBackfills(db, { limit: backfillPageSize });
  return (
    <Prefetched reads={(client) => [client.infiniteQuery({ ...backfillsQuery(), queryFn: firstRuns })]}>
      <OverviewView />
    </Prefetched>
  );
}
