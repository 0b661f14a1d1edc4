// One session: how it stands, what it asks for, what it brought.
import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { sessionQuery } from '@/components/sessions/session-queries';
import { SessionView } from '@/components/sessions/session-view';
import type { SessionDetail } from '@/domain/session';
import { requireSession } from '@/server/cache/sessions';
import { db } from '@/server/db';
import { AppError } from '@/server/errors';
import { Prefetched } from '../../prefetched';

export const dynamic = 'force-dynamic';

interface SessionPageProps {
  params: Promise<{ id: string }>;
}

export async function generateMetadata({ params }: SessionPageProps): Promise<Metadata> {
  return { title: `Session ${(await params).id}` };
}

export default async function SessionPage({ params }: SessionPageProps) {
  const session = await loadSession((await params).id);
  return (
    <Prefetched reads={(client) => [client.query({ ...sessionQuery(session.id), queryFn: () => session })]}>
      <SessionView id={session.id} />
    </Prefetched>
  );
}

async function loadSession(id: string): Promise<SessionDetail> {
  try {
    return await requireSession(db, id);
  } catch (error) {
    if (error instanceof AppError && error.code === 'not_found') notFound();
    throw error;
  }
}
