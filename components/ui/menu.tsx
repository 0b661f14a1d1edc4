// A menu of check boxes or choices under a button. Until it is first opened there is only the button.
'use client';
import {
  cloneElement,
  type KeyboardEvent,
  type MouseEvent,
  type ReactElement,
  type ReactNode,
  useState,
} from 'react';
import { later, useLater } from './later';
import { sayNotLoaded, useNeeded } from './use-needed';

export interface MenuProps {
  trigger: ReactElement<Record<string, unknown>>;
  children: ReactNode;
  align?: 'start' | 'end';
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
  className?: string;
}

export interface CheckboxItemProps {
  checked: boolean;
  onChange: (checked: boolean) => void;
  children: ReactNode;
  count?: ReactNode;
}

export interface RadioGroupProps {
  value: string;
  onChange: (value: string) => void;
  children: ReactNode;
}

export interface RadioItemProps {
  value: string;
  children: ReactNode;
  icon?: ReactNode;
}

export interface GroupProps {
  label: string;
  children: ReactNode;
}

const menuParts = later(() => import('./menu-parts'));

/** The menu and the button that opens it. */
export function Menu(props: MenuProps) {
  const { trigger, open = false } = props;
  const [press, setPress] = useState<Event | null>(null);
  useNeeded(menuParts, open);
  const parts = useLater(menuParts);
  if (parts && (press || open)) return <parts.OpenableMenu {...props} press={press} />;
  const repeatLater = (event: Event) => {
    menuParts.load().then(() => setPress(event), sayNotLoaded);
  };
  return cloneElement(trigger, {
    'aria-haspopup': 'menu',
    'aria-expanded': false,
    onClick: (event: MouseEvent) => {
      callOwn(trigger, 'onClick', event);
      if (event.defaultPrevented) return;
      // A click by the keyboard has no detail: the menu then begins at its first item.
      repeatLater(new window.MouseEvent('click', { bubbles: true, cancelable: true, detail: event.detail }));
    },
    onKeyDown: (event: KeyboardEvent) => {
      callOwn(trigger, 'onKeyDown', event);
      const { key } = event;
      if (event.defaultPrevented || (key !== 'ArrowDown' && key !== 'ArrowUp')) return;
      event.preventDefault();
      repeatLater(new window.KeyboardEvent('keydown', { bubbles: true, cancelable: true, key }));
    },
  });
}

function callOwn({ props }: MenuProps['trigger'], name: string, event: unknown): void {
  const own = props[name];
  if (typeof own === 'function') own(event);
}

/** Can be ticked without closing the menu; `count` stands at the right. */
export function MenuCheckboxItem(props: CheckboxItemProps) {
  const parts = useLater(menuParts);
  return parts ? <parts.CheckboxItem {...props} /> : null;
}

/** One of several. */
export function MenuRadioGroup(props: RadioGroupProps) {
  const parts = useLater(menuParts);
  return parts ? <parts.RadioGroup {...props} /> : null;
}

/** A choice of a `MenuRadioGroup`. */
export function MenuRadioItem(props: RadioItemProps) {
  const parts = useLater(menuParts);
  return parts ? <parts.RadioItem {...props} /> : null;
}

/** Items under a small heading. */
export function MenuGroup(props: GroupProps) {
  const parts = useLater(menuParts);
  return parts ? <parts.Group {...props} /> : null;
}
