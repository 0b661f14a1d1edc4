// One head of a column: a button where the server can sort by it.
import { ArrowDown, ArrowUp, ChevronsUpDown } from 'lucide-react';
import type { ReactNode } from 'react';
import { classNames } from '../ui/class-names';
import type { ColumnLook } from './table-parts';

const sortWords = { asc: 'ascending', desc: 'descending' } as const;

interface HeadCellProps {
  look: ColumnLook | undefined;
  /** Null: cannot be sorted; false: another column is. */
  direction: 'asc' | 'desc' | false | null;
  onSort: () => void;
  children: ReactNode;
}

export function HeadCell({ look, direction, onSort, children }: HeadCellProps) {
  const isRight = look?.align === 'right';
  return (
    <th
      scope="col"
      aria-sort={direction ? sortWords[direction] : undefined}
      className={classNames(
        'sticky top-0 z-10 h-8 border-b border-border bg-sunken px-2 text-xs font-medium text-quiet first:pl-6 last:pr-6',
        isRight ? 'pr-5 text-right' : 'text-left',
      )}
    >
      {direction === null ? (
        children
      ) : (
        <button
          type="button"
          onClick={onSort}
          className={classNames(
            'group -mx-1 inline-flex h-6 max-w-full items-center gap-1 rounded-sm px-1 hover:text-text',
            direction && 'text-text',
          )}
        >
          <span className="truncate">{children}</span>
          <SortSign direction={direction} />
        </button>
      )}
    </th>
  );
}

function SortSign({ direction }: { direction: 'asc' | 'desc' | false }) {
  if (direction === 'asc') return <ArrowUp aria-hidden className="size-3 shrink-0 text-accent" />;
  if (direction === 'desc') return <ArrowDown aria-hidden className="size-3 shrink-0 text-accent" />;
  return (
    <ChevronsUpDown
      aria-hidden
      className="size-3 shrink-0 opacity-0 group-hover:opacity-100 group-focus-visible:opacity-100"
    />
  );
}
