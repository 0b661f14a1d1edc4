// A modal dialog: traps the focus, gives it back on closing, closes on Escape unless something is under way.
'use client';
import { Dialog as Base } from '@base-ui/react/dialog';
import { X } from 'lucide-react';
import { type ReactElement, type ReactNode, type RefObject, useRef } from 'react';
import { classNames } from './class-names';
import { PortalHome } from './portal-home';

interface DialogProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: ReactNode;
  /** One or two sentences under the title, read out with it. */
  description?: ReactNode;
  children?: ReactNode;
  /** The buttons, the one that acts last. */
  footer?: ReactNode;
  /** Something is under way: it cannot be closed now. */
  locked?: boolean;
  size?: 'md' | 'lg';
  /** The element that opens it, given the button's props. */
  trigger?: ReactElement<Record<string, unknown>>;
  initialFocus?: RefObject<HTMLElement | null>;
}

/** A dialog in the middle of the window; at narrow widths it fills the width. */
export function Dialog({
  open,
  onOpenChange,
  title,
  description,
  children,
  footer,
  locked,
  size = 'md',
  trigger,
  initialFocus,
}: DialogProps) {
  // Without a field to start in, the dialog itself gets the focus, so that its title and description are read out.
  const popup = useRef<HTMLDivElement>(null);
  const change = (next: boolean) => {
    if (!locked || next) onOpenChange(next);
  };
  return (
    <Base.Root open={open} onOpenChange={change}>
      {trigger ? <Base.Trigger render={trigger} /> : null}
      <Base.Portal>
        <PortalHome value={undefined}>
          <Base.Backdrop className="fixed inset-0 z-40 bg-backdrop transition-opacity data-ending-style:opacity-0 data-starting-style:opacity-0" />
          <Base.Popup
            ref={popup}
            initialFocus={initialFocus ?? popup}
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
              <footer className="flex flex-wrap justify-end gap-2 border-t border-border px-4 py-3">
                {footer}
              </footer>
            ) : null}
          </Base.Popup>
        </PortalHome>
      </Base.Portal>
    </Base.Root>
  );
}
