// The button that shows which theme was chosen, and the menu under it.
'use client';
import { Menu, MenuRadioGroup, MenuRadioItem } from '../ui/menu';
import { chooseTheme, themes, useTheme } from './theme';

export function ThemeMenu() {
  const chosen = useTheme();
  return (
    <Menu
      align="end"
      trigger={
        <button
          type="button"
          aria-label={`Theme: ${chosen.label}`}
          className="inline-flex size-8 shrink-0 items-center justify-center rounded-md text-quiet hover:bg-hover hover:text-text"
        >
          <chosen.icon aria-hidden className="size-4" />
        </button>
      }
    >
      <MenuRadioGroup value={chosen.value} onChange={chooseTheme}>
        {themes.map(({ value, label, icon: Icon }) => (
          <MenuRadioItem key={value} value={value} icon={<Icon aria-hidden className="size-4 text-quiet" />}>
            {label}
          </MenuRadioItem>
        ))}
      </MenuRadioGroup>
    </Menu>
  );
}
