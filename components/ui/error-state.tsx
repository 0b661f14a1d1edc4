// Something could not be read: what happened, what to do, and the request id to quote.
'use client';
import { CircleAlert } from 'lucide-react';
import { problemOf } from '../api';
import { Button } from './button';
import { classNames } from './class-names';
import { CopyButton } from './copy-button';

/** `what` completes "… could not be read"; `onRetry` asks again. */
export function ErrorState({
  error,
  what,
  onRetry,
  pending,
  className,
}: {
  error: unknown;
  what: string;
  onRetry?: () => void;
  pending?: boolean;
  className?: string;
}) {
  const problem = problemOf(error);
  return (
    <div
      role="alert"
      className={classNames('flex flex-col items-center gap-1 px-6 py-12 text-center', className)}
    >
      <CircleAlert aria-hidden className="mb-1 size-5 text-bad" />
      <p className="text-base font-medium">{what} could not be read</p>
      <p className="max-w-prose break-words text-quiet">{problem.detail}</p>
      <p className="flex items-center gap-0.5 font-mono text-xs text-faint">
        {problem.code}
        {problem.requestId ? (
          <>
            <span aria-hidden>&nbsp;·&nbsp;</span>
            {problem.requestId}
            <CopyButton text={problem.requestId} label="Copy request id" />
          </>
        ) : null}
      </p>
      {onRetry ? (
        <Button className="mt-2" onClick={onRetry} pending={pending}>
          Try again
        </Button>
      ) : null}
    </div>
  );
}
