// Which one is open, the palette or the help on keys: opened by a key, a button or an action, shown in one place.
'use client';
import { useSyncExternalStore } from 'react';

export type PartName = 'palette' | 'keys';

let opened: PartName | null = null;
const listeners = new Set<() => void>();

function change(next: PartName | null): void {
  opened = next;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export const openPart = (part: PartName) => change(part);
export const closePart = () => change(null);

/** The open one, or null. */
export function useOpened(): PartName | null {
  return useSyncExternalStore(
    subscribe,
    () => opened,
    () => null,
  );
}
