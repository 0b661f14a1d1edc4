// What the charts of an account's history share: the words of their axis of time, and the room left of it.
import { shortDate } from '@/domain/time';

/** Both charts leave this much for their names and figures, so that their axes of time stand below each other. */
export const axisWidth = 84;

/** Within a day the hour tells places apart, within some days the day does too, else the date alone. */
export function timeTick(at: number, first: number, last: number, now: number): string {
  const days = (last - first) / 86_400_000;
  const hour = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' }).format(at);
  if (days > 4) return shortDate(at, now);
  const isOneDay = new Date(first).toDateString() === new Date(last).toDateString();
  return isOneDay ? hour : `${shortDate(at, now)}, ${hour}`;
}

const tickCount = 5;

/** Places of the axis of time, evenly from the first moment to the last. */
export function timeTicks(first: number, last: number): number[] {
  return Array.from({ length: tickCount }, (_, index) => first + ((last - first) * index) / (tickCount - 1));
}
