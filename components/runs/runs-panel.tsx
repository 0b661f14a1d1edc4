// Backfills, and the runs that look for what was missed: how each stands and what it found.
'use client';
import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { parseAsNativeArrayOf, parseAsStringLiteral } from 'nuqs/server';
import { BackfillPanel } from '@/components/backfills/backfill-panel';
import { DataTable } from '@/components/data-table/data-table';
import { DropFilters } from '@/components/data-table/drop-filters';
import { useFilterKey } from '@/components/data-table/filter-keys';
import { LoadMore } from '@/components/data-table/load-more';
import { setFilter } from '@/components/data-table/set-filter';
import { overviewQuery } from '@/components/overview/overview-queries';
import { ToggleChip } from '@/components/relinks/toggle-chip';
import { EmptyState } from '@/components/ui/empty-state';
import { ErrorState } from '@/components/ui/error-state';
import { StaleNote } from '@/components/ui/stale-note';
import { useQueryState } from '@/components/url-state';
import { type RunKind, runKinds, runWords } from '@/domain/run';
import { runColumns } from './run-columns';
import { runFacetsQuery, runsQuery } from './run-queries';
import { StartRun } from './start-run';

const kindsInUrl = parseAsNativeArrayOf(parseAsStringLiteral(runKinds)).withDefault([]);

export function RunsPanel() {
  const [kinds, setKinds] = useQueryState('kind', kindsInUrl);
  const { data: overview } = useQuery(overviewQuery());
  const { data: facets } = useQuery(runFacetsQuery());
  const query = useInfiniteQuery({ ...runsQuery(kinds), placeholderData: keepPreviousData });
  const rows = query.data?.pages.flatMap((page) => page.data) ?? [];
  const total = query.data?.pages[0]?.total;
  const filterRow = useFilterKey();
  const clear = () => void setKinds(null);
  const set = setFilter(
    'Kind',
    kinds.map((kind) => runWords[kind].title),
    clear,
  );
  const toggle = (kind: RunKind, isOn: boolean) => {
    const next = runKinds.filter((each) => (each === kind ? isOn : kinds.includes(each)));
    void setKinds(next.length > 0 ? next : null);
  };
  return (
    <div className="pb-10">
      <div className="max-w-3xl px-4 sm:px-6 [&>section]:border-t-0">
        <BackfillPanel total={overview?.total ?? 0} />
      </div>
      <section aria-label="Sweeps and audits" className="border-t border-border pt-4">
        <div className="mb-2.5 flex flex-wrap items-center gap-x-3 gap-y-2 px-4 sm:px-6">
          <h2 className="text-base font-semibold">Sweeps and audits</h2>
          <div ref={filterRow} className="flex flex-wrap gap-1">
            {runKinds.map((kind) => (
              <ToggleChip
                key={kind}
                isOn={kinds.includes(kind)}
                onChange={(isOn) => toggle(kind, isOn)}
                count={facets?.kind.find(({ value }) => value === kind)?.count}
              >
                {runWords[kind].title}
              </ToggleChip>
            ))}
          </div>
          <span className="ml-auto">
            <StartRun runs={rows} />
          </span>
        </div>
        <StaleNote query={query} className="mx-4 my-2 sm:mx-6" />
        <DataTable
          label="Runs"
          columns={runColumns}
          rows={rows}
          rowHref={({ id }) => `/activity/runs/${id}`}
          isLoading={query.isPending}
          isStale={query.isPlaceholderData}
          minWidth="sm:min-w-[52rem]"
          empty={
            query.error && !query.data ? (
              <ErrorState
                error={query.error}
                what="The runs"
                onRetry={() => void query.refetch()}
                pending={query.isFetching}
              />
            ) : set.length > 0 ? (
              <DropFilters title="No run of this kind yet" filters={set} onClear={clear} />
            ) : (
              <EmptyState
                title="No run yet"
                description="Sweeps and audits run on schedule while the worker runs. One can also be started here."
              />
            )
          }
          foot={total ? <LoadMore shown={rows.length} total={total} noun="run" query={query} /> : null}
        />
      </section>
    </div>
  );
}
