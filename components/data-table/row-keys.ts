// Rows by keyboard: j and k move the focus from row to row, Enter opens by the row's own link, x selects.
'use client';
import { type RefObject, useEffect, useRef, useState } from 'react';
import { usePageActions } from '../actions/page-actions';
import type { Selection } from './row-selection';

interface RowKeysOptions<Row> {
  frame: RefObject<HTMLElement | null>;
  rows: Row[];
  isOpening: boolean;
  selection: Selection<Row> | undefined;
}

/** `current`: the index of the row that has the keyboard, or had it last. */
export function useRowKeys<Row extends { id: string }>({
  frame,
  rows,
  isOpening,
  selection,
}: RowKeysOptions<Row>) {
  const current = useRef<number | null>(null);
  const [goal, setGoal] = useState<{ index: number } | null>(null);

  // The row may come into the document only now.
  useEffect(() => {
    if (!goal || !frame.current) return;
    focusRow(frame.current, goal.index);
  }, [goal, frame]);

  const here = () => {
    const row = document.activeElement?.closest<HTMLElement>('[data-row]');
    if (row && frame.current?.contains(row)) return Number(row.dataset.index);
    return current.current;
  };
  const go = (step: number) => {
    if (rows.length === 0) return;
    const from = here();
    const index = from === null ? 0 : Math.min(Math.max(from + step, 0), rows.length - 1);
    current.current = index;
    // At once where it can be: the next key may be about this row.
    if (frame.current && linkOf(frame.current, index)) focusRow(frame.current, index);
    else setGoal({ index });
  };
  const pick = (step: number) => {
    const at = here() ?? 0;
    const row = rows[at];
    if (!row || !selection) return;
    selection.toggle([row], step === 0 ? !selection.has(row.id) : true);
    if (step === 0) return;
    go(step);
    const next = rows[Math.min(Math.max(at + step, 0), rows.length - 1)];
    if (next) selection.toggle([next], true);
  };
  usePageActions([
    ...(isOpening ? moves(go) : []),
    ...(isOpening ? [{ ...openHint, run: () => openRow(frame.current, here()) }] : []),
    ...(selection
      ? [
          {
            id: 'select',
            label: 'Select the row, or not',
            group: 'List',
            keys: 'x',
            isKeyOnly: true,
            run: () => pick(0),
          },
          {
            id: 'select-on',
            label: 'Select on, downwards',
            group: 'List',
            keys: 'J',
            isKeyOnly: true,
            run: () => pick(1),
          },
          {
            id: 'select-back',
            label: 'Select on, upwards',
            group: 'List',
            keys: 'K',
            isKeyOnly: true,
            run: () => pick(-1),
          },
        ]
      : []),
  ]);
  return { current };
}

const moves = (go: (step: number) => void) => [
  { id: 'next-row', label: 'Next row', group: 'List', keys: 'j', isKeyOnly: true, run: () => go(1) },
  { id: 'previous-row', label: 'Previous row', group: 'List', keys: 'k', isKeyOnly: true, run: () => go(-1) },
];
/** A focused link opens by itself; this is for the row that had the keyboard last. */
const openHint = { id: 'open-row', label: 'Open the row', group: 'List', keys: 'Enter', isKeyOnly: true };

const linkOf = (frame: HTMLElement, index: number): HTMLElement | null =>
  frame.querySelector<HTMLElement>(`[data-index="${index}"] a`);

/** Brings the row into sight and its link the focus; the row may stand far outside the document. */
function focusRow(frame: HTMLElement, index: number, tries = 12): void {
  const link = linkOf(frame, index);
  if (!link) {
    const near = frame.querySelector<HTMLElement>('[data-index]');
    const isAbove = near !== null && Number(near.dataset.index) > index;
    frame.scrollBy({ top: isAbove ? -frame.clientHeight / 2 : frame.clientHeight / 2 });
    if (tries > 0) requestAnimationFrame(() => focusRow(frame, index, tries - 1));
    return;
  }
  link.focus({ preventScroll: true });
  link.closest('[data-index]')?.scrollIntoView({ block: 'nearest' });
}

function openRow(frame: HTMLElement | null, index: number | null): void {
  if (frame && index !== null) linkOf(frame, index)?.click();
}
