// A modal dialog: traps the focus, gives it back on closing, closes on Escape unless something is under way.
'use client';
import {
  cloneElement,
  type MouseEvent,
  type ReactElement,
  type ReactNode,
  type RefObject,
  useRef,
  useState,
} from 'react';
import { later, useLater } from './later';
import { useNeeded } from './use-needed';

export interface DialogProps {
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

const windowPart = later(() => import('./dialog-window'));

/** A dialog in the middle of the window; at narrow widths it fills the width. */
export function Dialog({ trigger, ...rest }: DialogProps) {
  const { open, onOpenChange } = rest;
  const opener = useRef<HTMLElement>(null);
  const [wasOpen, setWasOpen] = useState(false);
  if (open && !wasOpen) setWasOpen(true);
  useNeeded(windowPart, open);
  const part = useLater(windowPart);
  const press = (event: MouseEvent<HTMLElement>) => {
    opener.current = event.currentTarget;
    onOpenChange(true);
  };
  return (
    <>
      {trigger
        ? cloneElement(trigger, { 'aria-haspopup': 'dialog', 'aria-expanded': open, onClick: press })
        : null}
      {part && wasOpen ? (
        <part.DialogWindow {...rest} {...(trigger ? { opener } : {})}>
          {rest.children}
        </part.DialogWindow>
      ) : null}
    </>
  );
}
