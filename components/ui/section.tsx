// A part of a page under its own small heading.
import { type ReactNode, useId } from 'react';
import { classNames } from './class-names';

/** A hairline above, a heading, what it holds; no box in a box. */
export function Section({
  title,
  aside,
  children,
  className,
}: {
  title: ReactNode;
  /** At the right of the heading: a count, a button. */
  aside?: ReactNode;
  children: ReactNode;
  className?: string;
}) {
  const id = useId();
  return (
    <section aria-labelledby={id} className={classNames('border-t border-border py-4', className)}>
      <div className="mb-2.5 flex min-h-7 flex-wrap items-center justify-between gap-x-3 gap-y-1">
        <h2 id={id} className="text-base font-semibold">
          {title}
        </h2>
        {aside ? <div className="flex items-center gap-2 text-sm text-quiet">{aside}</div> : null}
      </div>
      {children}
    </section>
  );
}
