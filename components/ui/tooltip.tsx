// A hint for sighted people on hover and focus; it never holds what is nowhere else (screen readers do not get it).
'use client';
import { Tooltip as Base } from '@base-ui/react/tooltip';
import { type ReactElement, type ReactNode, useContext } from 'react';
import { PortalHome } from './portal-home';

export const TooltipProvider = Base.Provider;

/** Wraps one focusable element. */
export function Tooltip({
  text,
  children,
  side = 'top',
  when = 'always',
}: {
  text: ReactNode;
  children: ReactElement<Record<string, unknown>>;
  side?: 'top' | 'right' | 'bottom' | 'left';
  /** `narrow`: only below 1024 px, where the words that it repeats are hidden. */
  when?: 'always' | 'narrow';
}) {
  const home = useContext(PortalHome);
  return (
    <Base.Root>
      <Base.Trigger render={children} delay={250} closeOnClick={false} />
      <Base.Portal container={home}>
        <Base.Positioner
          sideOffset={6}
          side={side}
          className={when === 'narrow' ? 'z-50 lg:hidden' : 'z-50'}
          collisionPadding={8}
        >
          <Base.Popup className="max-w-72 rounded-md bg-text px-2 py-1 text-xs text-surface shadow-lift transition-opacity data-ending-style:opacity-0 data-starting-style:opacity-0">
            {text}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
