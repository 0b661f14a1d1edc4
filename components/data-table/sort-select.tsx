// Sorting where the head of the table is not seen (below 640 px).
'use client';
import { Select } from '../ui/select';

/** `options`: sort key and its words. */
export function SortSelect({
  value,
  options,
  onChange,
}: {
  value: string;
  options: readonly (readonly [string, string])[];
  onChange: (sort: string) => void;
}) {
  return (
    <div className="w-40 shrink-0 sm:hidden">
      <Select aria-label="Sort" value={value} onChange={(event) => onChange(event.target.value)}>
        {options.map(([sort, words]) => (
          <option key={sort} value={sort}>
            {words}
          </option>
        ))}
      </Select>
    </div>
  );
}
