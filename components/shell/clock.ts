// One ticking clock for the whole page: what depends on the time re-renders only when its own text changes.
'use client';
import { createContext, useContext, useSyncExternalStore } from 'react';

const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | null = null;

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(() => {
    for (const each of listeners) each();
  }, 1000);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0 || timer === null) return;
    clearInterval(timer);
    timer = null;
  };
}

/** When the server rendered the page, in ms: the first paint in the browser must read the same. */
export const RenderedAt = createContext(0);

/**
 * A value worked out of the present time (ms). `read` must return a string, number, boolean or null: the component
 * renders again only when that changes. While the page comes alive it is read at the server's time and zone (UTC).
 */
export function useTimed<T extends string | number | boolean | null>(
  read: (now: number, zone?: string) => T,
): T {
  const renderedAt = useContext(RenderedAt);
  return useSyncExternalStore(
    subscribe,
    () => read(Date.now()),
    () => read(renderedAt, 'UTC'),
  );
}

const never = () => () => undefined;

/** Words that depend on the reader's zone and not on the time: read once, in UTC while the page comes alive. */
export const useZoned = (read: (zone?: string) => string): string =>
  useSyncExternalStore(
    never,
    () => read(),
    () => read('UTC'),
  );
