// The head of a list: the box of all rows, and a cell a column.
'use client';
import { memo } from 'react';
import { type Column, nextSort, sortOf } from './column';
import { HeadCell } from './head-cell';
import type { Selection } from './row-selection';
import { SelectAllBox } from './selection-box';

interface TableHeadProps<Row> {
  columns: readonly Column<Row>[];
  rows: Row[];
  sort: string | undefined;
  onSort: ((sort: string) => void) | undefined;
  onResize: ((columnId: string, px: number) => void) | undefined;
  selection: Selection<Row> | undefined;
}

function TableHeadAnew<Row extends { id: string }>({
  columns,
  rows,
  sort,
  onSort,
  onResize,
  selection,
}: TableHeadProps<Row>) {
  const sorted = sortOf(sort);
  return (
    <thead className="sticky top-0 z-10 max-sm:hidden">
      <tr aria-rowindex={1}>
        {selection ? <SelectAllBox rows={rows} selection={selection} /> : null}
        {columns.map((column) => (
          <HeadCell
            key={column.id}
            column={column}
            direction={onSort && column.sorts ? sorted?.id === column.id && sorted.direction : null}
            onSort={() => onSort?.(nextSort(column, sort))}
            onResize={onResize}
          />
        ))}
      </tr>
    </thead>
  );
}

/** Not drawn anew while rows pass under it. */
export const TableHead = memo(TableHeadAnew) as typeof TableHeadAnew;
