// A click anywhere on a row opens it, as its link would: also in a new tab by middle click, Ctrl or ⌘. Who points at a row
// or has the keyboard on it is likely to open it: it is told.
'use client';
import { useRouter } from 'next/navigation';
import { type MouseEvent, type SyntheticEvent, useRef } from 'react';

const interactive = 'a, button, input, select, textarea, label, summary, [role="menuitem"]';
/** A pointer that only passes over opens nothing. */
const restMs = 80;

/** Handlers for the body of a table whose rows carry `data-row` and `data-href`; by keyboard the row's link opens it. */
export function useRowOpening(isOpening: boolean, onNear: ((id: string) => void) | undefined) {
  const router = useRouter();
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const nearing = (event: SyntheticEvent, delayMs: number) => {
    const id = rowOf(event)?.dataset.row;
    clearTimeout(timer.current);
    if (id && onNear) timer.current = setTimeout(() => onNear(id), delayMs);
  };
  if (!isOpening) return {};
  return {
    onClick(event: MouseEvent<HTMLElement>) {
      const href = rowOf(event)?.dataset.href;
      if (!href || isElsewhere(event)) return;
      if (event.metaKey || event.ctrlKey) openTab(href);
      else router.push(href);
    },
    onAuxClick(event: MouseEvent<HTMLElement>) {
      const href = rowOf(event)?.dataset.href;
      if (!href || event.button !== 1 || isElsewhere(event)) return;
      event.preventDefault();
      openTab(href);
    },
    onPointerOver: (event: SyntheticEvent) => nearing(event, restMs),
    onPointerLeave: () => clearTimeout(timer.current),
    onFocus: (event: SyntheticEvent) => nearing(event, restMs),
  };
}

const rowOf = ({ target }: SyntheticEvent): HTMLElement | null =>
  target instanceof Element ? target.closest<HTMLElement>('[data-row]') : null;

/** On something that does its own thing, or at the end of selecting text. */
function isElsewhere(event: MouseEvent<HTMLElement>): boolean {
  const target = event.target;
  if (target instanceof Element && target.closest(interactive)) return true;
  return Boolean(window.getSelection()?.toString());
}

function openTab(href: string): void {
  window.open(href, '_blank', 'noopener');
}
