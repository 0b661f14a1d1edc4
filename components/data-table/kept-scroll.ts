// A list that scrolls in its own frame keeps its place when someone comes back to it.
'use client';
import { useEffect, useLayoutEffect, useRef } from 'react';

const places = new Map<string, number>();
let wentBackAt = Number.NEGATIVE_INFINITY;

if (typeof window !== 'undefined') {
  window.addEventListener('popstate', () => {
    wentBackAt = performance.now();
  });
}

/** Ref for the frame. Back and forward restore the place kept under `key`; anything else starts at the top. */
export function useKeptScroll(key: string | undefined, hasRows: boolean) {
  const frame = useRef<HTMLElement>(null);
  const isRestored = useRef(false);

  useLayoutEffect(() => {
    if (!key || !hasRows || isRestored.current) return;
    isRestored.current = true;
    const place = places.get(key);
    // A page that came by back or forward is on screen well within two seconds.
    if (place && frame.current && performance.now() - wentBackAt < 2_000) frame.current.scrollTop = place;
  }, [key, hasRows]);

  useEffect(() => {
    const element = frame.current;
    if (!key || !element) return;
    const keep = () => places.set(key, element.scrollTop);
    element.addEventListener('scroll', keep, { passive: true });
    return () => element.removeEventListener('scroll', keep);
  }, [key]);

  return frame;
}
