// The button that opens the palette: with words and its key where there is room, else the sign alone.
'use client';
import { Search } from 'lucide-react';
import { KeyHint } from '../actions/key-hint';
import { classNames } from '../ui/class-names';
import { Tooltip } from '../ui/tooltip';
import { openPart } from './opened';
import { loadPart } from './parts';

/** In the sidebar: as wide as the navigation, a sign where that is narrow. */
export function FindButton() {
  return (
    <div className="px-2 pb-2">
      <Tooltip text="Find" side="right" when="narrow">
        <button
          {...opening}
          className={classNames(
            'flex h-8 w-full items-center gap-2.5 rounded-md border border-edge bg-surface px-2.5 text-base text-quiet',
            'hover:bg-hover hover:text-text max-lg:justify-center max-lg:border-transparent max-lg:bg-transparent',
          )}
        >
          <Search aria-hidden className="size-4 shrink-0" />
          <FindWords className="sr-only lg:not-sr-only" />
          <KeyHint keys="mod+k" className="ml-auto max-lg:hidden" />
        </button>
      </Tooltip>
    </div>
  );
}

/** In the bar of a narrow screen. */
export function FindIconButton({ className }: { className?: string }) {
  return (
    <button {...opening} className={className}>
      <Search aria-hidden className="size-5" />
      <FindWords className="sr-only" />
    </button>
  );
}

const load = () => {
  // A failure is told when it is opened.
  loadPart('palette').catch(() => undefined);
};

const opening = {
  type: 'button',
  'aria-haspopup': 'dialog',
  'aria-keyshortcuts': 'Meta+K Control+K',
  onClick: () => openPart('palette'),
  onPointerEnter: load,
} as const;

function FindWords({ className }: { className: string }) {
  return (
    <span className={className}>
      Find<span className="sr-only"> an account, a page or an action</span>
    </span>
  );
}
