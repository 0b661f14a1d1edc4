// Light, dark, or as the system says; kept in this browser. public/theme.js sets it before the first paint.
'use client';
import { Monitor, Moon, Sun } from 'lucide-react';
import { useSyncExternalStore } from 'react';
import { Menu, MenuRadioGroup, MenuRadioItem } from '../ui/menu';

const storageKey = 'relink-theme';
const listeners = new Set<() => void>();

const choices = [
  { value: 'light', label: 'Light', icon: Sun },
  { value: 'dark', label: 'Dark', icon: Moon },
  { value: 'system', label: 'Like the system', icon: Monitor },
] as const;

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function choose(theme: string): void {
  const root = document.documentElement;
  if (theme === 'system') delete root.dataset.theme;
  else root.dataset.theme = theme;
  try {
    if (theme === 'system') localStorage.removeItem(storageKey);
    else localStorage.setItem(storageKey, theme);
  } catch (error) {
    console.warn('The theme holds for this page only: storage is blocked.', error);
  }
  for (const listener of listeners) listener();
}

export function ThemeMenu() {
  const theme = useSyncExternalStore(
    subscribe,
    () => document.documentElement.dataset.theme ?? 'system',
    () => 'system',
  );
  const chosen = choices.find(({ value }) => value === theme) ?? choices[2];
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
      <MenuRadioGroup value={theme} onChange={choose}>
        {choices.map(({ value, label, icon: Icon }) => (
          <MenuRadioItem key={value} value={value} icon={<Icon aria-hidden className="size-4 text-quiet" />}>
            {label}
          </MenuRadioItem>
        ))}
      </MenuRadioGroup>
    </Menu>
  );
}
