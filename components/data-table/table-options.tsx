// Which columns a table shows, in which order, and how dense it is.
'use client';
import { ArrowDown, ArrowUp } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../ui/button';
import { Checkbox } from '../ui/checkbox';
import { Dialog } from '../ui/dialog';
import { FieldGroup } from '../ui/field';
import type { ColumnHead } from './column';
import { type Density, inOrder, leastWidth, mostWidth, type TableLayout, usualLayout } from './table-layout';

interface TableOptionsProps {
  columns: readonly ColumnHead[];
  layout: TableLayout;
  onChange: (layout: TableLayout) => void;
  onClose: () => void;
}

const densities: [Density, string, string][] = [
  ['compact', 'Compact', 'A line a row'],
  ['comfortable', 'Comfortable', 'Two lines a row: e-mail, cause and age stand below'],
];

/** Every change is seen at once in the table behind, and kept in this browser. */
export function TableOptions({ columns, layout, onChange, onClose }: TableOptionsProps) {
  const [said, setSaid] = useState('');
  const all = inOrder(columns, layout.order);
  const move = (column: ColumnHead, step: number) => {
    const ids = all.map(({ id }) => id);
    const at = ids.indexOf(column.id);
    ids.splice(at, 1);
    ids.splice(at + step, 0, column.id);
    onChange({ ...layout, order: ids.slice(1) });
    setSaid(`${nameOf(column)} is column ${at + step + 1} of ${all.length}.`);
  };
  const show = (id: string, isOn: boolean) =>
    onChange({
      ...layout,
      hidden: isOn ? layout.hidden.filter((each) => each !== id) : [...layout.hidden, id],
    });
  return (
    <Dialog
      open
      onOpenChange={(isOpen) => !isOpen && onClose()}
      title="Columns and density"
      description="Kept in this browser. A link to this list does not carry them."
      footer={
        <>
          <Button variant="ghost" onClick={() => onChange(usualLayout)}>
            Reset
          </Button>
          <Button variant="primary" onClick={onClose}>
            Done
          </Button>
        </>
      }
    >
      <FieldGroup label="Density">
        {densities.map(([value, label, hint]) => (
          <label key={value} className="flex items-baseline gap-2">
            <input
              type="radio"
              name="density"
              className="accent-(--accent)"
              checked={layout.density === value}
              onChange={() => onChange({ ...layout, density: value })}
            />
            <span>
              {label} <span className="text-sm text-faint">{hint}</span>
            </span>
          </label>
        ))}
      </FieldGroup>
      <h3 className="mt-5 mb-1 text-sm font-medium">Columns</h3>
      <ol className="divide-y divide-border">
        {all.map((column, at) => (
          <li key={column.id} className="flex min-h-9 items-center justify-between gap-3">
            {at === 0 ? (
              <span className="pl-5.5 text-quiet">{nameOf(column)}, always first</span>
            ) : (
              <Checkbox
                checked={!layout.hidden.includes(column.id)}
                onChange={(isOn) => show(column.id, isOn)}
              >
                {nameOf(column)}
              </Checkbox>
            )}
            {at === 0 ? null : (
              <span className="flex shrink-0 items-center gap-1">
                <input
                  type="range"
                  aria-label={`Width of ${nameOf(column)}`}
                  aria-valuetext={`${widthOf(column, layout)} pixels`}
                  min={leastWidth}
                  max={mostWidth}
                  step={8}
                  value={widthOf(column, layout)}
                  onChange={({ target }) =>
                    onChange({ ...layout, widths: { ...layout.widths, [column.id]: Number(target.value) } })
                  }
                  className="mr-2 w-28 accent-(--accent) max-sm:hidden"
                />
                <Button
                  size="sm"
                  variant="ghost"
                  aria-label={`Move ${nameOf(column)} to the left`}
                  disabledReason={at === 1 ? 'It is the first that can be moved.' : null}
                  icon={<ArrowUp aria-hidden className="size-3.5" />}
                  onClick={() => move(column, -1)}
                />
                <Button
                  size="sm"
                  variant="ghost"
                  aria-label={`Move ${nameOf(column)} to the right`}
                  disabledReason={at === all.length - 1 ? 'It is the last.' : null}
                  icon={<ArrowDown aria-hidden className="size-3.5" />}
                  onClick={() => move(column, 1)}
                />
              </span>
            )}
          </li>
        ))}
      </ol>
      <p role="status" className="sr-only">
        {said}
      </p>
    </Dialog>
  );
}

const nameOf = ({ id, name, header }: ColumnHead): string =>
  name ?? (typeof header === 'string' ? header : id);

/** Kept, or as the column is made: rem of 16 px. */
const widthOf = ({ id, width }: ColumnHead, { widths }: TableLayout): number =>
  widths[id] ?? Math.round(Number.parseFloat(width) * 16);
