// The backfill: how the present run stands, the button for a new one, the runs before.
'use client';
import { useInfiniteQuery } from '@tanstack/react-query';
import type { BackfillRow } from '@/domain/overview';
import { Button } from '../ui/button';
import { ErrorState } from '../ui/error-state';
import { Section } from '../ui/section';
import { SkeletonLines } from '../ui/skeleton';
import { Time } from '../ui/time';
import { backfillsQuery, isUnderWay } from './backfill-queries';
import { BackfillState } from './backfill-state';
import { PreviousRuns } from './previous-runs';
import { RunBackfill } from './run-backfill';

export function BackfillPanel({ total }: { total: number }) {
  const query = useInfiniteQuery(backfillsQuery());
  const runs = query.data?.pages.flatMap(({ data }) => data) ?? [];
  const latest = runs[0] ?? null;
  const lastDone = runs.find(({ state }) => state === 'done') ?? null;
  return (
    <Section title="Backfill" aside={query.data ? <RunBackfill latest={latest} total={total} /> : null}>
      {query.isPending ? <SkeletonLines label="Reading the backfills" /> : null}
      {query.isError && !query.data ? (
        <ErrorState
          what="The backfills"
          error={query.error}
          onRetry={() => void query.refetch()}
          pending={query.isFetching}
        />
      ) : null}
      {query.data && !latest ? (
        <p className="text-quiet">
          None has run yet. The first one starts with the worker and reads every account.
        </p>
      ) : null}
      {latest ? <LatestRun run={latest} lastDone={lastDone} /> : null}
      {runs.length > 1 ? <PreviousRuns runs={runs.slice(1)} /> : null}
      {query.hasNextPage ? (
        <Button
          size="sm"
          variant="ghost"
          className="mt-1"
          pending={query.isFetchingNextPage}
          onClick={() => void query.fetchNextPage()}
        >
          Earlier runs
        </Button>
      ) : null}
    </Section>
  );
}

function LatestRun({ run, lastDone }: { run: BackfillRow; lastDone: BackfillRow | null }) {
  const since = run.finishedAt ?? run.startedAt ?? run.createdAt;
  return (
    <div className="flex flex-col gap-2">
      <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
        <BackfillState state={run.state} />
        <span className="text-quiet">
          {sinceWord(run)} <Time at={since} />
        </span>
      </p>
      <dl className="grid grid-cols-4 gap-3">
        <Figure name="Accounts read" value={run.accountsRead} />
        <Figure name="Pages" value={run.pages} />
        <Figure name="New" value={run.accountsNew} />
        <Figure
          name="Older answers"
          value={run.accountsStale}
          hint="Answers older than what was already kept: left out."
        />
      </dl>
      {isUnderWay(run) && lastDone && lastDone.accountsRead > 0 ? (
        <ProgressBar read={run.accountsRead} expected={lastDone.accountsRead} />
      ) : null}
      {run.error ? (
        <p className="rounded-md bg-bad-wash px-3 py-2 text-sm text-bad">
          {run.error} {isUnderWay(run) ? 'It will be tried again.' : 'It can go on from where it stopped.'}
        </p>
      ) : null}
    </div>
  );
}

function sinceWord(run: BackfillRow): string {
  if (run.state === 'done') return '';
  if (run.state === 'running') return 'started';
  return run.state === 'due' ? 'asked for' : 'last active';
}

function Figure({ name, value, hint }: { name: string; value: number; hint?: string }) {
  return (
    <div className="flex flex-col-reverse justify-end" title={hint}>
      <dt className="text-xs text-faint">{name}</dt>
      <dd className="text-lg">{value.toLocaleString('en-US')}</dd>
    </div>
  );
}

/** Stripe does not tell how many accounts there are: the last full run stands in for it. */
function ProgressBar({ read, expected }: { read: number; expected: number }) {
  const share = Math.min(1, read / expected);
  return (
    <div>
      <progress
        aria-label="Accounts read"
        value={share}
        className="block h-1.5 w-full appearance-none overflow-hidden rounded-sm bg-sunken [&::-moz-progress-bar]:bg-pending [&::-webkit-progress-bar]:bg-hover [&::-webkit-progress-value]:bg-pending"
      />
      <p className="mt-1 text-xs text-faint">
        of about {expected.toLocaleString('en-US')}, as many as the last full run read
      </p>
    </div>
  );
}
