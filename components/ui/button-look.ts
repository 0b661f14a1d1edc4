// The looks of a button, for buttons, and for links and menu triggers that must look the same.
import { classNames } from './class-names';

export type ButtonVariant = 'primary' | 'secondary' | 'ghost' | 'danger';
export type ButtonSize = 'xs' | 'sm' | 'md';

const variants: Record<ButtonVariant, string> = {
  primary: 'bg-accent text-on-accent not-aria-disabled:hover:bg-accent-hover border border-transparent',
  secondary: 'bg-surface text-text border border-edge not-aria-disabled:hover:bg-hover',
  ghost:
    'text-quiet border border-transparent not-aria-disabled:hover:bg-hover not-aria-disabled:hover:text-text',
  danger: 'bg-surface text-bad border border-bad not-aria-disabled:hover:bg-bad-wash',
};
const off = 'aria-disabled:text-faint aria-disabled:cursor-not-allowed';
/** What has no box of its own gets none by being off. */
const offBox = 'aria-disabled:border-border aria-disabled:bg-sunken';
const sizes: Record<ButtonSize, string> = {
  xs: 'h-6 px-1.5 text-sm gap-0.5',
  sm: 'h-7 px-2 text-sm gap-1',
  md: 'h-8 px-3 text-base gap-1.5',
};

/** The classes of a button. */
export function buttonLook(
  variant: ButtonVariant = 'secondary',
  size: ButtonSize = 'md',
  className?: string,
): string {
  return classNames(
    'inline-flex shrink-0 items-center justify-center rounded-md font-medium whitespace-nowrap select-none',
    'transition-colors',
    sizes[size],
    variants[variant],
    off,
    variant !== 'ghost' && offBox,
    className,
  );
}
