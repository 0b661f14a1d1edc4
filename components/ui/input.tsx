// Text fields.
import type { ComponentProps } from 'react';
import { classNames } from './class-names';

/** The looks of what can be typed in or chosen from. */
export const controlLook =
  'w-full rounded-md border border-edge bg-surface px-2.5 text-base text-text aria-invalid:border-bad';

/** A one-line field; put it in a `Field`, which labels it. */
export function Input({ className, ...rest }: ComponentProps<'input'>) {
  return <input {...rest} className={classNames(controlLook, 'h-8 read-only:bg-sunken', className)} />;
}

/** A field of several lines. */
export function TextArea({ className, rows = 3, ...rest }: ComponentProps<'textarea'>) {
  return (
    <textarea
      {...rest}
      rows={rows}
      className={classNames(controlLook, 'py-1.5 read-only:bg-sunken', className)}
    />
  );
}
