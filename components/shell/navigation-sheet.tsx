// Below 640 px: a bar with the name and a button; the navigation comes as a sheet from the left.
'use client';
import { Dialog } from '@base-ui/react/dialog';
import { Menu, X } from 'lucide-react';
import { useState } from 'react';
import { FindIconButton } from '../palette/find-button';
import { PortalHome } from '../ui/portal-home';
import { Brand } from './brand';
import { Navigation } from './navigation';
import { ShellFoot } from './shell-foot';

const iconButton =
  'inline-flex size-9 items-center justify-center rounded-md text-quiet hover:bg-hover hover:text-text';

export function NavigationSheet() {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <div className="flex h-12 items-center justify-between border-b border-border bg-surface pr-3 sm:hidden">
      <Brand isFull />
      <div className="flex items-center gap-1">
        <FindIconButton className={iconButton} />
        <Dialog.Root open={isOpen} onOpenChange={setIsOpen}>
          <Dialog.Trigger aria-label="Open the navigation" className={iconButton}>
            <Menu aria-hidden className="size-5" />
          </Dialog.Trigger>
          <Dialog.Portal>
            <PortalHome value={undefined}>
              <Dialog.Backdrop className="fixed inset-0 z-40 bg-backdrop" />
              <Dialog.Popup className="fixed inset-y-0 left-0 z-40 flex w-72 max-w-[85vw] flex-col border-r border-border bg-sunken transition-transform data-ending-style:-translate-x-full data-starting-style:-translate-x-full">
                <div className="flex items-center justify-between pr-3">
                  <Dialog.Title render={<div />}>
                    <Brand isFull />
                  </Dialog.Title>
                  <Dialog.Close aria-label="Close the navigation" className={iconButton}>
                    <X aria-hidden className="size-5" />
                  </Dialog.Close>
                </div>
                <Navigation isFull onGo={() => setIsOpen(false)} />
                <ShellFoot isFull />
              </Dialog.Popup>
            </PortalHome>
          </Dialog.Portal>
        </Dialog.Root>
      </div>
    </div>
  );
}
