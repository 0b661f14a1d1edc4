// Times as people read them; on the wire every time is ISO 8601 UTC.
import { remembered } from './remembered';

const steps: [number, Intl.RelativeTimeFormatUnit, string][] = [
  [60_000, 'second', 's'],
  [3_600_000, 'minute', 'min'],
  [86_400_000, 'hour', 'h'],
  [30 * 86_400_000, 'day', 'd'],
  [365 * 86_400_000, 'month', 'mo'],
  [Number.POSITIVE_INFINITY, 'year', 'y'],
];
const unitMs = [1000, 60_000, 3_600_000, 86_400_000, 30 * 86_400_000, 365 * 86_400_000];

/** "3 h ago", "in 12 d", "now"; `at` ISO or ms, `now` ms. */
export function relativeTime(at: string | number, now: number): string {
  const deltaMs = (typeof at === 'number' ? at : Date.parse(at)) - now;
  const size = Math.abs(deltaMs);
  if (Number.isNaN(deltaMs)) return '';
  if (size < 1000) return 'now';
  const index = steps.findIndex(([limit]) => size < limit);
  const unit = steps[index]?.[2] ?? 'y';
  const amount = `${Math.floor(size / (unitMs[index] ?? 1000))} ${unit}`;
  return deltaMs < 0 ? `${amount} ago` : `in ${amount}`;
}

/** A format by its time zone; '' is the reader's own. */
const formatOf = (options: Intl.DateTimeFormatOptions) =>
  remembered((timeZone) => new Intl.DateTimeFormat('en-GB', { ...options, timeZone: timeZone || undefined }));

const exactFormat = formatOf({ dateStyle: 'medium', timeStyle: 'medium' });
const dayFormat = formatOf({ day: 'numeric', month: 'short' });
const dateFormat = formatOf({ day: 'numeric', month: 'short', year: 'numeric' });
const wholeDayFormat = formatOf({ dateStyle: 'full' });
const weekdayFormat = formatOf({ weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' });

/** "14 Dec 2026, 14:02:09" in the given zone (the reader's own when omitted). */
export function exactTime(at: string | number, timeZone = ''): string {
  return exactFormat(timeZone).format(new Date(at));
}

/** The same as it is told: with "UTC" behind it where that is the zone asked for. */
export function zonedTime(at: string | number, zone?: string): string {
  return zone === 'UTC' ? `${exactTime(at, zone)} UTC` : exactTime(at, zone);
}

/** "14 Dec", with the year when it is not this one. */
export function shortDate(at: string | number, now: number, timeZone = ''): string {
  const date = new Date(at);
  const isThisYear = date.getUTCFullYear() === new Date(now).getUTCFullYear();
  return (isThisYear ? dayFormat : dateFormat)(timeZone).format(date);
}

/** "Today", "Yesterday", "Sat, 14 Nov 2026": the day of a moment in the given zone. */
export function dayText(at: string | number, now: number, timeZone = ''): string {
  const format = wholeDayFormat(timeZone);
  const day = format.format(new Date(at));
  if (day === format.format(now)) return 'Today';
  if (day === format.format(now - 86_400_000)) return 'Yesterday';
  return weekdayFormat(timeZone).format(new Date(at));
}
