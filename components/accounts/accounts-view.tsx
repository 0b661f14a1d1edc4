// The accounts page: filters, the table, the pages of it.
'use client';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { DataTable } from '../data-table/data-table';
import { LoadMore } from '../data-table/load-more';
import { MatchCount } from '../data-table/match-count';
import { PageHeader } from '../shell/page-header';
import { ErrorState } from '../ui/error-state';
import { accountColumns } from './account-columns';
import { AccountFilters } from './account-filters';
import { accountsQuery } from './account-queries';
import { accountSearch, noFilters, setFilters } from './account-search';
import { NoAccounts } from './no-accounts';
import { useAccountSearch } from './use-account-search';

const noRows: never[] = [];

export function AccountsView() {
  const [search, setSearch] = useAccountSearch();
  const query = useInfiniteQuery({ ...accountsQuery(search), placeholderData: keepPreviousData });
  const pages = query.data?.pages;
  const rows = useMemo(() => (pages ? pages.flatMap(({ data }) => data) : noRows), [pages]);
  const total = pages?.[0]?.total;
  const change = (values: Parameters<typeof setSearch>[0], replace = false) =>
    void setSearch(values, { history: replace ? 'replace' : 'push' });
  return (
    <div className="fill-page flex flex-col">
      <PageHeader
        title="Accounts"
        count={
          total ? (
            <MatchCount
              total={total}
              isFiltered={setFilters(search).length > 0}
              isStale={query.isPlaceholderData}
            />
          ) : undefined
        }
      />
      <AccountFilters search={search} change={change} />
      <DataTable
        label="Accounts"
        columns={accountColumns}
        rows={rows}
        sort={search.sort}
        onSort={(sort) => change({ sort: accountSearch.sort.parse(sort) })}
        rowHref={(account) => `/accounts/${account.id}`}
        isLoading={query.isPending}
        isStale={query.isPlaceholderData}
        placeKey={`accounts ${JSON.stringify(search)}`}
        minWidth="sm:min-w-[75rem]"
        empty={
          query.isError && !query.data ? (
            <ErrorState
              what="The accounts"
              error={query.error}
              onRetry={() => void query.refetch()}
              pending={query.isFetching}
            />
          ) : (
            <NoAccounts
              search={search}
              onDrop={(name) => change({ [name]: null })}
              onClear={() => change(noFilters)}
            />
          )
        }
        foot={
          total ? (
            <LoadMore
              shown={rows.length}
              total={total}
              noun="account"
              hasMore={query.hasNextPage}
              isLoading={query.isFetchingNextPage}
              onMore={() => void query.fetchNextPage()}
              error={query.isError ? query.error : null}
            />
          ) : null
        }
      />
    </div>
  );
}
