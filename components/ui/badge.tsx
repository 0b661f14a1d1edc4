// A word with a tone and, where it states something, an icon: never colour alone.
import type { ReactNode } from 'react';
import { classNames } from './class-names';

export type BadgeTone = 'good' | 'warning' | 'bad' | 'dead' | 'muted' | 'neutral' | 'pending';

const looks: Record<BadgeTone, string> = {
  good: 'bg-good-wash text-good',
  warning: 'bg-warning-wash text-warning',
  bad: 'bg-bad-wash text-bad',
  dead: 'bg-dead-wash text-dead',
  muted: 'bg-sunken text-faint',
  neutral: 'bg-sunken text-quiet',
  pending: 'bg-pending-wash text-pending',
};

/** The text colour of a tone, for words that stand without a badge. */
export const toneText: Record<BadgeTone, string> = {
  good: 'text-good',
  warning: 'text-warning',
  bad: 'text-bad',
  dead: 'text-dead',
  muted: 'text-faint',
  neutral: 'text-quiet',
  pending: 'text-pending',
};

/** A small labelled state. */
export function Badge({
  tone = 'neutral',
  icon,
  children,
  className,
}: {
  tone?: BadgeTone;
  icon?: ReactNode;
  children: ReactNode;
  className?: string;
}) {
  return (
    <span
      className={classNames(
        'inline-flex max-w-full items-center gap-1 rounded-sm px-1.5 py-px text-xs font-medium',
        looks[tone],
        className,
      )}
    >
      {icon}
      <span className="min-w-0 truncate">{children}</span>
    </span>
  );
}
