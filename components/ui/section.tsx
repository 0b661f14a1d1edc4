// A part of a page under its own small heading.
import { type ReactNode, useId } from 'react';
import { classNames } from './class-names';

/** A hairline above, a heading, what it holds; no box in a box. */
export function Section({
  title,
  count,
  aside,
  children,
  className,
}: {
  title: ReactNode;
  /** Beside the heading: how many there are, or match. */
  count?: ReactNode;
  /** At the right of the line: chips, a button. */
  aside?: ReactNode;
  children: ReactNode;
  className?: string;
}) {
  const id = useId();
  return (
    <section aria-labelledby={id} className={classNames('border-t border-border py-4', className)}>
      <div className="mb-2.5 flex min-h-7 flex-wrap items-center justify-between gap-x-3 gap-y-1">
        <div className="flex flex-wrap items-baseline gap-x-2">
          <h2 id={id} className="text-base font-semibold">
            {title}
          </h2>
          {count ? <span className="text-sm text-faint">{count}</span> : null}
        </div>
        {aside ? <div className="flex items-center gap-2 text-sm text-quiet">{aside}</div> : null}
      </div>
      {children}
    </section>
  );
}
