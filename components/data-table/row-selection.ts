// Which rows are selected, and what a click with Shift adds.
'use client';
import { useRef } from 'react';

export interface Selection<Row> {
  has: (id: string) => boolean;
  /** How many in all, also those that the list does not show now. */
  count: number;
  toggle: (rows: Row[], isOn: boolean) => void;
  clear: () => void;
  /** What a row's box is called: "Select Checking ••4242". */
  nameOf: (row: Row) => string;
}

export type Pick = (index: number, isOn: boolean, isRange: boolean) => void;

/** A click picks one row; with Shift all from the last click to this one. */
export function useRowSelection<Row extends { id: string }>(
  rows: Row[],
  selection: Selection<Row> | undefined,
): Pick {
  const last = useRef<string | null>(null);
  return (index, isOn, isRange) => {
    const row = rows[index];
    if (!row || !selection) return;
    const from = isRange ? rows.findIndex(({ id }) => id === last.current) : -1;
    last.current = row.id;
    const [low, high] = from < 0 ? [index, index] : [Math.min(from, index), Math.max(from, index)];
    selection.toggle(rows.slice(low, high + 1), isOn);
  };
}
