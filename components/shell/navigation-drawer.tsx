// The navigation as a sheet from the left, fetched when it is first opened: `NavigationSheet` brings it.
'use client';
import { Dialog } from '@base-ui/react/dialog';
import { X } from 'lucide-react';
import type { RefObject } from 'react';
import { PortalHome } from '../ui/portal-home';
import { Brand } from './brand';
import { Navigation } from './navigation';
import { sheetButton } from './sheet-button';
import { ShellFoot } from './shell-foot';

interface NavigationDrawerProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  /** Where the focus goes back to. */
  opener: RefObject<HTMLElement | null>;
}

export function NavigationDrawer({ open, onOpenChange, opener }: NavigationDrawerProps) {
  return (
    <Dialog.Root open={open} onOpenChange={onOpenChange}>
      <Dialog.Portal>
        <PortalHome value={undefined}>
          <Dialog.Backdrop className="fixed inset-0 z-40 bg-backdrop" />
          <Dialog.Popup
            finalFocus={opener}
            className="fixed inset-y-0 left-0 z-40 flex w-72 max-w-[85vw] flex-col border-r border-border bg-sunken transition-transform data-ending-style:-translate-x-full data-starting-style:-translate-x-full"
          >
            <div className="flex items-center justify-between pr-3">
              <Dialog.Title render={<div />}>
                <Brand isFull />
              </Dialog.Title>
              <Dialog.Close aria-label="Close the navigation" className={sheetButton}>
                <X aria-hidden className="size-5" />
              </Dialog.Close>
            </div>
            <Navigation isFull onGo={() => onOpenChange(false)} />
            <ShellFoot isFull />
          </Dialog.Popup>
        </PortalHome>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
