// A menu of check boxes or choices under a button.
'use client';
import { Menu as Base } from '@base-ui/react/menu';
import { Check } from 'lucide-react';
import { type ReactElement, type ReactNode, useContext } from 'react';
import { classNames } from './class-names';
import { PortalHome } from './portal-home';

const itemLook =
  'flex min-h-8 cursor-default items-center gap-2 rounded-sm px-2 py-1 text-sm outline-none select-none data-highlighted:bg-hover data-disabled:text-faint';

/** The menu and the button that opens it. */
export function Menu({
  trigger,
  children,
  align = 'start',
  open,
  onOpenChange,
  className,
}: {
  trigger: ReactElement<Record<string, unknown>>;
  children: ReactNode;
  align?: 'start' | 'end';
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
  className?: string;
}) {
  const home = useContext(PortalHome);
  return (
    <Base.Root modal={false} open={open} onOpenChange={onOpenChange}>
      <Base.Trigger render={trigger} />
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

/** Can be ticked without closing the menu; `count` stands at the right. */
export function MenuCheckboxItem({
  checked,
  onChange,
  children,
  count,
}: {
  checked: boolean;
  onChange: (checked: boolean) => void;
  children: ReactNode;
  count?: ReactNode;
}) {
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

/** One of several. */
export function MenuRadioGroup({
  value,
  onChange,
  children,
}: {
  value: string;
  onChange: (value: string) => void;
  children: ReactNode;
}) {
  return (
    <Base.RadioGroup value={value} onValueChange={onChange}>
      {children}
    </Base.RadioGroup>
  );
}

/** A choice of a `MenuRadioGroup`. */
export function MenuRadioItem({
  value,
  children,
  icon,
}: {
  value: string;
  children: ReactNode;
  icon?: ReactNode;
}) {
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

/** Items under a small heading. */
export function MenuGroup({ label, children }: { label: string; children: ReactNode }) {
  return (
    <Base.Group className="not-first:mt-1 not-first:border-t not-first:border-border not-first:pt-1">
      <Base.GroupLabel className="px-2 py-1 text-xs text-faint">{label}</Base.GroupLabel>
      {children}
    </Base.Group>
  );
}
