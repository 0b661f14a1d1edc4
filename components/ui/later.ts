// Parts of the page that stand behind a press: they are not fetched with the page but at the first sign of a person, or a
// little later by themselves, so that they are there even when the network goes in between.
'use client';
import { useSyncExternalStore } from 'react';

export interface Later<Part> {
  /** The part, once it is here. */
  now: () => Part | null;
  /** Fetches it if need be; what failed is tried anew at the next call. */
  load: () => Promise<Part>;
  /** Tells when it has come. */
  subscribe: (listener: () => void) => () => void;
}

const signs = ['pointermove', 'pointerdown', 'touchstart', 'keydown'] as const;
/** Without any sign: the page itself has long been loaded by then. */
const patienceMs = 10_000;

const waiting: (() => void)[] = [];
let hasSign = false;

function onSign(): void {
  if (hasSign) return;
  hasSign = true;
  for (const sign of signs) removeEventListener(sign, onSign, { capture: true });
  for (const fetchPart of waiting.splice(0)) fetchPart();
}

function atFirstSign(fetchPart: () => void): void {
  if (typeof window === 'undefined') return;
  if (hasSign) fetchPart();
  else if (waiting.push(fetchPart) === 1) {
    for (const sign of signs) addEventListener(sign, onSign, { capture: true, passive: true });
    setTimeout(onSign, patienceMs);
  }
}

/** `later(() => import('./part'))`: written once per module, outside of components. */
export function later<Part>(fetchPart: () => Promise<Part>): Later<Part> {
  const listeners = new Set<() => void>();
  let part: Part | null = null;
  let loading: Promise<Part> | null = null;
  const load = () => {
    loading ??= fetchPart().then(
      (fetched) => {
        part = fetched;
        for (const listener of listeners) listener();
        return fetched;
      },
      (error: unknown) => {
        loading = null;
        throw error;
      },
    );
    return loading;
  };
  // Whoever needs it asks again and hears why it did not come.
  atFirstSign(() => load().catch((error: unknown) => console.warn('A part of the page did not load', error)));
  return {
    now: () => part,
    load,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** The part as soon as it is here, else null. */
export function useLater<Part>(part: Later<Part>): Part | null {
  return useSyncExternalStore(part.subscribe, part.now, () => null);
}
