// One head of a column: a button where the server can sort by it, a handle where its width can be changed.
'use client';
import { ArrowDown, ArrowUp, ChevronsUpDown } from 'lucide-react';
import type { PointerEvent } from 'react';
import { classNames } from '../ui/class-names';
import type { Column } from './column';
import { heldWidth } from './table-layout';

const sortWords = { asc: 'ascending', desc: 'descending' } as const;

interface HeadCellProps<Row> {
  column: Column<Row>;
  /** Null: cannot be sorted; false: another column is. */
  direction: 'asc' | 'desc' | false | undefined | null;
  onSort: () => void;
  onResize: ((columnId: string, px: number) => void) | undefined;
}

export function HeadCell<Row>({ column, direction, onSort, onResize }: HeadCellProps<Row>) {
  const isRight = column.align === 'right';
  return (
    <th
      scope="col"
      aria-sort={direction ? sortWords[direction] : undefined}
      className={classNames(
        'group/head relative h-8 border-b border-border bg-sunken px-2 text-xs font-medium text-quiet last:pr-6',
        'first:pl-6',
        isRight ? 'pr-5 text-right' : 'text-left',
      )}
    >
      {direction === null ? (
        column.header
      ) : (
        <button
          type="button"
          onClick={onSort}
          // The name of the button is its text, so this is its description.
          title={column.sortHint}
          className={classNames(
            'group -mx-1 inline-flex h-6 max-w-full items-center gap-1 rounded-sm px-1 hover:text-text',
            direction && 'text-text',
          )}
        >
          {isRight ? <SortSign direction={direction} /> : null}
          <span className="truncate">{column.header}</span>
          {isRight ? null : <SortSign direction={direction} />}
        </button>
      )}
      {onResize ? <WidthHandle columnId={column.id} onResize={onResize} /> : null}
    </th>
  );
}

function SortSign({ direction }: { direction: 'asc' | 'desc' | false | undefined }) {
  if (direction === 'asc') return <ArrowUp aria-hidden className="size-3 shrink-0 text-accent" />;
  if (direction === 'desc') return <ArrowDown aria-hidden className="size-3 shrink-0 text-accent" />;
  return (
    <ChevronsUpDown
      aria-hidden
      className="size-3 shrink-0 opacity-0 group-hover:opacity-100 group-focus-visible:opacity-100"
    />
  );
}

/** Drawn with the pointer; the dialog of columns does it by keyboard. */
function WidthHandle({
  columnId,
  onResize,
}: {
  columnId: string;
  onResize: (columnId: string, px: number) => void;
}) {
  const onPointerDown = (event: PointerEvent<HTMLElement>) => {
    if (event.button !== 0) return;
    const handle = event.currentTarget;
    const from = { x: event.clientX, px: handle.closest('th')?.offsetWidth ?? 0 };
    handle.setPointerCapture(event.pointerId);
    const move = ({ clientX }: globalThis.PointerEvent) =>
      onResize(columnId, heldWidth(from.px + clientX - from.x));
    const end = () => handle.removeEventListener('pointermove', move);
    handle.addEventListener('pointermove', move);
    handle.addEventListener('lostpointercapture', end, { once: true });
  };
  return (
    <span
      aria-hidden
      data-width-handle={columnId}
      onPointerDown={onPointerDown}
      className="absolute inset-y-0 right-0 w-2 cursor-col-resize touch-none border-r-2 border-transparent group-hover/head:border-border hover:border-accent!"
    />
  );
}
