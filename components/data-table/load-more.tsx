// The end of what is shown: how many of how many, and a button for the next page.
'use client';
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
  if (shown === 0) return null;
  const problem = error ? problemOf(error) : null;
  return (
    <div className="flex flex-wrap items-center justify-center gap-x-3 gap-y-2 px-4 py-4 text-sm text-faint">
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
