// Who did what to what, why, and with what result: filters in the URL, rows from the API.
'use client';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { ScrollText } from 'lucide-react';
import { DataTable } from '@/components/data-table/data-table';
import { DropFilters } from '@/components/data-table/drop-filters';
import { FilterChip, withCounts } from '@/components/data-table/filter-chip';
import { useFilterKey } from '@/components/data-table/filter-keys';
import { LoadMore } from '@/components/data-table/load-more';
import { MatchCount } from '@/components/data-table/match-count';
import { SearchBox } from '@/components/data-table/search-box';
import { type SetFilter, setFilter } from '@/components/data-table/set-filter';
import { useCounts } from '@/components/data-table/use-counts';
import { PageHeader } from '@/components/shell/page-header';
import { Button } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { ErrorState } from '@/components/ui/error-state';
import { StaleNote } from '@/components/ui/stale-note';
import { useQueryStates } from '@/components/url-state';
import { auditOutcomes, auditWords, outcomeWord } from '@/domain/audit';
import type { FacetValue } from '@/domain/page';
import { auditColumns } from './audit-columns';
import { type AuditFilters, auditInUrl } from './audit-filters';
import { auditFacetsQuery, auditQuery } from './audit-queries';

const outcomeValues = auditOutcomes.map((value) => ({ value, label: outcomeWord(value) }));

export function AuditView() {
  const [filters, setFilters] = useQueryStates(auditInUrl, { history: 'push' });
  const query = useInfiniteQuery({ ...auditQuery(filters), placeholderData: keepPreviousData });
  const rows = query.data?.pages.flatMap((page) => page.data) ?? [];
  const total = query.data?.pages[0]?.total;
  const drop = (name: keyof AuditFilters) => void setFilters({ [name]: null });
  const set = setFiltersOf(filters, drop);
  const clear = () => void setFilters(null);
  return (
    <div className="fill-page flex flex-col">
      <PageHeader
        title="Audit"
        description="Who did what, why, and with what result. Entries are never changed or removed."
        count={
          total ? (
            <MatchCount total={total} isFiltered={set.length > 0} isStale={query.isPlaceholderData} />
          ) : undefined
        }
      />
      <AuditFilterBar
        filters={filters}
        change={(values, isTyped) => void setFilters(values, isTyped ? { history: 'replace' } : {})}
        onClear={set.length > 0 ? clear : null}
      />
      <StaleNote query={query} className="mx-4 my-2 sm:mx-6" />
      <DataTable
        label="Audit trail"
        columns={auditColumns}
        rows={rows}
        isLoading={query.isPending}
        isStale={query.isPlaceholderData}
        placeKey={`audit ${JSON.stringify(filters)}`}
        minWidth="sm:min-w-[60rem]"
        empty={
          query.error && !query.data ? (
            <ErrorState
              error={query.error}
              what="The audit trail"
              onRetry={() => void query.refetch()}
              pending={query.isFetching}
            />
          ) : (
            <NoEntries filters={set} onClear={clear} />
          )
        }
        foot={
          total ? (
            <LoadMore shown={rows.length} total={total} noun="entry" plural="entries" query={query} />
          ) : null
        }
      />
    </div>
  );
}

interface FilterBarProps {
  filters: AuditFilters;
  change: (
    values: Partial<{ [Name in keyof AuditFilters]: AuditFilters[Name] | null }>,
    isTyped?: boolean,
  ) => void;
  onClear: (() => void) | null;
}

function AuditFilterBar({ filters, change, onClear }: FilterBarProps) {
  const filterRow = useFilterKey();
  const { counts, counting } = useCounts(auditFacetsQuery(filters));
  // What was counted, and what is chosen though nothing has it any more.
  const counted = (values: FacetValue[] | undefined, chosen: string[], label: (value: string) => string) =>
    withCounts(
      [...new Set([...(values ?? []).map(({ value }) => value), ...chosen])].map((value) => ({
        value,
        label: label(value),
      })),
      values,
    );
  const orNothing = (values: string[]) => (values.length > 0 ? values : null);
  return (
    <div
      ref={filterRow}
      className="flex shrink-0 flex-wrap items-center gap-2 border-b border-border px-4 py-2 sm:px-6"
    >
      <SearchBox
        label="What was done to one thing"
        placeholder="Id of an account, session, event …"
        value={filters.target}
        onSearch={(target) => change({ target: target || null }, true)}
        className="w-full sm:w-80"
      />
      <FilterChip
        label="What"
        values={counted(counts?.verb, filters.verb, auditWords)}
        selected={filters.verb}
        onChange={(verb) => change({ verb: orNothing(verb) })}
        counting={counting}
      />
      <FilterChip
        label="Who"
        values={counted(counts?.actor, filters.actor, (actor) => actor)}
        selected={filters.actor}
        onChange={(actor) => change({ actor: orNothing(actor) })}
        counting={counting}
      />
      <FilterChip
        label="Result"
        values={withCounts(outcomeValues, counts?.outcome)}
        counting={counting}
        selected={filters.outcome}
        onChange={(outcome) => change({ outcome: orNothing(outcome) })}
      />
      {onClear ? (
        <Button variant="ghost" size="sm" onClick={onClear}>
          Clear all
        </Button>
      ) : null}
    </div>
  );
}

function setFiltersOf(
  { verb, actor, outcome, target }: AuditFilters,
  drop: (name: keyof AuditFilters) => void,
): SetFilter[] {
  const outcomes = outcome.map(outcomeWord);
  return [
    ...setFilter('Id', target, () => drop('target')),
    ...setFilter('What', verb.map(auditWords), () => drop('verb')),
    ...setFilter('Who', actor, () => drop('actor')),
    ...setFilter('Result', outcomes, () => drop('outcome')),
  ];
}

function NoEntries({ filters, onClear }: { filters: SetFilter[]; onClear: () => void }) {
  if (filters.length > 0) {
    return <DropFilters title="No entry matches" filters={filters} onClear={onClear} />;
  }
  return (
    <EmptyState
      icon={<ScrollText aria-hidden className="size-6" />}
      title="Nothing was done yet"
      description="Each refresh, disconnect, relink, session, replay and run that somebody asks for stands here, with its reason and result."
    />
  );
}
