// The list of events, or of those that were given up: filters in the URL, rows from the API.
'use client';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { DataTable } from '@/components/data-table/data-table';
import { FilterChip, withCounts } from '@/components/data-table/filter-chip';
import { useFilterKey } from '@/components/data-table/filter-keys';
import { LoadMore } from '@/components/data-table/load-more';
import { MatchCount } from '@/components/data-table/match-count';
import { SearchBox } from '@/components/data-table/search-box';
import { setFilter } from '@/components/data-table/set-filter';
import { useCounts } from '@/components/data-table/use-counts';
import { Button } from '@/components/ui/button';
import { ErrorState } from '@/components/ui/error-state';
import { StaleNote } from '@/components/ui/stale-note';
import { useQueryStates } from '@/components/url-state';
import { eventStates, eventTypes, eventWords } from '@/domain/event';
import { activityInUrl, eventFiltersOf } from './activity-filters';
import { eventFacetsQuery, eventsQuery } from './activity-queries';
import { deadColumns, eventColumns } from './event-columns';
import { eventStateWords } from './event-words';
import { NoEvents } from './no-events';

const stateValues = eventStates.map((value) => ({ value, label: eventStateWords[value].word }));
const typeValues = eventTypes(true).map((value) => ({ value, label: eventWords(value) }));

export function EventList() {
  const [search, setSearch] = useQueryStates(activityInUrl, { history: 'push' });
  const isDead = search.view === 'dead';
  const query = useInfiniteQuery({
    ...eventsQuery(eventFiltersOf(search)),
    placeholderData: keepPreviousData,
  });
  const rows = query.data?.pages.flatMap((page) => page.data) ?? [];
  const total = query.data?.pages[0]?.total;
  const filterRow = useFilterKey();
  const { counts, counting } = useCounts(eventFacetsQuery(eventFiltersOf(search)));
  const states = isDead ? [] : search.state.map((state) => eventStateWords[state].word);
  const set = [
    ...setFilter('Account', search.account, () => void setSearch({ account: null })),
    ...setFilter('Result', states, () => void setSearch({ state: null })),
    ...setFilter('Type', search.type.map(eventWords), () => void setSearch({ type: null })),
  ];
  const isFiltered = set.length > 0;
  const clear = () => void setSearch({ state: null, type: null, account: null });
  return (
    <>
      <div
        ref={filterRow}
        className="flex shrink-0 flex-wrap items-center gap-2 border-b border-border px-4 py-2 sm:px-6"
      >
        <SearchBox
          label="Events of one account"
          placeholder="Account id, fca_…"
          value={search.account}
          onSearch={(account) => void setSearch({ account: account || null }, { history: 'replace' })}
          className="w-full sm:w-72"
        />
        {isDead ? null : (
          <FilterChip
            label="Result"
            values={withCounts(stateValues, counts?.state)}
            counting={counting}
            selected={search.state}
            onChange={(chosen) =>
              void setSearch({ state: eventStates.filter((state) => chosen.includes(state)) })
            }
          />
        )}
        <FilterChip
          label="Type"
          values={withCounts(typeValues, counts?.type)}
          counting={counting}
          selected={search.type}
          onChange={(type) => void setSearch({ type: type.length > 0 ? type : null })}
        />
        {isFiltered ? (
          <Button variant="ghost" size="sm" onClick={clear}>
            Clear all
          </Button>
        ) : null}
        {total ? (
          <span className="ml-auto text-sm text-faint">
            <MatchCount total={total} isFiltered={isFiltered} isStale={query.isPlaceholderData} />
            <span aria-hidden>{isFiltered ? '' : ' in all'}</span>
          </span>
        ) : null}
      </div>
      <StaleNote query={query} className="mx-4 my-2 sm:mx-6" />
      <DataTable
        label={isDead ? 'Dead letters' : 'Events'}
        columns={isDead ? deadColumns : eventColumns}
        rows={rows}
        rowHref={({ id }) => `/activity/events/${id}`}
        isLoading={query.isPending}
        isStale={query.isPlaceholderData}
        placeKey={`events ${JSON.stringify(eventFiltersOf(search))}`}
        minWidth="sm:min-w-[60rem]"
        empty={
          query.error && !query.data ? (
            <ErrorState
              error={query.error}
              what="The events"
              onRetry={() => void query.refetch()}
              pending={query.isFetching}
            />
          ) : (
            <NoEvents isDead={isDead} filters={set} onClear={clear} />
          )
        }
        foot={total ? <LoadMore shown={rows.length} total={total} noun="event" query={query} /> : null}
      />
    </>
  );
}
