// A list of things: sorted head, rows that open, only those near the window in the document; loading, empty and error in the
// place of the rows.
'use client';
import type { ReactNode } from 'react';
import { classNames } from '../ui/class-names';
import type { Column } from './column';
import { useKeptScroll } from './kept-scroll';
import { useNearRows } from './near-rows';
import { useRowKeys } from './row-keys';
import { useRowOpening } from './row-opening';
import { type Selection, useRowSelection } from './row-selection';
import { RowBox } from './selection-box';
import { SkeletonRows } from './skeleton-rows';
import { TableHead } from './table-head';
import type { Density } from './table-layout';
import { TableRow } from './table-row';

interface DataTableProps<Row extends { id: string }> {
  /** Names the table for screen readers: "Accounts". */
  label: string;
  columns: readonly Column<Row>[];
  rows: Row[];
  /** "-createdAt": the column's id, with a minus for descending. Without `onSort` nothing can be sorted. */
  sort?: string;
  onSort?: (sort: string) => void;
  /** Where a click on a row leads; the first column should hold the real link. */
  rowHref?: (row: Row) => string;
  /** Somebody points at a row or has the keyboard on it: time to read what it opens. */
  onNear?: (id: string) => void;
  selection?: Selection<Row>;
  density?: Density;
  /** Gives the heads a handle that makes their columns wider. */
  onResize?: (columnId: string, px: number) => void;
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

/** Keep `columns` outside of the component or in a memo: new ones draw every row anew. */
export function DataTable<Row extends { id: string }>({
  label,
  columns,
  rows,
  sort,
  onSort,
  rowHref,
  onNear,
  selection,
  density = 'comfortable',
  onResize,
  isLoading = false,
  isStale = false,
  empty,
  foot,
  placeKey,
  minWidth = 'sm:min-w-240',
}: DataTableProps<Row>) {
  const frame = useKeptScroll(placeKey, rows.length > 0);
  const keys = useRowKeys({ frame, rows, isOpening: Boolean(rowHref), selection });
  const near = useNearRows({ frame, rows, density, kept: keys.current, placeKey });
  const opening = useRowOpening(rowHref !== undefined, onNear);
  const select = useRowSelection(rows, selection);
  const columnCount = columns.length + (selection ? 1 : 0);
  return (
    <section
      ref={frame}
      aria-label={`${label}, scrollable`}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must scroll by keyboard
      tabIndex={0}
      className="scroll-frame relative min-h-0 flex-1 -outline-offset-2"
    >
      {/* biome-ignore-start lint/a11y/noRedundantRoles: below 640 px rows are grids, which takes their meaning away in some browsers */}
      <table
        role="table"
        aria-label={label}
        aria-busy={isLoading || isStale || undefined}
        aria-rowcount={rows.length + 1}
        data-density={density}
        className={classNames(
          'group/table w-full table-fixed border-separate border-spacing-0 text-sm max-sm:block',
          minWidth,
        )}
      >
        <colgroup className="max-sm:hidden">
          {selection ? <col style={{ width: '2.5rem' }} /> : null}
          {columns.map(({ id, width }) => (
            <col key={id} style={{ width }} />
          ))}
        </colgroup>
        <TableHead
          columns={columns}
          rows={rows}
          sort={sort}
          onSort={onSort}
          onResize={onResize}
          selection={selection}
        />
        <tbody
          role="rowgroup"
          {...opening}
          className={classNames('max-sm:block transition-opacity', isStale && 'opacity-55')}
        >
          {isLoading ? <SkeletonRows columnCount={columnCount} label={label} density={density} /> : null}
          <Gap px={near.before} columnCount={columnCount} />
          {near.rows.map(({ row, index }) => (
            <TableRow
              key={row.id}
              row={row}
              index={index}
              columns={columns}
              href={rowHref?.(row)}
              measure={near.measure}
              isSelected={selection?.has(row.id) ?? false}
              box={
                selection ? <RowBox row={row} index={index} selection={selection} onPick={select} /> : null
              }
            />
          ))}
          <Gap px={near.after} columnCount={columnCount} />
        </tbody>
      </table>
      {/* biome-ignore-end lint/a11y/noRedundantRoles: see above */}
      {rows.length === 0 && !isLoading ? empty : null}
      {foot}
    </section>
  );
}

/** The room of the rows that are not in the document. */
function Gap({ px, columnCount }: { px: number; columnCount: number }) {
  if (px === 0) return null;
  return (
    <tr aria-hidden className="max-sm:block">
      <td colSpan={columnCount} style={{ height: px }} className="p-0 max-sm:block" />
    </tr>
  );
}
