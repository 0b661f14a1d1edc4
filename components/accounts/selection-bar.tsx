// What can be done with the selected accounts; it floats over the foot of the list, so that nothing moves when it comes.
'use client';
import { Copy, RotateCw, X } from 'lucide-react';
import { Button } from '../ui/button';
import { notify } from '../ui/toast';
import type { AccountSelection } from './use-selection';

export function SelectionBar({
  selection,
  hiddenCount,
  onRefresh,
}: {
  selection: AccountSelection;
  /** How many of them the list does not show now. */
  hiddenCount: number;
  onRefresh: () => void;
}) {
  const { ids, count, clear } = selection;
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(ids.join('\n'));
      notify({ title: `${count.toLocaleString('en-US')} ids copied`, tone: 'good' });
    } catch {
      notify({ title: 'The browser did not allow copying', tone: 'bad' });
    }
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would need a legend that is seen
    <div
      role="group"
      aria-label="Selected accounts"
      className="pointer-events-none sticky bottom-0 z-20 flex h-0 shrink-0 justify-center sm:absolute sm:inset-x-0 sm:bottom-0"
    >
      {count > 0 ? (
        <div className="pointer-events-auto absolute bottom-4 flex max-w-[calc(100%-24px)] flex-wrap items-center gap-1 rounded-lg border border-border bg-raised py-1.5 pr-1.5 pl-3 shadow-lift">
          <span role="status" className="mr-2 text-sm font-medium">
            {count.toLocaleString('en-US')} selected
            {hiddenCount > 0 ? (
              <span className="font-normal text-faint">
                , {hiddenCount.toLocaleString('en-US')} not in this list
              </span>
            ) : null}
          </span>
          <Button size="sm" icon={<RotateCw aria-hidden className="size-3.5" />} onClick={onRefresh}>
            Refresh…
          </Button>
          <Button
            size="sm"
            variant="ghost"
            icon={<Copy aria-hidden className="size-3.5" />}
            onClick={() => void copy()}
          >
            Copy ids
          </Button>
          <Button
            size="sm"
            variant="ghost"
            aria-label="Clear the selection"
            icon={<X aria-hidden className="size-3.5" />}
            onClick={clear}
          />
        </div>
      ) : null}
    </div>
  );
}
