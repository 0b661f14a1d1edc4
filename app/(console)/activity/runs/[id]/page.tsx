// One run that looked for what was missed.
import type { Metadata } from 'next';
import { runQuery } from '@/components/runs/run-queries';
import { RunView } from '@/components/runs/run-view';
import { requireRun } from '@/server/cache/runs';
import { db } from '@/server/db';
import { Prefetched } from '../../../prefetched';

export const dynamic = 'force-dynamic';
export const metadata: Metadata = { title: 'Run' };

export default async function RunPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  return (
    <Prefetched reads={(client) => [client.query({ ...runQuery(id), queryFn: () => requireRun(db, id) })]}>
      <RunView id={id} />
    </Prefetched>
  );
}
