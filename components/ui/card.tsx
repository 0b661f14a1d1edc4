// A framed block, for what stands apart from the flow of the page: a notice, a form.
import type { ReactNode } from 'react';
import { classNames } from './class-names';

const looks = {
  plain: 'border-border bg-surface',
  warning: 'border-warning/40 bg-warning-wash',
  bad: 'border-bad/40 bg-bad-wash',
  pending: 'border-pending/40 bg-pending-wash',
  sunken: 'border-border bg-sunken',
} as const;

/** A frame; the tone says how much it matters. */
export function Card({
  tone = 'plain',
  children,
  className,
}: {
  tone?: keyof typeof looks;
  children: ReactNode;
  className?: string;
}) {
  return <div className={classNames('rounded-lg border p-4', looks[tone], className)}>{children}</div>;
}
