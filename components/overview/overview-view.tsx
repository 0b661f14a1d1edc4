// The first page: how the linked accounts stand, what is broken and why, how fresh the copy is.
'use client';
import { useQuery } from '@tanstack/react-query';
import { NoAccountsYet } from '../accounts/no-accounts-yet';
import { BackfillPanel } from '../backfills/backfill-panel';
import { countText } from '../data-table/count-text';
import { PageHeader } from '../shell/page-header';
import { ErrorState } from '../ui/error-state';
import { SkeletonLines } from '../ui/skeleton';
import { StaleNote } from '../ui/stale-note';
import { AttentionList } from './attention-list';
import { CauseTable } from './cause-table';
import { FreshnessTable } from './freshness-table';
import { overviewQuery } from './overview-queries';
import { RefreshTable } from './refresh-table';
import { StatusTotals } from './status-totals';

export function OverviewView() {
  const query = useQuery(overviewQuery());
  const overview = query.data;
  return (
    <>
      <PageHeader
        title="Overview"
        count={overview ? countText({ value: overview.total, exact: true }, 'account') : undefined}
      />
      {query.isPending ? <SkeletonLines label="Reading the totals" lines={6} className="p-6" /> : null}
      {query.isError && !overview ? (
        <ErrorState
          what="The totals"
          error={query.error}
          onRetry={() => void query.refetch()}
          pending={query.isFetching}
        />
      ) : null}
      <StaleNote query={query} className="mx-4 mt-4 sm:mx-6" />
      {overview?.total === 0 ? (
        <div className="px-4 pb-10 sm:px-6">
          <NoAccountsYet />
          <BackfillPanel total={0} />
        </div>
      ) : null}
      {overview && overview.total > 0 ? (
        // One column below 1280 px: what needs a look comes before the tables.
        <div className="grid gap-x-10 px-4 pb-10 sm:px-6 xl:grid-cols-[minmax(0,1.7fr)_minmax(20rem,1fr)] xl:grid-rows-[auto_1fr]">
          <div className="min-w-0">
            <StatusTotals overview={overview} />
          </div>
          <div className="min-w-0 xl:col-start-2 xl:row-span-2 xl:row-start-1">
            <AttentionList overview={overview} />
            <BackfillPanel total={overview.total} />
          </div>
          <div className="min-w-0">
            <CauseTable overview={overview} />
            <FreshnessTable overview={overview} />
            <RefreshTable overview={overview} />
          </div>
        </div>
      ) : null}
    </>
  );
}
