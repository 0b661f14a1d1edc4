// One run: how it went, and of an audit the proof, ours beside Stripe's.
'use client';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { BackfillState } from '@/components/backfills/backfill-state';
import { PageHeader } from '@/components/shell/page-header';
import { Definition, DefinitionList } from '@/components/ui/definition-list';
import { ErrorState } from '@/components/ui/error-state';
import { Link } from '@/components/ui/link';
import { MonoId } from '@/components/ui/mono-id';
import { Section } from '@/components/ui/section';
import { SkeletonLines } from '@/components/ui/skeleton';
import { StaleNote } from '@/components/ui/stale-note';
import { ExactTime, Time } from '@/components/ui/time';
import type { RunDetail } from '@/domain/run';
import { FindingList } from './finding-list';
import { runQuery } from './run-queries';
import { askedText, rateText, resultText, tookText, wordsOf } from './run-words';

const back = (
  <Link href="/activity?view=runs" className="text-accent underline-offset-2 hover:underline">
    Runs
  </Link>
);

export function RunView({ id }: { id: string }) {
  const query = useQuery(runQuery(id));
  const { data: run, error, refetch, isFetching } = query;
  if (run) return <LoadedRun run={run} note={<StaleNote query={query} className="mt-4" />} />;
  return (
    <>
      <PageHeader title="Run" back={back} />
      {error ? (
        <ErrorState error={error} what="This run" onRetry={() => void refetch()} pending={isFetching} />
      ) : (
        <SkeletonLines label="Reading the run" lines={8} className="px-4 py-4 sm:px-6" />
      )}
    </>
  );
}

function LoadedRun({ run, note }: { run: RunDetail; note: ReactNode }) {
  return (
    <>
      <PageHeader
        back={back}
        title={wordsOf(run.kind).title}
        count={<BackfillState state={run.state} />}
        description={wordsOf(run.kind).sentence}
      />
      <div className="max-w-5xl px-4 pb-10 sm:px-6">
        {note}
        <Section title="Result" className="border-t-0">
          <p className="mb-3">{resultText(run)}</p>
          <DefinitionList>
            {factsOf(run).map(([name, value]) => (
              <Definition key={name} name={name}>
                {value}
              </Definition>
            ))}
          </DefinitionList>
          {run.error ? (
            <p className="mt-3 rounded-md bg-bad-wash px-3 py-2 text-sm text-bad">{run.error}</p>
          ) : null}
        </Section>
        {run.kind === 'audit' ? <FindingList run={run} /> : null}
      </div>
    </>
  );
}

function factsOf(run: RunDetail): [string, ReactNode][] {
  const { detail } = run;
  const count = (value: number) => value.toLocaleString('en-US');
  const facts: [string, ReactNode][] = [
    [
      'Asked for',
      <>
        <ExactTime at={run.createdAt} /> {askedText(run.requestedBy)}
      </>,
    ],
    ['Took', tookText(run) ?? 'Not ended yet'],
  ];
  if (run.failed > 0) facts.push(['Could not be read', count(run.failed)]);
  const rate = run.kind === 'audit' ? rateText(run) : null;
  if (rate !== null) facts.push(['Difference rate', rate]);
  if (detail.population !== undefined) facts.push(['Drawn from', `${count(detail.population)} accounts`]);
  if (detail.explained !== undefined && detail.explained > 0) {
    facts.push(['Left out', `${count(detail.explained)} that had a reason, such as an event on its way`]);
  }
  if (detail.sweptFrom && detail.sweptTo) {
    facts.push([
      "Stripe's time",
      <>
        <ExactTime at={detail.sweptFrom} /> to <ExactTime at={detail.sweptTo} />
      </>,
    ]);
  }
  if (detail.gap) {
    facts.push([
      'Gap',
      <>
        Stripe tells nothing any more of <Time at={detail.gap.from} /> to <Time at={detail.gap.to} />
      </>,
    ]);
  }
  if (detail.gone !== undefined) {
    facts.push(['Gone', `${count(detail.gone)} that Stripe does not know any more: kept and marked`]);
  }
  if (detail.isLeftToRelist)
    facts.push(['Left to', 'the full list, which is cheaper than so many single reads']);
  if (detail.backfillId)
    facts.push(['Backfill', <MonoId key="id" id={detail.backfillId} what="backfill id" />]);
  return facts;
}
