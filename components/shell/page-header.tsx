// The head of a page: title, how many, what can be done. It stays in sight.
import type { ReactNode } from 'react';
import { classNames } from '../ui/class-names';

/** `back` is a link above the title; `count` stands beside it. */
export function PageHeader({
  title,
  count,
  description,
  actions,
  back,
  className,
}: {
  title: ReactNode;
  count?: ReactNode;
  description?: ReactNode;
  actions?: ReactNode;
  back?: ReactNode;
  className?: string;
}) {
  return (
    <header
      className={classNames(
        'sticky top-(--shell-top) z-20 flex shrink-0 flex-wrap items-center justify-between gap-x-4 gap-y-2 border-b border-border bg-surface px-4 py-2.5 sm:px-6',
        className,
      )}
    >
      <div className="min-w-0">
        {back ? <div className="text-sm text-quiet">{back}</div> : null}
        <div className="flex min-h-8 flex-wrap items-center gap-x-2.5">
          {/* It stays in sight: a name of 5,000 characters must not take the page away. */}
          <h1 className="line-clamp-2 min-w-0 text-xl font-semibold [overflow-wrap:anywhere]">{title}</h1>
          {count === undefined ? null : <span className="text-base text-faint">{count}</span>}
        </div>
        {description ? <p className="text-sm text-quiet">{description}</p> : null}
      </div>
      {actions ? <div className="flex flex-wrap items-center gap-2">{actions}</div> : null}
    </header>
  );
}
