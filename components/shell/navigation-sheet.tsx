// Below 640 px: a bar with the name and a button; the navigation comes as a sheet from the left.
'use client';
import { Menu } from 'lucide-react';
import { useRef, useState } from 'react';
import { FindIconButton } from '../palette/find-button';
import { later, useLater } from '../ui/later';
import { useNeeded } from '../ui/use-needed';
import { Brand } from './brand';
import { sheetButton } from './sheet-button';

const drawerPart = later(() => import('./navigation-drawer'));

export function NavigationSheet() {
  const [isOpen, setIsOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  useNeeded(drawerPart, isOpen);
  const part = useLater(drawerPart);
  return (
    <div className="flex h-12 items-center justify-between border-b border-border bg-surface pr-3 sm:hidden">
      <Brand isFull />
      <div className="flex items-center gap-1">
        <FindIconButton className={sheetButton} />
        <button
          ref={button}
          type="button"
          aria-label="Open the navigation"
          aria-haspopup="dialog"
          aria-expanded={isOpen}
          onClick={() => setIsOpen(true)}
          className={sheetButton}
        >
          <Menu aria-hidden className="size-5" />
        </button>
        {part ? <part.NavigationDrawer open={isOpen} onOpenChange={setIsOpen} opener={button} /> : null}
      </div>
    </div>
  );
}
