// Times: relative in the text, exact on hover and in the element, in the reader's own zone.
'use client';
import { relativeTime, shortDate, zonedTime } from '@/domain/time';
import { useTimed, useZoned } from '../shell/clock';

const ago = ' ago';

/**
 * "3 h ago", ticking. `now` (ms) freezes it; `offsetMs` is added to our clock where the time is Stripe's. `isTight`: where a
 * table has a line a row, "ago" is not seen.
 */
export function Time({
  at,
  now,
  offsetMs = 0,
  isTight = false,
  className,
}: {
  at: string;
  now?: number;
  offsetMs?: number;
  isTight?: boolean;
  className?: string;
}) {
  const text = useTimed((present) => relativeTime(at, now ?? present + offsetMs));
  const title = useZoned((zone) => zonedTime(at, zone));
  return (
    <time dateTime={at} title={title} className={className}>
      {isTight && text.endsWith(ago) ? (
        <>
          {text.slice(0, -ago.length)}
          <span className="sm:group-data-[density=compact]/table:sr-only">{ago}</span>
        </>
      ) : (
        text
      )}
    </time>
  );
}

/** "14 Dec", with the year when it is not this one. */
export function DateText({ at, className }: { at: string; className?: string }) {
  const text = useTimed((present, zone) => shortDate(at, present, zone));
  const title = useZoned((zone) => zonedTime(at, zone));
  return (
    <time dateTime={at} title={title} className={className}>
      {text}
    </time>
  );
}

/** "14 Dec 2026, 14:02:09". */
export function ExactTime({ at, className }: { at: string; className?: string }) {
  const text = useZoned((zone) => zonedTime(at, zone));
  return (
    <time dateTime={at} className={className}>
      {text}
    </time>
  );
}
