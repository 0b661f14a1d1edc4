// The sign that something is under way; the words stand beside it.
import { LoaderCircle } from 'lucide-react';
import { classNames } from './class-names';

/** A small turning circle, hidden from screen readers. */
export function Spinner({ className }: { className?: string }) {
  return (
    <LoaderCircle
      aria-hidden
      className={classNames('size-3.5 shrink-0 animate-[spin_1s_linear_infinite]', className)}
    />
  );
}
