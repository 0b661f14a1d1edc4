// The menu itself and its items, fetched when the first menu is opened: menu.tsx brings them.
'use client';
import { Menu as Base } from '@base-ui/react/menu';
import { Check } from 'lucide-react';
import { useContext, useEffect, useRef } from 'react';
import { classNames } from './class-names';
import type { CheckboxItemProps, GroupProps, MenuProps, RadioGroupProps, RadioItemProps } from './menu';
import { PortalHome } from './portal-home';

const itemLook =
  'flex min-h-8 cursor-default items-center gap-2 rounded-sm px-2 py-1 text-sm outline-none select-none data-highlighted:bg-hover data-disabled:text-faint';

/** `press` is what was done to the button while this was still being fetched: it is done again, to the true button. */
export function OpenableMenu({
  trigger,
  children,
  align = 'start',
  open,
  onOpenChange,
  className,
  press,
}: MenuProps & { press: Event | null }) {
  const home = useContext(PortalHome);
  const button = useRef<HTMLButtonElement>(null);
  const done = useRef<Event>(null);
  useEffect(() => {
    if (!press || done.current === press) return;
    done.current = press;
    button.current?.focus({ preventScroll: true });
    button.current?.dispatchEvent(press);
  }, [press]);
  return (
    <Base.Root modal={false} open={open} onOpenChange={onOpenChange}>
      <Base.Trigger ref={button} render={trigger} />
      <Base.Portal container={home}>
        <Base.Positioner sideOffset={4} align={align} className="z-50 outline-none" collisionPadding={8}>
          <Base.Popup
            className={classNames(
              'max-h-[min(24rem,var(--available-height))] min-w-44 overflow-y-auto rounded-md border border-border bg-raised p-1 text-text shadow-lift outline-none',
              'transition-opacity data-ending-style:opacity-0 data-starting-style:opacity-0',
              className,
            )}
          >
            {children}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}

export function CheckboxItem({ checked, onChange, children, count }: CheckboxItemProps) {
  return (
    <Base.CheckboxItem className={itemLook} checked={checked} onCheckedChange={onChange} closeOnClick={false}>
      <span
        aria-hidden
        className={classNames(
          'flex size-4 shrink-0 items-center justify-center rounded-sm border',
          checked ? 'border-accent bg-accent text-on-accent' : 'border-edge',
        )}
      >
        {checked ? <Check className="size-3" strokeWidth={3} /> : null}
      </span>
      <span className="min-w-0 flex-1 truncate">{children}</span>
      {count === undefined ? null : <span className="pl-3 text-xs text-faint">{count}</span>}
    </Base.CheckboxItem>
  );
}

export function RadioGroup({ value, onChange, children }: RadioGroupProps) {
  return (
    <Base.RadioGroup value={value} onValueChange={onChange}>
      {children}
    </Base.RadioGroup>
  );
}

export function RadioItem({ value, children, icon }: RadioItemProps) {
  return (
    <Base.RadioItem className={itemLook} value={value} closeOnClick>
      {icon}
      <span className="flex-1">{children}</span>
      <Base.RadioItemIndicator>
        <Check aria-hidden className="size-3.5 text-accent" />
      </Base.RadioItemIndicator>
    </Base.RadioItem>
  );
}

export function Group({ label, children }: GroupProps) {
  return (
    <Base.Group className="not-first:mt-1 not-first:border-t not-first:border-border not-first:pt-1">
      <Base.GroupLabel className="px-2 py-1 text-xs text-faint">{label}</Base.GroupLabel>
      {children}
    </Base.Group>
  );
}
