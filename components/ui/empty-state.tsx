// Nothing to show: says why, and what to do next.
import type { ReactNode } from 'react';
import { classNames } from './class-names';

/** `children` are the ways on: links or buttons. */
export function EmptyState({
  title,
  description,
  icon,
  children,
  className,
}: {
  title: ReactNode;
  description?: ReactNode;
  icon?: ReactNode;
  children?: ReactNode;
  className?: string;
}) {
  return (
    <div className={classNames('flex flex-col items-center gap-1 px-6 py-12 text-center', className)}>
      {icon ? <span className="mb-2 text-faint">{icon}</span> : null}
      <p className="text-base font-medium">{title}</p>
      {description ? <p className="max-w-prose text-balance text-quiet">{description}</p> : null}
      {children ? <div className="mt-3 flex flex-wrap justify-center gap-2">{children}</div> : null}
    </div>
  );
}
