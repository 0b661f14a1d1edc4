// The accounts page: filters, the table, the pages of it, what can be done with those selected.
'use client';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { Columns3 } from 'lucide-react';
import { useCallback, useMemo, useState } from 'react';
import type { AccountRow } from '@/domain/account';
import { usePageActions } from '../actions/page-actions';
import { isSortShown } from '../data-table/column';
import { DataTable } from '../data-table/data-table';
import { LoadMore } from '../data-table/load-more';
import { MatchCount } from '../data-table/match-count';
import { arrange, type TableLayout } from '../data-table/table-layout';
import { useTableLayout } from '../data-table/use-table-layout';
import { PageHeader } from '../shell/page-header';
import { Button } from '../ui/button';
import { ErrorState } from '../ui/error-state';
import { fetched } from '../ui/fetched';
import { StaleNote } from '../ui/stale-note';
import { accountColumns } from './account-columns';
import { AccountFilters } from './account-filters';
import { layoutCookieName } from './account-layout';
import { accountsQuery } from './account-queries';
import { accountSearch, noFilters, setFilters } from './account-search';
import { SelectionBar } from './selection-bar';
import { useAccountSearch } from './use-account-search';
import { useKeptList } from './use-kept-list';
import { useNearAccount } from './use-near-account';
import { useSelection } from './use-selection';

// Not in the script that every visit fetches.
const NoAccounts = fetched(() => import('./no-accounts').then((module) => module.NoAccounts));
const RefreshMany = fetched(() => import('../refreshes/refresh-many').then((module) => module.RefreshMany));
const TableOptions = fetched(() =>
  import('../data-table/table-options').then((module) => module.TableOptions),
);

const noRows: AccountRow[] = [];
/** What the columns need: a window of 1440 px has it beside the navigation. */
const leastWidth = 'sm:min-w-[76rem]';

export function AccountsView({ layout: firstLayout }: { layout: TableLayout }) {
  const [search, setSearch] = useAccountSearch();
  const [layout, setLayout] = useTableLayout(layoutCookieName, firstLayout);
  const selection = useSelection();
  const onNear = useNearAccount();
  useKeptList();
  const [opened, setOpened] = useState<'refresh' | 'columns' | null>(null);
  const [asked, setAsked] = useState<string[]>([]);
  const query = useInfiniteQuery({ ...accountsQuery(search), placeholderData: keepPreviousData });
  const pages = query.data?.pages;
  const rows = useMemo(() => (pages ? pages.flatMap(({ data }) => data) : noRows), [pages]);
  // Ten thousand rows are not gone through at each page of them for nothing.
  const isActing = selection.count > 0 || opened === 'refresh';
  const byId = useMemo(() => new Map(isActing ? rows.map((row) => [row.id, row]) : []), [rows, isActing]);
  const columns = useMemo(() => arrange(accountColumns, layout), [layout]);
  const total = pages?.[0]?.total;
  const change = useCallback(
    (values: Parameters<typeof setSearch>[0], replace = false) =>
      setSearch(values, { history: replace ? 'replace' : 'push' }),
    [setSearch],
  );
  const resize = useCallback(
    (id: string, px: number) => setLayout({ ...layout, widths: { ...layout.widths, [id]: px } }),
    [layout, setLayout],
  );
  const refresh = () => {
    const ids = meantIds(selection.ids);
    if (ids.length === 0) return;
    setAsked(ids);
    setOpened('refresh');
  };
  usePageActions([
    {
      id: 'refresh',
      label: 'Refresh the selected accounts…',
      group: 'List',
      keys: 'r',
      // Where the keyboard is changes without a render.
      get offReason() {
        return meantIds(selection.ids).length > 0 ? null : 'Select accounts first (x).';
      },
      run: refresh,
    },
    {
      id: 'columns',
      label: 'Columns and density…',
      group: 'List',
      keys: 'c',
      run: () => setOpened('columns'),
    },
    ...(selection.count > 0
      ? [
          {
            id: 'clear-selection',
            label: 'Clear the selection',
            group: 'List',
            keys: 'Escape',
            run: selection.clear,
          },
        ]
      : []),
    ...(setFilters(search).length > 0
      ? [{ id: 'clear-filters', label: 'Clear all filters', group: 'List', run: () => change(noFilters) }]
      : []),
  ]);
  return (
    <div className="fill-page relative flex flex-col">
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
        actions={
          <Button
            size="sm"
            variant="ghost"
            icon={<Columns3 aria-hidden className="size-4" />}
            onClick={() => setOpened('columns')}
          >
            Columns
          </Button>
        }
      />
      <AccountFilters search={search} isSortShown={isSortShown(columns, search.sort)} change={change} />
      <StaleNote query={query} className="mx-4 my-2 sm:mx-6" />
      <DataTable
        label="Accounts"
        columns={columns}
        rows={rows}
        sort={search.sort}
        onSort={(sort) => change({ sort: accountSearch.sort.parse(sort) })}
        rowHref={({ id }) => `/accounts/${id}`}
        onNear={onNear}
        selection={selection}
        density={layout.density}
        onResize={resize}
        isLoading={query.isPending}
        isStale={query.isPlaceholderData}
        placeKey={`accounts ${JSON.stringify(search)}`}
        minWidth={leastWidth}
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
        foot={total ? <LoadMore shown={rows.length} total={total} noun="account" query={query} /> : null}
      />
      <SelectionBar
        selection={selection}
        hiddenCount={selection.ids.filter((id) => !byId.has(id)).length}
        onRefresh={refresh}
      />
      {opened === 'refresh' ? <RefreshMany ids={asked} rows={byId} onClose={() => setOpened(null)} /> : null}
      {opened === 'columns' ? (
        <TableOptions
          columns={accountColumns}
          layout={layout}
          onChange={setLayout}
          onClose={() => setOpened(null)}
        />
      ) : null}
    </div>
  );
}

/** The selected ones; without a selection the one whose row has the keyboard. */
function meantIds(selected: string[]): string[] {
  if (selected.length > 0) return selected;
  const here = document.activeElement?.closest<HTMLElement>('[data-row]')?.dataset.row;
  return here ? [here] : [];
}
