// The library that measures long lists, fetched when it may be needed: most lists are short, and it is large.
'use client';
import type { VirtualItem, Virtualizer, VirtualizerOptions } from '@tanstack/react-virtual';
import { useEffect, useLayoutEffect, useReducer, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { later, useLater } from '../ui/later';

export type Rows = Virtualizer<HTMLElement, HTMLTableRowElement>;
type Given = 'observeElementRect' | 'observeElementOffset' | 'scrollToFn' | 'onChange';
type Options = Omit<VirtualizerOptions<HTMLElement, HTMLTableRowElement>, Given>;

const library = later(() => import('@tanstack/react-virtual'));

/** Like the library's own hook; null until it was needed once, and while the library is not here. */
export function useLaterVirtualizer(options: Options, isNeeded: boolean): Rows | null {
  const parts = useLater(library);
  const [virtual, setVirtual] = useState<Rows | null>(null);
  const drawn = useRef<VirtualItem[]>(null);
  const rerender = useReducer((count: number) => count + 1, 0)[1];
  useEffect(() => {
    if (!isNeeded) return;
    library.load().catch((error: unknown) => console.warn('A long list is written whole', error));
  }, [isNeeded]);
  if (parts && (virtual || isNeeded)) {
    const all = {
      ...options,
      observeElementRect: parts.observeElementRect,
      observeElementOffset: parts.observeElementOffset,
      scrollToFn: parts.elementScroll,
      onChange: (rows: Rows, isScrolling: boolean) => {
        // The same rows at the same places: nothing to draw.
        if (rows.getVirtualItems() === drawn.current) return;
        // While it is scrolled, rows must be there before the next paint.
        if (isScrolling) flushSync(rerender);
        else rerender();
      },
    };
    if (virtual) virtual.setOptions(all);
    else {
      const made: Rows = new parts.Virtualizer(all);
      made.scrollRect = sizeOf(options.getScrollElement());
      setVirtual(made);
    }
  }
  useLayoutEffect(() => virtual?._didMount(), [virtual]);
  useLayoutEffect(() => {
    drawn.current = virtual?.getVirtualItems() ?? null;
    virtual?._willUpdate();
  });
  return virtual;
}

/** Without it the library would at first leave out all rows but a few, and those that are seen would be made anew. */
const sizeOf = (frame: HTMLElement | null) => ({
  width: frame?.clientWidth ?? 0,
  height: frame?.clientHeight ?? 0,
});
