// Which rows stand in the document: all of a short list, else those near the window.
'use client';
import type { Range, VirtualItem } from '@tanstack/react-virtual';
import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { keepSizes, keptPlace, keptSizes } from './kept-scroll';
import { type Rows, useLaterVirtualizer } from './later-virtualizer';
import { steadyRange } from './steady-range';
import type { Density } from './table-layout';

/**
 * A list up to here, one page of it, is written whole: it prints, is found by the browser's search, and needs no measuring.
 * The next fifty rows at once would take longer than a frame.
 */
const wholeUpTo = 50;
const rowPx: Record<Density, number> = { compact: 36, comfortable: 45 };
/** Below 640 px a row is a block of lines. */
const blockPx = 118;
/** Rows beyond each edge of the window: at least, and when others are brought in. */
const [leastBeyond, mostBeyond] = [4, 10];

interface NearRowsOptions<Row> {
  frame: RefObject<HTMLElement | null>;
  rows: Row[];
  density: Density;
  /** The index of a row that stays in whatever is scrolled, because it has the keyboard. */
  kept: RefObject<number | null>;
  placeKey: string | undefined;
}

/** `before` and `after` are the px of the rows left out. Give every row `measure` as its ref and `data-index`. */
export function useNearRows<Row extends { id: string }>({
  frame,
  rows,
  density,
  kept,
  placeKey,
}: NearRowsOptions<Row>) {
  const isLong = rows.length > wholeUpTo;
  // Another function would have the places of all rows reckoned anew at every notch of the wheel.
  const getItemKey = useCallback((index: number) => rows[index]?.id ?? index, [rows]);
  const [near] = useState(() => steadyRange(leastBeyond, mostBeyond));
  let estimate = 0;
  const options = {
    count: rows.length,
    getScrollElement: () => frame.current,
    getItemKey,
    // The window is asked once, not for each row: its answer costs a layout.
    estimateSize: () => {
      estimate ||= window.innerWidth < 640 ? blockPx : rowPx[density];
      return estimate;
    },
    // The library scrolls there at its start: to where the list stands already.
    initialOffset: () => frame.current?.scrollTop || keptPlace(placeKey),
    initialMeasurementsCache: keptSizes(placeKey),
    rangeExtractor: (range: Range) => near(range, kept.current),
  };
  const virtual = useLaterVirtualizer(options, isLong);
  useDensity(density, virtual);
  useEffect(() => () => keepSizes(placeKey, virtual?.measurementsCache ?? []), [placeKey, virtual]);
  const measure = useMeasure(frame, virtual);
  if (!virtual || !isLong) {
    return { rows: rows.map((row, index) => ({ row, index })), before: 0, after: 0, measure };
  }
  const items = virtual.getVirtualItems();
  return {
    rows: items.flatMap(({ index }) => {
      const row = rows[index];
      return row ? [{ row, index }] : [];
    }),
    ...gapsOf(items, virtual.getTotalSize(), kept.current),
    measure,
  };
}

/** The same function for as long as the list stands: rows are not drawn anew when the list becomes long under them. */
function useMeasure(frame: RefObject<HTMLElement | null>, virtual: Rows | null) {
  const measurer = useRef<Rows | null>(null);
  useLayoutEffect(() => {
    measurer.current = virtual;
    for (const row of frame.current?.querySelectorAll<HTMLTableRowElement>('[data-index]') ?? []) {
      virtual?.measureElement(row);
    }
  }, [frame, virtual]);
  return useCallback((row: HTMLTableRowElement | null) => measurer.current?.measureElement(row), []);
}

/** A row that only stays because it has the keyboard stands beside the gap; its height is the gap's. */
function gapsOf(items: VirtualItem[], total: number, kept: number | null) {
  const strays = (item: VirtualItem | undefined, next: VirtualItem | undefined) =>
    item !== undefined && next !== undefined && item.index === kept && Math.abs(next.index - item.index) > 1;
  const isFirstStray = strays(items[0], items[1]);
  const isLastStray = strays(items.at(-1), items.at(-2));
  const first = isFirstStray ? items[1] : items[0];
  const last = isLastStray ? items.at(-2) : items.at(-1);
  const strayPx = (isFirstStray ? items[0]?.size : isLastStray ? items.at(-1)?.size : 0) ?? 0;
  return {
    before: Math.max(0, (first?.start ?? 0) - (isFirstStray ? strayPx : 0)),
    after: Math.max(0, total - (last?.end ?? 0) - (isLastStray ? strayPx : 0)),
  };
}

/** Another density: every height that was measured is wrong. */
function useDensity(density: Density, virtual: Rows | null): void {
  const before = useRef(density);
  useEffect(() => {
    if (before.current === density) return;
    before.current = density;
    virtual?.measure();
  }, [density, virtual]);
}
