// What the charts of an account's history share: the words of their axis of time, and the room left of it.
import { shortDate } from '@/domain/time';

/** Both charts leave this much for their names and figures, so that their axes of time stand below each other. */
export const axisWidth = 84;

/** Within two days the hour tells places apart, else the date does. */
export function timeTick(at: number, first: number, last: number, now: number): string {
  if (last - first > 2 * 86_400_000) return shortDate(at, now);
  return new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' }).format(at);
}
