// A list that scrolls in its own frame keeps its place when someone comes back to it.
'use client';
import type { VirtualItem } from '@tanstack/react-virtual';
import { useEffect, useLayoutEffect, useRef } from 'react';

/** Where each step of the browser's history stood: a new step has no place, back and forward find theirs. */
const places = new Map<string, number>();
/** How high the rows were, so that the place is the same one. */
const sizes = new Map<string, VirtualItem[]>();
const mostLists = 20;

/** The step of the history that is shown, or null in a browser that does not say. */
function step(): string | null {
  return typeof window === 'undefined' ? null : (window.navigation?.currentEntry?.key ?? null);
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
    const place = keptPlace(name);
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

/** Where the list stood at this step of the history, px. */
export const keptPlace = (name: string | undefined): number =>
  (name ? places.get(`${name} ${step()}`) : undefined) ?? 0;

/** The heights of the rows of the list that goes. */
export function keepSizes(name: string | undefined, rows: VirtualItem[]): void {
  if (!name || rows.length === 0) return;
  sizes.delete(name);
  sizes.set(name, rows);
  const [oldest] = sizes.keys();
  if (sizes.size > mostLists && oldest !== undefined) sizes.delete(oldest);
}

/** Those that were kept when it was last shown. */
export const keptSizes = (name: string | undefined): VirtualItem[] => (name ? (sizes.get(name) ?? []) : []);
