// What needs mending: causes as filters, then one row per login, oldest first.
'use client';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useRef } from 'react';
import { countText } from '@/components/data-table/count-text';
import { DropFilters } from '@/components/data-table/drop-filters';
import { useFilterKey } from '@/components/data-table/filter-keys';
import { LoadMore } from '@/components/data-table/load-more';
import { useRowKeys } from '@/components/data-table/row-keys';
import { SetChip } from '@/components/data-table/set-chip';
import type { SetFilter } from '@/components/data-table/set-filter';
import { PageHeader } from '@/components/shell/page-header';
import { Button, ButtonLink } from '@/components/ui/button';
import { classNames } from '@/components/ui/class-names';
import { EmptyState } from '@/components/ui/empty-state';
import { ErrorState } from '@/components/ui/error-state';
import { SkeletonLines } from '@/components/ui/skeleton';
import { StaleNote } from '@/components/ui/stale-note';
import { useQueryStates } from '@/components/url-state';
import type { RelinkPage, RelinkUnit as Unit } from '@/domain/relink';
import { GroupPicker } from './group-picker';
import { relinkFiltersInUrl, setRelinkFilters } from './relink-filters';
import { relinksQuery } from './relink-queries';
import { RelinkUnit } from './relink-unit';

/** Filters in the URL, groups and rows from the API. */
export function RelinksView() {
  const [filters, setFilters] = useQueryStates(relinkFiltersInUrl, { history: 'push' });
  const query = useInfiniteQuery({ ...relinksQuery(filters), placeholderData: keepPreviousData });
  const causes = useFilterKey();
  const first = query.data?.pages[0];
  const clear = () => void setFilters(null);
  const set = setRelinkFilters(filters, (name) => void setFilters({ [name]: null }));
  return (
    <>
      <PageHeader
        title="Relinks"
        count={first ? <span role="status">{countText(first.total, 'login')}</span> : undefined}
        description="Accounts that Stripe cannot read any more, one row per login at a bank, oldest first."
      />
      <StaleNote query={query} className="mx-4 my-2 sm:mx-6" />
      {first ? (
        <div className={first.groups.length > 0 ? 'xl:grid xl:grid-cols-[21rem_minmax(0,1fr)]' : undefined}>
          {first.groups.length > 0 ? (
            <aside ref={causes} aria-label="Causes" className="xl:border-r xl:border-border">
              <GroupPicker
                groups={first.groups}
                filters={filters}
                onChange={(next) => void setFilters(next)}
              />
            </aside>
          ) : null}
          <div className="min-w-0">
            <Chosen filters={set} onClear={clear} />
            <div className={classNames('transition-opacity', query.isPlaceholderData && 'opacity-55')}>
              <Units pages={query.data?.pages ?? []} filters={set} onClear={clear} />
            </div>
            <LoadMore
              shown={query.data?.pages.reduce((sum, page) => sum + page.data.length, 0) ?? 0}
              total={first.total}
              noun="login"
              query={query}
            />
          </div>
        </div>
      ) : query.error ? (
        <ErrorState
          error={query.error}
          what="The relinks"
          onRetry={() => void query.refetch()}
          pending={query.isFetching}
        />
      ) : (
        <SkeletonLines label="Reading what needs mending" lines={12} className="px-4 py-4 sm:px-6" />
      )}
    </>
  );
}

function Chosen({ filters, onClear }: { filters: SetFilter[]; onClear: () => void }) {
  if (filters.length === 0) return null;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would need a legend that is seen
    <div
      role="group"
      aria-label="Filters"
      className="flex flex-wrap items-center gap-1.5 border-b border-border px-4 py-2 sm:px-6"
    >
      {filters.map(({ label, words, drop }) => (
        <SetChip
          key={label}
          label={label}
          words={words}
          removeLabel={`Remove the filter ${label}`}
          onRemove={drop}
        />
      ))}
      <Button variant="ghost" size="sm" onClick={onClear}>
        Clear all
      </Button>
    </div>
  );
}

function Units({
  pages,
  filters,
  onClear,
}: {
  pages: RelinkPage[];
  filters: SetFilter[];
  onClear: () => void;
}) {
  const units = pages.flatMap((page) => page.data);
  if (units.length > 0) return <UnitList units={units} />;
  if (filters.length > 0) {
    return <DropFilters title="No login matches" filters={filters} onClear={onClear} />;
  }
  return (
    <EmptyState
      title="Nothing needs mending"
      description="The copy holds no account that Stripe cannot read, but for disconnected ones."
    >
      <ButtonLink href="/accounts">All accounts</ButtonLink>
    </EmptyState>
  );
}

const idOf = ({ authorizationId, accountId }: Unit) => authorizationId ?? accountId;

function UnitList({ units }: { units: Unit[] }) {
  const frame = useRef<HTMLUListElement>(null);
  const rows = units.map((unit) => ({ id: idOf(unit) }));
  useRowKeys({ frame, rows, isOpening: true, selection: undefined });
  return (
    <ul ref={frame}>
      {units.map((unit, index) => (
        <RelinkUnit key={idOf(unit)} unit={unit} index={index} />
      ))}
    </ul>
  );
}
