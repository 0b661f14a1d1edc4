// Names and values in two aligned columns.
import type { ReactNode } from 'react';
import { classNames } from './class-names';

/** Holds `Definition`s. */
export function DefinitionList({ children, className }: { children: ReactNode; className?: string }) {
  return (
    <dl
      className={classNames(
        'grid grid-cols-[minmax(7rem,auto)_minmax(0,1fr)] items-baseline gap-x-4 gap-y-1.5 text-sm',
        className,
      )}
    >
      {children}
    </dl>
  );
}

/** One name with its value; an empty value says why it is empty. */
export function Definition({ name, children }: { name: ReactNode; children: ReactNode }) {
  return (
    <>
      <dt className="text-faint">{name}</dt>
      <dd className="min-w-0 break-words">{children}</dd>
    </>
  );
}
