// Grey rows of the same height as real ones, so that nothing jumps when those arrive.
import { classNames } from '../ui/class-names';
import { Skeleton } from '../ui/skeleton';
import type { Density } from './table-layout';

const rows = Array.from({ length: 12 }, (_, row) => row);

export function SkeletonRows({
  columnCount,
  label,
  density,
}: {
  columnCount: number;
  label: string;
  density: Density;
}) {
  const columns = Array.from({ length: columnCount }, (_, column) => column);
  return rows.map((row) => (
    <tr key={row} className="max-sm:grid max-sm:grid-cols-2 max-sm:gap-3 max-sm:border-b max-sm:p-4">
      {columns.map((column) => (
        <td
          key={column}
          className={classNames(
            density === 'compact' ? 'h-9' : 'h-[45px]',
            'px-2 first:pl-6 last:pr-6 max-sm:h-5 max-sm:p-0! sm:border-b sm:border-border',
          )}
        >
          <Skeleton className={column === 0 ? 'w-4/5' : 'w-3/5'} />
          {row === 0 && column === 0 ? <span className="sr-only">Reading {label}…</span> : null}
        </td>
      ))}
    </tr>
  ));
}
