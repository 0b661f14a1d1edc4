// Times: relative in the text, exact on hover and in the element, in the reader's own zone.
'use client';
import { exactTime, relativeTime, shortDate } from '@/domain/time';
import { useTimed } from '../shell/clock';

const exact = (at: string, zone?: string) => (zone === 'UTC' ? `${exactTime(at, zone)} UTC` : exactTime(at));

/** "3 h ago", ticking. `now` (ms) freezes it; `offsetMs` is added to our clock where the time is Stripe's. */
export function Time({
  at,
  now,
  offsetMs = 0,
  className,
}: {
  at: string;
  now?: number;
  offsetMs?: number;
  className?: string;
}) {
  const text = useTimed((present) => relativeTime(at, now ?? present + offsetMs));
  const title = useTimed((_present, zone) => exact(at, zone));
  return (
    <time dateTime={at} title={title} className={className}>
      {text}
    </time>
  );
}

/** "14 Dec", with the year when it is not this one. */
export function DateText({ at, className }: { at: string; className?: string }) {
  const text = useTimed((present, zone) => shortDate(at, present, zone));
  const title = useTimed((_present, zone) => exact(at, zone));
  return (
    <time dateTime={at} title={title} className={className}>
      {text}
    </time>
  );
}

/** "14 Dec 2026, 14:02:09". */
export function ExactTime({ at, className }: { at: string; className?: string }) {
  const text = useTimed((_present, zone) => exact(at, zone));
  return (
    <time dateTime={at} className={className}>
      {text}
    </time>
  );
}
