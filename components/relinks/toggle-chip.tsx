// A filter that is on or off, with how many it would show.
'use client';
import type { ReactNode } from 'react';
import { classNames } from '@/components/ui/class-names';

/** A small round button that stays pressed. */
export function ToggleChip({
  isOn,
  onChange,
  count,
  children,
}: {
  isOn: boolean;
  onChange: (isOn: boolean) => void;
  count?: number;
  children: ReactNode;
}) {
  return (
    <button
      type="button"
      aria-pressed={isOn}
      onClick={() => onChange(!isOn)}
      className={classNames(
        'inline-flex h-6 max-w-full items-center gap-1.5 rounded-full border px-2.5 text-xs',
        isOn
          ? 'border-accent bg-selected text-text'
          : 'border-edge text-quiet hover:bg-hover hover:text-text',
      )}
    >
      <span className="min-w-0 truncate">{children}</span>
      {count === undefined ? null : <span className="text-faint">{count.toLocaleString('en-US')}</span>}
    </button>
  );
}
