// The end of what is shown: how many of how many. The next page is read before the end is reached; a button does it again
// when that failed.
'use client';
import type { UseInfiniteQueryResult } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import type { Total } from '@/domain/page';
import { problemOf } from '../api';
import { Button } from '../ui/button';
import { countText } from './count-text';

interface LoadMoreProps {
  shown: number;
  total: Total;
  noun: string;
  plural?: string;
  query: Pick<
    UseInfiniteQueryResult,
    'hasNextPage' | 'isFetching' | 'isFetchingNextPage' | 'isFetchNextPageError' | 'error' | 'fetchNextPage'
  >;
}

export function LoadMore({ shown, total, noun, plural, query }: LoadMoreProps) {
  const hasMore = query.hasNextPage;
  const problem = query.isFetchNextPageError ? problemOf(query.error) : null;
  // A list that is read anew is not interrupted: the next page is asked for when it stands.
  const more = () => void query.fetchNextPage({ cancelRefetch: false });
  const end = useNearEnd(hasMore && !query.isFetching && !problem ? more : null);
  if (shown === 0) return null;
  return (
    <div
      ref={end}
      className="flex flex-wrap items-center justify-center gap-x-3 gap-y-2 px-4 py-4 text-sm text-faint"
    >
      <span role="status">
        {hasMore
          ? `${shown.toLocaleString('en-US')} of ${countText(total, noun, plural)}`
          : countText(total, noun, plural)}
        {hasMore ? ' shown' : ', all shown'}
      </span>
      {problem ? (
        <span role="alert" className="text-bad">
          {problem.detail}{' '}
          {problem.requestId ? <code className="font-mono text-xs">{problem.requestId}</code> : null}
        </span>
      ) : null}
      {hasMore ? (
        <Button size="sm" pending={query.isFetchingNextPage} onClick={more}>
          {problem ? 'Try again' : 'Load more'}
        </Button>
      ) : null}
    </div>
  );
}

/** How far before the end the next page is asked for. */
const aheadPx = '900px';

/**
 * Ref for what stands at the end: calls `onNear` when it comes near the window. It looks anew at each render, so that a
 * page that was asked for and never came, since another reading took its place, is asked for again.
 */
function useNearEnd(onNear: (() => void) | null) {
  const end = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!onNear || !end.current) return;
    const observer = new IntersectionObserver(
      (entries) => {
        if (entries.some(({ isIntersecting }) => isIntersecting)) onNear();
      },
      // The list scrolls in a frame of its own; a browser that does not know the second asks when the end is seen.
      { rootMargin: aheadPx, ...{ scrollMargin: aheadPx } },
    );
    observer.observe(end.current);
    return () => observer.disconnect();
  });
  return end;
}
