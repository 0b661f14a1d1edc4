// What Stripe told, and what was looked for: the part that the address names is read here.
import type { Metadata } from 'next';
import { createLoader, type SearchParams } from 'nuqs/server';
import { activityInUrl } from '@/components/activity/activity-filters';
import { ActivityView } from '@/components/activity/activity-view';
import { Prefetched } from '../prefetched';
import { activityReads } from './activity-reads';

export const dynamic = 'force-dynamic';
export const metadata: Metadata = { title: 'Activity' };

const loadSearch = createLoader(activityInUrl);

export default async function ActivityPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const search = await loadSearch(searchParams);
  return (
    <Prefetched reads={activityReads(search)}>
      <ActivityView />
    </Prefetched>
  );
}
