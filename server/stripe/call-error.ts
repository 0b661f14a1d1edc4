// What went wrong with a call to Stripe, typed, with Stripe's request id and whether the effect may have happened.
import 'server-only';
import Stripe from 'stripe';
import type { ProblemCode } from '@/domain/problem';
import { AppError } from '@/server/errors';

export class StripeCallError extends AppError {
  /** Null: no answer came at all. */
  readonly httpStatus: number | null;
  readonly stripeCode: string | null;
  readonly stripeRequestId: string | null;
  /** False only where Stripe said no before doing anything. */
  readonly mayHaveHappened: boolean;

  constructor(code: ProblemCode, detail: string, facts: StripeFacts, cause: unknown) {
    const said = facts.message
      ? { stripe: { code: facts.stripeCode, message: facts.message, requestId: facts.requestId } }
      : {};
    super(code, detail, said, { cause });
    this.name = 'StripeCallError';
    this.httpStatus = facts.httpStatus;
    this.stripeCode = facts.stripeCode;
    this.stripeRequestId = facts.requestId;
    this.mayHaveHappened = facts.mayHaveHappened;
  }
}

interface StripeFacts {
  httpStatus: number | null;
  stripeCode: string | null;
  message: string | null;
  requestId: string | null;
  mayHaveHappened: boolean;
}

/** Stripe's object did not have the shape that it must have. */
export function unreadable(what: string, cause: unknown, requestId: string | null): StripeCallError {
  const facts = { httpStatus: 200, stripeCode: null, message: null, requestId, mayHaveHappened: true };
  return new StripeCallError('stripe_failed', `Stripe's answer could not be read: ${what}.`, facts, cause);
}

/** An error of the SDK as one of ours; a fault of our own code is thrown on. `deadlineMs`: the limit of the call. */
export function toCallError(error: unknown, deadlineMs: number): StripeCallError {
  if (!(error instanceof Stripe.errors.StripeError)) throw error;
  const facts = factsOf(error);
  if (isTimeout(error)) {
    const detail = `Stripe did not answer within ${deadlineMs / 1000} s. What is shown is our copy, with its age.`;
    return new StripeCallError('stripe_timeout', detail, { ...facts, mayHaveHappened: true }, error);
  }
  if (facts.httpStatus === null || facts.httpStatus >= 500) {
    const detail = 'Stripe is not answering right now. What is shown is our copy, with its age.';
    return new StripeCallError('stripe_unavailable', detail, { ...facts, mayHaveHappened: true }, error);
  }
  if (facts.httpStatus === 429) {
    return new StripeCallError('rate_limited', 'Stripe asks us to wait: too many requests.', facts, error);
  }
  if (facts.httpStatus === 401 || facts.httpStatus === 403) {
    const detail =
      'Stripe refused the secret key of this console, or the key lacks this right. Check STRIPE_SECRET_KEY.';
    return new StripeCallError('stripe_failed', detail, facts, error);
  }
  if (facts.httpStatus === 404) {
    return new StripeCallError('not_found', 'Stripe knows no such object for this key.', facts, error);
  }
  // 409: the first request under this idempotency key still runs, so its effect may yet come.
  const mayHaveHappened = facts.httpStatus === 409;
  const detail = `Stripe refused: ${facts.message ?? `HTTP ${facts.httpStatus}`}`;
  return new StripeCallError('stripe_failed', detail, { ...facts, mayHaveHappened }, error);
}

function factsOf(error: Stripe.errors.StripeError): StripeFacts {
  const httpStatus = error.statusCode ?? null;
  return {
    httpStatus,
    stripeCode: error.code ?? null,
    message: httpStatus === null ? null : withoutKey(error.message),
    requestId: error.requestId ?? null,
    mayHaveHappened: httpStatus === null || httpStatus >= 500,
  };
}

/** Stripe's 401 quotes a part of the key. */
function withoutKey(message: string): string {
  return message.replace(/\b(sk|rk|pk)_(test|live)_[\w*]+/g, '$1_$2_…').slice(0, 500);
}

function isTimeout(error: unknown, depth = 0): boolean {
  if (depth > 5 || !(error instanceof Error)) return false;
  if (error.name === 'TimeoutError') return true;
  const detail = (error as { detail?: unknown }).detail;
  return (
    /timed out|timeout/i.test(error.message) ||
    isTimeout(error.cause, depth + 1) ||
    isTimeout(detail, depth + 1)
  );
}
