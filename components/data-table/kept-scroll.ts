// A list that scrolls in its own frame keeps its place when someone comes back to it.
'use client';
import { useEffect, useLayoutEffect, useRef } from 'react';

const places = new Map<string, number>();
/** The address that back or forward led to, until its list has been shown. However long that takes. */
let cameBackTo: string | null = null;
const here = () => window.location.pathname + window.location.search;

if (typeof window !== 'undefined') {
  window.addEventListener('popstate', () => {
    cameBackTo = here();
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
    if (place && frame.current && cameBackTo === here()) frame.current.scrollTop = place;
    cameBackTo = null;
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
