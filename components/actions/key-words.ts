// How keys are written for people: as they stand on the keyboard that is in front of them.
'use client';
import { useSyncExternalStore } from 'react';

const names: Record<string, string> = {
  ' ': 'Space',
  ArrowDown: '↓',
  ArrowLeft: '←',
  ArrowRight: '→',
  ArrowUp: '↑',
  Escape: 'Esc',
};

/** "g a" → [["G"], ["A"]], "mod+k" → [["⌘", "K"]]: what is pressed one after the other, and what at once. */
export function keyWords(keys: string, isMac: boolean): string[][] {
  // A space alone is a key; between two keys it means "then".
  const steps = keys === ' ' ? [keys] : keys.split(' ');
  return steps.map((step) => stepWords(step, isMac));
}

function stepWords(step: string, isMac: boolean): string[] {
  if (step.startsWith('mod+')) return [isMac ? '⌘' : 'Ctrl', nameOf(step.slice('mod+'.length))];
  return /^[A-Z]$/.test(step) ? [isMac ? '⇧' : 'Shift', step] : [nameOf(step)];
}

const nameOf = (key: string) => names[key] ?? (key.length === 1 ? key.toUpperCase() : key);

const never = () => () => undefined;

/** Null until the browser has told: the server cannot know. */
export function useIsMac(): boolean | null {
  return useSyncExternalStore<boolean | null>(
    never,
    () => /Mac|iPhone|iPad/.test(navigator.userAgent),
    () => null,
  );
}
