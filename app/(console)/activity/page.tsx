// What Stripe told, and what was looked for: the part that the address names is read here.
import type { Metadata } from 'next';
import { createLoader, type SearchParams } from 'nuqs/server';
import { activityInUrl, activityViewWords } from '@/components/activity/activity-filters';
import { ActivityView } from '@/components/activity/activity-view';
import { Prefetched } from '../prefetched';
import { activityReads } from './activity-reads';

export const dynamic = 'force-dynamic';

const loadSearch = createLoader(activityInUrl);

interface ActivityPageProps {
  searchParams: Promise<SearchParams>;
}

export async function generateMetadata({ searchParams }: ActivityPageProps): Promise<Metadata> {
  const { view } = await loadSearch(searchParams);
  return { title: `${activityViewWords[view]} · Activity` };
}

export default async function ActivityPage({ searchParams }: ActivityPageProps) {
  const search = await loadSearch(searchParams);
  return (
    <Prefetched reads={activityReads(search)}>
      <ActivityView />
    </Prefetched>
  );
}
