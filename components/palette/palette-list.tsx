// The results of the palette, in groups; the field keeps the focus and names the one that is chosen.
'use client';
import { type MouseEvent, type ReactNode, type Ref, useId } from 'react';
import { classNames } from '../ui/class-names';
import { OptionContent } from './option-content';
import type { PaletteGroup, PaletteItem } from './palette-items';

interface PaletteListProps {
  ref: Ref<HTMLDivElement>;
  id: string;
  groups: PaletteGroup[];
  /** Counted over all groups. */
  active: number;
  onPoint: (at: number) => void;
  onChoose: (item: PaletteItem, event: MouseEvent) => void;
}

/** The element's id of an option, counted over all groups. */
export const optionId = (listId: string, at: number) => `${listId}-${at}`;

export function PaletteList({ ref, id, groups, active, onPoint, onChoose }: PaletteListProps) {
  if (groups.length === 0) return null;
  return (
    <div
      ref={ref}
      id={id}
      role="listbox"
      aria-label="Results"
      className="min-h-0 flex-1 overflow-y-auto overscroll-contain px-2 pb-2"
    >
      {groups.map(({ label, items }, at) => {
        const before = groups.slice(0, at).reduce((sum, group) => sum + group.items.length, 0);
        return (
          <Group key={label} label={label}>
            {items.map((item, place) => (
              <Option
                key={optionId(id, before + place)}
                id={optionId(id, before + place)}
                item={item}
                isActive={before + place === active}
                onPoint={() => onPoint(before + place)}
                onChoose={(event) => onChoose(item, event)}
              />
            ))}
          </Group>
        );
      })}
    </div>
  );
}

function Group({ label, children }: { label: string; children: ReactNode }) {
  const id = useId();
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset may not stand in a listbox
    <div role="group" aria-labelledby={id}>
      <div id={id} className="px-2 pt-3 pb-1 text-xs text-faint">
        {label}
      </div>
      {children}
    </div>
  );
}

interface OptionProps {
  id: string;
  item: PaletteItem;
  isActive: boolean;
  onPoint: () => void;
  onChoose: (event: MouseEvent) => void;
}

function Option({ id, item, isActive, onPoint, onChoose }: OptionProps) {
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the field hears the keys for all of them
    <div
      id={id}
      role="option"
      tabIndex={-1}
      aria-selected={isActive}
      aria-disabled={item.offReason ? true : undefined}
      // The field keeps the focus.
      onMouseDown={(event) => event.preventDefault()}
      // Not on entering: the list also moves by itself, under a pointer that lies still.
      onMouseMove={isActive ? undefined : onPoint}
      onClick={onChoose}
      className={classNames(
        // The room above keeps a group's heading in sight when its first option is reached from below.
        'relative flex min-h-9 scroll-mt-8 scroll-mb-2 items-center gap-2.5 rounded-md px-2 py-1 text-base select-none',
        item.offReason ? 'cursor-not-allowed text-faint' : 'cursor-pointer',
        isActive &&
          'bg-selected before:absolute before:inset-y-1.5 before:left-0 before:w-0.5 before:rounded-full before:bg-accent',
      )}
    >
      <OptionContent item={item} />
    </div>
  );
}
