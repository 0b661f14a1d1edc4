// A click anywhere on a row opens it, as its link would: also in a new tab by middle click, Ctrl or ⌘.
'use client';
import { useRouter } from 'next/navigation';
import type { MouseEvent } from 'react';

const interactive = 'a, button, input, select, textarea, label, summary, [role="menuitem"]';

/** Gives the mouse handlers of a row that opens `href`; by keyboard the row's link does it. */
export function useRowOpening() {
  const router = useRouter();
  return (href: string) => ({
    onClick(event: MouseEvent<HTMLElement>) {
      if (isElsewhere(event)) return;
      if (event.metaKey || event.ctrlKey) openTab(href);
      else router.push(href);
    },
    onAuxClick(event: MouseEvent<HTMLElement>) {
      if (event.button !== 1 || isElsewhere(event)) return;
      event.preventDefault();
      openTab(href);
    },
  });
}

/** On something that does its own thing, or at the end of selecting text. */
function isElsewhere(event: MouseEvent<HTMLElement>): boolean {
  const target = event.target;
  if (target instanceof Element && target.closest(interactive)) return true;
  return Boolean(window.getSelection()?.toString());
}

function openTab(href: string): void {
  window.open(href, '_blank', 'noopener');
}
