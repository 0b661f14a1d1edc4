// The window of a dialog, fetched when it is first needed: `Dialog` in dialog.tsx brings it.
'use client';
import { Dialog as Base } from '@base-ui/react/dialog';
import { X } from 'lucide-react';
import { type RefObject, useRef } from 'react';
import { classNames } from './class-names';
import type { DialogProps } from './dialog';
import { PortalHome } from './portal-home';

interface DialogWindowProps extends Omit<DialogProps, 'trigger'> {
  /** Where the focus goes back to; without it, to where it was. */
  opener?: RefObject<HTMLElement | null>;
}

export function DialogWindow({
  open,
  onOpenChange,
  title,
  description,
  children,
  footer,
  locked,
  size = 'md',
  initialFocus,
  opener,
}: DialogWindowProps) {
  // Without a field to start in, the dialog itself gets the focus, so that its title and description are read out.
  const popup = useRef<HTMLDivElement>(null);
  const change = (next: boolean) => {
    if (!locked || next) onOpenChange(next);
  };
  return (
    <Base.Root open={open} onOpenChange={change}>
      <Base.Portal>
        <PortalHome value={undefined}>
          <Base.Backdrop className="fixed inset-0 z-40 bg-backdrop transition-opacity data-ending-style:opacity-0 data-starting-style:opacity-0" />
          <Base.Popup
            ref={popup}
            initialFocus={initialFocus ?? popup}
            finalFocus={opener}
            className={classNames(
              'fixed top-[12vh] left-1/2 z-40 flex max-h-[80vh] w-[calc(100vw-24px)] -translate-x-1/2 flex-col',
              'rounded-lg border border-border bg-raised text-text shadow-lift outline-none',
              'transition-opacity data-ending-style:opacity-0 data-starting-style:opacity-0',
              size === 'lg' ? 'max-w-2xl' : 'max-w-lg',
            )}
          >
            <header className="flex items-start gap-3 border-b border-border px-4 pt-3 pb-3">
              <div className="min-w-0 flex-1">
                <Base.Title className="line-clamp-3 text-lg font-semibold [overflow-wrap:anywhere]">
                  {title}
                </Base.Title>
                {description ? (
                  <Base.Description className="mt-0.5 text-quiet">{description}</Base.Description>
                ) : null}
              </div>
              <Base.Close
                aria-label="Close"
                className="-mr-1 inline-flex size-7 items-center justify-center rounded-md text-quiet hover:bg-hover hover:text-text"
              >
                <X aria-hidden className="size-4" />
              </Base.Close>
            </header>
            {children ? (
              // biome-ignore lint/a11y/noNoninteractiveTabindex: long content must scroll by keyboard too
              <div tabIndex={0} className="min-h-0 flex-1 overflow-y-auto px-4 py-4 -outline-offset-2">
                {children}
              </div>
            ) : null}
            {footer ? (
              <footer className="flex flex-wrap items-center justify-end gap-2 border-t border-border px-4 py-3">
                {footer}
              </footer>
            ) : null}
          </Base.Popup>
        </PortalHome>
      </Base.Portal>
    </Base.Root>
  );
}
