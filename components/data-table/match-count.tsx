// Beside a page's title: how many there are, or how many match.
import type { Total } from '@/domain/page';

/** Announced when it changes, so that a filter's effect is heard. */
export function MatchCount({ total, isFiltered }: { total: Total; isFiltered: boolean }) {
  const count = total.value.toLocaleString('en-US');
  return (
    <span role="status">
      {total.exact ? count : `${count} or more`}
      {isFiltered ? ' match' : <span className="sr-only"> in all</span>}
    </span>
  );
}
