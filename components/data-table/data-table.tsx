// A list of things: sorted head, rows that open, loading, empty and error in the place of the rows.
'use client';
import { type ColumnDef, type SortingState, useTable } from '@tanstack/react-table';
import type { ReactNode } from 'react';
import { classNames } from '../ui/class-names';
import { HeadCell } from './head-cell';
import { useKeptScroll } from './kept-scroll';
import { useRowOpening } from './row-opening';
import { SkeletonRows } from './skeleton-rows';
import { type TableParts, tableParts } from './table-parts';

// biome-ignore lint/suspicious/noExplicitAny: the library's own way to say "columns of any value"
export type DataColumn<Row extends object> = ColumnDef<TableParts, Row, any>;

interface DataTableProps<Row extends { id: string }> {
  /** Names the table for screen readers: "Accounts". */
  label: string;
  columns: DataColumn<Row>[];
  rows: Row[];
  /** "-createdAt": the column's id, with a minus for descending. Without `onSort` nothing can be sorted. */
  sort?: string;
  onSort?: (sort: string) => void;
  /** Where a click on a row leads; the first column should hold the real link. */
  rowHref?: (row: Row) => string;
  /** First reading, nothing to show yet. */
  isLoading?: boolean;
  /** Other rows are being read; those shown are of the question before. */
  isStale?: boolean;
  /** Stands in the place of rows when there are none: EmptyState or ErrorState. */
  empty?: ReactNode;
  /** Under the rows: LoadMore. */
  foot?: ReactNode;
  /** The list scrolls inside its own frame and keeps its place under this name. */
  placeKey?: string;
  /** The least width of the wide table, as a class: "sm:min-w-240". */
  minWidth?: string;
}

/** Keep `columns` outside of the component or in a memo: new ones rebuild the table. */
export function DataTable<Row extends { id: string }>({
  label,
  columns,
  rows,
  sort,
  onSort,
  rowHref,
  isLoading = false,
  isStale = false,
  empty,
  foot,
  placeKey,
  minWidth = 'sm:min-w-240',
}: DataTableProps<Row>) {
  const sorting = sortingOf(sort);
  const table = useTable({
    features: tableParts,
    columns,
    data: rows,
    getRowId: (row) => row.id,
    state: { sorting },
    onSortingChange: (update) => {
      const [next] = typeof update === 'function' ? update(sorting) : update;
      if (next) onSort?.(`${next.desc ? '-' : ''}${next.id}`);
    },
    manualSorting: true,
    enableMultiSort: false,
    enableSortingRemoval: false,
    enableSorting: Boolean(onSort),
  });
  const frame = useKeptScroll(placeKey, rows.length > 0);
  const opening = useRowOpening();
  const columnCount = table.getAllLeafColumns().length;
  return (
    <section
      ref={frame}
      aria-label={`${label}, scrollable`}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must scroll by keyboard
      tabIndex={0}
      className="relative min-h-0 flex-1 -outline-offset-2 sm:overflow-auto"
    >
      {/* biome-ignore-start lint/a11y/noRedundantRoles: below 640 px rows are grids, which takes their meaning away in some browsers */}
      <table
        role="table"
        aria-label={label}
        aria-busy={isLoading || isStale || undefined}
        className={classNames(
          'w-full table-fixed border-separate border-spacing-0 text-sm max-sm:block',
          minWidth,
        )}
      >
        <colgroup className="max-sm:hidden">
          {table.getAllLeafColumns().map((column) => (
            <col key={column.id} style={{ width: column.columnDef.meta?.width }} />
          ))}
        </colgroup>
        <thead className="max-sm:hidden">
          {table.getHeaderGroups().map((group) => (
            <tr key={group.id}>
              {group.headers.map((header) => (
                <HeadCell
                  key={header.id}
                  look={header.column.columnDef.meta}
                  direction={header.column.getCanSort() ? header.column.getIsSorted() : null}
                  onSort={() => header.column.toggleSorting()}
                >
                  <table.FlexRender header={header} />
                </HeadCell>
              ))}
            </tr>
          ))}
        </thead>
        <tbody
          role="rowgroup"
          className={classNames('max-sm:block transition-opacity', isStale && 'opacity-55')}
        >
          {isLoading ? <SkeletonRows columnCount={columnCount} label={label} /> : null}
          {table.getRowModel().rows.map((row) => (
            <tr
              key={row.id}
              role="row"
              data-row={row.id}
              {...(rowHref ? opening(rowHref(row.original)) : {})}
              className={classNames(
                'max-sm:grid max-sm:grid-cols-[minmax(0,1fr)_auto] max-sm:gap-x-4 max-sm:gap-y-1.5 max-sm:border-b max-sm:px-4 max-sm:py-3',
                'hover:bg-hover focus-within:bg-hover',
                rowHref && 'cursor-pointer',
              )}
            >
              {row.getAllCells().map((cell) => {
                const look = cell.column.columnDef.meta;
                return (
                  <td
                    key={cell.id}
                    role="cell"
                    className={classNames(
                      'px-2 py-1.5 align-top first:pl-4 last:pr-4 sm:border-b sm:border-border sm:first:pl-6 sm:last:pr-6',
                      'max-sm:block max-sm:min-w-0 max-sm:p-0!',
                      look?.align === 'right' && 'text-right sm:pr-5',
                      look?.narrow,
                    )}
                  >
                    {look?.narrowLabel ? (
                      <span className="mr-1 text-xs text-faint sm:hidden">{look.narrowLabel}</span>
                    ) : null}
                    <table.FlexRender cell={cell} />
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
      {/* biome-ignore-end lint/a11y/noRedundantRoles: see above */}
      {rows.length === 0 && !isLoading ? empty : null}
      {foot}
    </section>
  );
}

function sortingOf(sort: string | undefined): SortingState {
  if (!sort) return [];
  return [{ id: sort.replace(/^-/, ''), desc: sort.startsWith('-') }];
}
