// One row; below 640 px it is a block of two columns.
'use client';
import { memo, type ReactNode } from 'react';
import { classNames } from '../ui/class-names';
import type { Column } from './column';

interface TableRowProps<Row> {
  row: Row;
  index: number;
  columns: readonly Column<Row>[];
  href: string | undefined;
  measure: (row: HTMLTableRowElement | null) => void;
  isSelected: boolean;
  /** The box that selects it. */
  box: ReactNode;
}

/** The row that `onNear`, keys and flashes find by its id. */
function TableRowAnew<Row extends { id: string }>({
  row,
  index,
  columns,
  href,
  measure,
  isSelected,
  box,
}: TableRowProps<Row>) {
  return (
    // biome-ignore-start lint/a11y/noRedundantRoles: below 640 px rows are grids, which takes their meaning away in some browsers
    <tr
      ref={measure}
      role="row"
      data-row={row.id}
      data-index={index}
      data-href={href}
      data-selected={isSelected || undefined}
      // Not all rows are in the document.
      aria-rowindex={index + 2}
      className={classNames(
        'relative max-sm:grid max-sm:grid-cols-[minmax(0,1fr)_auto] max-sm:gap-x-4 max-sm:gap-y-1.5 max-sm:border-b max-sm:px-4 max-sm:py-3',
        'hover:bg-hover focus-within:bg-hover data-selected:bg-selected',
        href && 'cursor-pointer',
        box ? 'max-sm:pl-11' : null,
      )}
    >
      {box ? (
        <td
          role="cell"
          className="align-top max-sm:absolute max-sm:top-3 max-sm:left-4 sm:h-[inherit] sm:border-b sm:border-border sm:pt-2.5 sm:pl-6"
        >
          {box}
        </td>
      ) : null}
      {columns.map((column) => (
        <td
          key={column.id}
          role="cell"
          className={classNames(
            'px-2 align-top group-data-[density=comfortable]/table:py-[5px] sm:group-data-[density=compact]/table:h-9 sm:group-data-[density=compact]/table:overflow-clip sm:group-data-[density=compact]/table:py-2 sm:group-data-[density=compact]/table:whitespace-nowrap',
            'last:pr-4 sm:border-b sm:border-border sm:last:pr-6',
            box ? null : 'first:pl-4 sm:first:pl-6',
            'max-sm:block max-sm:min-w-0 max-sm:p-0!',
            column.align === 'right' && 'text-right sm:pr-5',
            column.narrow,
          )}
        >
          {column.narrowLabel ? (
            <span className="mr-1 text-xs text-faint sm:hidden">{column.narrowLabel}</span>
          ) : null}
          {column.cell(row)}
        </td>
      ))}
    </tr>
    // biome-ignore-end lint/a11y/noRedundantRoles: see above
  );
}

/** Drawn anew only when something in it changed: ten thousand rows are scrolled through. */
export const TableRow = memo(
  TableRowAnew,
  (a, b) =>
    a.row === b.row &&
    a.index === b.index &&
    a.columns === b.columns &&
    a.isSelected === b.isSelected &&
    a.href === b.href &&
    Boolean(a.box) === Boolean(b.box),
) as typeof TableRowAnew;
