// One session: how it stands, what it asks for, what it brought.
import type { Metadata } from 'next';
import { sessionQuery } from '@/components/sessions/session-queries';
import { SessionView } from '@/components/sessions/session-view';
import { UnknownSession } from '@/components/sessions/unknown-session';
import { Prefetched } from '../../prefetched';
import { loadSession } from './load-session';

export const dynamic = 'force-dynamic';

interface SessionPageProps {
  params: Promise<{ id: string }>;
}

export async function generateMetadata({ params }: SessionPageProps): Promise<Metadata> {
  return { title: `Session ${(await params).id}` };
}

export default async function SessionPage({ params }: SessionPageProps) {
  const { id } = await params;
  const session = await loadSession(id);
  if (!session) return <UnknownSession id={id} />;
  return (
    <Prefetched reads={(client) => [client.query({ ...sessionQuery(session.id), queryFn: () => session })]}>
      <SessionView id={session.id} />
    </Prefetched>
  );
}
