// A list that scrolls in its own frame keeps its place when someone comes back to it.
'use client';
import { useEffect, useLayoutEffect, useRef } from 'react';

/** Where each step of the browser's history stood: a new step has no place, back and forward find theirs. */
const places = new Map<string, number>();

/** The step of the history that is shown, or null in a browser that does not say. */
function step(): string | null {
  return window.navigation?.currentEntry?.key ?? null;
}

/**
 * Ref for the frame. Back and forward restore its place, anything else starts at the top. The place belongs to the
 * step of the history: a new visit to the same address is another step.
 */
export function useKeptScroll(name: string | undefined, hasRows: boolean) {
  const frame = useRef<HTMLElement>(null);
  const isRestored = useRef(false);

  useLayoutEffect(() => {
    if (!name || !hasRows || isRestored.current || !frame.current) return;
    isRestored.current = true;
    const place = places.get(`${name} ${step()}`);
    if (place) frame.current.scrollTop = place;
  }, [name, hasRows]);

  useEffect(() => {
    const element = frame.current;
    if (!name || !element) return;
    const keep = () => {
      const now = step();
      if (now && element.isConnected) places.set(`${name} ${now}`, element.scrollTop);
    };
    // The page shows its rows before its scripts have come: who was quick has scrolled already.
    if (element.scrollTop > 0) keep();
    element.addEventListener('scroll', keep, { passive: true });
    return () => element.removeEventListener('scroll', keep);
  }, [name]);

  return frame;
}
