// The boxes that select: one a row, and one for all rows that are shown.
'use client';
import { type MouseEvent, useEffect, useRef } from 'react';
import type { Pick, Selection } from './row-selection';

const boxLook = 'block size-3.5 accent-(--accent)';

interface RowBoxProps<Row> {
  row: Row;
  index: number;
  selection: Selection<Row>;
  onPick: Pick;
}

/** The whole of its cell can be pressed. */
export function RowBox<Row extends { id: string }>({ row, index, selection, onPick }: RowBoxProps<Row>) {
  const isShift = useRef(false);
  const note = (event: MouseEvent) => {
    isShift.current = event.shiftKey;
  };
  return (
    <label onMouseDown={note} className="-m-2 inline-block p-2 select-none">
      <input
        type="checkbox"
        aria-label={`Select ${selection.nameOf(row)}`}
        checked={selection.has(row.id)}
        onKeyDown={({ shiftKey }) => {
          isShift.current = shiftKey;
        }}
        onChange={(event) => onPick(index, event.target.checked, isShift.current)}
        className={boxLook}
      />
    </label>
  );
}

/** On: all that is shown; half: some of it. */
export function SelectAllBox<Row extends { id: string }>({
  rows,
  selection,
}: {
  rows: Row[];
  selection: Selection<Row>;
}) {
  const box = useRef<HTMLInputElement>(null);
  const selected = selection.count === 0 ? 0 : rows.filter(({ id }) => selection.has(id)).length;
  const isAll = rows.length > 0 && selected === rows.length;
  useEffect(() => {
    if (box.current) box.current.indeterminate = selected > 0 && !isAll;
  }, [selected, isAll]);
  return (
    <th scope="col" className="h-8 border-b border-border bg-sunken pl-6 text-left font-normal">
      <input
        ref={box}
        type="checkbox"
        aria-label={`Select all ${rows.length.toLocaleString('en-US')} rows that are loaded`}
        checked={isAll}
        onChange={(event) => selection.toggle(rows, event.target.checked)}
        className={boxLook}
      />
    </th>
  );
}
