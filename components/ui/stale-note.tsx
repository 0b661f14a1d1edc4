// What stands on the screen could not be read again: why, of when it is, and a way to ask once more.
'use client';
import { TriangleAlert } from 'lucide-react';
import { problemOf } from '../api';
import { Button } from './button';
import { Card } from './card';
import { classNames } from './class-names';
import { Time } from './time';

interface ReadQuery {
  isRefetchError: boolean;
  error: unknown;
  /** ms */
  dataUpdatedAt: number;
  isFetching: boolean;
  refetch: () => unknown;
}

/** Nothing while the last reading went well; where there is nothing to show at all, ErrorState says it. */
export function StaleNote({ query, className }: { query: ReadQuery; className?: string }) {
  if (!query.isRefetchError) return null;
  const { detail, requestId } = problemOf(query.error);
  return (
    <Card tone="warning" className={classNames('flex shrink-0 items-start gap-2.5 px-3 py-2', className)}>
      <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-warning" />
      <div role="status" className="min-w-0 flex-1 text-sm">
        <p className="[overflow-wrap:anywhere]">
          Could not be read again: {detail} What is shown is from{' '}
          <Time at={new Date(query.dataUpdatedAt).toISOString()} />.
        </p>
        {requestId ? <code className="font-mono text-xs text-faint">{requestId}</code> : null}
      </div>
      <Button size="sm" pending={query.isFetching} onClick={() => void query.refetch()}>
        Retry
      </Button>
    </Card>
  );
}
