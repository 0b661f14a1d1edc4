// What needs mending: causes as filters, then one row per login, oldest first.
'use client';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { countText } from '@/components/data-table/count-text';
import { LoadMore } from '@/components/data-table/load-more';
import { PageHeader } from '@/components/shell/page-header';
import { Button, ButtonLink } from '@/components/ui/button';
import { classNames } from '@/components/ui/class-names';
import { EmptyState } from '@/components/ui/empty-state';
import { ErrorState } from '@/components/ui/error-state';
import { SkeletonLines } from '@/components/ui/skeleton';
import { useQueryStates } from '@/components/url-state';
import { causeText } from '@/domain/account-state';
import { institutionText } from '@/domain/institution';
import type { RelinkPage } from '@/domain/relink';
import { GroupPicker } from './group-picker';
import { notGiven, relinkFiltersInUrl } from './relink-filters';
import { type RelinkFilters, relinksQuery } from './relink-queries';
import { RelinkUnit } from './relink-unit';

/** Filters in the URL, groups and rows from the API. */
export function RelinksView() {
  const [filters, setFilters] = useQueryStates(relinkFiltersInUrl, { history: 'push' });
  const query = useInfiniteQuery({ ...relinksQuery(filters), placeholderData: keepPreviousData });
  const first = query.data?.pages[0];
  const clear = () => void setFilters(null);
  return (
    <>
      <PageHeader
        title="Relinks"
        count={first ? countText(first.total, 'login') : undefined}
        description="Accounts that Stripe cannot read any more, one row per login at a bank, oldest first."
      />
      {first ? (
        <div className="xl:grid xl:grid-cols-[21rem_minmax(0,1fr)]">
          <aside aria-label="Causes" className="xl:border-r xl:border-border">
            <GroupPicker groups={first.groups} filters={filters} onChange={(next) => void setFilters(next)} />
          </aside>
          <div className="min-w-0">
            <Chosen filters={filters} onClear={clear} />
            <div className={classNames('transition-opacity', query.isPlaceholderData && 'opacity-55')}>
              <Units pages={query.data?.pages ?? []} filters={filters} onClear={clear} />
            </div>
            <LoadMore
              shown={query.data?.pages.reduce((sum, page) => sum + page.data.length, 0) ?? 0}
              total={first.total}
              noun="login"
              hasMore={query.hasNextPage}
              isLoading={query.isFetchingNextPage}
              onMore={() => void query.fetchNextPage()}
              error={query.isFetchNextPageError ? query.error : null}
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

const isFiltered = ({ cause, action, institution }: RelinkFilters) =>
  cause.length + action.length + institution.length > 0;

function Chosen({ filters, onClear }: { filters: RelinkFilters; onClear: () => void }) {
  if (!isFiltered(filters)) return null;
  const causes = filters.cause.map((cause) => causeText(cause === notGiven ? null : cause).label);
  const words = [...causes, ...filters.institution.map(institutionText)];
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1 border-b border-border bg-sunken px-4 py-1.5 text-sm sm:px-6">
      <span role="status" className="line-clamp-2 min-w-0 [overflow-wrap:anywhere]">
        Only <strong className="font-medium">{words.join(' at ') || 'the chosen action'}</strong>
      </span>
      <Button variant="ghost" size="sm" onClick={onClear}>
        Show all
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
  filters: RelinkFilters;
  onClear: () => void;
}) {
  const units = pages.flatMap((page) => page.data);
  if (units.length > 0) {
    return (
      <ul>
        {units.map((unit) => (
          <RelinkUnit key={unit.authorizationId ?? unit.accountId} unit={unit} />
        ))}
      </ul>
    );
  }
  if (isFiltered(filters)) {
    return (
      <EmptyState title="No login matches" description="What was chosen above has been mended, or never was.">
        <Button onClick={onClear}>Show all</Button>
      </EmptyState>
    );
  }
  return (
    <EmptyState
      title="Nothing needs mending"
      description="Stripe can read every account that is not disconnected."
    >
      <ButtonLink href="/accounts">All accounts</ButtonLink>
    </EmptyState>
  );
}
