// Why an action was refused or failed, beside what was pressed: the words first, then the code and ids to quote.
'use client';
import { CircleAlert, Hourglass } from 'lucide-react';
import type { ReactNode } from 'react';
import type { ShownProblem } from '../api';
import { useBinding } from '../shell/binding-context';
import { classNames } from './class-names';
import { CopyButton } from './copy-button';
import { Time } from './time';

/** Announced when it appears. `children` are the ways on. */
export function ProblemNote({
  problem,
  children,
  className,
}: {
  problem: ShownProblem;
  children?: ReactNode;
  className?: string;
}) {
  const { clockOffsetMs } = useBinding();
  const { stripe, availableAt } = problem;
  // What is kept has not failed.
  const Icon = problem.kept ? Hourglass : CircleAlert;
  const stripeWords = stripe && !problem.detail.includes(stripe.message) ? stripe.message : null;
  const requestId = stripe?.requestId ?? problem.requestId;
  return (
    <div
      role="alert"
      className={classNames(
        'flex max-w-full items-start gap-1.5 text-sm',
        problem.kept ? 'text-pending' : 'text-bad',
        className,
      )}
    >
      <Icon aria-hidden className="mt-0.5 size-3.5 shrink-0" />
      <div className="min-w-0">
        <p className="break-words">{problem.detail}</p>
        {availableAt ? (
          <p>
            Next allowed: <Time at={availableAt} offsetMs={clockOffsetMs} />
          </p>
        ) : null}
        {stripeWords ? <p className="break-words text-quiet">Stripe said: {stripeWords}</p> : null}
        <p className="flex items-center gap-0.5 font-mono text-xs text-faint">
          <span className="min-w-0 truncate">
            {stripe?.code ?? problem.code}
            {requestId ? ` · ${requestId}` : ''}
          </span>
          {requestId ? <CopyButton text={requestId} label="Copy request id" /> : null}
        </p>
        {children}
      </div>
    </div>
  );
}
