// What narrows or orders a list and has no menu of its own: said in words, and removable.
'use client';
import { X } from 'lucide-react';

/** `removeLabel` says what the cross does: "Remove the filter Cause". */
export function SetChip({
  label,
  words,
  removeLabel,
  onRemove,
}: {
  label: string;
  words: string;
  removeLabel: string;
  onRemove: () => void;
}) {
  return (
    <span className="inline-flex h-7 max-w-full shrink-0 items-stretch rounded-md border border-accent bg-selected text-sm max-sm:order-first">
      <span className="flex min-w-0 items-center gap-1 pl-2">
        <span className="shrink-0 text-quiet">{label}</span>
        <span className="max-w-72 truncate font-medium" title={words}>
          {words}
        </span>
      </span>
      <button
        type="button"
        aria-label={removeLabel}
        onClick={onRemove}
        className="flex w-6 shrink-0 items-center justify-center rounded-r-md text-quiet hover:bg-hover hover:text-text"
      >
        <X aria-hidden className="size-3.5" />
      </button>
    </span>
  );
}
