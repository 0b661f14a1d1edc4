// Beside a page's title: how many there are, or how many match.
import type { Total } from '@/domain/page';

/** Announced when it changes, so that a filter's effect is heard. */
export function MatchCount({
  total,
  isFiltered,
  isStale = false,
}: {
  total: Total;
  isFiltered: boolean;
  /** The count is of the question before. */
  isStale?: boolean;
}) {
  if (isStale) return <span role="status">Looking…</span>;
  const count = total.value.toLocaleString('en-US');
  return (
    <span role="status">
      {total.exact ? count : `${count} or more`}
      {isFiltered ? ' match' : <span className="sr-only"> in all</span>}
    </span>
  );
}
