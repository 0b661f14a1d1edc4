// When a call is tried a second time at once: rarely, once, and never more than a tenth of all calls.
import 'server-only';
import type { StripeCallError } from '../call-error';

const perCall = 0.1;
const most = 10;
/** A second try needs this long at least. */
const leastMs = 500;
let tokens = most;

/** Each call earns a tenth of a second try. */
export function earnRetry(): void {
  tokens = Math.min(most, tokens + perCall);
}

/** How long to wait before the second try (any time up to half a second, so that many do not come back at once), or null. */
export function retryPauseMs(error: StripeCallError, leftMs: number): number | null {
  if (!isWorthRetrying(error) || tokens < 1) return null;
  const pauseMs = Math.random() * 500;
  if (leftMs < pauseMs + leastMs) return null;
  tokens -= 1;
  return pauseMs;
}

/**
 * No connection, a lock, a 5xx that Stripe has not stored for this key. Every POST carries its idempotency key, so the
 * same call cannot act twice.
 */
function isWorthRetrying({
  code,
  httpStatus,
  shouldRetry,
  limitedReason,
  isOutage,
}: StripeCallError): boolean {
  if (shouldRetry !== null) return shouldRetry;
  if (code === 'stripe_unavailable') return isOutage;
  return httpStatus === 409 || (httpStatus === 429 && limitedReason === null);
}

/**
 * Of two failed tries, the one that says more about the effect. 401, 403 and 429 come before Stripe looks at the
 * idempotency key: like a try that was never sent, they say nothing about what the first one has done.
 */
export function tellingError(first: StripeCallError, second: StripeCallError): StripeCallError {
  const comesBefore = second.httpStatus !== null && [401, 403, 429].includes(second.httpStatus);
  const saysNothing = comesBefore || !second.wasSent;
  return first.mayHaveHappened && saysNothing ? first : second;
}
