// How the refreshes of an account went: when each began, what came of it, how long it took at most.
import { type RefreshFeature, type RefreshKind, refreshKind } from './refresh';

/** So many at most, the newest. */
export const mostRefreshTries = 500;

export interface RefreshTry {
  feature: RefreshFeature;
  /** Stripe's time of its beginning, ISO 8601. */
  startedAt: string;
  /** Stripe's word as last seen. */
  status: string;
  /** Stripe's second at which it was first seen ended, after it had been seen under way; else null. */
  endedBy: string | null;
}

export interface RefreshHistory {
  /** Oldest first. */
  tries: RefreshTry[];
  /** There were more than `mostRefreshTries`. */
  isCut: boolean;
}

/** What a refresh came to; `now` is Stripe's clock in ms. One that was left pending has no end that was seen. */
export function tryKind(attempt: RefreshTry, now: number): RefreshKind {
  return refreshKind({ status: attempt.status, attemptedAt: attempt.startedAt, permitted: true }, now);
}

/** How long it took at most, in ms; null where its end was not seen. Stripe's clock counts seconds: less than one is one. */
export function tookMs({ startedAt, endedBy }: RefreshTry): number | null {
  return endedBy === null ? null : Math.max(1_000, Date.parse(endedBy) - Date.parse(startedAt));
}
