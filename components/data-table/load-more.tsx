// The end of what is shown: how many of how many. The next page is read before the end is reached; a button does it again
// when that failed.
'use client';
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
  hasMore: boolean;
  isLoading: boolean;
  onMore: () => void;
  /** Why the last try brought nothing. */
  error?: unknown;
}

export function LoadMore({ shown, total, noun, plural, hasMore, isLoading, onMore, error }: LoadMoreProps) {
  const problem = error ? problemOf(error) : null;
  const end = useNearEnd(hasMore && !isLoading && !problem ? onMore : null);
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
        <Button size="sm" pending={isLoading} onClick={onMore}>
          {problem ? 'Try again' : 'Load more'}
        </Button>
      ) : null}
    </div>
  );
}

/** How far before the end the next page is asked for. */
const aheadPx = '900px';

/** Ref for what stands at the end: calls `onNear` when it comes near the window, anew after each page. */
function useNearEnd(onNear: (() => void) | null) {
  const end = useRef<HTMLDivElement>(null);
  const latest = useRef(onNear);
  useEffect(() => {
    latest.current = onNear;
  });
  const isOn = onNear !== null;
  useEffect(() => {
    if (!isOn || !end.current) return;
    const observer = new IntersectionObserver(
      (entries) => {
        if (entries.some(({ isIntersecting }) => isIntersecting)) latest.current?.();
      },
      // The list scrolls in a frame of its own; a browser that does not know the second asks when the end is seen.
      { rootMargin: aheadPx, ...{ scrollMargin: aheadPx } },
    );
    observer.observe(end.current);
    return () => observer.disconnect();
  }, [isOn]);
  return end;
}
