// Between the entries of two days: the day that begins, in the reader's own zone.
'use client';
import { useTimed } from '@/components/shell/clock';
import { dayText } from '@/domain/time';

/** Nothing where `before`, the entry above, is of the same day. */
export function DayHeading({ at, before }: { at: string; before: string | null }) {
  const day = useTimed((now, zone) => {
    const text = dayText(at, now, zone);
    return before !== null && dayText(before, now, zone) === text ? null : text;
  });
  if (day === null) return null;
  return (
    <li className="pt-1 pb-2 first:pt-0">
      <h3 className="text-xs font-medium text-faint">{day}</h3>
    </li>
  );
}
