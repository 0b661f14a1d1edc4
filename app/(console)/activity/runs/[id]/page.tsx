// One run that looked for what was missed.
import type { Metadata } from 'next';
import { runQuery } from '@/components/runs/run-queries';
import { RunView } from '@/components/runs/run-view';
import { wordsOf } from '@/components/runs/run-words';
import { UnknownRun } from '@/components/runs/unknown-run';
import { Prefetched } from '../../../prefetched';
import { loadRun } from './load-run';

export const dynamic = 'force-dynamic';

interface RunPageProps {
  params: Promise<{ id: string }>;
}

export async function generateMetadata({ params }: RunPageProps): Promise<Metadata> {
  const run = await loadRun((await params).id);
  return { title: run ? `${wordsOf(run.kind).title} ${run.id}` : 'Run not found' };
}

export default async function RunPage({ params }: RunPageProps) {
  const run = await loadRun((await params).id);
  if (!run) return <UnknownRun />;
  return (
    <Prefetched reads={(client) => [client.query({ ...runQuery(run.id), queryFn: () => run })]}>
      <RunView id={run.id} />
    </Prefetched>
  );
}
