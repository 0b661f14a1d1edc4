// The list of sessions: what this console made or looked up, newest first unless asked otherwise.
'use client';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { countText } from '@/components/data-table/count-text';
import { DataTable } from '@/components/data-table/data-table';
import { FilterChip, withCounts } from '@/components/data-table/filter-chip';
import { useFilterKey } from '@/components/data-table/filter-keys';
import { LoadMore } from '@/components/data-table/load-more';
import { SearchBox } from '@/components/data-table/search-box';
import { setFilter } from '@/components/data-table/set-filter';
import { SortSelect } from '@/components/data-table/sort-select';
import { useCounts } from '@/components/data-table/use-counts';
import { PageHeader } from '@/components/shell/page-header';
import { Button, ButtonLink } from '@/components/ui/button';
import { ErrorState } from '@/components/ui/error-state';
import { StaleNote } from '@/components/ui/stale-note';
import { useQueryStates } from '@/components/url-state';
import { LookUpDialog } from './look-up-dialog';
import { NoSessions } from './no-sessions';
import { sessionColumns } from './session-columns';
import { sessionFiltersInUrl } from './session-filters';
import { sessionFacetsQuery, sessionsQuery } from './session-queries';
import { originWords, outcomeOf, outcomes } from './session-words';

const outcomeValues = Object.entries(outcomes).map(([value, { word }]) => ({ value, label: word }));
const originValues = Object.entries(originWords).map(([value, label]) => ({ value, label }));
const sortOptions = [
  ['-firstSeenAt', 'Newest first'],
  ['firstSeenAt', 'Oldest first'],
] as const;
const outcomeWord = (outcome: string) => outcomeOf(outcome).word;
const originWord = (origin: string) => originWords[origin] ?? `“${origin}”`;

/** Filters in the URL, rows from the API. */
export function SessionsView() {
  const [filters, setFilters] = useQueryStates(sessionFiltersInUrl, { history: 'push' });
  const query = useInfiniteQuery({ ...sessionsQuery(filters), placeholderData: keepPreviousData });
  const rows = query.data?.pages.flatMap((page) => page.data) ?? [];
  const total = query.data?.pages[0]?.total;
  const filterRow = useFilterKey();
  const { counts, counting } = useCounts(sessionFacetsQuery(filters));
  const order = (sort: string) => void setFilters({ sort: sessionFiltersInUrl.sort.parse(sort) });
  const clear = () => void setFilters({ outcome: null, origin: null, q: null });
  const set = [
    ...setFilter('Search', filters.q, () => void setFilters({ q: null })),
    ...setFilter('Outcome', filters.outcome.map(outcomeWord), () => void setFilters({ outcome: null })),
    ...setFilter('Origin', filters.origin.map(originWord), () => void setFilters({ origin: null })),
  ];
  return (
    <div className="fill-page flex flex-col">
      <PageHeader
        title="Sessions"
        count={total ? countText(total, 'session') : undefined}
        actions={
          <>
            <LookUpDialog isPageAction />
            <ButtonLink href="/sessions/new" variant="primary" icon={<Plus aria-hidden className="size-4" />}>
              New session
            </ButtonLink>
          </>
        }
      />
      <div
        ref={filterRow}
        className="flex flex-wrap items-center gap-2 border-b border-border px-4 py-2 sm:px-6"
      >
        <SearchBox
          label="Search sessions"
          placeholder="Session id, holder's id or name"
          value={filters.q}
          onSearch={(q) => void setFilters({ q: q || null }, { history: 'replace' })}
          className="w-full sm:w-72"
        />
        <FilterChip
          label="Outcome"
          values={withCounts(outcomeValues, counts?.outcome)}
          counting={counting}
          selected={filters.outcome}
          onChange={(outcome) => void setFilters({ outcome })}
        />
        <FilterChip
          label="Origin"
          values={withCounts(originValues, counts?.origin)}
          counting={counting}
          selected={filters.origin}
          onChange={(origin) => void setFilters({ origin })}
        />
        <SortSelect value={filters.sort} options={sortOptions} onChange={order} />
        {set.length > 0 ? (
          <Button variant="ghost" size="sm" onClick={clear}>
            Clear all
          </Button>
        ) : null}
      </div>
      <StaleNote query={query} className="mx-4 my-2 sm:mx-6" />
      <DataTable
        label="Sessions"
        columns={sessionColumns}
        rows={rows}
        rowHref={({ id }) => `/sessions/${id}`}
        isLoading={query.isPending}
        isStale={query.isPlaceholderData}
        sort={filters.sort}
        onSort={order}
        placeKey={`sessions ${JSON.stringify(filters)}`}
        minWidth="sm:min-w-[56rem]"
        empty={
          query.error && !query.data ? (
            <ErrorState
              error={query.error}
              what="The sessions"
              onRetry={() => void query.refetch()}
              pending={query.isFetching}
            />
          ) : (
            <NoSessions q={filters.q} filters={set} onClear={clear} />
          )
        }
        foot={total ? <LoadMore shown={rows.length} total={total} noun="session" query={query} /> : null}
      />
    </div>
  );
}
