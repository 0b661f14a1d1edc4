// The browser's own select, styled: nothing works better on a phone or with a screen reader.
import { ChevronDown } from 'lucide-react';
import type { ComponentProps } from 'react';
import { classNames } from './class-names';
import { controlLook } from './input';

/** Give it `<option>`s; put it in a `Field`, which labels it. */
export function Select({ className, children, ...rest }: ComponentProps<'select'>) {
  return (
    <span className="relative block">
      <select {...rest} className={classNames(controlLook, 'h-8 appearance-none pr-8', className)}>
        {children}
      </select>
      <ChevronDown aria-hidden className="pointer-events-none absolute top-2 right-2 size-4 text-quiet" />
    </span>
  );
}
