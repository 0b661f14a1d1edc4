// What can be done on the page that is shown: one list for the keys, the palette and the help on keys.
'use client';
import { useEffect, useRef } from 'react';

export interface PageAction {
  /** Stable within its page: "refresh-balance". */
  id: string;
  /** Verb first, sentence case: "Refresh balance". */
  label: string;
  /** The heading above it: "Go to", "List", "Account". */
  group: string;
  /** As KeyboardEvent.key: "j", "Enter", "?", "mod+k" (⌘ or Ctrl), or two one after the other: "g a". */
  keys?: string;
  /** Moving about: in the help, not in the palette. */
  isKeyOnly?: boolean;
  /** Why it cannot be done now: shown, and not run. A getter is read when the key is pressed. */
  offReason?: string | null;
  run: () => void;
}

const registered = new Set<{ current: PageAction[] }>();

/** The component offers these for as long as it is shown; a new list at each render is fine. */
export function usePageActions(actions: PageAction[]): void {
  const latest = useRef(actions);
  useEffect(() => {
    latest.current = actions;
  });
  useEffect(() => {
    registered.add(latest);
    return () => void registered.delete(latest);
  }, []);
}

/** All that is offered now; of two with the same keys the younger one counts. */
export function listActions(): PageAction[] {
  const all = [...registered].flatMap(({ current }) => current);
  return all.filter(({ keys }, at) => !keys || all.findLastIndex((other) => other.keys === keys) === at);
}
