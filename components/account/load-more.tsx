// The foot of a paged list: the next page on demand, and why it did not come.
'use client';
import { Button } from '@/components/ui/button';
import { ProblemNote } from '@/components/ui/problem-note';
import { problemOf } from '@/components/api';

interface PagedQuery {
  hasNextPage: boolean;
  isFetchingNextPage: boolean;
  isFetchNextPageError: boolean;
  error: Error | null;
  fetchNextPage: () => Promise<unknown>;
}

/** Nothing on the last page. */
export function LoadMore({ query, label }: { query: PagedQuery; label: string }) {
  if (!query.hasNextPage) return null;
  return (
    <div className="mt-2 flex flex-col items-start gap-1.5">
      {query.isFetchNextPageError && query.error ? <ProblemNote problem={problemOf(query.error)} /> : null}
      <Button size="sm" pending={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
        {label}
      </Button>
    </div>
  );
}
