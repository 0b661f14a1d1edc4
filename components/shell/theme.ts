// Light, dark, or as the system says; kept in this browser. public/theme.js sets it before the first paint.
'use client';
import { type LucideIcon, Monitor, Moon, Sun } from 'lucide-react';
import { useSyncExternalStore } from 'react';

interface Theme {
  value: 'light' | 'dark' | 'system';
  label: string;
  icon: LucideIcon;
}

const system: Theme = { value: 'system', label: 'Like the system', icon: Monitor };

export const themes: Theme[] = [
  { value: 'light', label: 'Light', icon: Sun },
  { value: 'dark', label: 'Dark', icon: Moon },
  system,
];

const storageKey = 'relink-theme';
const listeners = new Set<() => void>();

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Shows it at once and keeps it; `theme` is a value of `themes`. */
export function chooseTheme(theme: string): void {
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

/** The theme that was chosen. */
export function useTheme(): Theme {
  const value = useSyncExternalStore(
    subscribe,
    () => document.documentElement.dataset.theme ?? 'system',
    () => 'system',
  );
  return themes.find((theme) => theme.value === value) ?? system;
}
