// One event that was received.
import type { Metadata } from 'next';
import { eventQuery } from '@/components/activity/activity-queries';
import { EventView } from '@/components/activity/event-view';
import { UnknownEvent } from '@/components/activity/unknown-event';
import { Prefetched } from '../../../prefetched';
import { loadEvent } from './load-event';

export const dynamic = 'force-dynamic';

interface EventPageProps {
  params: Promise<{ id: string }>;
}

export async function generateMetadata({ params }: EventPageProps): Promise<Metadata> {
  return { title: `Event ${(await params).id}` };
}

export default async function EventPage({ params }: EventPageProps) {
  const event = await loadEvent((await params).id);
  if (!event) return <UnknownEvent />;
  return (
    <Prefetched reads={(client) => [client.query({ ...eventQuery(event.id), queryFn: () => event })]}>
      <EventView id={event.id} />
    </Prefetched>
  );
}
